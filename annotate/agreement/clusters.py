"""Spans of several people that speak of the same place, and what the people agree on there.

Two spans of different people *fit* when nobody would take them for two places:

- with the same label, when they share at least half of the shorter one (one person ends a claim a clause earlier,
  another marks its core: still one claim);
- with different labels, when they share at least half of all they cover (IoU ≥ ½): the same words under two labels are
  a disagreement about the label, but a figure of rhetoric inside a long claim is another place.

A cluster holds at most one span a person, and *every* two of its spans fit. So a chain, where the first overlaps the
second and the second the third, but not the first the third, is cut; and somebody's two claims that another took for
one stay two decisions. Clusters are joined closest first (complete linkage), where closeness is IoU, and ½ more where
the labels are the same: the same label on half the words is as close as another label on all of them. Equally close
ones are joined in reading order. Only extents and labels decide, never who marked or in which order it came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from annotate.agreement.continuum import Span
from annotate.agreement.tolerance import Tolerance, bare
from annotate.text.extent import Extent

SAME_LABEL = 0.5
"""The least share of the shorter span that two spans of the same label have in common to fit."""
OTHER_LABEL = 0.5
"""The least IoU of two spans of different labels that fit."""
LABEL_WORTH = 0.5
"""How much IoU the same label is worth when the closest are joined first."""


class Verdict(StrEnum):
    """What the people agree on at a place."""

    AGREED = "agreed"
    """Everybody has it, with the same label and the same extent, but for what is tolerated."""
    EXTENT_DIFFERS = "extent differs"
    """Everybody has it, with the same label."""
    LABEL_DIFFERS = "label differs"
    """Everybody has it, with the same extent, but for what is tolerated."""
    BOTH_DIFFER = "both differ"
    """Everybody has it, with different labels and extents."""
    ONLY_SOME = "only some"
    """Somebody who finished the article marked nothing there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A label and an extent for a place, and who chose it. Extents that are the same but for what is tolerated are one
    choice, with the extent that most of them have; of equally many the longest, then the first."""

    label: str
    extent: Extent
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """One place: each person's span there, at most one, in order of the people's numbers."""

    spans: tuple[tuple[int, Span], ...]

    @property
    def people(self) -> tuple[int, ...]:
        """Who marked something here."""
        return tuple(person for person, _ in self.spans)

    @property
    def union(self) -> Extent:
        """All code points that somebody marked here."""
        return Extent.of(piece for _, span in self.spans for piece in span.extent)

    @property
    def intersection(self) -> Extent | None:
        """The code points that all who marked something here have in common, if there are any."""
        common = self.spans[0][1].extent
        for _, span in self.spans[1:]:
            pieces = [
                (max(a, c), min(b, d)) for (a, b), (c, d) in product(common, span.extent) if max(a, c) < min(b, d)
            ]
            if not pieces:
                return None
            common = Extent.of(pieces)
        return common


def find_clusters(sets: Mapping[int, Iterable[Span]]) -> list[Cluster]:
    """The clusters of everybody's spans, in reading order; every span is in exactly one.

    The order is by extent, first start first, then by label and who marked. A sweep finds the pairs that overlap, so
    the cost grows with those, not with the square of the spans.
    """
    places = _Places(sets)
    for _, one, other in sorted(places.fitting()):
        places.join(one, other)
    return sorted((Cluster(spans) for spans in places.joined()), key=_reading_order)


def judge(
    cluster: Cluster, everybody: Collection[int], text: str, tolerance: Tolerance, *, language: str = ""
) -> Verdict:
    """What the people who finished the article (`everybody`) agree on in this place."""
    if not set(everybody) <= set(cluster.people):
        return Verdict.ONLY_SOME
    labels = {span.label for _, span in cluster.spans}
    extents = {bare(span.extent, text, tolerance, language=language) for _, span in cluster.spans}
    if len(labels) == 1:
        return Verdict.AGREED if len(extents) == 1 else Verdict.EXTENT_DIFFERS
    return Verdict.LABEL_DIFFERS if len(extents) == 1 else Verdict.BOTH_DIFFER


def choices(cluster: Cluster, text: str, tolerance: Tolerance, *, language: str = "") -> list[Choice]:
    """The different answers people gave in this place, the one that most gave first; then in reading order.

    "k of n agree" is `len(choices[0].people)` of all who finished the article; an agreed cluster has one choice.
    """
    alike: defaultdict[tuple[str, Extent], list[tuple[int, Extent]]] = defaultdict(list)
    for person, span in cluster.spans:
        alike[span.label, bare(span.extent, text, tolerance, language=language)].append((person, span.extent))
    found = [
        Choice(label, _most_frequent([extent for _, extent in given]), tuple(person for person, _ in given))
        for (label, _), given in alike.items()
    ]
    return sorted(found, key=lambda choice: (-len(choice.people), choice.extent, choice.label))


def _most_frequent(extents: Sequence[Extent]) -> Extent:
    return min(extents, key=lambda extent: (-extents.count(extent), -len(extent), extent))


def _reading_order(cluster: Cluster) -> tuple[list[Extent], list[str], list[tuple[int, int]]]:
    by_place = sorted(cluster.spans, key=lambda item: (item[1].extent, item[1].label, item[0]))
    return (
        [span.extent for _, span in by_place],
        [span.label for _, span in by_place],
        [(person, span.id) for person, span in by_place],
    )


class _Places:
    """Clusters being joined. It begins with spans of the same extent and label as one place, whoever marked them: they
    fit whatever fits one of them, and so nothing later depends on who marked."""

    def __init__(self, sets: Mapping[int, Iterable[Span]]) -> None:
        alike: defaultdict[tuple[Extent, str, int], list[tuple[int, Span]]] = defaultdict(list)
        for person in sorted(sets):
            again: defaultdict[tuple[Extent, str], int] = defaultdict(int)
            for span in sorted(sets[person], key=lambda span: (span.extent, span.label, span.id)):
                alike[span.extent, span.label, again[span.extent, span.label]].append((person, span))
                again[span.extent, span.label] += 1
        self._kinds = sorted(alike)
        self._spans = [alike[kind] for kind in self._kinds]
        self._members = {at: [at] for at in range(len(self._kinds))}
        self._home = list(range(len(self._kinds)))

    def fitting(self) -> Iterator[tuple[float, int, int]]:
        """The pairs of kinds that fit, as `(−closeness, one, other)`: sorted, the closest come first."""
        open_: list[int] = []
        for at, (extent, _, _) in enumerate(self._kinds):
            open_ = [before for before in open_ if self._kinds[before][0].end > extent.start]
            for before in open_:
                closeness = self._closeness(before, at)
                if closeness:
                    yield -closeness, before, at
            open_.append(at)

    def join(self, one: int, other: int) -> None:
        """Make one cluster of those that the two kinds are in, if nobody would be in it twice and all of it fits."""
        first, second = self._home[one], self._home[other]
        if first == second:
            return
        ours, theirs = self._members[first], self._members[second]
        mine = {person for at in ours for person, _ in self._spans[at]}
        if any(person in mine for at in theirs for person, _ in self._spans[at]):
            return
        if all(self._closeness(a, b) for a, b in product(ours, theirs)):
            ours += theirs
            del self._members[second]
            for at in theirs:
                self._home[at] = first

    def joined(self) -> Iterator[tuple[tuple[int, Span], ...]]:
        """The spans of each cluster, by person."""
        for members in self._members.values():
            yield tuple(sorted((item for at in members for item in self._spans[at]), key=lambda item: item[0]))

    def _closeness(self, one: int, other: int) -> float:
        """How close two kinds are; 0 where they do not fit."""
        (here, label, _), (there, other_label, _) = self._kinds[one], self._kinds[other]
        shared = here.shared(there)
        iou = shared / (len(here) + len(there) - shared)
        if label == other_label:
            return iou + LABEL_WORTH if shared >= SAME_LABEL * min(len(here), len(there)) else 0.0
        return iou if iou >= OTHER_LABEL else 0.0
