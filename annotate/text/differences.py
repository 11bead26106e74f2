"""What differs between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

MOST_WORDS = 4000
"""Beyond so many words on either side texts are told to differ as a whole: the time grows with the square."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text: the same in both, only in the older (gone), or only in the newer (new)."""

    text: str
    sort: Literal["same", "gone", "new"]


def differences(older: str, newer: str) -> list[Piece]:
    """Both texts as one row of pieces: without the new ones it is the older text, without the gone ones the newer."""
    if older == newer:
        return [Piece(older, "same")] if older else []
    old, new = _WORDS.findall(older), _WORDS.findall(newer)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = [older], [newer]
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(old[a:b]), "same"))
            continue
        if b > a:
            pieces.append(Piece("".join(old[a:b]), "gone"))
        if d > c:
            pieces.append(Piece("".join(new[c:d]), "new"))
    return pieces
