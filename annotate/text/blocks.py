"""Canonical text → blocks: which lines are the author's argument, and what the others are.

A line is a block, blank lines are none. What a line is follows from the rows of `block_rules.py` (what it says), from
hints of the format it came in (what the page said it was), and from its place and shape (all here): a title stands
first, a heading is short and ends without a full stop, a pull quote says again what a paragraph says. In doubt a line
is a paragraph: the muting kinds ask for more than one sign wherever a paragraph of argument could look the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from annotate.text.block_kinds import ARGUMENT, KINDS, MUTED, BlockKind
from annotate.text.block_rules import CUES, Cue, Where

__all__ = ["ARGUMENT", "KINDS", "MUTED", "Block", "BlockKind", "Hint", "find_blocks"]

LONG = 25
"""Words from which a line is surely prose."""
TITLE_WORDS = 30
STANDFIRST_WORDS = (6, 60)
HEADING_WORDS = 9
HEADLINE_WORDS = (10, 25)
"""The bare headline of another story, between two paragraphs; a shorter one cannot be told from a heading."""
TEASER_WORDS = 45
FEW = 2
"""Lines in the tail that may stay unexplained."""
SLUG_LINES = 6
CREDIT = 90
"""How far from its end, in characters, a line can begin to say whose picture it is about."""
MAX_OPEN_RUN = 2
"""A bare headline may stand on a heading; more lines without a full stop in a row are a list, or verse."""
QUOTATION_WORDS = 10
PULL_QUOTE_WORDS = (8, 60)
HINTED_WORDS = {BlockKind.BYLINE: 30, BlockKind.CROSS_LINK: 40, BlockKind.CAPTION: 150, BlockKind.PULL_QUOTE: 80}
"""How long a line of a muted kind may be where only the page says so; a longer one is believed to be argument."""


@dataclass(frozen=True, slots=True)
class Block:
    """A line of canonical text, `text[start:end]` in code points, and what it is."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What the source's own markup says of `text[start:end]`. Of several hints for a line the last one counts."""

    start: int
    end: int
    kind: BlockKind


class _Line:
    """A line that is not blank, and what is known of it so far."""

    __slots__ = ("closed", "cue", "end", "folded", "kind", "start", "text", "twin", "words")

    def __init__(self, text: str, folded: str, start: int) -> None:
        self.text = text
        self.folded = folded
        self.start = start
        self.end = start + len(text)
        self.words = text.count(" ") + 1
        self.closed = text.rstrip(_CLOSERS)[-1:] in _STOPS
        self.kind: BlockKind | None = None
        self.cue = ""
        """The name of the row that gave it its kind."""
        self.twin = False
        """Whether the line stands twice in a row."""

    @property
    def prose(self) -> bool:
        return self.kind is None and self.closed and self.words >= LONG


_CLOSERS = "\"'”’»“‘)]*_"
_OPENERS = "\"'“‘«„"
_STOPS = frozenset(".!?…:;,。！？؟۔।։")

QUOTATION_MARKS = "\"'“”‘’«»„‚‹›"
_EDGES = " .,:;!?…–—-"
_ITEM = re.compile(r"(?:[•‣▪◦·–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_ORNAMENT = re.compile(r"(?:[\W_]{1,15}|[IVXL]{1,5}\.?|\d{1,2}\.?)$")
_INNER_STOP = re.compile(r"[.!?…؟][\"'”’»)]?\s")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|ich|wir|je|nous|yo|nosotros)\b")
_NAMES_THE_WRITER = re.compile(r"\b(?:writes|argues|schreibt|meint|estime|escribe)\b")

_MARKING_THE_END = frozenset({BlockKind.AUTHOR_NOTE, BlockKind.DISCLAIMER, BlockKind.SOURCE, BlockKind.TEASER})
_OPENING_TEASERS = frozenset({BlockKind.DISCLAIMER, BlockKind.TEASER})


def find_blocks(text: str, *, hints: Sequence[Hint] = ()) -> list[Block]:
    """Every line of a canonical text that is not blank, in order, with its kind."""
    lines = _lines(text)
    _take_hints(lines, hints)
    _take_cues(lines)
    _take_twins(lines)
    head, tail = _take_head(lines), _take_tail(lines)
    _take_pull_quotes(lines[head:tail])
    _take_shapes(lines[head:tail], headed=head > 0)
    return [Block(line.kind or BlockKind.PARAGRAPH, line.start, line.end) for line in lines]


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line, folded in zip(text.split("\n"), _fold(text).split("\n"), strict=True):
        if line:
            lines.append(_Line(line, folded, start))
        start += len(line) + 1
    return lines


def _fold(text: str) -> str:
    """The text without what may differ between a sentence and its repetition: quotation marks and case."""
    for mark in QUOTATION_MARKS:
        text = text.replace(mark, "")
    return text.lower()


def _take_hints(lines: Sequence[_Line], hints: Iterable[Hint]) -> None:
    starts = [line.start for line in lines]
    for hint in hints:
        for line in lines[max(bisect_right(starts, hint.start) - 1, 0) : bisect_left(starts, hint.end)]:
            shared = min(line.end, hint.end) - max(line.start, hint.start)
            if shared * 2 > line.end - line.start and line.words <= HINTED_WORDS.get(hint.kind, line.words):
                line.kind = hint.kind


class _Rows:
    """All rows of a place as one pattern, so that a line that fits none is done with in one go."""

    def __init__(self, where: Where) -> None:
        self.cues = {f"cue{number}": cue for number, cue in enumerate(CUES) if cue.where is where}
        rows = "|".join(f"(?P<{name}>{cue.pattern})" for name, cue in self.cues.items())
        self.pattern = re.compile(rows, re.IGNORECASE)

    def cue(self, line: _Line) -> Cue | None:
        """The row that a line fits from its start."""
        return self.of(self.pattern.match(line.text), line)

    def of(self, found: re.Match[str] | None, line: _Line) -> Cue | None:
        """The row that was found, if a line of that length may fit it."""
        cue = self.cues[found.lastgroup or ""] if found else None
        return cue if cue and line.words <= cue.words else None


def _one_by_one(where: Where) -> list[tuple[Cue, re.Pattern[str]]]:
    return [(cue, re.compile(cue.pattern, re.IGNORECASE)) for cue in CUES if cue.where is where]


_ANYWHERE = _Rows(Where.ANYWHERE)
_END = _Rows(Where.END)
_HEAD = _Rows(Where.HEAD)
_TAIL = _Rows(Where.TAIL)
_AFTER_NOTE = _Rows(Where.AFTER_NOTE)
_INSIDE_TAIL = _one_by_one(Where.INSIDE_TAIL)
_NAMED_TAIL = _one_by_one(Where.NAMED_TAIL)
_CUE_WORDS = max(cue.words for cue in CUES if cue.where in (Where.ANYWHERE, Where.END, Where.HEAD))


def _take_cues(lines: Sequence[_Line]) -> None:
    """Give the lines that say what they are their kind; those of the head only before the second long paragraph."""
    long = 0
    for line in lines:
        if line.kind is None and line.words <= _CUE_WORDS:
            cue = _ANYWHERE.cue(line) or (_HEAD.cue(line) if long < 2 else None) or (None if line.closed else _credit(line))
            if cue:
                line.kind, line.cue = cue.kind, cue.name
        long += line.prose
    _take_slug(lines)


def _take_slug(lines: Sequence[_Line]) -> None:
    """Above the line that releases a piece of an agency stands the agency, not the title."""
    release = next((place for place, line in enumerate(lines[:SLUG_LINES]) if line.cue == "for release"), 0)
    for line in lines[:release]:
        line.kind = line.kind or BlockKind.SOURCE


def _credit(line: _Line) -> Cue | None:
    """A caption by its end: a credit stands in brackets, or after a colon or "by"."""
    start = max(len(line.text) - CREDIT, 0)
    if line.text[-1] in ")]" or line.text.find(":", start) >= 0 or line.text.find(" by ", start) >= 0:
        return _END.of(_END.pattern.search(line.text, start), line)
    return None


def _take_twins(lines: Sequence[_Line]) -> None:
    """A picture's text and its caption, pasted from a page, are the same line twice, without a full stop."""
    for before, line in pairwise(lines[1:]):
        if before.folded == line.folded and not line.closed and line.kind in (None, BlockKind.HEADING):
            before.kind = line.kind = BlockKind.CAPTION
            before.twin = line.twin = True


def _take_head(lines: Sequence[_Line]) -> int:
    """Find title, standfirst and the author's bare name. Answers how many lines belong to the head."""
    first = _title(lines)
    if first is None:
        return 0
    lines[first].kind = BlockKind.TITLE
    seen = BlockKind.TITLE
    for place in range(first + 1, len(lines)):
        line = lines[place]
        if line.kind is None or (line.kind is BlockKind.HEADING and seen is BlockKind.TITLE):
            if seen is not BlockKind.STANDFIRST and _is_standfirst(line, lines[place + 1 :], after=seen):
                line.kind = BlockKind.STANDFIRST
            elif _is_person(line):
                line.kind = BlockKind.BYLINE
            else:
                return place
        if line.kind is BlockKind.HEADING:
            return place
        if line.kind in (BlockKind.STANDFIRST, BlockKind.BYLINE):
            seen = line.kind
    return len(lines)


def _title(lines: Sequence[_Line]) -> int | None:
    for place, line in enumerate(lines):
        if line.kind is BlockKind.TITLE:
            return place
    for place, line in enumerate(lines[:-1]):
        if line.kind is None:
            ends_open = not line.closed or line.text.rstrip(_CLOSERS)[-1:] not in ".,:;"
            return place if ends_open and line.words <= TITLE_WORDS and not _ITEM.match(line.text) else None
    return None


def _is_standfirst(line: _Line, rest: Sequence[_Line], *, after: BlockKind) -> bool:
    """A line of standfirst's length under the title that something sets off from the first paragraph."""
    least, most = STANDFIRST_WORDS
    if not rest or not least <= line.words <= most or _ITEM.match(line.text) or _FIRST_PERSON.search(line.text):
        return False
    if after is BlockKind.BYLINE and not _NAMES_THE_WRITER.search(line.text):
        return False
    set_off = rest[0].kind in (BlockKind.BYLINE, BlockKind.CAPTION) or _is_person(rest[0])
    return set_off or (line.kind is None and (not line.closed or after is BlockKind.BYLINE))


def _is_person(line: _Line) -> bool:
    words = line.text.split()
    return not line.closed and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def _take_tail(lines: Sequence[_Line]) -> int:
    """Find the lines after the argument. Answers the place of the first of them.

    The tail begins with the first line, beyond the middle of the piece, that a row calls a note, a disclaimer, a source
    or a teaser, and after which all lines are called so too, or look like other stories' headlines and summaries.
    """
    kinds = _tail_kinds(lines)
    for first in range(len(lines) - len(kinds), len(lines)):
        tail, found = lines[first:], kinds[first - len(lines) :]
        if found[0] in _MARKING_THE_END and (rest := _rest_of_tail(tail, found)):
            for line, kind in zip(tail, found, strict=True):
                line.kind = kind or rest
            _keep_headings_of_notes(tail)
            return first
    return len(lines)


def _tail_kinds(lines: Sequence[_Line]) -> list[BlockKind | None]:
    """What the last lines would be if they were the tail: back to the middle, or to a line too long to be in a tail."""
    kinds: list[BlockKind | None] = []
    left = sum(line.words for line in lines) / 2
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        kind = _tail_kind(line, lines[:place])
        left -= line.words
        if left < 0 or (kind is None and line.words > TEASER_WORDS):
            break
        kinds.append(kind)
    return kinds[::-1]


def _tail_kind(line: _Line, before: Sequence[_Line]) -> BlockKind | None:
    if line.kind in MUTED and not line.twin:
        return line.kind
    if cue := _TAIL.cue(line) or _inside_tail_cue(line):
        return cue.kind
    if _is_note_on_the_author(line, before):
        return BlockKind.AUTHOR_NOTE
    if before and _AFTER_NOTE.cue(line) and _tail_kind(before[-1], before[:-1]) is BlockKind.AUTHOR_NOTE:
        return BlockKind.AUTHOR_NOTE
    return None


def _inside_tail_cue(line: _Line) -> Cue | None:
    for cue, pattern in _INSIDE_TAIL:
        if cue.needs in line.folded and line.words <= cue.words and pattern.search(line.text):
            return cue
    return None


def _is_note_on_the_author(line: _Line, before: Sequence[_Line]) -> bool:
    """Whether a line says of somebody what they do, who is the author: in the third person, and not spoken of before."""
    return any(
        line.words <= cue.words
        and (found := pattern.match(line.text)) is not None
        and not _FIRST_PERSON.search(line.text)
        and _may_be_the_author(found["name"], before)
        for cue, pattern in _NAMED_TAIL
    )


def _may_be_the_author(name: str, before: Sequence[_Line]) -> bool:
    """Whether a name is the byline's, or else one that the piece never speaks of."""
    family = _fold(name.split()[-1])
    if any(family in line.folded for line in before if line.kind is BlockKind.BYLINE):
        return True
    return not any(family in line.folded for line in before if line.kind not in MUTED)


def _rest_of_tail(lines: Sequence[_Line], kinds: Sequence[BlockKind | None]) -> BlockKind | None:
    """What the lines are that no row knows, if this is the tail: other stories, or a few words left as they are.

    None where it is not the tail, since too much follows.
    """
    others = [line for line, kind in zip(lines, kinds, strict=True) if kind is None]
    marks = set(kinds) & _MARKING_THE_END
    if not others or (len(marks) > 1 or marks & _OPENING_TEASERS) and _are_teasers(others):
        return BlockKind.TEASER
    few = sum(line.words for line in others) <= TEASER_WORDS and len(others) <= FEW
    return BlockKind.PARAGRAPH if few and len(marks) > 1 else None


def _are_teasers(others: Sequence[_Line]) -> bool:
    """Whether lines look like the headlines and summaries of other stories."""
    headlines = [line for line in others if not line.closed and not _ITEM.match(line.text)]
    return (
        others[0] in headlines
        and 3 * len(headlines) >= len(others)
        and all(line.words <= TEASER_WORDS and line.kind is not BlockKind.QUOTATION for line in others)
    )


def _keep_headings_of_notes(tail: Sequence[_Line]) -> None:
    """What looks like a headline, but has notes under it instead of stories, is their heading."""
    for line, after in pairwise(tail):
        if line.kind is BlockKind.TEASER and not line.cue and not line.closed and after.kind is BlockKind.SOURCE:
            line.kind = BlockKind.HEADING


def _take_pull_quotes(body: Sequence[_Line]) -> None:
    """A line that says again, but for quotation marks, what a paragraph says; of two equal ones it is the later."""
    least, most = PULL_QUOTE_WORDS
    said = "\n".join(line.folded for line in body)
    for place, line in enumerate(body):
        words = line.folded.strip(_EDGES)
        if line.kind not in (None, BlockKind.QUOTATION) or not least <= line.words <= most or said.count(words) < 2:
            continue
        for other_place, other in enumerate(body):
            if other_place != place and other.kind is None and words in other.folded:
                if len(other.folded) > len(line.folded) or other_place < place:
                    line.kind = BlockKind.PULL_QUOTE
                break


def _take_shapes(body: Sequence[_Line], *, headed: bool) -> None:
    """Headings, bare headlines and quotations, which only their shape and their neighbours tell.

    In a text without a head, which may be torn from its beginning, the first line is left alone.
    """
    argument = [line for line in body if line.kind is None or line.kind in ARGUMENT]
    punctuated = _ends_with_stops(argument)
    for _, group in groupby(argument, key=_is_open):
        run = list(group)
        for line in run:
            if line.kind is None and line is not argument[-1]:
                alone = punctuated and len(run) <= MAX_OPEN_RUN and (headed or line is not argument[0])
                line.kind = _shape(line, alone=alone)


def _shape(line: _Line, *, alone: bool) -> BlockKind | None:
    if _ORNAMENT.match(line.text):
        return BlockKind.HEADING
    if _is_quotation(line):
        return BlockKind.QUOTATION
    if not alone or not _is_open(line) or not _opens_upper(line.text):
        return None
    if line.words <= HEADING_WORDS:
        return BlockKind.HEADING
    return BlockKind.CROSS_LINK if HEADLINE_WORDS[0] <= line.words <= HEADLINE_WORDS[1] else None


def _is_open(line: _Line) -> bool:
    """Whether a line ends without a full stop and is neither an item of a list nor several sentences."""
    return not line.closed and not _ITEM.match(line.text) and not _INNER_STOP.search(line.text)


def _is_quotation(line: _Line) -> bool:
    """A paragraph in quotation marks from end to end, with none inside."""
    text = line.text
    between = text[1:-1].replace("’", "").replace("'", "")
    return (
        line.words >= QUOTATION_WORDS
        and text[0] in _OPENERS
        and text[-1] in QUOTATION_MARKS
        and not any(mark in between for mark in QUOTATION_MARKS)
    )


def _opens_upper(text: str) -> bool:
    """Whether the first letter is a capital, or of a script that has none."""
    first = next((character for character in text if character.isalpha()), "")
    return first != "" and not first.islower()


def _ends_with_stops(argument: Sequence[_Line]) -> bool:
    """Whether the paragraphs of this piece end in full stops, so that a line without one is something else."""
    long = [line for line in argument if line.words >= LONG]
    return bool(long) and 5 * sum(line.closed for line in long) >= 4 * len(long)
