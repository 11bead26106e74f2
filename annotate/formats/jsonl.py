"""JSONL: one article a line, with its blocks and its spans.

Says: articles, blocks, spans, gold. Cannot say: links, comments, what became of spans, who is how far, inlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from annotate.formats.bundle import Article, Damaged, GoldSpan, Loss, Losses, Sheet, Span, check_extent
from annotate.text.extent import Extent

UNSAID = (Loss.LINKS, Loss.COMMENTS, Loss.DECISIONS, Loss.WORK, Loss.INLINES)
"""What a set has beside its spans that this format cannot say."""

CHUNK = 1000
"""So many spans of an article are encoded at a time."""


class Line(Article, frozen=True):
    """An article with its spans, as a line has it; which kind of span is told by whether it has an analyst."""

    spans: tuple[msgspec.Raw, ...]


class _Whose(msgspec.Struct):
    """All of a span that tells whether it is gold."""

    analyst: str | None


def write(sheets: Iterable[Sheet], *, losses: Losses) -> Iterator[bytes]:
    """A line for every sheet, in order. The same sheets give the same bytes."""
    encoder = msgspec.json.Encoder()
    for article, marks in sheets:
        yield encoder.encode(article)[:-1] + b',"spans":['
        comma = b""
        while chunk := [mark.span for mark in islice(marks, CHUNK)]:
            yield comma + encoder.encode(chunk)[1:-1]
            comma = b","
        yield b"]}\n"


def read(lines: Iterable[bytes]) -> Iterator[tuple[Article, list[Span]]]:
    """What `write` wrote, an article at a time. Damaged where a line is none, or a span lies about its text."""
    decoder = msgspec.json.Decoder(Line)
    for number, raw in enumerate(lines, start=1):
        try:
            line = decoder.decode(raw)
            spans = [_span(one) for one in line.spans]
        except msgspec.DecodeError as error:
            raise Damaged("unreadable", f"line {number}", str(error)) from error
        article = Article(*(getattr(line, name) for name in Article.__struct_fields__))
        for span in spans:
            check_extent(span.ranges, span.start, span.end, where=f"span {span.id}")
            if article.text is not None and span.quote != Extent(span.ranges).quote(article.text):
                raise Damaged("quote", f"span {span.id}")
        yield article, spans


def _span(raw: msgspec.Raw) -> Span:
    return msgspec.json.decode(raw, type=Span if msgspec.json.decode(raw, type=_Whose).analyst else GoldSpan)
