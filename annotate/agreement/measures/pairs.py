"""F1 and B: measures of pairs of people, meant over the pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.formulas import Floats
from annotate.agreement.matching import PairCount
from annotate.agreement.measures.tables import Table, Used, spans_of
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note

_Sums = Callable[[PairCount], tuple[int, int, int]]


def exact_f1(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """F1 of spans with the same extent and label."""
    return _f1(counts, label, lambda pair: (pair.exact, *pair.spans))


def overlap_f1(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """F1 of spans of the same label matched one to one, where the IoU of a match is at least the counts' `overlap`."""
    table = _f1(counts, label, lambda pair: (pair.matched, *pair.spans))
    overlap = {"overlap": counts[0].overlap} if counts else {}
    return replace(table, parameters={**table.parameters, **overlap})


def character_f1(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """F1 of the code points that a label covers; one covered twice by the same person counts once."""
    return _f1(counts, label, lambda pair: (pair.characters_shared, *pair.characters))


def boundary_similarity(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """Fournier's B of the places between words at which a label begins or ends."""
    at = _columns(counts)
    rows = np.zeros((len(counts), len(at), 2))
    for row, count in enumerate(counts):
        for edits in count.borders:
            if label in (None, edits.label):
                rows[row, at[edits.first, edits.second]] += edits.cost, edits.borders
    return _table(counts, label, rows, lambda sums: formulas.boundary_similarity(*_last(sums)), values.NO_BORDERS)


def _f1(counts: Sequence[ArticleCounts], label: str | None, sums: _Sums) -> Table:
    at = _columns(counts)
    rows = np.zeros((len(counts), len(at), 3))
    for row, count in enumerate(counts):
        for pair in count.pairs:
            if label in (None, pair.label):
                rows[row, at[pair.first, pair.second]] += sums(pair)
    reason = values.NOTHING_MARKED if label is None else values.LABEL_UNUSED
    return _table(counts, label, rows, lambda sums: formulas.f1(*_last(sums)), reason)


def _columns(counts: Sequence[ArticleCounts]) -> dict[tuple[int, int], int]:
    """A number for every pair of people that finished an article together."""
    pairs = sorted({pair for count in counts for pair in combinations(count.people, 2)})
    return {pair: number for number, pair in enumerate(pairs)}


def _table(
    counts: Sequence[ArticleCounts], label: str | None, rows: Floats, of_pair: Callable[[Floats], Floats], reason: str
) -> Table:
    """A table whose number is the mean over pairs; `rows` are articles × pairs × sums."""
    articles, pairs, sums = rows.shape
    each = partial(_each_pair, of_pair=of_pair, pairs=pairs, sums=sums)
    undefined = int(np.isnan(each(rows.sum(axis=0).ravel())).sum())
    return Table(
        rows=rows.reshape(articles, pairs * sums),
        used=[Used(count.people, spans_of(count.spans, label)) for count in counts],
        formula=lambda added: formulas.mean_defined(each(added)),
        reason=lambda _: Note(reason),
        left_out=(LeftOut(Note(values.UNMARKED_PAIRS), undefined),),
        parameters={"pairs": pairs - undefined},
    )


def _each_pair(added: Floats, *, of_pair: Callable[[Floats], Floats], pairs: int, sums: int) -> Floats:
    return of_pair(added.reshape(*added.shape[:-1], pairs, sums))


def _last(sums: Floats) -> list[Floats]:
    """The sums one by one."""
    return [sums[..., at] for at in range(sums.shape[-1])]
