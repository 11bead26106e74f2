"""γ, γ-cat and γ-k of one article: the disorder of its best alignment, and that of random continua like it.

γ: Mathet, Widlöcher & Métivier 2015 (J15-3003), chance by section 5.2. γ-cat and γ-k: Mathet 2018, "The Agreement
Measure γcat, a Complement to γ Focused on Categorization of a Continuum", Computational Linguistics 44(4), section 4.2.

`observe` is exact and quick; `expect` solves one alignment a random continuum and says how far it is. Both give sums
that add over articles: γ of many articles is γ of one continuum made of them, except that no span is ever compared
with, or thrown by chance into, another article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from annotate.agreement.alignment import (
    Alignment,
    NotSolved,
    TooManyTuples,
    Track,
    best_alignment,
    position_dissimilarity,
)
from annotate.agreement.continuum import Continuum, Span
from annotate.agreement.disorder import CategoryCount, DisorderCount, GammaCount, GammaSettings, Weights

Progress = Callable[[int, int], None]
"""Told `(done, of)` after each random continuum."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The best alignment of a continuum: each row holds what each of `people` marked there, None where nothing."""

    people: tuple[int, ...]
    rows: tuple[tuple[Span | None, ...], ...]
    alignment: Alignment


def align(continuum: Continuum, weights: Weights) -> Aligned:
    """The best alignment for people to look at. A span of several ranges is taken by its outer borders, as in all of γ.

    TooManyTuples or NotSolved where it is out of reach; two people at least.
    """
    people, sets = _in_order(continuum)
    alignment = best_alignment(_tracks(continuum, sets), weights)
    rows = tuple(
        tuple(spans[at] if at >= 0 else None for spans, at in zip(sets, row, strict=True))
        for row in alignment.tuples.tolist()
    )
    return Aligned(people, rows, alignment)


def count_gamma(continuum: Continuum, settings: GammaSettings, *, progress: Progress | None = None) -> GammaCount:
    """γ's sums of one article: of its best alignment and of `settings.samples` random continua.

    The seed of an article is the pair of `settings.seed` and its number, so that a change elsewhere changes nothing
    here.
    """
    spans = Counter(span.label for marked in continuum.sets.values() for span in marked)
    observed: DisorderCount | None = None
    samples: tuple[DisorderCount, ...] = ()
    if len(continuum.people) > 1:
        try:
            observed = observe(continuum, settings.weights)
            samples = expect(continuum, settings, progress=progress) if spans else ()
        except (TooManyTuples, NotSolved):
            observed, samples = None, ()
    return GammaCount(continuum.article, continuum.people, tuple(sorted(spans.items())), observed, samples)


def continue_gamma(
    continuum: Continuum, settings: GammaSettings, before: GammaCount | None, *, enough: Callable[[], bool]
) -> GammaCount:
    """The same in steps: what was counted `before`, and further random continua until `enough` says so.

    A step is one best alignment, and at least one is made. Carried to the end it is what `count_gamma` gives.
    """
    if before is None:
        first = count_gamma(continuum, replace(settings, samples=0))
        return first if enough() else continue_gamma(continuum, settings, first, enough=enough)
    if is_whole(before, settings):
        return before
    samples = list(before.samples)
    try:
        for sample in _sampled(continuum, settings, since=len(samples)):
            samples.append(sample)
            if enough():
                break
    except (TooManyTuples, NotSolved):
        return replace(before, observed=None, samples=())
    return replace(before, samples=tuple(samples))


def is_whole(count: GammaCount, settings: GammaSettings) -> bool:
    """Whether nothing is left to count: all random continua are there, or none can be."""
    return count.observed is None or not count.spans or len(count.samples) >= settings.samples


def observe(continuum: Continuum, weights: Weights) -> DisorderCount:
    """The sums of the best alignment. TooManyTuples or NotSolved where it is out of reach."""
    _, sets = _in_order(continuum)
    return _count(_tracks(continuum, sets), sorted(continuum.labels), weights)


def expect(
    continuum: Continuum, settings: GammaSettings, *, progress: Progress | None = None
) -> tuple[DisorderCount, ...]:
    """The sums of random continua's best alignments. Somebody must have marked something."""
    counts = []
    for done, count in enumerate(_sampled(continuum, settings), 1):
        counts.append(count)
        if progress is not None:
            progress(done, settings.samples)
    return tuple(counts)


def _sampled(continuum: Continuum, settings: GammaSettings, *, since: int = 0) -> Iterator[DisorderCount]:
    """The random continua's counts one by one, from number `since` (from 0) on; those before are drawn, not solved."""
    _, sets = _in_order(continuum)
    tracks, labels = _tracks(continuum, sets), sorted(continuum.labels)
    draw = np.random.default_rng([settings.seed, continuum.article])
    for number in range(settings.samples):
        shuffled = shuffle(tracks, continuum.length, draw, apart=settings.apart)
        if number >= since:
            yield _count(shuffled, labels, settings.weights)


def shuffle(tracks: Sequence[Track], length: int, draw: np.random.Generator, *, apart: float) -> list[Track]:
    """A random continuum of as many people: each takes over somebody's spans, all shifted by the same random distance.

    Section 5.2.1: what is shifted over the end begins again at the start. Shifts lie apart by the mean length of a
    span, times `apart`, as long as there is room. A continuum without a span is drawn again.
    """
    lengths = np.concatenate([track.ends - track.starts for track in tracks])
    distance = int(apart * lengths.mean())
    while True:
        free = np.ones(length, dtype=np.bool_)
        shuffled = []
        for _ in tracks:
            source = tracks[int(draw.integers(len(tracks)))]
            shift = int(draw.choice(np.flatnonzero(free))) if free.any() else int(draw.integers(length))
            free[np.arange(shift - distance, shift + distance + 1) % length] = False
            starts = (source.starts + shift) % length
            shuffled.append(Track(starts, starts + source.ends - source.starts, source.labels))
        if any(map(len, shuffled)):
            return shuffled


def _in_order(continuum: Continuum) -> tuple[tuple[int, ...], list[list[Span]]]:
    """People and their spans, in an order that only what they marked decides, not who they are."""
    spans = {
        person: sorted(marked, key=lambda span: (span.extent.start, span.extent.end, span.label, span.extent, span.id))
        for person, marked in continuum.sets.items()
    }
    people = sorted(
        spans, key=lambda person: ([(s.extent.start, s.extent.end, s.label) for s in spans[person]], person)
    )
    return tuple(people), [spans[person] for person in people]


def _tracks(continuum: Continuum, sets: Sequence[Sequence[Span]]) -> list[Track]:
    numbers = {label: number for number, label in enumerate(sorted(continuum.labels))}
    return [Track.of([(span.extent.start, span.extent.end, numbers[span.label]) for span in spans]) for spans in sets]


def _count(tracks: Sequence[Track], labels: Sequence[str], weights: Weights) -> DisorderCount:
    alignment = best_alignment(tracks, weights)
    return DisorderCount(alignment.cost, alignment.spans_per_person, _categories(tracks, labels, alignment))


def _categories(tracks: Sequence[Track], labels: Sequence[str], alignment: Alignment) -> tuple[CategoryCount, ...]:
    """γ-cat's and γ-k's sums of an alignment (Mathet 2018, section 4.2.5), without the α that the software puts in."""
    rows = alignment.tuples
    tuple_sizes = (rows >= 0).sum(axis=1)
    weight: defaultdict[str | None, float] = defaultdict(float)
    differing: defaultdict[str | None, float] = defaultdict(float)
    for (i, one), (j, other) in combinations(enumerate(tracks), 2):
        both = np.flatnonzero((rows[:, i] >= 0) & (rows[:, j] >= 0))
        first, second = rows[both, i], rows[both, j]
        confidence = np.maximum(0.0, 1.0 - position_dissimilarity(one, other)[first, second]) / (tuple_sizes[both] - 1)
        for a, b, weighs in zip(one.labels[first], other.labels[second], confidence, strict=True):
            for label in (None, *{labels[a], labels[b]}):
                weight[label] += float(weighs)
                differing[label] += float(weighs) if a != b else 0.0
    return tuple(CategoryCount(label, weight[label], differing[label]) for label in (None, *labels))
