"""CSV: one span a line, for a spreadsheet. RFC 4180, UTF-8, with a byte order mark where one is wanted.

Says: spans, whose they are, what became of them. Cannot say: texts, blocks, articles without a span, links, comments,
inlines, who is how far, who decided gold and why. It does not come back: offsets without their text prove nothing.

A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end) begins with an apostrophe
instead. A cell that begins with apostrophes before such a character gets one more, so that taking one off such a cell
always gives back what was there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

import msgspec

from annotate.formats.bundle import GoldSpan, Loss, Losses, Sheet

COLUMNS = (
    "article", "external_id", "title", "span", "set", "label", "start", "end", "ranges", "quote", "analyst", "status",
    "note", "unsure", "attributes", "codebook_version", "created_at", "updated_at",
)  # fmt: skip

UNSAID = (Loss.LINKS, Loss.COMMENTS, Loss.ANSWERS, Loss.WORK, Loss.INLINES)
"""What a set has beside its spans that this format cannot say."""

LONGEST_CELL = 32_767
"""A spreadsheet keeps so many UTF-16 units of a cell (Excel's limit)."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_BEGINNINGS = frozenset("'=+-@\t\r\n")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def write(sheets: Iterable[Sheet], *, losses: Losses, bom: bool = False) -> Iterator[bytes]:
    """The header, then a line for every span, in order. The same sheets give the same bytes."""
    encoder = msgspec.json.Encoder()
    page = io.StringIO(newline="")
    lines = csv.writer(page, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    if bom:
        yield BYTE_ORDER_MARK
    for article, marks, _answers in sheets:
        losses.add(Loss.BLOCKS, len(article.blocks))
        title, external_id = safe(article.title), safe(article.external_id)
        empty = True
        for span, status in marks:
            empty = False
            analyst, gold = safe(span.analyst or ""), isinstance(span, GoldSpan)
            attributes = encoder.encode(span.attributes).decode() if span.attributes else "{}"
            cells = (
                article.id, external_id, title, span.id, "gold" if gold else analyst, span.label, span.start, span.end,
                encoder.encode(span.ranges).decode(), safe(span.quote or ""), analyst, status, safe(span.note),
                "true" if span.unsure else "false", attributes, span.codebook_version, span.created_at,
                span.updated_at,
            )  # fmt: skip
            lines.writerow(cells)
            losses.add(Loss.ORIGIN, gold)
            if page.tell() > LONGEST_CELL // 2:  # no shorter page has a cell that is too long
                losses.add(Loss.LONG, any(map(_is_long, cells)))
                yield _taken(page)
        losses.add(Loss.EMPTY, empty)
        yield _taken(page)
    yield _taken(page)


def safe(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return f"'{cell}" if cell[:1] in _BEGINNINGS and _FORMULA.match(cell) else cell


def _is_long(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) > LONGEST_CELL // 2 and len(cell.encode("utf-16-le")) // 2 > LONGEST_CELL


def _taken(page: io.StringIO) -> bytes:
    """What was written since the last time."""
    written = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return written
