"""The units a person moves and selects by: sentences and words of a canonical text, in code points.

Sentences are sentencex's (some 300 languages, by rules and abbreviations), found line by line so that none crosses a
line break. Words are ICU's (UAX #29, with dictionaries for scripts without spaces), through icu4py. ICU counts UTF-16;
its pieces are taken as strings and their code points counted here, so no offset has to be converted.

A word is what a double click should select: letters and digits, with the apostrophes inside (`don’t`, `l’élève`, as ICU
has it) and also the hyphens inside (`well-thought-out`, which ICU cuts into three): in an argument a compound is one
choice of words, and a span that ends in its middle is never meant. A sign or an emoji alone is no word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from icu4py.breakers import WordBreaker
from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

_HYPHENS = frozenset("-\u2010\u2011")
_UNKNOWN = "en"
"""Whose rules are used for a text in no known language."""


@dataclass(frozen=True, slots=True)
class Units:
    """`(start, end)` of every sentence and word, in order, in code points; none begins or ends in white space."""

    sentences: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int], ...]


def read_units(text: str, language: str) -> Units:
    """The sentences and words of a canonical text in a language (a BCP 47 tag; empty where it is not known)."""
    return Units(tuple(_sentences(text, language or _UNKNOWN)), tuple(_words(text, language or _UNKNOWN)))


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    primary = language.split("-")[0].lower()
    at = 0
    for line in text.split("\n"):
        for found in get_sentence_boundaries(primary, line) if line else ():
            start, end = found["start_index"], found["end_index"]
            sentence = line[start:end]
            bare = sentence.strip()
            if bare:
                first = at + start + sentence.index(bare)
                yield first, first + len(bare)
        at += len(line) + 1


def _words(text: str, language: str) -> Iterator[tuple[int, int]]:
    word: tuple[int, int] | None = None
    joined = False
    """Whether a hyphen follows the word without a gap, so that what comes next may belong to it."""
    at = 0
    for piece in WordBreaker(text, language):
        start, at = at, at + len(piece)
        if any(map(str.isalnum, piece)):
            if word and joined:
                word = (word[0], at)
            else:
                if word:
                    yield word
                word = (start, at)
            joined = False
        else:
            joined = word is not None and word[1] == start and piece in _HYPHENS
    if word:
        yield word
