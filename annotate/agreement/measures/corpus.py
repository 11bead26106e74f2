"""The counts of the articles to measure, laid out once for all measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotate.agreement.coding import Labels, Unit
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.formulas import Floats
from annotate.agreement.packing import PackedCounts, PackedTables, pack

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of all articles' cross tables of one unit, a row each: where it stands, both values, how many units.

    `at` numbers article and pair of people, pair running faster; `first` and `second` are numbers of `kinds`.
    """

    pairs: int
    kinds: tuple[Labels, ...]
    at: Ints
    first: Ints
    second: Ints
    weight: Floats


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles that two people or more finished, in order of their numbers; `alone` is how many others there were.

    Build with `Corpus.of` or `Corpus.of_packed` and measure it as often as you like: what several measures need is laid
    out at the first.
    """

    packed: tuple[PackedCounts, ...]
    alone: int = 0
    _cells: dict[Unit, Cells] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, counts: Iterable[ArticleCounts]) -> Corpus:
        """The corpus of these articles, in whatever order they come."""
        return cls.of_packed(map(pack, counts))

    @classmethod
    def of_packed(cls, packed: Iterable[PackedCounts]) -> Corpus:
        """The same of counts that are packed already."""
        every = sorted(packed, key=lambda one: one.counts.article)
        shared = tuple(one for one in every if len(one.counts.people) > 1)
        return cls(shared, len(every) - len(shared))

    @property
    def counts(self) -> tuple[ArticleCounts, ...]:
        """The articles' counts, without their cross tables."""
        return tuple(one.counts for one in self.packed)

    def cells(self, unit: Unit) -> Cells:
        """The cross tables of a unit."""
        if unit not in self._cells:
            self._cells[unit] = self._lay_out(unit)
        return self._cells[unit]

    def _lay_out(self, unit: Unit) -> Cells:
        found = [next(table for table in one.tables if table.unit is unit) for one in self.packed]
        people = [tuple(combinations(one.counts.people, 2)) for one in self.packed]
        pairs = {pair: at for at, pair in enumerate(sorted({pair for each in people for pair in each}))}
        kinds = {kind: at for at, kind in enumerate(sorted({kind for table in found for kind in table.kinds}))}
        rows = [
            _placed(table, row * len(pairs), [pairs[pair] for pair in each], [kinds[kind] for kind in table.kinds])
            for row, (table, each) in enumerate(zip(found, people, strict=True))
        ]
        at, first, second, weight = np.concatenate([np.zeros((0, 4), dtype=np.int64), *rows]).T
        return Cells(len(pairs), tuple(kinds), at, first, second, weight.astype(np.float64))


def _placed(table: PackedTables, base: int, pairs: list[int], kinds: list[int]) -> Ints:
    """An article's cells with the corpus's numbers for the article's own."""
    rows = table.rows.astype(np.int64)
    if len(rows):
        rows[:, 0] = base + np.array(pairs, dtype=np.int64)[rows[:, 0]]
        rows[:, 1:3] = np.array(kinds, dtype=np.int64)[rows[:, 1:3]]
    return rows
