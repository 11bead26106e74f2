"""W3C Web Annotation (Recommendation of 2017-02-23), as JSON-LD: a collection with one page of annotations.

Each annotation classifies one span. Its target is the article's text, named by its SHA-256 as RFC 6920 has it
(`ni:///sha-256;…`): whoever holds the text can prove that it is the right one. A TextPositionSelector counts code
points from 0, end exclusive, as the Recommendation demands; a TextQuoteSelector says the words, and those around them.
A span of several ranges has a target for each. Ids are UUIDs made of the span's id (version 5), so that they are the
same in every export; `dcterms:identifier` is that id.

Cannot say: links, comments, attributes, doubt, what became of spans, blocks, inlines, titles and bylines, articles
without a span; that the targets of one annotation belong together (the Recommendation reads them one by one); which
spans a gold span was decided from.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid5

import msgspec

from annotate.formats.bundle import Article, GoldSpan, Loss, Losses, Sheet, Span
from annotate.text.graphemes import borders_around

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

UNSAID = (Loss.LINKS, Loss.COMMENTS, Loss.ANSWERS, Loss.DECISIONS, Loss.WORK, Loss.INLINES)
"""What a set has beside its spans that this format cannot say."""

NAMESPACE = UUID("d4534c8c-1dc1-4f4b-9283-c868a0ee96e2")
"""The namespace of our ids."""

AROUND = 32
"""So many code points before and after a quote are told, fewer where a character would be cut."""


def write(sheets: Iterable[Sheet], *, name: str, losses: Losses) -> Iterator[bytes]:
    """The collection called `name`, an annotation a line. The same sheets and name give the same bytes."""
    encoder = msgspec.json.Encoder()
    collection = iri("collection", name)
    head = {"@context": CONTEXT, "id": collection, "type": "AnnotationCollection", "label": name}
    page = {"id": iri("page", name), "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    yield encoder.encode(head)[:-1] + b',"first":' + encoder.encode(page)[:-1] + b',"items":['
    comma, total = b"\n", 0
    for article, marks, _answers in sheets:
        before = total
        for span, _status in marks:
            yield comma + encoder.encode(annotation(article, span))
            _count(span, losses)
            comma, total = b",\n", total + 1
        losses.add(Loss.DETAILS)
        losses.add(Loss.BLOCKS, len(article.blocks))
        losses.add(Loss.EMPTY, total == before)
    yield b'\n]},"total":%d}\n' % total


def annotation(article: Article, span: Span) -> dict[str, Any]:
    """One span as an annotation."""
    creator, words = span.analyst, span.note
    if isinstance(span, GoldSpan):
        creator, words = span.decided_by, span.reason
    body = [{"type": "TextualBody", "purpose": "classifying", "value": span.label}]
    if words:
        body.append({"type": "TextualBody", "purpose": "commenting", "value": words})
    targets = [
        {
            "type": "SpecificResource",
            "source": text_iri(article.sha256),
            "selector": selectors(article.text, start, end),
        }
        for start, end in span.ranges
    ]
    return {
        "id": iri("span", str(span.id)), "type": "Annotation", "dcterms:identifier": str(span.id),
        "motivation": "classifying", "creator": {"type": "Person", "nickname": creator},
        "created": span.created_at, "modified": span.updated_at, "body": body,
        "target": targets[0] if len(targets) == 1 else targets,
    }  # fmt: skip


def selectors(text: str | None, start: int, end: int) -> list[dict[str, Any]]:
    """Where `[start, end)` is, by position, and by its words where the text may be told."""
    position: dict[str, Any] = {"type": "TextPositionSelector", "start": start, "end": end}
    if text is None:
        return [position]
    _cut, first = borders_around(text, max(0, start - AROUND))
    last, _cut = borders_around(text, min(len(text), end + AROUND))
    prefix, suffix = text[first:start], text[end:last]
    quote = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": prefix, "suffix": suffix}
    return [position, quote]


def text_iri(sha256: str) -> str:
    """The name of a text by its hash (RFC 6920)."""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def iri(kind: str, name: str) -> str:
    """The name of one of our things."""
    return uuid5(NAMESPACE, f"{kind}/{name}").urn


def _count(span: Span, losses: Losses) -> None:
    losses.add(Loss.ATTRIBUTES, bool(span.attributes))
    losses.add(Loss.UNSURE, span.unsure)
    losses.add(Loss.RANGES, len(span.ranges) > 1)
    losses.add(Loss.ORIGIN, isinstance(span, GoldSpan))
    losses.add(Loss.CODEBOOK)
