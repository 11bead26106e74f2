"""The body of a piece: what only the shape of a line, its neighbours and the rest of the text can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from annotate.text.blocks.kinds import ARGUMENT, BlockKind
from annotate.text.blocks.lines import LONG, QUOTATION_MARKS, Line

HEADING_WORDS = 9
HEADLINE_WORDS = (10, 25)
"""The bare headline of another story, between two paragraphs; a shorter one cannot be told from a heading."""
MAX_OPEN_RUN = 2
"""A bare headline may stand on a heading; more lines without a full stop in a row are a list, or verse."""
QUOTATION_WORDS = 10
PULL_QUOTE_WORDS = (8, 45)
NEAR = 30_000
NEAR_LINES = 300
"""How far from a sentence, in characters and lines, it is repeated in large type."""

_OPENERS = "\"'“‘«„"
_EDGES = " .,:;!?…–—-"
_ORNAMENT = re.compile(r"(?:[\W_]{1,15}|[IVXL]{1,5}\.?|\d{1,2}\.?)$")


def take_twins(lines: Sequence[Line]) -> None:
    """A picture's text and its caption, pasted from a page, are the same line twice, without a full stop."""
    for before, line in pairwise(lines[1:]):
        if before.folded == line.folded and not line.closed and line.kind in (None, BlockKind.HEADING):
            before.kind = line.kind = BlockKind.CAPTION
            before.twin = line.twin = True


def take_pull_quotes(body: Sequence[Line]) -> None:
    """A line that says again, but for quotation marks, what a paragraph near it says; of two equal ones the later."""
    least, most = PULL_QUOTE_WORDS
    said = "\n".join(line.folded for line in body)
    at = 0
    for place, line in enumerate(body):
        words = line.folded.strip(_EDGES)
        around = (max(at - NEAR, 0), at + NEAR)
        at += len(line.folded) + 1
        if line.kind not in (None, BlockKind.QUOTATION) or not least <= line.words <= most:
            continue
        if said.count(words, *around) > 1 and _is_said_again(words, place, body):
            line.kind = BlockKind.PULL_QUOTE


def _is_said_again(words: str, place: int, body: Sequence[Line]) -> bool:
    length = len(body[place].folded)
    for other_place in range(max(place - NEAR_LINES, 0), min(place + NEAR_LINES, len(body))):
        other = body[other_place]
        if other_place != place and other.kind is None and other.says(words):
            return len(other.folded) > length or other_place < place
    return False


def take_shapes(body: Sequence[Line], *, headed: bool) -> None:
    """Headings, bare headlines and quotations.

    In a text without a head, which may be torn from its beginning, the first line is left alone.
    """
    argument = [line for line in body if line.kind is None or line.kind in ARGUMENT]
    punctuated = _ends_with_stops(argument)
    for _, group in groupby(argument, key=lambda line: line.is_open):
        run = list(group)
        for line in run:
            if line.kind is None and line is not argument[-1]:
                alone = punctuated and len(run) <= MAX_OPEN_RUN and (headed or line is not argument[0])
                line.kind = _shape(line, alone=alone)


def _shape(line: Line, *, alone: bool) -> BlockKind | None:
    if line.words < 10 and _ORNAMENT.match(line.text):
        return BlockKind.HEADING
    if _is_quotation(line):
        return BlockKind.QUOTATION
    if not alone or not line.is_open or not _opens_upper(line.text):
        return None
    if line.words <= HEADING_WORDS:
        return BlockKind.HEADING
    return BlockKind.CROSS_LINK if HEADLINE_WORDS[0] <= line.words <= HEADLINE_WORDS[1] else None


def _is_quotation(line: Line) -> bool:
    """A paragraph in quotation marks from end to end, with none inside."""
    if line.words < QUOTATION_WORDS or line.text[0] not in _OPENERS or line.text[-1] not in QUOTATION_MARKS:
        return False
    between = line.text[1:-1].replace("’", "").replace("'", "")
    return not any(mark in between for mark in QUOTATION_MARKS)


def _opens_upper(text: str) -> bool:
    """Whether the first letter is a capital, or of a script that has none."""
    first = next((character for character in text if character.isalpha()), "")
    return first != "" and not first.islower()


def _ends_with_stops(argument: Sequence[Line]) -> bool:
    """Whether the paragraphs of this piece end in full stops, so that a line without one is something else."""
    long = [line for line in argument if line.words >= LONG]
    return bool(long) and 5 * sum(line.closed for line in long) >= 4 * len(long)
