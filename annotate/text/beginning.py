"""The first words of a text, for where something needs a name and nobody gave it one."""

from __future__ import annotations

from annotate.text.graphemes import borders_around

ELLIPSIS = "…"
_WORD = 0.5
"""The share of the room that the whole words must fill; where they fill less (scripts without spaces, addresses), the
cut is made inside a word, between two characters as a reader sees them."""
_LOOSE = " ,;:–—-([{«“‘„¿¡،؛、，"
"""What stands badly before an ellipsis."""


def first_words(line: str, most: int) -> str:
    """The line itself where it has at most `most` code points, else its first words and an ellipsis, in that room.

    The line is one of a canonical text, and not blank.
    """
    if len(line) <= most:
        return line
    room = most - len(ELLIPSIS)
    cut = line.rfind(" ", 0, room + 1)
    if cut < room * _WORD:
        cut, _after = borders_around(line, room)
    return (line[:cut].rstrip(_LOOSE) or line[:cut].rstrip()) + ELLIPSIS
