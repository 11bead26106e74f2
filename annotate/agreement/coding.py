"""Labelling as classification: which labels two people gave to the same characters, words or sentences.

A unit's value is the *set* of labels a person gave it, the empty set where they marked nothing; so overlaps need no
rule of precedence. For one label the value is whether the set holds it. A word or sentence counts as marked when a span
touches it. One table a pair of people is all that κ, α and AC1 need of an article: margins, matches and, since every
unit of an article was seen by all who finished it, Krippendorff's coincidences too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from annotate.agreement.continuum import Continuum, Range
from annotate.text.extent import Extent

Labels = tuple[str, ...]
"""A set of labels, sorted: what one person gave to one unit."""


class Unit(StrEnum):
    """What is labelled: every code point, word or sentence."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How many units got which set of labels from the one person and which from the other, in one article."""

    first: int
    second: int
    unit: Unit
    cells: tuple[tuple[Labels, Labels, int], ...]


Distance = Callable[[Labels, Labels], float]
"""How far two sets of labels are apart: 0 for the same, at most 1, symmetric."""


def nominal(one: Labels, other: Labels) -> float:
    """0 for the same set, else 1."""
    return float(one != other)


def jaccard(one: Labels, other: Labels) -> float:
    """The share of all labels of the two that only one has (Jaccard 1912); two empty sets are the same."""
    both, either = len({*one} & {*other}), len({*one, *other})
    return 1 - both / either if either else 0.0


def masi(one: Labels, other: Labels) -> float:
    """Passonneau's distance of sets: Jaccard's, softer where one holds the other.

    `1 − J · M`, with M 1 for the same set, 2/3 where one holds the other, 1/3 where they only overlap, 0 where they do
    not (Passonneau 2006, "Measuring agreement on set-valued items", LREC).
    """
    mine, theirs = {*one}, {*other}
    if mine == theirs:
        return 0.0
    if not mine & theirs:
        return 1.0
    monotonicity = 2 / 3 if mine <= theirs or theirs <= mine else 1 / 3
    return 1 - len(mine & theirs) / len(mine | theirs) * monotonicity


@dataclass(frozen=True, slots=True)
class Units:
    """An article's words or sentences, sorted and apart; each is called by its number."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, ranges: Sequence[Range]) -> Units:
        """The units that lie there."""
        return cls([start for start, _ in ranges], [end for _, end in ranges])

    def __len__(self) -> int:
        return len(self.starts)

    def touched(self, extent: Extent) -> Iterator[Range]:
        """Which units an extent touches, as runs `[first, last)` of their numbers."""
        for start, end in extent:
            first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
            if first < last:
                yield first, last


def cross_tables(continuum: Continuum, unit: Unit) -> tuple[CrossTable, ...]:
    """A table for every pair of people."""
    joint = _joint(continuum, unit)
    tables = []
    for (at, first), (there, second) in combinations(enumerate(continuum.people), 2):
        cells: Counter[tuple[Labels, Labels]] = Counter()
        for values, weight in joint.items():
            cells[values[at], values[there]] += weight
        rows = tuple((one, other, weight) for (one, other), weight in sorted(cells.items()))
        tables.append(CrossTable(first, second, unit, rows))
    return tuple(tables)


def _joint(continuum: Continuum, unit: Unit) -> Mapping[tuple[Labels, ...], int]:
    """How many units have which labels from each person, by a sweep over the places where labels begin and end: a run
    of units with the same labels costs no more than one unit, however long the text."""
    units = None if unit is Unit.CHARACTER else Units.of(_ranges(continuum, unit))
    people = continuum.people
    turns: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for at, person in enumerate(people):
        for span in continuum.sets[person]:
            for first, last in span.extent if units is None else units.touched(span.extent):
                turns[first].append((at, span.label, 1))
                turns[last].append((at, span.label, -1))
    now: list[Counter[str]] = [Counter() for _ in people]
    values: list[Labels] = [()] * len(people)
    joint: Counter[tuple[Labels, ...]] = Counter()
    before = 0
    for border in sorted(turns):
        joint[tuple(values)] += border - before
        before = border
        for at, label, step in turns[border]:
            now[at][label] += step
        for at in {at for at, _, _ in turns[border]}:
            values[at] = tuple(sorted(label for label, count in now[at].items() if count))
    joint[tuple(values)] += (continuum.length if units is None else len(units)) - before
    return +joint


def _ranges(continuum: Continuum, unit: Unit) -> Sequence[Range]:
    return continuum.words if unit is Unit.WORD else continuum.sentences
