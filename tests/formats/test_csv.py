"""CSV: a spreadsheet reads what is there, and runs none of it."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.formats import bundle
from annotate.formats import csv as csv_format
from tests.formats import strategies
from tests.formats.samples import ARTICLE, GOLD, PARTS, SPAN


def test_a_line_says_a_span_under_the_columns_of_the_interface() -> None:
    head, first, second = rows(written([(ARTICLE, [SPAN, PARTS])], status="kept"))
    assert head == [
        "article", "external_id", "title", "span", "set", "label", "start", "end", "ranges", "quote", "analyst",
        "status", "note", "unsure", "attributes", "codebook_version", "created_at", "updated_at",
    ]  # fmt: skip
    assert first == [
        "11", "f-1", "'=the ferry", "21", "ana", "claim", "0", "10", "[[0,10]]", "'=the ferry", "ana", "kept",
        "'-5 crowns", "true", '{"voice":"author"}', "1", "2026-03-04T09:30:00Z", "2026-03-04T09:31:00.250000Z",
    ]  # fmt: skip
    assert second[8:10] == ["[[16,22],[40,49]]", "say it … does not."]


def test_gold_has_no_analyst_and_its_own_set() -> None:
    _head, gold = rows(written([(ARTICLE, [GOLD])], status=""))
    assert (gold[4], gold[10], gold[11]) == ("gold", "", "")


@pytest.mark.parametrize(
    ("cell", "there"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_no_cell_begins_a_formula(cell: str, there: str) -> None:
    assert csv_format.safe(cell) == there


@given(st.text(alphabet="='+-@\t\ra"))
def test_a_cell_can_be_had_back(cell: str) -> None:
    there = csv_format.safe(cell)
    assert there[:1] not in tuple("=+-@\t\r")
    began = there.lstrip("'")[:1] in tuple("=+-@\t\r") and bool(there)
    assert (there[1:] if began and there.startswith("'") else there) == cell


@given(strategies.sheets())
def test_a_reader_of_rfc_4180_gets_every_span(found: list[tuple[bundle.Article, list[bundle.Span]]]) -> None:
    lines = rows(written(found))[1:]
    spans = [span for _article, marks in found for span in marks]
    assert [(int(line[3]), int(line[6]), int(line[7])) for line in lines] == [(s.id, s.start, s.end) for s in spans]
    assert [line[9].removeprefix("'") for line in lines] == [(s.quote or "").removeprefix("'") for s in spans]


def test_lines_end_as_rfc_4180_says_and_the_mark_comes_only_when_wanted() -> None:
    plain = written([(ARTICLE, [SPAN])])
    assert plain.count(b"\r\n") == 2
    assert written([(ARTICLE, [SPAN])], bom=True) == b"\xef\xbb\xbf" + plain


def test_losses_count_what_a_spreadsheet_does_not_get() -> None:
    losses = bundle.Losses()
    long = msgspec.structs.replace(SPAN, note="🚢" * 20_000)
    written([(ARTICLE, [SPAN, long, GOLD]), (ARTICLE, [])], losses=losses)
    assert dict(losses) == {
        bundle.Loss.BLOCKS: 4,
        bundle.Loss.EMPTY: 1,
        bundle.Loss.ORIGIN: 1,
        bundle.Loss.LONG: 1,
    }


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


def written(
    found: list[tuple[bundle.Article, list[bundle.Span]]],
    *,
    status: str = "open",
    losses: bundle.Losses | None = None,
    bom: bool = False,
) -> bytes:
    sheets = strategies.as_sheets(found, status)
    return b"".join(csv_format.write(sheets, losses=losses or bundle.Losses(), bom=bom))
