"""What a row of the rules is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from annotate.text.blocks.kinds import BlockKind


class Where(Enum):
    """Where in the piece a cue is believed."""

    ANYWHERE = auto()
    END = auto()
    """At the end of any line that has no full stop before it."""
    HEAD = auto()
    """Before the second long paragraph."""
    TAIL = auto()
    """Where nothing but such lines and teasers follows."""
    INSIDE_TAIL = auto()
    """Anywhere in a line of the tail."""
    NAMED_TAIL = auto()
    """In the tail, and the group `name` has to be the author's."""
    AFTER_NOTE = auto()
    """In the tail, straight after a note on the author."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row."""

    name: str
    kind: BlockKind
    where: Where
    words: int
    """The longest such line, in words."""
    pattern: str
    needs: str = ""
    """Small letters that such a line contains: the pattern is not tried on others."""
    sure: bool = True
    """Whether such a line may begin the tail by itself; a paragraph could well be written so if it may not."""
