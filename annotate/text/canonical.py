"""Any text → canonical text, the only text that spans are ever counted on (`product.md` §3.1).

Canonical text has `\\n` for every line end, no BOM, no NUL and no other control character (a tab is a space), is in
Unicode Normalization Form C (UAX #15), and no line begins or ends in white space. Blank lines stay, and so do format
characters (joiners, bidirectional marks, soft hyphens) and no-break spaces inside a line: they are the author's.

**Whose Unicode.** Normal form is Python's (`unicodedata.unidata_version`: 14 under Python 3.11), and PostgreSQL asks
its own, newer tables (`IS NFC NORMALIZED`). The normal form of characters that both know is the same for ever (Unicode
Normalization Stability Policy), and a character that one of them does not know stands alone to it. What remains are
the combining marks of a few scripts that came in between: what PostgreSQL would join, Python might leave apart. Such
a text is refused (`TooNew`), going by the tables of the `regex` library, which are newer than Python's.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

import regex

from annotate.text.unreadable import LoneSurrogate, TooNew

_REPLACED = {"\r\n": "\n", **dict.fromkeys("\r\f\v\x85\u2028\u2029", "\n"), "\t": " "}
"""What becomes something else; every other control character, and the BOM wherever it stands, becomes nothing."""

_CONTROLS = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff"
_CONTROL = re.compile(f"[{_CONTROLS}](?:(?<=\r)\n)?")
"""One of them, or `\\r\\n`. A pattern that begins with its characters is found nine times as fast as a choice."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_NEWER = "\u0897-\u1fff\ua000-\uabff\U00010000-\U0010ffff"
_FROM_NEWER = re.compile(f"[{_NEWER}]")
"""Where Unicode still adds combining marks."""

_UNUSUAL = re.compile(f"[{_CONTROLS}\ud800-\udfff{_NEWER}]")
"""Whatever needs a closer look, newer scripts with it: one quick search spares ordinary text the slower ones."""

_COMPOSING = regex.compile(r"(?s:.)?[\P{ccc=0}\p{NFC_QC=No}\p{NFC_QC=Maybe}]+")
"""The only places where NFC can differ from the text: a character and what may combine with it. Between two of them
all characters are starters that compose with nothing before them, so each place may be normalized by itself."""


class Edit(NamedTuple):
    """`source[start:end]` became `length` code points."""

    start: int
    end: int
    length: int


class _Stage(NamedTuple):
    """One rewriting of a text: from `froms[i]` on, offsets move to `tos[i]` and on, but never past `tos[i + 1]`."""

    froms: tuple[int, ...]
    tos: tuple[int, ...]

    @classmethod
    def of(cls, edits: list[Edit]) -> _Stage:
        froms, tos = [0], [0]
        for edit in edits:
            before = tos[-1] + edit.start - froms[-1]
            froms += (edit.start, edit.end)
            tos += (before, before + edit.length)
        return cls(tuple(froms), tuple(tos))

    def move(self, offset: int) -> int:
        run = bisect_right(self.froms, offset) - 1
        moved = self.tos[run] + offset - self.froms[run]
        return moved if run + 1 == len(self.tos) else min(moved, self.tos[run + 1])


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where every place of a source lies in its canonical text; both are counted in code points.

    Importers of standoff formats ask it, or every span after a changed character would shift. It is monotone, and a
    place inside something that was dropped lies where that thing was. A source that did not change costs nothing.
    """

    length: int
    """Code points of the source."""
    stages: tuple[_Stage, ...] = ()

    @classmethod
    def edited(cls, length: int, edits: list[Edit]) -> OffsetMap:
        """The map of one rewriting: the edits in order, none overlapping another."""
        return cls(length, (_Stage.of(edits),) if edits else ())

    def then(self, later: OffsetMap) -> OffsetMap:
        """This map, followed by one of the text it leads to."""
        return OffsetMap(self.length, self.stages + later.stages)

    def to_canonical(self, source_offset: int) -> int:
        """The offset in the canonical text of an offset in the source, its end included. IndexError outside of it."""
        if not 0 <= source_offset <= self.length:
            raise IndexError(source_offset)
        for stage in self.stages:
            source_offset = stage.move(source_offset)
        return source_offset


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical text, and the map that leads from its source into it."""

    text: str
    map: OffsetMap


def canonical(source: str) -> Canonical:
    """The canonical text of any string; that of a canonical text is itself.

    LoneSurrogate or TooNew (both Unreadable) where there is none.
    """
    text, stages = source, []
    if _UNUSUAL.search(text):
        _refuse_surrogates(text)
        _refuse_too_new(text)
        text, edits = _without_controls(text)
        stages.append(edits)
    if not unicodedata.is_normalized("NFC", text):
        text, edits = _composed(text)
        stages.append(edits)
    text, edits = _stripped(text)
    stages.append(edits)
    return Canonical(text, OffsetMap(len(source), tuple(_Stage.of(edits) for edits in stages if edits)))


def _refuse_surrogates(text: str) -> None:
    if half := _SURROGATE.search(text):
        raise LoneSurrogate(place=half.start(), character=_code(half.group()))


def _refuse_too_new(text: str) -> None:
    unknown = {character for character in set(_FROM_NEWER.findall(text)) if unicodedata.category(character) == "Cn"}
    if not unknown:
        return
    for place in _COMPOSING.finditer(text):
        for offset, character in enumerate(place.group(), place.start()):
            if character in unknown:
                raise TooNew(place=offset, character=_code(character), version=unicodedata.unidata_version)


def _without_controls(text: str) -> tuple[str, list[Edit]]:
    pieces: list[str] = []
    edits: list[Edit] = []
    end = 0
    for found in _CONTROL.finditer(text):
        replaced = _REPLACED.get(found.group(), "")
        if len(replaced) != len(found.group()):
            edits.append(Edit(found.start(), found.end(), len(replaced)))
        pieces += (text[end : found.start()], replaced)
        end = found.end()
    return "".join([*pieces, text[end:]]), edits


def _composed(text: str) -> tuple[str, list[Edit]]:
    pieces: list[str] = []
    edits: list[Edit] = []
    end = 0
    for found in _COMPOSING.finditer(text):
        composed = unicodedata.normalize("NFC", found.group())
        if len(composed) != len(found.group()):
            edits.append(Edit(found.start(), found.end(), len(composed)))
        pieces += (text[end : found.start()], composed)
        end = found.end()
    return "".join([*pieces, text[end:]]), edits


def _stripped(text: str) -> tuple[str, list[Edit]]:
    lines = text.split("\n")
    bare = [line.strip() for line in lines]
    if bare == lines:
        return text, []
    edits: list[Edit] = []
    start = 0
    for line, kept in zip(lines, bare, strict=True):
        end = start + len(line)
        if len(kept) < len(line):
            first = end - len(line.lstrip())
            edits += [
                edit for edit in (Edit(start, first, 0), Edit(first + len(kept), end, 0)) if edit.start < edit.end
            ]
        start = end + 1
    return "\n".join(bare), edits


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
