"""Which way a line of text runs, by majority of its strongly directed letters (Unicode bidirectional classes)."""

import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

_LEFT, _RIGHT = frozenset({"L"}), frozenset({"R", "AL"})


def direction(text: str) -> Direction:
    """`rtl` where more letters of the text run right to left than left to right, else `ltr`.

    A majority, not the first strong letter: an Arabic paragraph may open with a Latin name.
    """
    if text.isascii():
        return "ltr"
    balance = 0
    for letter in text:
        sort = unicodedata.bidirectional(letter)
        balance += (sort in _RIGHT) - (sort in _LEFT)
    return "rtl" if balance > 0 else "ltr"
