"""JSONL: what goes out comes back."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given

from annotate.formats import bundle, jsonl
from tests.formats import strategies
from tests.formats.samples import ANSWER, ARTICLE, GOLD_ANSWER, SPAN


@given(strategies.sheets())
def test_what_is_written_is_read_back(found: list[tuple[bundle.Article, list[bundle.Span]]]) -> None:
    lines = written(found).splitlines(keepends=True)
    assert list(jsonl.read(lines)) == [(article, spans, []) for article, spans in found]


def test_answers_come_back_as_whose_they_are_and_older_lines_have_none() -> None:
    sheet = bundle.Sheet(ARTICLE, iter([]), (ANSWER, GOLD_ANSWER))
    line = b"".join(jsonl.write([sheet], losses=bundle.Losses()))
    assert list(jsonl.read([line])) == [(ARTICLE, [], [ANSWER, GOLD_ANSWER])]
    before = line[: line.index(b',"answers"')] + b"}\n"
    assert list(jsonl.read([before])) == [(ARTICLE, [], [])]


@given(strategies.sheets())
def test_the_same_values_give_the_same_bytes(found: list[tuple[bundle.Article, list[bundle.Span]]]) -> None:
    assert written(found) == written(found)


def test_a_line_has_the_fields_of_the_interface_in_order() -> None:
    line = json.loads(written([(ARTICLE, [SPAN])]))
    assert list(line) == [
        "id", "external_id", "title", "byline", "outlet", "published_on", "language", "url", "sha256", "text", "blocks",
        "supersedes", "spans", "answers",
    ]  # fmt: skip
    assert list(line["spans"][0]) == [
        "id", "article", "label", "start", "end", "ranges", "quote", "analyst", "note", "unsure", "attributes",
        "codebook_version", "version", "created_at", "updated_at",
    ]  # fmt: skip
    assert line["blocks"][0] == {"kind": "title", "start": 0, "end": 10}


def test_many_spans_of_one_article_are_one_line() -> None:
    spans = [msgspec.structs.replace(SPAN, id=number) for number in range(1, 2 * jsonl.CHUNK + 2)]
    (line,) = written([(ARTICLE, spans)]).splitlines()
    assert [span["id"] for span in json.loads(line)["spans"]] == list(range(1, 2 * jsonl.CHUNK + 2))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quote": "something else"}, "quote"),
        ({"start": 1}, "extent"),
        ({"ranges": ((5, 5),)}, "extent"),
        ({"ranges": ((6, 8), (0, 10))}, "extent"),
    ],
)
def test_read_refuses_a_span_that_lies(change: dict[str, object], code: str) -> None:
    lines = [written([(ARTICLE, [msgspec.structs.replace(SPAN, **change)])])]
    with pytest.raises(bundle.Damaged) as damage:
        list(jsonl.read(lines))
    assert (damage.value.code, damage.value.where) == (code, f"span {SPAN.id}")


def test_read_says_which_line_it_cannot_read() -> None:
    good = written([(ARTICLE, [SPAN])])
    with pytest.raises(bundle.Damaged) as damage:
        list(jsonl.read([good, good[: len(good) // 2]]))
    assert (damage.value.code, damage.value.where) == ("unreadable", "line 2")


def written(found: list[tuple[bundle.Article, list[bundle.Span]]]) -> bytes:
    return b"".join(jsonl.write(strategies.as_sheets(found), losses=bundle.Losses()))
