"""A line on its way to becoming a block, and the rows of `rules` held against it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotate.text.blocks.bylines import is_name
from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.rules import CUES
from annotate.text.blocks.rules.cues import Cue, Where

LONG = 20
"""Words from which a line is surely prose."""
SPACELESS = 15
"""Characters for every space from which a line is in a script that has none between its words."""
CHARACTERS_A_WORD = 2
CREDIT = 90
"""How far from its end, in characters, a line can begin to say whose picture it is about."""

QUOTATION_MARKS = "\"'“”‘’«»„‚‹›"
CLOSERS = "\"'”’»“‘)]*_"
STOPS = frozenset(".!?…:;,。！？؟۔।։")

_ITEM = re.compile(r"(?:[•‣▪◦·–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_INNER_STOP = re.compile(r"[.!?…؟]['\"”’»)]?\s")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|ich|wir|je|nous|yo|nosotros)\b")


class Line:
    """A line that is not blank, and what is known of it so far."""

    __slots__ = ("closed", "cue", "end", "folded", "kind", "start", "text", "twin", "words")

    def __init__(self, text: str, folded: str, start: int) -> None:
        self.text = text
        self.folded = folded
        self.start = start
        self.end = start + len(text)
        self.words = text.count(" ") + 1
        if len(text) > SPACELESS * self.words:
            self.words = len(text) // CHARACTERS_A_WORD
        self.closed = text.rstrip(CLOSERS)[-1:] in STOPS
        """Whether it ends in a full stop, or another mark that a title or caption does without."""
        self.kind: BlockKind | None = None
        self.cue = ""
        """The name of the row that gave it its kind."""
        self.twin = False
        """Whether the line stands twice in a row."""

    @property
    def is_prose(self) -> bool:
        return self.kind is None and self.closed and self.words >= LONG

    @property
    def is_item(self) -> bool:
        """Whether it is one of a list."""
        return _ITEM.match(self.text) is not None

    @property
    def is_open(self) -> bool:
        """Whether it ends without a full stop, and is neither one of a list nor several sentences."""
        return not self.closed and not self.is_item and not _INNER_STOP.search(self.text)

    @property
    def is_person(self) -> bool:
        """Whether it could be nothing but somebody's name."""
        return self.words <= 4 and not self.closed and is_name(self.text)

    def says(self, words: str) -> bool:
        """Whether the line has these folded words, and not only their letters."""
        start = self.folded.find(words)
        while start >= 0:
            end = start + len(words)
            if not self.folded[max(start - 1, 0) : start].isalnum() and not self.folded[end : end + 1].isalnum():
                return True
            start = self.folded.find(words, start + 1)
        return False

    @property
    def speaks_of_itself(self) -> bool:
        return _FIRST_PERSON.search(self.text) is not None


def lines_of(text: str) -> list[Line]:
    """The lines of a canonical text that are not blank."""
    lines, start = [], 0
    for line, folded in zip(text.split("\n"), fold(text).split("\n"), strict=True):
        if line:
            lines.append(Line(line, folded, start))
        start += len(line) + 1
    return lines


def fold(text: str) -> str:
    """The text without what may differ between a sentence and its repetition: quotation marks and case."""
    for mark in QUOTATION_MARKS:
        text = text.replace(mark, "")
    return text.lower()


class Rows:
    """All rows of a place as one pattern, so that a line that fits none is done with in one go."""

    def __init__(self, where: Where) -> None:
        self.cues = {f"cue{number}": cue for number, cue in enumerate(CUES) if cue.where is where}
        rows = "|".join(f"(?P<{name}>{cue.pattern})" for name, cue in self.cues.items())
        self.pattern = re.compile(rows, re.IGNORECASE)
        self.words = max(cue.words for cue in self.cues.values())

    def cue(self, line: Line) -> Cue | None:
        """The row that a line fits from its start."""
        return self.of(self.pattern.match(line.text), line) if line.words <= self.words else None

    def of(self, found: re.Match[str] | None, line: Line) -> Cue | None:
        """The row that was found, if a line of that length may fit it."""
        cue = self.cues[found.lastgroup or ""] if found else None
        return cue if cue and line.words <= cue.words else None


def one_by_one(where: Where) -> list[tuple[Cue, re.Pattern[str]]]:
    """The rows of a place that need more than to be found."""
    return [(cue, re.compile(cue.pattern, re.IGNORECASE)) for cue in CUES if cue.where is where]


_ANYWHERE = Rows(Where.ANYWHERE)
_HEAD = Rows(Where.HEAD)
_END = Rows(Where.END)
_CUE_WORDS = max(cue.words for cue in CUES if cue.where in (Where.ANYWHERE, Where.END, Where.HEAD))


def take_cues(lines: Iterable[Line]) -> None:
    """Give the lines that say what they are their kind; those of the head only before the second long paragraph."""
    long = 0
    for line in lines:
        if line.kind is None and line.words <= _CUE_WORDS:
            cue = _ANYWHERE.cue(line) or (_HEAD.cue(line) if long < 2 else None) or _credit(line)
            if cue:
                line.kind, line.cue = cue.kind, cue.name
        long += line.is_prose


def _credit(line: Line) -> Cue | None:
    """A caption by its end: a credit stands in brackets, or after a colon or "by"."""
    if line.closed:
        return None
    start = max(len(line.text) - CREDIT, 0)
    if line.text[-1] in ")]" or line.text.find(":", start) >= 0 or line.text.find(" by ", start) >= 0:
        return _END.of(_END.pattern.search(line.text, start), line)
    return None
