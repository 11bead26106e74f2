"""F1 and B: measures of pairs of people, meant over the pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.formulas import Floats
from annotate.agreement.measures.corpus import Corpus, OfPairs
from annotate.agreement.measures.tables import Table, sums
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note

SPANS, EXACT, MATCHED, CHARACTERS, CHARACTERS_SHARED = [0, 1], 2, 3, [4, 5], 6
"""Where the corpus's sums of pairs have them."""


def exact_f1(corpus: Corpus, label: str | None) -> Table:
    """F1 of spans with the same extent and label."""
    return _f1(corpus, label, [EXACT, *SPANS])


def overlap_f1(corpus: Corpus, label: str | None) -> Table:
    """F1 of spans of the same label matched one to one, where the IoU of a match is at least the counts' `overlap`."""
    table = _f1(corpus, label, [MATCHED, *SPANS])
    overlap = {} if corpus.overlap is None else {"overlap": corpus.overlap}
    return replace(table, parameters={**table.parameters, **overlap})


def overlap_f1_of_articles(corpus: Corpus, label: str | None) -> Floats:
    """The same of each article alone."""
    rows = _rows(corpus, corpus.pair_sums, [MATCHED, *SPANS], label)
    return formulas.mean_defined(_f1_of(rows))


def character_f1(corpus: Corpus, label: str | None) -> Table:
    """F1 of the code points that a label covers; one covered twice by the same person counts once."""
    return _f1(corpus, label, [CHARACTERS_SHARED, *CHARACTERS])


def boundary_similarity(corpus: Corpus, label: str | None) -> Table:
    """Fournier's B of the places between words at which a label begins or ends."""
    rows = _rows(corpus, corpus.border_sums, [0, 1], label)
    return _table(corpus, label, rows, lambda added: formulas.boundary_similarity(*_last(added)), values.NO_BORDERS)


def _f1(corpus: Corpus, label: str | None, columns: list[int]) -> Table:
    rows = _rows(corpus, corpus.pair_sums, columns, label)
    return _table(corpus, label, rows, _f1_of, values.NOTHING_MARKED if label is None else values.LABEL_UNUSED)


def _f1_of(added: Floats) -> Floats:
    return formulas.f1(*_last(added))


def _rows(corpus: Corpus, of_pairs: OfPairs, columns: list[int], label: str | None) -> Floats:
    """These sums of a label, or of all, articles × pairs × sums."""
    chosen = corpus.has_label(of_pairs.label, label)
    rows = np.zeros((len(corpus), len(corpus.pairs), len(columns)))
    np.add.at(rows, (of_pairs.article[chosen], of_pairs.pair[chosen]), of_pairs.sums[chosen][:, columns])
    return rows


def _table(corpus: Corpus, label: str | None, rows: Floats, of_pair: Callable[[Floats], Floats], reason: str) -> Table:
    """A table whose number is the mean over pairs."""
    articles, pairs, width = rows.shape
    each = partial(_each_pair, of_pair=of_pair, pairs=pairs, width=width)
    undefined = int(np.isnan(of_pair(rows.sum(axis=0))).sum())
    return Table(
        used=corpus.used(label),
        weighed=sums(rows.reshape(articles, pairs * width), lambda added: formulas.mean_defined(each(added))),
        reason=Note(reason),
        left_out=(LeftOut(Note(values.UNMARKED_PAIRS), undefined),),
        parameters={"pairs": pairs - undefined},
    )


def _each_pair(added: Floats, *, of_pair: Callable[[Floats], Floats], pairs: int, width: int) -> Floats:
    return of_pair(added.reshape(*added.shape[:-1], pairs, width))


def _last(added: Floats) -> list[Floats]:
    """The sums one by one."""
    return [added[..., at] for at in range(added.shape[-1])]
