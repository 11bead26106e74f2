"""The counts of the articles to measure, laid out once for all measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotate.agreement.coding import Labels, Unit
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.formulas import Floats

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

    Build with `Corpus.of` and measure it as often as you like: what several measures need is laid out at the first.
    """

    counts: tuple[ArticleCounts, ...]
    alone: int = 0
    _cells: dict[Unit, Cells] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, counts: Iterable[ArticleCounts]) -> Corpus:
        """The corpus of these articles, in whatever order they come."""
        every = sorted(counts, key=lambda count: count.article)
        shared = tuple(count for count in every if len(count.people) > 1)
        return cls(shared, len(every) - len(shared))

    def cells(self, unit: Unit) -> Cells:
        """The cross tables of a unit."""
        if unit not in self._cells:
            self._cells[unit] = self._lay_out(unit)
        return self._cells[unit]

    def _lay_out(self, unit: Unit) -> Cells:
        tables = [(row, table) for row, count in enumerate(self.counts) for table in count.tables if table.unit is unit]
        pairs = {pair: at for at, pair in enumerate(sorted({(table.first, table.second) for _, table in tables}))}
        found = sorted({kind for _, table in tables for one, other, _ in table.cells for kind in (one, other)})
        kinds = {kind: at for at, kind in enumerate(found)}
        rows = [
            (row * len(pairs) + pairs[table.first, table.second], kinds[one], kinds[other], weight)
            for row, table in tables
            for one, other, weight in table.cells
        ]
        at, first, second, weight = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        return Cells(len(pairs), tuple(found), at, first, second, weight.astype(np.float64))
