"""W3C Web Annotation: what another tool finds with our selectors is what was marked."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec
from hypothesis import given

from annotate.formats import bundle, w3c
from annotate.text.graphemes import is_border
from tests.formats import strategies
from tests.formats.samples import ARTICLE, GOLD, PARTS, SPAN, TEXT


@given(strategies.sheets())
def test_both_selectors_find_what_was_marked(found: list[tuple[bundle.Article, list[bundle.Span]]]) -> None:
    items = written(found)["first"]["items"]
    marked = [(article, span) for article, spans in found for span in spans]
    assert len(items) == len(marked)
    for item, (article, span) in zip(items, marked, strict=True):
        text = article.text or ""
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        positions, quotes = zip(*(target["selector"] for target in targets), strict=True)
        assert tuple((one["start"], one["end"]) for one in positions) == span.ranges
        for (start, end), quote in zip(span.ranges, quotes, strict=True):
            assert quote["exact"] == text[start:end]
            first, last = start - len(quote["prefix"]), end + len(quote["suffix"])
            assert text[first:last] == quote["prefix"] + quote["exact"] + quote["suffix"]
            assert is_border(text, first)
            assert is_border(text, last)


def test_a_collection_with_one_page() -> None:
    collection = written([(ARTICLE, [SPAN, PARTS])])
    page = collection["first"]
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (collection["type"], collection["label"], collection["total"]) == ("AnnotationCollection", "ferry-all", 2)
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", collection["id"], 0)
    assert len({collection["id"], page["id"], *(item["id"] for item in page["items"])}) == 4


def test_an_annotation_says_who_what_when_and_of_which_text() -> None:
    first, second = written([(ARTICLE, [SPAN, PARTS])])["first"]["items"]
    assert first["motivation"] == "classifying"
    assert first["creator"] == {"type": "Person", "nickname": "ana"}
    assert (first["created"], first["modified"]) == (SPAN.created_at, SPAN.updated_at)
    assert [(body["purpose"], body["value"]) for body in first["body"]] == [
        ("classifying", "claim"),
        ("commenting", "-5 crowns"),
    ]
    scheme, _, digest = first["target"]["source"].partition(";")
    assert scheme == "ni:///sha-256"
    assert base64.urlsafe_b64decode(digest + "=").hex() == ARTICLE.sha256
    assert [body["purpose"] for body in second["body"]] == ["classifying"]
    assert [target["selector"][1]["exact"] for target in second["target"]] == ["say it", "does not."]
    assert second["target"][1]["selector"][1]["prefix"] == TEXT[40 - w3c.AROUND : 40]


def test_gold_names_who_decided_and_why() -> None:
    (item,) = written([(ARTICLE, [GOLD])])["first"]["items"]
    assert item["creator"]["nickname"] == "rita"
    assert item["body"][1]["value"] == "both found it"


def test_without_texts_only_positions_are_told() -> None:
    bare = msgspec.structs.replace(ARTICLE, text=None)
    (item,) = written([(bare, [msgspec.structs.replace(SPAN, quote=None)])])["first"]["items"]
    assert item["target"]["selector"] == [{"type": "TextPositionSelector", "start": 0, "end": 10}]


def test_ids_stay_the_same_and_tell_the_spans_id() -> None:
    (first,), (again,) = (written([(ARTICLE, [SPAN])])["first"]["items"] for _ in range(2))
    assert first["id"] == again["id"]
    assert first["id"].startswith("urn:uuid:")
    assert first["dcterms:identifier"] == "21"


def test_losses_count_what_the_model_has_no_word_for() -> None:
    losses = bundle.Losses()
    written([(ARTICLE, [SPAN, PARTS, GOLD]), (ARTICLE, [])], losses=losses)
    assert dict(losses) == {
        bundle.Loss.DETAILS: 2,
        bundle.Loss.BLOCKS: 4,
        bundle.Loss.EMPTY: 1,
        bundle.Loss.ATTRIBUTES: 1,
        bundle.Loss.UNSURE: 1,
        bundle.Loss.RANGES: 1,
        bundle.Loss.ORIGIN: 1,
        bundle.Loss.CODEBOOK: 3,
    }


def written(
    found: list[tuple[bundle.Article, list[bundle.Span]]], *, losses: bundle.Losses | None = None
) -> dict[str, Any]:
    sheets = strategies.as_sheets(found)
    data: dict[str, Any] = json.loads(b"".join(w3c.write(sheets, name="ferry-all", losses=losses or bundle.Losses())))
    return data
