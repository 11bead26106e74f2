"""When two extents count as the same: exactly, or but for what no reader would argue about."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import regex

from annotate.text.extent import Extent


class Tolerance(StrEnum):
    """What may differ between extents that count as the same; each forgives what those before it forgive."""

    NOTHING = "nothing"
    WHITE_SPACE = "white space"
    PUNCTUATION = "punctuation"
    """White space and punctuation at the borders of a range, and between two ranges."""
    DETERMINER = "determiner"
    """These, and an article or demonstrative at the start: `(the) bridge`, `(l’)élève`."""


_DETERMINERS = {
    "en": "the an a this that these those",
    "de": "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem",
    "fr": "le la les un une des du ce cet cette ces l’",
    "es": "el la los las lo un una unos unas este esta estos estas ese esa esos esas",
    "it": "il lo la i gli le un uno una questo questa questi queste l’ un’ quest’",
    "nl": "de het een deze dit die dat",
    "pt": "o a os as um uma uns umas este esta estes estas esse essa esses essas",
}
"""By language. A word ends in white space, an elided one (`l’`) in its apostrophe."""


def _pattern(words: str) -> regex.Pattern[str]:
    whole = "|".join(word for word in words.split() if not word.endswith("’"))
    elided = "|".join(word[:-1] for word in words.split() if word.endswith("’"))
    return regex.compile(rf"(?:{whole})\s+" + (rf"|(?:{elided})['’]" if elided else ""), regex.IGNORECASE)


_LEADING = {language: _pattern(words) for language, words in _DETERMINERS.items()}


def bare(extent: Extent, text: str, tolerance: Tolerance, *, language: str = "") -> Extent:
    """What is left of an extent when all that the tolerance forgives is taken off; two extents are the same if this is.

    `language` is a BCP 47 tag; where its determiners are not known, none is taken off. An extent of nothing but what is
    forgiven stays as it is: it means what it says.
    """
    if tolerance is Tolerance.NOTHING:
        return extent
    ranges: list[tuple[int, int]] = []
    for start, end in extent:
        start, end = _trimmed(text, start, end, tolerance)
        if start >= end:
            continue
        if ranges and all(_forgiven(sign, tolerance) for sign in text[ranges[-1][1] : start]):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    leading = _LEADING.get(language.split("-")[0].lower()) if tolerance is Tolerance.DETERMINER else None
    if ranges and leading and (found := leading.match(text, *ranges[0])):
        ranges[0] = _trimmed(text, found.end(), ranges[0][1], tolerance)
    kept = [(start, end) for start, end in ranges if start < end]
    return Extent.of(kept) if kept else extent


def _trimmed(text: str, start: int, end: int, tolerance: Tolerance) -> tuple[int, int]:
    while start < end and _forgiven(text[start], tolerance):
        start += 1
    while end > start and _forgiven(text[end - 1], tolerance):
        end -= 1
    return start, end


def _forgiven(sign: str, tolerance: Tolerance) -> bool:
    """White space, and for a larger tolerance punctuation (Unicode's category P)."""
    return sign.isspace() or (tolerance is not Tolerance.WHITE_SPACE and unicodedata.category(sign).startswith("P"))
