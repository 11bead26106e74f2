"""Which labels two people give to the same places: what a heat map shows, with the spans behind each cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from annotate.agreement.clusters import find_clusters
from annotate.agreement.continuum import Continuum


@dataclass(frozen=True, slots=True)
class Confusion:
    """One place that two people, or one of them, marked: their labels and the ids of the spans, None for nothing."""

    article: int
    people: tuple[int, int]
    labels: tuple[str | None, str | None]
    spans: tuple[int | None, int | None]


def list_confusions(continuum: Continuum) -> list[Confusion]:
    """Every place of every pair of people in reading order; the places are the pair's clusters."""
    found = []
    for pair in combinations(continuum.people, 2):
        for cluster in find_clusters({person: continuum.sets[person] for person in pair}):
            marked = dict(cluster.spans)
            first, second = marked.get(pair[0]), marked.get(pair[1])
            found.append(
                Confusion(
                    continuum.article,
                    pair,
                    (first.label if first else None, second.label if second else None),
                    (first.id if first else None, second.id if second else None),
                )
            )
    return found
