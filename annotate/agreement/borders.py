"""Where two people begin and end, as Fournier's boundary edit distance: borders that match, are one off, or alone.

Fournier & Inkpen 2012 (NAACL, N12-1016) and Fournier 2013 (ACL, P13-1167): a border that both have matches; one that
lies at the neighbouring place is a transposition and costs half; one without a partner costs one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from annotate.agreement.coding import labels_of_units
from annotate.agreement.continuum import Continuum

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
    marked = {person: labels_of_units(spans, continuum.words) for person, spans in continuum.sets.items()}
    counts = []
    for label in sorted(continuum.labels):
        places = {person: _places([label in labels for labels in values]) for person, values in marked.items()}
        for first, second in combinations(continuum.people, 2):
            edits = compare_borders(places[first], places[second])
            counts.append(BorderCount(first, second, label, edits.cost, edits.borders))
    return tuple(counts)


def _places(inside: Sequence[bool]) -> set[int]:
    """The places between words at which a label begins or ends."""
    return {place for place, (before, after) in enumerate(pairwise(inside), 1) if before != after}
