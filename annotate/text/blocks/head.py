"""The head of a piece: title, standfirst, who wrote it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.lines import CLOSERS, Line
from annotate.text.blocks.rules.heads import RELEASE

TITLE_WORDS = 30
STANDFIRST_WORDS = (6, 60)
SLUG_LINES = 6
"""How many lines of an agency's own can stand above a piece."""

_NAMES_THE_WRITER = re.compile(r"\b(?:writes|argues|schreibt|meint|estime|escribe)\b")


def take_slug(lines: Sequence[Line]) -> None:
    """Above the line that releases a piece of an agency stands the agency, not the title."""
    release = next((place for place, line in enumerate(lines[:SLUG_LINES]) if line.cue == RELEASE), 0)
    for line in lines[:release]:
        line.kind = line.kind or BlockKind.SOURCE


def take_head(lines: Sequence[Line]) -> int:
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
            elif line.is_person and line.kind is None:
                line.kind = BlockKind.BYLINE
            else:
                return place
        if line.kind is BlockKind.HEADING:
            return place
        if line.kind in (BlockKind.STANDFIRST, BlockKind.BYLINE):
            seen = line.kind
    return len(lines)


def _title(lines: Sequence[Line]) -> int | None:
    """The line that markup calls the title, or else the first that says nothing of itself, if it could be one."""
    for place, line in enumerate(lines):
        if line.kind is BlockKind.TITLE:
            return place
    for place, line in enumerate(lines[:-1]):
        if line.kind is None:
            ends_well = not line.closed or line.text.rstrip(CLOSERS)[-1:] not in ".,:;。，۔।"
            return place if ends_well and line.words <= TITLE_WORDS and not line.is_item else None
    return None


def _is_standfirst(line: Line, rest: Sequence[Line], *, after: BlockKind) -> bool:
    """A line of standfirst's length under the title that something sets off from the first paragraph."""
    least, most = STANDFIRST_WORDS
    if not rest or not least <= line.words <= most or line.is_item or line.speaks_of_itself:
        return False
    if after is BlockKind.BYLINE and not _NAMES_THE_WRITER.search(line.text):
        return False
    set_off = rest[0].kind in (BlockKind.BYLINE, BlockKind.CAPTION) or rest[0].is_person
    return set_off or (line.kind is None and (not line.closed or after is BlockKind.BYLINE))
