"""A text written piece by piece, as readers of markup do, with what the markup says of each stretch of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from annotate.formats.source import Inline, InlineKind, Metadata, Source, source
from annotate.text.blocks import BlockKind, Hint
from annotate.text.canonical import OffsetMap, canonical
from annotate.text.decoding import Decoded
from annotate.text.notes import Note

MAX_HREF = 2_000
SCHEMES = frozenset({"http", "https", "mailto"})

_WHOLE_LINES = {
    InlineKind.STRONG: (BlockKind.HEADING, range(1, 13)),
    InlineKind.LINK: (BlockKind.CROSS_LINK, range(3, 26)),
}
"""What a line is that is all in bold or all link, if it has so many words."""
_STOPS = ".:;,。"

_WHITE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the markup says of `written[start:end]`: a kind of block or inline, a link with its address."""

    start: int
    end: int
    kind: BlockKind | InlineKind
    href: str | None = None


class Composer:
    """Takes words, line ends and marks in reading order, folds white space as a browser does, and gives a Source."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._space = False
        self._line_ends = 0
        self._begun: list[int] = []
        self._marks: dict[int, _Mark] = {}

    def write(self, words: str) -> None:
        """Add running text; its white space folds, also with what came before."""
        inner = _WHITE.sub(" ", words)
        core = inner.strip(" ")
        self._space = self._space or inner.startswith(" ")
        at_a_beginning = self._line_ends or not self._length
        if core and not (at_a_beginning and core.isspace()):
            self._flush()
            self._add(core)
            self._space = inner.endswith(" ")

    def end_line(self) -> None:
        """Go to a new line, once more each time, as `<br>` does; never to a third one."""
        self._line_ends = min(self._line_ends + 1, 2)

    def end_block(self, *, blank: bool = True) -> None:
        """See to it that what follows is on a new line, after a blank one or not; twice is as once."""
        self._line_ends = max(self._line_ends, 2 if blank else 1)

    def begin(self) -> int:
        """Remember this place, for `mark` and `since`."""
        self._begun.append(self._length)
        return len(self._begun) - 1

    def mark(self, begun: int, kind: BlockKind | InlineKind, href: str | None = None) -> None:
        """Say of all that was written since a place what it is. Of two marks on a line, the later begun is believed."""
        self._marks[begun] = _Mark(self._begun[begun], self._length, kind, href)

    def length_since(self, begun: int) -> int:
        """How many characters were written since a place."""
        return self._length - self._begun[begun]

    def since(self, begun: int) -> str:
        """What was written since a place."""
        return "".join(self._pieces)[self._begun[begun] :].strip()

    def _flush(self) -> None:
        if self._length and self._line_ends:
            self._add("\n" * self._line_ends)
        elif self._length and self._space:
            self._add(" ")
        self._line_ends, self._space = 0, False

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def source(self, *, metadata: Metadata, decoded: Decoded, notes: Iterable[Note | None] = ()) -> Source:
        """The piece that was written. Unreadable where it cannot be an article."""
        found = canonical("".join(self._pieces))
        marks = [_moved(mark, found.map) for _, mark in sorted(self._marks.items())]
        inlines = _inlines(found.text, [mark for mark in marks if isinstance(mark.kind, InlineKind)])
        return source(
            found,
            map=None,
            hints=[
                *_hints_of_inlines(found.text, inlines),
                *(Hint(mark.start, mark.end, mark.kind) for mark in marks if isinstance(mark.kind, BlockKind)),
            ],
            inlines=inlines,
            metadata=metadata,
            decoded=decoded,
            notes=notes,
        )


def address(href: str, base: str = "") -> str | None:
    """The absolute address of a link that may be shown: http, https or mailto. None for every other one."""
    try:
        joined = urljoin(base, href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    usable = parts.scheme in SCHEMES and (parts.netloc or parts.scheme == "mailto") and len(joined) <= MAX_HREF
    return joined if usable and joined.isprintable() and " " not in joined else None


def _moved(mark: _Mark, map: OffsetMap) -> _Mark:
    return _Mark(map.to_canonical(mark.start), map.to_canonical(mark.end), mark.kind, mark.href)


def _inlines(text: str, marks: Sequence[_Mark]) -> list[Inline]:
    """The marks cut at line ends, without white space at their edges, those of a kind that overlap or touch as one."""
    found: dict[tuple[InlineKind, str | None], list[tuple[int, int]]] = {}
    for mark in marks:
        for start, end in _stretches(text, mark.start, mark.end):
            found.setdefault((InlineKind(mark.kind), mark.href), []).append((start, end))
    return [Inline(start, end, kind, href) for (kind, href), ranges in found.items() for start, end in _joined(ranges)]


def _hints_of_inlines(text: str, inlines: Iterable[Inline]) -> Iterable[Hint]:
    """A short line all in bold is a heading, one that is nothing but a link leads elsewhere."""
    for inline in inlines:
        whole = text[inline.start - 1 : inline.start] in ("", "\n") and text[inline.end : inline.end + 1] in ("", "\n")
        kind, words = _WHOLE_LINES.get(inline.kind, (BlockKind.PARAGRAPH, range(0)))
        line = text[inline.start : inline.end]
        if whole and line.count(" ") + 1 in words and line[-1] not in _STOPS:
            yield Hint(inline.start, inline.end, kind)


def _stretches(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    for line in text[start:end].split("\n"):
        bare = line.strip()
        if bare:
            first = start + line.index(bare)
            yield first, first + len(bare)
        start += len(line) + 1


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
