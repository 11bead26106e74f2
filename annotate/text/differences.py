"""What differs between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Row:
    """A passage of two texts beside each other: as a row of pieces, and whether it is the same, changed, gone, new."""

    pieces: tuple[Piece, ...]
    sort: Literal["same", "changed", "gone", "new"]


ALIKE_FROM = 0.4
"""Passages of which less is the same, of both together, are two passages rather than one that changed."""


def rows_of(older: Sequence[str], newer: Sequence[str]) -> list[Row]:
    """Two texts passage by passage, in order: those that differ where the others are the same stand for each other."""
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece(text, "same"),), "same") for text in older[a:b]]
            continue
        both = min(b - a, d - c)
        for old, new in zip(older[a : a + both], newer[c : c + both], strict=True):
            rows += _beside(old, new)
        rows += [Row((Piece(text, "gone"),), "gone") for text in older[a + both : b]]
        rows += [Row((Piece(text, "new"),), "new") for text in newer[c + both : d]]
    return rows


def _beside(old: str, new: str) -> list[Row]:
    pieces = tuple(differences(old, new))
    same = sum(len(piece.text) for piece in pieces if piece.sort == "same")
    if 2 * same >= ALIKE_FROM * (len(old) + len(new)):
        return [Row(pieces, "changed")]
    return [Row((Piece(old, "gone"),), "gone"), Row((Piece(new, "new"),), "new")]
