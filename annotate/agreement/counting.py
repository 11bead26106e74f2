"""One article's counts: all that any measure but γ needs of it, as plain values that can be kept and read again.

Every measure is a formula of sums over articles, so a change in one article counts that article again and no other. γ's
counts are `annotate.agreement.disorder.GammaCount`: they add as well, but cost seconds where these cost milliseconds.
What cannot be had from sums: a bootstrap interval, which needs the counts article by article (not the continua).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from annotate.agreement.borders import BorderCount, count_borders
from annotate.agreement.coding import CrossTable, Unit, cross_tables
from annotate.agreement.continuum import Continuum
from annotate.agreement.matching import PairCount, count_pairs
from annotate.agreement.unitizing import SharedLengths, UnitizedCount, count_shared_lengths, count_unitized

OVERLAP = 0.5
"""The least IoU at which two spans count as the same one for overlap F1, unless a project says otherwise."""


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """The counts of one article, of exactly these people; for a pair among more, count `continuum.only(pair)`."""

    article: int
    people: tuple[int, ...]
    spans: tuple[tuple[str, int], ...]
    overlap: float
    pairs: tuple[PairCount, ...]
    tables: tuple[CrossTable, ...]
    unitized: tuple[UnitizedCount, ...]
    shared: SharedLengths | None
    shared_binary: SharedLengths | None
    borders: tuple[BorderCount, ...]


def count_article(continuum: Continuum, *, overlap: float = OVERLAP) -> ArticleCounts:
    """Count an article for every measure but γ. `overlap` is the least IoU of a match, above 0 and at most 1."""
    spans = Counter(span.label for marked in continuum.sets.values() for span in marked)
    return ArticleCounts(
        article=continuum.article,
        people=continuum.people,
        spans=tuple(sorted(spans.items())),
        overlap=overlap,
        pairs=count_pairs(continuum, overlap=overlap),
        tables=tuple(chain.from_iterable(cross_tables(continuum, unit) for unit in Unit)),
        unitized=count_unitized(continuum),
        shared=count_shared_lengths(continuum, binary=False),
        shared_binary=count_shared_lengths(continuum, binary=True),
        borders=count_borders(continuum),
    )
