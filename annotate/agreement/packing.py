"""Cross tables packed into arrays: what is kept of an article, and what a corpus is laid out from.

A thousand articles have a million cells; as tuples of strings they cost seconds to read, as numbers next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotate.agreement.coding import CrossTable, Labels, Unit
from annotate.agreement.counting import ArticleCounts

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PackedTables:
    """The cross tables of one unit of an article. A cell is four numbers of 32 bits, little-endian: which pair of its
    people (as `combinations` gives them), the one's and the other's labels (their places in `kinds`), how many units.
    """

    unit: Unit
    kinds: tuple[Labels, ...]
    cells: bytes

    @property
    def rows(self) -> Numbers:
        """The cells, a row each."""
        return np.frombuffer(self.cells, dtype="<i4").reshape(-1, 4)

    def only(self, pair: int) -> PackedTables:
        """The table of one pair, by its number, which is then the only one; with the kinds it has."""
        rows = self.rows[self.rows[:, 0] == pair].copy()
        used, places = np.unique(rows[:, 1:3], return_inverse=True)
        rows[:, 0], rows[:, 1:3] = 0, places.reshape(-1, 2)
        return PackedTables(self.unit, tuple(self.kinds[kind] for kind in used.tolist()), rows.tobytes())


@dataclass(frozen=True, slots=True)
class PackedCounts:
    """An article's counts, their tables packed: `counts.tables` is empty."""

    counts: ArticleCounts
    tables: tuple[PackedTables, ...]

    def only(self, pair: tuple[int, int]) -> PackedCounts:
        """What of it is this pair's: enough for every measure of pairs, κ and α; what is counted of all people together
        (α_U, uα) is gone, and the article has to be counted anew for that."""
        counts = self.counts
        if counts.people == pair:
            return self
        number = list(combinations(counts.people, 2)).index(pair)
        narrowed = replace(
            counts,
            people=pair,
            pairs=tuple(one for one in counts.pairs if (one.first, one.second) == pair),
            borders=tuple(one for one in counts.borders if (one.first, one.second) == pair),
            unitized=(),
            shared=None,
            shared_binary=None,
        )
        return PackedCounts(narrowed, tuple(table.only(number) for table in self.tables))


def pack(counts: ArticleCounts) -> PackedCounts:
    """An article's counts with their tables packed."""
    numbers = {pair: number for number, pair in enumerate(combinations(counts.people, 2))}
    tables = tuple(_pack(unit, [one for one in counts.tables if one.unit is unit], numbers) for unit in Unit)
    return PackedCounts(replace(counts, tables=()), tables)


def _pack(unit: Unit, tables: Iterable[CrossTable], numbers: dict[tuple[int, int], int]) -> PackedTables:
    cells = [(numbers[table.first, table.second], *cell) for table in tables for cell in table.cells]
    kinds = {kind: at for at, kind in enumerate(sorted({kind for _, *both, _ in cells for kind in both}))}
    rows = [(pair, kinds[one], kinds[other], weight) for pair, one, other, weight in cells]
    return PackedTables(unit, tuple(kinds), np.array(rows, dtype="<i4").tobytes())
