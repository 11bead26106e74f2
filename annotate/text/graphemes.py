"""Where a character, as a reader sees it, begins and ends: extended grapheme clusters (Unicode, UAX #29).

Offsets are Unicode code points. Rule GB9c (it joins the consonants of an Indic conjunct) is left out on purpose: it is
newer than many browsers' tables, and a border that any browser's ICU allows must be accepted here.
"""

import regex

_CLUSTER = regex.compile(r"\X")
_CONJUNCT = regex.compile(r"(?<=[\p{M}\u200d])\p{InCB=Consonant}")
_WORD_AFTER_SPACE = regex.compile(r"(?<=\s)[\p{L}\p{N}]")


def is_border(text: str, offset: int) -> bool:
    """Whether a cut of `text` at `offset` (in code points) leaves every grapheme cluster whole."""
    if offset <= 0 or offset >= len(text):
        return offset in (0, len(text))
    if text[offset - 1] == "\n":
        return True
    if text[offset - 1 : offset + 1].isascii():
        return text[offset - 1 : offset + 1] != "\r\n"
    if _CONJUNCT.match(text, offset):
        return True
    for cluster in _CLUSTER.finditer(text, _safe_start(text, offset)):
        if cluster.end() >= offset:
            return bool(cluster.end() == offset)
    return False


def borders_around(text: str, offset: int) -> tuple[int, int]:
    """The nearest borders at or before, and at or after, `offset`; equal where `offset` is one itself."""
    before = after = offset
    while not is_border(text, before):
        before -= 1
    while not is_border(text, after):
        after += 1
    return before, after


def _safe_start(text: str, offset: int) -> int:
    """A border at or before `offset` that needs no look further back: after a line end, or a word after a space."""
    floor = text.rfind("\n", 0, offset) + 1
    for at in range(offset - 1, floor, -1):
        if _WORD_AFTER_SPACE.match(text, at):
            return at
    return floor
