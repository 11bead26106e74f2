"""Canonical text → blocks: which lines are the author's argument, and what the others are.

A line is a block, blank lines are none. What a line is follows from the rows of `rules` (what it says), from hints
of the format it came in (what the page said it was), and from its place and shape: a title stands first, a heading is
short and ends without a full stop, a pull quote says again what a paragraph says. In doubt a line is a paragraph: the
muting kinds ask for more than one sign wherever a paragraph of argument could look the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.text.blocks.body import take_pull_quotes, take_shapes, take_twins
from annotate.text.blocks.head import take_head, take_slug
from annotate.text.blocks.kinds import ARGUMENT, KINDS, MUTED, BlockKind
from annotate.text.blocks.lines import Line, lines_of, take_cues
from annotate.text.blocks.tail import take_tail

__all__ = ["ARGUMENT", "KINDS", "MUTED", "Block", "BlockKind", "Hint", "find_blocks"]

HINTED_WORDS = {BlockKind.BYLINE: 30, BlockKind.CROSS_LINK: 40, BlockKind.CAPTION: 150, BlockKind.PULL_QUOTE: 80}
"""How long a line of a muted kind may be where only the page says so; a longer one is believed to be argument."""
BYLINE_SENTENCE_WORDS = 12
"""The same for a byline that ends in a full stop."""


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


def find_blocks(text: str, *, hints: Sequence[Hint] = (), author: str = "") -> list[Block]:
    """Every line of a canonical text that is not blank, in order, with its kind; `author` as the metadata has it."""
    lines = lines_of(text)
    _take_hints(lines, hints)
    take_cues(lines)
    take_slug(lines)
    take_twins(lines)
    head, tail = take_head(lines), take_tail(lines, author)
    take_pull_quotes(lines[head:tail])
    take_shapes(lines[head:tail], headed=head > 0)
    return [Block(line.kind or BlockKind.PARAGRAPH, line.start, line.end) for line in lines]


def _take_hints(lines: Sequence[Line], hints: Iterable[Hint]) -> None:
    starts = [line.start for line in lines]
    for hint in hints:
        for line in lines[max(bisect_right(starts, hint.start) - 1, 0) : bisect_left(starts, hint.end)]:
            shared = min(line.end, hint.end) - max(line.start, hint.start)
            if shared * 2 > line.end - line.start and _is_believed(hint.kind, line):
                line.kind = hint.kind


def _is_believed(kind: BlockKind, line: Line) -> bool:
    if kind is BlockKind.BYLINE and line.closed:
        return line.words <= BYLINE_SENTENCE_WORDS
    return line.words <= HINTED_WORDS.get(kind, line.words)
