"""Finding a quote that somebody copied out of a text."""

from __future__ import annotations

import re
import unicodedata

_SPACE = r"\s+"


def find_quote(text: str, quote: str, *, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Every place `(start, end)` in code points, in order, where the text between `start` and `end` says the quote.

    Exactly, but for white space: a copied line end or tab stands for whatever space the text has there. The quote is
    read as NFC, as texts are. Places may overlap; a quote of nothing but white space is nowhere.
    """
    words = unicodedata.normalize("NFC", quote).split()
    if not words:
        return []
    pattern = re.compile(f"(?=({_SPACE.join(map(re.escape, words))}))")
    last = len(text) if end is None else end
    return [found.span(1) for found in pattern.finditer(text, start, last)]
