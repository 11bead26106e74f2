"""The counts of the articles to measure, laid out once for all measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotate.agreement.coding import Labels, Unit
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.formulas import Floats, Ints
from annotate.agreement.measures.tables import Used
from annotate.agreement.packing import CELLS, COUNTS, GAP, PackedCounts, PackedLengths, PackedTables, pack, unpack

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OfPairs:
    """Sums of pairs of people: a row for an article, a pair and a label, each by its number in the corpus."""

    article: Ints
    pair: Ints
    label: Ints
    sums: Floats

    def only(self, pair: int, articles: Ints) -> OfPairs:
        """The rows of one pair, which is then the only one; `articles` are the new numbers of articles."""
        rows = self.pair == pair
        return OfPairs(articles[self.article[rows]], np.zeros_like(self.pair[rows]), self.label[rows], self.sums[rows])


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of all articles' cross tables of one unit, a row each: where it stands, both values, how many units.

    `first` and `second` are numbers of `kinds`.
    """

    kinds: tuple[Labels, ...]
    article: Ints
    pair: Ints
    first: Ints
    second: Ints
    weight: Floats

    def only(self, pair: int, articles: Ints) -> Cells:
        """The cells of one pair and their kinds, the pair then being the only one; `articles` are their new numbers."""
        rows = self.pair == pair
        used, places = np.unique(np.stack((self.first[rows], self.second[rows])), return_inverse=True)
        first, second = places.reshape(2, -1)
        kinds = tuple(self.kinds[kind] for kind in used.tolist())
        at = articles[self.article[rows]]
        return Cells(kinds, at, np.zeros_like(at), first, second, self.weight[rows])


@dataclass(frozen=True, slots=True)
class Unitized:
    """α_U's sums: a row for an article and a label; NaN where somebody's spans of the label overlap."""

    article: Ints
    label: Ints
    observed: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class Lengths:
    """uα's sums of the articles that are `known`: one each, and one for each value; the first value is the gap's."""

    known: Bools
    agreed: Floats
    lengths: Floats
    squares: Floats


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles that two people or more finished, in order of their numbers; `alone` is how many others there were.

    Build with `Corpus.of` or `Corpus.of_packed`, and measure it as often as you like. `people` are those of each
    article, `pairs` all that finished one together, `spans` articles × labels. `pair_sums` are the spans of either,
    exact, matched, the characters of either, and those shared; `border_sums` cost and borders.
    """

    people: tuple[tuple[int, ...], ...]
    alone: int
    overlap: float | None
    pairs: tuple[tuple[int, int], ...]
    labels: tuple[str, ...]
    spans: Floats
    pair_sums: OfPairs
    border_sums: OfPairs
    unitized: Unitized
    shared: Lengths
    shared_binary: Lengths
    cells: Mapping[Unit, Cells]

    @classmethod
    def of(cls, counts: Iterable[ArticleCounts]) -> Corpus:
        """The corpus of these articles, in whatever order they come."""
        return cls.of_packed(map(pack, counts))

    @classmethod
    def of_packed(cls, packed: Iterable[PackedCounts]) -> Corpus:
        """The same of counts that are packed already; with cells of those units of which all have their tables."""
        every = sorted(packed, key=lambda one: one.article)
        layout = _Layout([one for one in every if len(one.people) > 1])
        return layout.corpus(alone=len(every) - len(layout.packed))

    def only(self, pair: tuple[int, int]) -> Corpus:
        """What of it is this pair's, as if nobody else had marked anything: enough for every measure of pairs, κ and α;
        what is counted of all people together (α_U, uα) is gone, and is to be counted anew for that."""
        number = self.pairs.index(pair)
        both = np.array([{*pair} <= {*each} for each in self.people], dtype=bool)
        articles = np.cumsum(both) - 1
        pair_sums = self.pair_sums.only(number, articles)
        spans = np.zeros((int(both.sum()), len(self.labels)))
        np.add.at(spans, (pair_sums.article, pair_sums.label), pair_sums.sums[:, :2].sum(axis=1))
        nothing = Lengths(np.zeros(len(spans), dtype=bool), np.zeros(0), np.zeros((0, 1)), np.zeros((0, 1)))
        return replace(
            self,
            people=(pair,) * len(spans),
            alone=0,
            pairs=(pair,),
            spans=spans,
            pair_sums=pair_sums,
            border_sums=self.border_sums.only(number, articles),
            unitized=Unitized(*(np.zeros(0, dtype=np.int64),) * 2, *(np.zeros(0),) * 2),
            shared=nothing,
            shared_binary=nothing,
            cells={unit: cells.only(number, articles) for unit, cells in self.cells.items()},
        )

    def __len__(self) -> int:
        return len(self.people)

    def spans_of(self, label: str | None) -> Floats:
        """How many spans of a label each article has, or of all where that is None."""
        if label is None:
            found: Floats = self.spans.sum(axis=1)
            return found
        return self.spans[:, self.labels.index(label)] if label in self.labels else np.zeros(len(self))

    def has_label(self, numbers: Ints, label: str | None) -> Bools:
        """Of which of these numbers of labels a measure of the label is taken: of all where that is None."""
        number = self.labels.index(label) if label in self.labels else GAP
        return np.ones(len(numbers), dtype=bool) if label is None else numbers == number

    def used(self, label: str | None, articles: Bools | None = None) -> Used:
        """What these articles brought, or all."""
        chosen = np.ones(len(self), dtype=bool) if articles is None else articles
        people = {person for each, kept in zip(self.people, chosen.tolist(), strict=True) if kept for person in each}
        return Used(int(chosen.sum()), len(people), int(self.spans_of(label)[chosen].sum()))


class _Layout:
    """From an article's own numbers of pairs and labels to those of the corpus."""

    def __init__(self, packed: Sequence[PackedCounts]) -> None:
        self.packed = packed
        pairs = [tuple(combinations(one.people, 2)) for one in packed]
        self.pairs = tuple(sorted({pair for each in pairs for pair in each}))
        self.labels = tuple(sorted({label for one in packed for label in one.labels}))
        self._pair = _Renumbering(pairs, self.pairs)
        self._label = _Renumbering([one.labels for one in packed], self.labels)

    def corpus(self, *, alone: int) -> Corpus:
        spans = np.zeros((len(self.packed), len(self.labels)))
        for article, one in enumerate(self.packed):
            spans[article, [self.labels.index(label) for label in one.labels]] = one.spans
        units = [unit for unit in Unit if all(_tables(one, unit) for one in self.packed)]
        return Corpus(
            people=tuple(one.people for one in self.packed),
            alone=alone,
            overlap=self.packed[0].overlap if self.packed else None,
            pairs=self.pairs,
            labels=self.labels,
            spans=spans,
            pair_sums=self._of_pairs([one.pairs for one in self.packed], 9),
            border_sums=self._of_pairs([one.borders for one in self.packed], 4),
            unitized=self._unitized(),
            shared=self._lengths([one.shared for one in self.packed], values=len(self.labels)),
            shared_binary=self._lengths([one.shared_binary for one in self.packed], values=1),
            cells={unit: self._cells(unit) for unit in units},
        )

    def _of_pairs(self, packed: Sequence[bytes], columns: int) -> OfPairs:
        rows, article = unpack(packed, columns, of=COUNTS)
        return OfPairs(article, self._pair(article, rows[:, 0]), self._label(article, rows[:, 1]), rows[:, 2:])

    def _unitized(self) -> Unitized:
        rows, article = unpack([one.unitized for one in self.packed], 3, of=COUNTS)
        return Unitized(article, self._label(article, rows[:, 0]), rows[:, 1], rows[:, 2])

    def _lengths(self, packed: Sequence[PackedLengths | None], *, values: int) -> Lengths:
        known = np.array([one is not None for one in packed], dtype=bool)
        kept = [one for one in packed if one is not None]
        rows, at = unpack([one.rows for one in kept], 3, of=COUNTS)
        labels = rows[:, 0].astype(np.int64)
        marked = labels != GAP
        if values > 1:
            labels[marked] = self._label(np.flatnonzero(known)[at[marked]], labels[marked])
        sums = np.zeros((2, len(kept), 1 + values))
        sums[:, at, labels + 1] = rows[:, 1:].T
        return Lengths(known, np.array([one.agreed for one in kept]), sums[0], sums[1])

    def _cells(self, unit: Unit) -> Cells:
        tables = [table for one in self.packed if (table := _tables(one, unit))]
        rows, article = unpack([table.cells for table in tables], 4, of=CELLS)
        kinds, kind_of = self._kinds(tables)
        first_of = np.concatenate([[0], np.cumsum([table.sets for table in tables])])[:-1].astype(np.int64)
        first, second = (kind_of[first_of[article] + rows[:, side].astype(np.int64)] for side in (1, 2))
        return Cells(kinds, article, self._pair(article, rows[:, 0]), first, second, rows[:, 3])

    def _kinds(self, tables: Sequence[PackedTables]) -> tuple[tuple[Labels, ...], Ints]:
        """The sets of labels that the corpus has, and of each article's, one after the other, which it is."""
        members, article = unpack([table.members for table in tables], 2, of=CELLS)
        first_of = np.concatenate([[0], np.cumsum([table.sets for table in tables])]).astype(np.int64)
        holds = np.zeros((int(first_of[-1]), len(self.labels)), dtype=bool)
        holds[first_of[article] + members[:, 0].astype(np.int64), self._label(article, members[:, 1])] = True
        found, kind_of = np.unique(holds, axis=0, return_inverse=True)
        return tuple(tuple(np.array(self.labels)[row].tolist()) for row in found), kind_of.ravel()


class _Renumbering:
    """The corpus's numbers for each article's own."""

    def __init__(self, own: Sequence[Sequence[object]], whole: Sequence[object]) -> None:
        number_of = {one: number for number, one in enumerate(whole)}
        self._numbers = np.array([number_of[one] for each in own for one in each], dtype=np.int64)
        self._first = np.cumsum([0, *(len(each) for each in own)], dtype=np.int64)

    def __call__(self, article: Ints, numbers: Floats | Ints) -> Ints:
        found: Ints = self._numbers[self._first[article] + numbers.astype(np.int64)]
        return found


def _tables(one: PackedCounts, unit: Unit) -> PackedTables | None:
    return next((table for table in one.tables if table.unit is unit), None)
