"""What two people's spans of one label have in common: spans of the same extent, spans matched one to one, characters.

Each is a count of one article, so that F1 over many articles is F1 of the sums:
`F1 = 2 · shared / (first + second)`. It is symmetric, and tends to κ where the unmarked cases are without bound
(Hripcsak & Rothschild 2005, doi 10.1197/jamia.M1733).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotate.agreement.continuum import Continuum, Span
from annotate.text.extent import Extent


@dataclass(frozen=True, slots=True)
class PairCount:
    """What two people marked with one label in one article, in spans and in code points."""

    first: int
    second: int
    label: str
    spans: tuple[int, int]
    exact: int
    """Spans of the one whose extent is an extent of the other."""
    matched: int
    """Pairs of a largest one-to-one matching of spans that overlap enough."""
    characters: tuple[int, int]
    characters_shared: int


def count_pairs(continuum: Continuum, *, overlap: float) -> tuple[PairCount, ...]:
    """A count for every pair of people and every label one of the two used. `overlap` is the least IoU of a match."""
    by_label = {person: _extents_by_label(spans) for person, spans in continuum.sets.items()}
    return tuple(
        _count(first, second, label, by_label[first].get(label, ()), by_label[second].get(label, ()), overlap)
        for first, second in combinations(continuum.people, 2)
        for label in sorted(by_label[first].keys() | by_label[second].keys())
    )


def intersection_over_union(one: Extent, other: Extent) -> float:
    """How much of all code points of the two they share: 0 where they are apart, 1 where they are the same.

    Jaccard's index (Jaccard 1912, doi 10.1111/j.1469-8137.1912.tb05611.x).
    """
    shared = one.shared(other)
    return shared / (len(one) + len(other) - shared)


def match(first: Sequence[Extent], second: Sequence[Extent], *, overlap: float) -> list[tuple[int, int]]:
    """A largest set of pairs `(index in first, index in second)`, each index at most once, each pair's IoU ≥ `overlap`.

    One to one, so that a long span cannot be credited with every short one inside it. Largest by augmenting paths
    (Berge 1957; Kuhn 1955); closer pairs are tried first. How many there are does not depend on any order.
    """
    near: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other in overlapping(first, second):
        iou = intersection_over_union(first[one], second[other])
        if iou >= overlap:
            near[one].append((-iou, other))
    partners: dict[int, int] = {}
    taken: dict[int, int] = {}
    for one in near:
        near[one].sort()
    for one in sorted(near, key=lambda index: near[index][0]):
        _augment(one, near, partners, taken)
    return sorted(partners.items())


def overlapping(first: Sequence[Extent], second: Sequence[Extent]) -> Iterator[tuple[int, int]]:
    """The pairs of indices whose outer bounds overlap; a sweep from left to right, so far pairs cost nothing."""
    ones = [(extent.start, 0, index) for index, extent in enumerate(first)]
    others = [(extent.start, 1, index) for index, extent in enumerate(second)]
    sides = (first, second)
    open_: tuple[list[int], list[int]] = ([], [])
    for start, side, index in sorted(ones + others):
        across = open_[1 - side]
        across[:] = [there for there in across if sides[1 - side][there].end > start]
        for there in across:
            yield (index, there) if side == 0 else (there, index)
        open_[side].append(index)


def _augment(
    start: int, near: dict[int, list[tuple[float, int]]], partners: dict[int, int], taken: dict[int, int]
) -> None:
    """Give `start` a partner along a shortest path on which others move to another of theirs; nothing without one."""
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        one = queue.popleft()
        for _, other in near[one]:
            if other in came_from:
                continue
            came_from[other] = one
            if other in taken:
                queue.append(taken[other])
                continue
            step: int | None = other
            while step is not None:
                mover = came_from[step]
                left = partners.get(mover)
                partners[mover], taken[step] = step, mover
                step = left
            return


def _extents_by_label(spans: Iterable[Span]) -> dict[str, tuple[Extent, ...]]:
    found: defaultdict[str, list[Extent]] = defaultdict(list)
    for span in spans:
        found[span.label].append(span.extent)
    return {label: tuple(extents) for label, extents in found.items()}


def _count(
    first: int, second: int, label: str, ones: Sequence[Extent], others: Sequence[Extent], overlap: float
) -> PairCount:
    exact = (Counter(ones) & Counter(others)).total()
    covered, also_covered = _covered(ones), _covered(others)
    shared = covered.shared(also_covered) if covered and also_covered else 0
    return PairCount(
        first,
        second,
        label,
        spans=(len(ones), len(others)),
        exact=exact,
        matched=len(match(ones, others, overlap=overlap)),
        characters=(len(covered) if covered else 0, len(also_covered) if also_covered else 0),
        characters_shared=shared,
    )


def _covered(extents: Sequence[Extent]) -> Extent | None:
    """All code points of the extents, each once, as Extent joins what overlaps."""
    return Extent.of(piece for extent in extents for piece in extent) if extents else None
