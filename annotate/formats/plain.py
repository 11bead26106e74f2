"""Plain text: pasted into a form, or a `.txt` file.

Text that was wrapped by hand (mails, wires, old files) is joined again, where every sign says that it was: a line end
is taken for a wrap only if the next word would hardly have fitted. The person is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from annotate.formats.markup import refuse_markup
from annotate.formats.source import Source, source
from annotate.text.blocks import BlockKind, Hint
from annotate.text.canonical import Edit, OffsetMap, canonical
from annotate.text.decoding import decode
from annotate.text.notes import Note, gettext_noop

WIDTHS = range(50, 101)
"""How wide, in characters, text is when it is wrapped by hand."""
MIN_WRAPS = 8
WRAPPED_SHARE = 0.75
FULL = 0.9
"""The share of the width that a line and the next word must reach: people break lines sooner than programs do."""
QUOTATION_INDENT = 4

_JOINED = gettext_noop(
    "The lines were broken by hand at about %(width)d characters: %(count)d line ends inside paragraphs became spaces."
)

_LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_ITEM = re.compile(r"(?:[•‣▪◦·–—*>-]|\(?\d{1,3}[.)])\s")


def read(data: bytes | str, *, encoding: str | None = None) -> Source:
    """The article in a plain text; `encoding` overrides what its bytes say. Unreadable where there is none."""
    decoded = decode(data, override=encoding)
    text = decoded.text
    refuse_markup(text)
    wrapped = _wrapped(text)
    joined, edits = _joined(text, wrapped.wraps) if wrapped else (text, [])
    found = canonical(joined)
    map = OffsetMap.edited(len(text), edits).then(found.map)
    quotations = _quotations(wrapped) if wrapped else []
    return source(
        found,
        map=map,
        hints=[Hint(map.to_canonical(s), map.to_canonical(e), BlockKind.QUOTATION) for s, e in quotations],
        decoded=decoded,
        notes=[Note(_JOINED, width=wrapped.width, count=len(wrapped.wraps))] if wrapped else [],
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: `text[start:end]` without its white space, after `indent` characters of it."""

    start: int
    end: int
    indent: int
    first_word: int
    is_item: bool

    @classmethod
    def of(cls, found: re.Match[str]) -> _Line:
        words = found.group().strip()
        indent = len(found.group()) - len(found.group().lstrip())
        start = found.start() + indent
        return cls(start, start + len(words), indent, len(words.split(maxsplit=1)[0]), bool(_ITEM.match(words)))


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """A text whose lines were broken at a width: its lines, and those pairs of them that are one."""

    lines: list[_Line]
    width: int
    wraps: list[tuple[_Line, _Line]]


def _wrapped(text: str) -> _Wrapped | None:
    """The text's wraps, None where most of its line ends are none."""
    lengths = sorted(len(line) for line in text.splitlines() if not line.isspace() and line)
    width = lengths[len(lengths) * 97 // 100] if lengths else 0
    if width not in WIDTHS:
        return None
    lines = [_Line.of(found) for found in _LINE.finditer(text)]
    pairs = [pair for pair in pairwise(lines) if _LINE_END.fullmatch(text, pair[0].end, pair[1].start)]
    wraps = [pair for pair in pairs if _is_wrap(*pair, width=width)]
    enough = len(wraps) >= MIN_WRAPS and len(wraps) >= WRAPPED_SHARE * len(pairs)
    return _Wrapped(lines, width, wraps) if enough else None


def _is_wrap(line: _Line, after: _Line, *, width: int) -> bool:
    """Whether the next word would hardly have fitted: a shorter line ends where its writer ended it."""
    reach = line.indent + (line.end - line.start) + 1 + after.first_word
    return reach > FULL * width and after.indent <= line.indent and not after.is_item


def _joined(text: str, wraps: Iterable[tuple[_Line, _Line]]) -> tuple[str, list[Edit]]:
    """The text with its wraps made spaces; after a hyphen between letters, nothing."""
    pieces: list[str] = []
    edits: list[Edit] = []
    end = 0
    for line, after in wraps:
        hyphen = text[line.end - 2].isalpha() and text[line.end - 1] in "-‐" and text[after.start].islower()
        space = "" if hyphen else " "
        pieces += (text[end : line.end], space)
        edits.append(Edit(line.end, after.start, len(space)))
        end = after.start
    return "".join([*pieces, text[end:]]), edits


def _quotations(wrapped: _Wrapped) -> list[tuple[int, int]]:
    """Where paragraphs of several lines stand that are indented as a whole."""
    margin = min(line.indent for line in wrapped.lines) + QUOTATION_INDENT
    continued = dict(wrapped.wraps)
    begun = set(continued) - set(continued.values())
    found = []
    for line in wrapped.lines:
        if line in begun:
            start, least = line.start, line.indent
            while line in continued:
                line = continued[line]
                least = min(least, line.indent)
            if least >= margin:
                found.append((start, line.end))
    return found
