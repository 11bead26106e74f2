"""JSONL: one article a line, with its blocks, its spans and the answers about it.

Says: articles, blocks, spans, answers, gold. Cannot say: links, comments, what became of spans, who is how
far, inlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

from annotate.formats.bundle import (
    Answer,
    Article,
    Damaged,
    GoldAnswer,
    GoldSpan,
    Loss,
    Losses,
    Sheet,
    Span,
    check_extent,
)
from annotate.text.extent import Extent

UNSAID = (Loss.LINKS, Loss.COMMENTS, Loss.DECISIONS, Loss.WORK, Loss.INLINES)
"""What a set has beside its spans that this format cannot say."""

One = TypeVar("One")

CHUNK = 1000
"""So many spans of an article are encoded at a time."""


class Line(Article, frozen=True):
    """An article with its spans and answers, as a line has it; whether one is gold is told by whether it has an
    analyst."""

    spans: tuple[msgspec.Raw, ...]
    answers: tuple[msgspec.Raw, ...] = ()


class _Whose(msgspec.Struct):
    """All of a span, or of an answer, that tells whether it is gold."""

    analyst: str | None


def write(sheets: Iterable[Sheet], *, losses: Losses) -> Iterator[bytes]:
    """A line for every sheet, in order. The same sheets give the same bytes."""
    encoder = msgspec.json.Encoder()
    for article, marks, answers in sheets:
        yield encoder.encode(article)[:-1] + b',"spans":['
        comma = b""
        while chunk := [mark.span for mark in islice(marks, CHUNK)]:
            yield comma + encoder.encode(chunk)[1:-1]
            comma = b","
        yield b'],"answers":' + encoder.encode(answers) + b"}\n"


def read(lines: Iterable[bytes]) -> Iterator[tuple[Article, list[Span], list[Answer]]]:
    """What `write` wrote, an article at a time. Damaged where a line is none, or a span lies about its text.

    Lines that were written before there were answers have none.
    """
    decoder = msgspec.json.Decoder(Line)
    for number, written in enumerate(lines, start=1):
        try:
            line = decoder.decode(written)
            spans: list[Span] = [_one(raw, Span, GoldSpan) for raw in line.spans]
            answers: list[Answer] = [_one(raw, Answer, GoldAnswer) for raw in line.answers]
        except msgspec.DecodeError as error:
            raise Damaged("unreadable", f"line {number}", str(error)) from error
        article = Article(*(getattr(line, name) for name in Article.__struct_fields__))
        for span in spans:
            check_extent(span.ranges, span.start, span.end, where=f"span {span.id}")
            if article.text is not None and span.quote != Extent(span.ranges).quote(article.text):
                raise Damaged("quote", f"span {span.id}")
        yield article, spans, answers


def _one(raw: msgspec.Raw, plain: type[One], gold: type[One]) -> One:
    return msgspec.json.decode(raw, type=plain if msgspec.json.decode(raw, type=_Whose).analyst else gold)
