"""γ's best alignment against trying every alignment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.agreement import alignment
from annotate.agreement.alignment import TooManyTuples, Track, best_alignment, dissimilarity
from annotate.agreement.disorder import Weights

Spans = list[tuple[int, int, int]]


def tracks_of(people: list[Spans]) -> list[Track]:
    return [Track.of([(start, start + length, label) for start, length, label in spans]) for spans in people]


def every_partition(units: list[tuple[int, int]], people: int) -> Iterator[list[list[tuple[int, int]]]]:
    """Every way to put units (person, index) into tuples with one a person at most."""
    if not units:
        yield []
        return
    first, rest = units[0], units[1:]
    for size in range(people):
        for others in combinations(rest, size):
            if len({person for person, _ in (first, *others)}) == size + 1:
                left = [unit for unit in rest if unit not in others]
                for partition in every_partition(left, people):
                    yield [[first, *others], *partition]


def disorder_by_trying(tracks: list[Track], weights: Weights) -> float:
    """The least disorder of any alignment, summed as the paper writes it."""
    people = len(tracks)
    units = [(person, at) for person, track in enumerate(tracks) for at in range(len(track))]
    far = {(i, j): dissimilarity(tracks[i], tracks[j], weights) for i, j in combinations(range(people), 2)}

    def cost(members: list[tuple[int, int]]) -> float:
        present = dict(members)
        pairs = [
            far[i, j][present[i], present[j]] if i in present and j in present else weights.empty
            for i, j in combinations(range(people), 2)
        ]
        return float(np.mean(pairs))

    least = min(sum(map(cost, partition)) for partition in every_partition(units, people))
    return least / (len(units) / people)


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8), st.integers(0, 1)), max_size=3)
WEIGHTS = st.builds(Weights, st.sampled_from([1.0, 3.0]), st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from([1.0, 0.5]))


@settings(max_examples=60, deadline=None)
@given(st.lists(SPANS, min_size=2, max_size=4).filter(lambda people: 0 < sum(map(len, people)) < 9), WEIGHTS)
def test_best_alignment_is_as_good_as_any_alignment(people: list[Spans], weights: Weights) -> None:
    tracks = tracks_of(people)
    assert best_alignment(tracks, weights).disorder == pytest.approx(disorder_by_trying(tracks, weights), abs=3e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(SPANS, min_size=2, max_size=4), WEIGHTS)
def test_every_span_stands_in_exactly_one_tuple(people: list[Spans], weights: Weights) -> None:
    tracks = tracks_of(people)
    rows = best_alignment(tracks, weights).tuples
    for person, track in enumerate(tracks):
        assert sorted(at for at in rows[:, person] if at >= 0) == list(range(len(track)))
    assert (rows >= 0).any(axis=1).all()


def test_identical_sets_have_no_disorder() -> None:
    tracks = tracks_of([[(0, 5, 0), (3, 4, 1), (20, 9, 0)]] * 3)
    best = best_alignment(tracks, Weights())
    assert best.disorder == pytest.approx(0, abs=1e-12)
    assert best.tuples.tolist() == [[0, 0, 0], [1, 1, 1], [2, 2, 2]]


def test_nobody_marked_anything_is_no_number() -> None:
    assert best_alignment(tracks_of([[], [], []]), Weights()).disorder is None


def test_too_many_tuples_are_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MAX_TUPLES", 10)
    with pytest.raises(TooManyTuples):
        best_alignment(tracks_of([[(0, 9, 0), (1, 9, 0), (2, 9, 0)]] * 3), Weights())
