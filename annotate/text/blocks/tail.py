"""The tail of a piece: notes on author and outlet, and the other stories that were pasted along."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import groupby, pairwise
from typing import NamedTuple

from annotate.text.blocks.bylines import names_in
from annotate.text.blocks.kinds import MUTED, BlockKind
from annotate.text.blocks.lines import Line, Rows, fold, one_by_one
from annotate.text.blocks.rules.cues import Cue, Where

TEASER_WORDS = 45
TAIL_LINES = 200
FEW = 2
"""Lines in the tail that may stay unexplained."""

_MARKS = frozenset({BlockKind.AUTHOR_NOTE, BlockKind.DISCLAIMER, BlockKind.SOURCE, BlockKind.TEASER})
_BEFORE_TEASERS = frozenset({BlockKind.DISCLAIMER, BlockKind.TEASER})

_TAIL = Rows(Where.TAIL)
_AFTER_NOTE = Rows(Where.AFTER_NOTE)
_INSIDE_TAIL = one_by_one(Where.INSIDE_TAIL)
_NAMED_TAIL = one_by_one(Where.NAMED_TAIL)

_AUTHORS = frozenset({"author", "writer", "columnist", "autor", "autorin", "auteur", "auteure", "autora"})
"""What a note calls its author instead of a name."""
_DECORATION = "*•(_–—- "
"""What sets a note off from the piece."""


class _Trust(Enum):
    """Whether a line may be the first of the tail."""

    SURE = auto()
    WITH_ANOTHER = auto()
    """If a note follows at once, something surer is among them, and no other note on an author."""
    NEVER = auto()


class _Sign(NamedTuple):
    """What a line would be in the tail."""

    kind: BlockKind
    trust: _Trust


def take_tail(lines: Sequence[Line], author: str) -> int:
    """Find the lines after the argument. Answers the place of the first of them.

    The tail begins with the first line, beyond the middle of the piece, that a row calls a note, a disclaimer, a source
    or a teaser. All lines after it are called so too, or look like headlines and summaries of others, but for a few.
    """
    bylines = (line.text for line in lines if line.kind is BlockKind.BYLINE)
    signs = _signs(lines, {fold(name) for byline in (author, *bylines) for name in names_in(byline)})
    for first in range(len(lines) - len(signs), len(lines)):
        tail, found = lines[first:], signs[first - len(lines) :]
        if _begins(found) and (kinds := _kinds(tail, found)):
            for line, kind in zip(tail, kinds, strict=True):
                line.kind = kind
            _keep_headings_of_notes(tail)
            return first
    return len(lines)


def _signs(lines: Sequence[Line], authors: set[str]) -> list[_Sign | None]:
    """What the last lines would be if they were the tail.

    Back to the middle of the piece, to a line too long to be in a tail, or to several sentences of argument in a row.
    """
    signs: list[_Sign | None] = []
    left = sum(line.words for line in lines) / 2
    sentences = 0
    for place in range(len(lines) - 1, max(len(lines) - TAIL_LINES, 0) - 1, -1):
        line = lines[place]
        sign = _sign(line, lines, place, authors)
        left -= line.words
        sentences = sentences + 1 if sign is None and line.closed else 0
        if left < 0 or sentences > FEW or (sign is None and line.words > TEASER_WORDS):
            break
        signs.append(sign)
    return _without_idle_additions(signs[::-1])


def _without_idle_additions(signs: list[_Sign | None]) -> list[_Sign | None]:
    """Lines that only add to a note, where there is none before them, are no sign."""
    for place, sign in enumerate(signs):
        before = signs[place - 1] if place else None
        if sign and sign.trust is _Trust.NEVER and (before is None or before.kind is not BlockKind.AUTHOR_NOTE):
            signs[place] = None
    return signs


def _sign(line: Line, lines: Sequence[Line], place: int, authors: set[str]) -> _Sign | None:
    if line.kind in MUTED and not line.twin:
        return _Sign(line.kind, _Trust.SURE)
    if cue := _TAIL.cue(line) or _inside_tail_cue(line):
        return _Sign(cue.kind, _Trust.SURE if cue.sure else _Trust.WITH_ANOTHER)
    if trust := _trust_in_note(line, lines, place, authors):
        return _Sign(BlockKind.AUTHOR_NOTE, trust)
    return _Sign(BlockKind.AUTHOR_NOTE, _Trust.NEVER) if _AFTER_NOTE.cue(line) else None


def _inside_tail_cue(line: Line) -> Cue | None:
    for cue, pattern in _INSIDE_TAIL:
        if cue.needs in line.folded and line.words <= cue.words and pattern.search(line.text):
            return cue
    return None


def _trust_in_note(line: Line, lines: Sequence[Line], place: int, authors: set[str]) -> _Trust | None:
    """Whether a line says of somebody what they do, in the third person, and this could be the author."""
    if line.speaks_of_itself:
        return None
    if authors and line.folded.lstrip(_DECORATION).startswith(tuple(f"{author} " for author in authors)):
        return _Trust.SURE
    for cue, pattern in _NAMED_TAIL:
        if line.words <= cue.words and (found := pattern.match(line.text)):
            return _trust_in_name(fold(found["name"]), lines[:place], authors, set_off=line.text[0] in _DECORATION)
    return None


def _trust_in_name(name: str, before: Sequence[Line], authors: set[str], *, set_off: bool) -> _Trust | None:
    """Whether a name is an author's: of those that are known, or else of whom the piece never speaks."""
    family = name.split()[-1]
    if any(line.folded == name for line in before) or any(family == author.split()[-1] for author in authors):
        return _Trust.SURE
    if authors and family not in _AUTHORS:
        return None
    if any(line.says(family) for line in before if line.kind not in MUTED):
        return None
    return _Trust.SURE if set_off else _Trust.WITH_ANOTHER


def _begins(signs: Sequence[_Sign | None]) -> bool:
    """Whether the first of these lines may begin the tail."""
    first = signs[0]
    if first is None or first.kind not in _MARKS:
        return False
    if first.trust is _Trust.WITH_ANOTHER:
        others = [sign for sign in signs[1:] if sign and sign.trust is not _Trust.NEVER]
        another_note = any(sign.kind is BlockKind.AUTHOR_NOTE for sign in others)
        surer = any(sign.trust is _Trust.SURE and sign.kind in _MARKS for sign in others)
        return surer and not another_note and signs[1] is not None
    return first.trust is _Trust.SURE


def _kinds(lines: Sequence[Line], signs: Sequence[_Sign | None]) -> list[BlockKind] | None:
    """What these lines are if they are the tail; None where too many of them cannot be explained."""
    kinds: list[BlockKind] = []
    marks: set[BlockKind] = set()
    unexplained: list[Line] = []
    for known, group in groupby(zip(lines, signs, strict=True), key=lambda pair: pair[1] is not None):
        run = list(group)
        if known:
            told = [sign.kind for _, sign in run if sign]
            marks |= set(told) & _MARKS
        elif (len(marks) > 1 or marks & _BEFORE_TEASERS) and _are_teasers([line for line, _ in run]):
            told = [BlockKind.TEASER] * len(run)
        else:
            told = [BlockKind.PARAGRAPH] * len(run)
            unexplained += [line for line, _ in run]
        kinds += told
    few = len(unexplained) <= FEW and sum(line.words for line in unexplained) <= TEASER_WORDS and len(marks) > 1
    return kinds if few or not unexplained else None


def _are_teasers(others: Sequence[Line]) -> bool:
    """Whether lines look like the headlines and summaries of other stories."""
    headlines = [line for line in others if not line.closed and not line.is_item]
    return (
        others[0] in headlines
        and 3 * len(headlines) >= len(others)
        and all(line.words <= TEASER_WORDS and line.kind is not BlockKind.QUOTATION for line in others)
    )


def _keep_headings_of_notes(tail: Sequence[Line]) -> None:
    """What looks like a headline, but has notes under it instead of stories, is their heading."""
    for line, after in pairwise(tail):
        if line.kind is BlockKind.TEASER and not line.cue and not line.closed and after.kind is BlockKind.SOURCE:
            line.kind = BlockKind.HEADING
