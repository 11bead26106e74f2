"""Where two people begin and end, as Fournier's boundary edit distance: borders that match, are one off, or alone.

Fournier & Inkpen 2012 (NAACL, N12-1016) and Fournier 2013 (ACL, P13-1167): a border that both have matches; one that
lies at the neighbouring place is a transposition and costs half; one without a partner costs one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotate.agreement.coding import Units
from annotate.agreement.continuum import Continuum, Range
from annotate.text.extent import Extent

_OFF_BY_ONE = 0.5


@dataclass(frozen=True, slots=True)
class BorderEdits:
    """What turns one person's borders into another's."""

    matching: int
    transposed: int
    alone: int

    @property
    def cost(self) -> float:
        """The edits, a transposition for half a one."""
        return self.alone + self.transposed * _OFF_BY_ONE

    @property
    def borders(self) -> int:
        """What B is taken of: every edit, and every match."""
        return self.matching + self.transposed + self.alone


@dataclass(frozen=True, slots=True)
class BorderCount:
    """The edits between two people's borders of one label in one article, in places between words."""

    first: int
    second: int
    label: str
    cost: float
    borders: int


def compare_borders(first: Collection[int], second: Collection[int]) -> BorderEdits:
    """The edits between two sets of borders; neighbours are paired from left to right, each once."""
    both = {*first} & {*second}
    mine, theirs = sorted({*first} - both), {*second} - both
    transposed = 0
    for border in mine:
        beside = next((place for place in (border - 1, border + 1) if place in theirs), None)
        if beside is not None:
            theirs.remove(beside)
            transposed += 1
    return BorderEdits(len(both), transposed, len(mine) - transposed + len(theirs))


def count_borders(continuum: Continuum) -> tuple[BorderCount, ...]:
    """The edits of every pair of people and every label, on the places between the article's words.

    A label's spans are joined where they touch or overlap; the article's own begin and end are no borders.
    """
    words = Units.of(continuum.words)
    runs: defaultdict[tuple[int, str], list[Range]] = defaultdict(list)
    for person, spans in continuum.sets.items():
        for span in spans:
            runs[person, span.label].extend(words.touched(span.extent))
    counts = []
    for label in sorted(continuum.labels):
        places = {person: _places(runs[person, label], len(words)) for person in continuum.people}
        for first, second in combinations(continuum.people, 2):
            edits = compare_borders(places[first], places[second])
            counts.append(BorderCount(first, second, label, edits.cost, edits.borders))
    return tuple(counts)


def _places(runs: Sequence[Range], words: int) -> set[int]:
    """The places between words at which a label begins or ends that touches these runs of words."""
    return {place for run in Extent.of(runs) for place in run} - {0, words} if runs else set()
