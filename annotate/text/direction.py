"""Which way a line of text runs, by majority of its strongly directed letters (Unicode bidirectional classes)."""

import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

_LEFT, _RIGHT = frozenset({"L"}), frozenset({"R", "AL"})

_MAY_RUN_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of Unicode in which all letters of R and AL are; a text that has none of them need not be counted."""


def direction(text: str) -> Direction:
    """`rtl` where more letters of the text run right to left than left to right, else `ltr`.

    A majority, not the first strong letter: an Arabic paragraph may open with a Latin name.
    """
    if not _MAY_RUN_LEFT.search(text):
        return "ltr"
    balance = 0
    for letter in text:
        sort = unicodedata.bidirectional(letter)
        balance += (sort in _RIGHT) - (sort in _LEFT)
    return "rtl" if balance > 0 else "ltr"
