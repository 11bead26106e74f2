"""An article's counts packed into arrays: what is kept of it, and what a corpus is laid out from.

A thousand articles have a million cells; as tuples of strings they cost seconds to read, as numbers next to nothing.
Rows stand one after the other, little-endian, of 64-bit floats, those of tables of 32-bit integers. In them pairs of
people (as `combinations` gives them) and labels are numbers: their places in the article's own lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotate.agreement.coding import CrossTable, Unit
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.formulas import Floats, Ints
from annotate.agreement.unitizing import SharedLengths

GAP = -1
"""In the place of a label: no label, a gap."""

COUNTS, CELLS = "<f8", "<i4"
"""What rows of counts and rows of tables are made of."""


@dataclass(frozen=True, slots=True)
class PackedLengths:
    """uα's sums of one article: Σ_c o_cc, and a row for each value: label (or `GAP`), length, square."""

    agreed: float
    rows: bytes


@dataclass(frozen=True, slots=True)
class PackedTables:
    """The cross tables of one unit of an article.

    A cell is pair, the one's and the other's set of labels, how many units. The sets are numbered up to `sets`;
    `members` has a row for each label of each: set, label.
    """

    unit: Unit
    sets: int
    members: bytes
    cells: bytes


@dataclass(frozen=True, slots=True)
class PackedCounts:
    """All counts of an article. `tables` may be kept apart: a measure asks for those of one unit at most.

    `spans` is how many there are of each label. A row of `pairs` is pair, label, the spans of either, exact, matched,
    the characters of either, those shared; of `borders` pair, label, cost, borders; of `unitized` label, observed,
    expected, both NaN where they are not known.
    """

    article: int
    people: tuple[int, ...]
    overlap: float
    labels: tuple[str, ...]
    spans: tuple[int, ...]
    pairs: bytes
    borders: bytes
    unitized: bytes
    shared: PackedLengths | None
    shared_binary: PackedLengths | None
    tables: tuple[PackedTables, ...] = ()


def pack(counts: ArticleCounts) -> PackedCounts:
    """An article's counts, packed."""
    labels = tuple(label for label, _ in counts.spans)
    at = {label: number for number, label in enumerate(labels)}
    number_of = {pair: number for number, pair in enumerate(combinations(counts.people, 2))}
    return PackedCounts(
        article=counts.article,
        people=counts.people,
        overlap=counts.overlap,
        labels=labels,
        spans=tuple(times for _, times in counts.spans),
        pairs=_rows(
            (
                number_of[one.first, one.second],
                at[one.label],
                *one.spans,
                one.exact,
                one.matched,
                *one.characters,
                one.characters_shared,
            )
            for one in counts.pairs
        ),  # fmt: skip
        borders=_rows(
            (number_of[one.first, one.second], at[one.label], one.cost, one.borders) for one in counts.borders
        ),
        unitized=_rows((at[one.label], _known(one.observed), _known(one.expected)) for one in counts.unitized),
        shared=_pack_lengths(counts.shared, at),
        shared_binary=_pack_lengths(counts.shared_binary, {"": 0}),
        tables=tuple(_pack_tables(unit, counts.tables, number_of, at) for unit in Unit),
    )


def unpack(packed: Sequence[bytes], columns: int, *, of: str) -> tuple[Floats, Ints]:
    """The rows of several articles, one after the other, and for each the place of its article among them."""
    rows = np.frombuffer(b"".join(packed), dtype=of).reshape(-1, columns)
    size = columns * np.dtype(of).itemsize
    return rows.astype(np.float64), np.repeat(np.arange(len(packed)), [len(each) // size for each in packed])


def _rows(rows: Iterable[Sequence[float]], *, of: str = COUNTS) -> bytes:
    return np.array(list(rows), dtype=of).tobytes()


def _known(number: float | None) -> float:
    return float("nan") if number is None else number


def _pack_lengths(lengths: SharedLengths | None, at: dict[str, int]) -> PackedLengths | None:
    if lengths is None:
        return None
    squares = dict(lengths.squares)
    rows = [(GAP if label is None else at[label], length, squares[label]) for label, length in lengths.lengths]
    return PackedLengths(lengths.agreed, _rows(rows))


def _pack_tables(
    unit: Unit, tables: Iterable[CrossTable], number_of: dict[tuple[int, int], int], at: dict[str, int]
) -> PackedTables:
    mine = [table for table in tables if table.unit is unit]
    kinds = sorted({kind for table in mine for *both, _ in table.cells for kind in both})
    set_of = {kind: number for number, kind in enumerate(kinds)}
    return PackedTables(
        unit,
        len(kinds),
        members=_rows(((number, at[label]) for number, kind in enumerate(kinds) for label in kind), of=CELLS),
        cells=_rows(
            (
                (number_of[table.first, table.second], set_of[one], set_of[other], weight)
                for table in mine
                for one, other, weight in table.cells
            ),
            of=CELLS,
        ),
    )
