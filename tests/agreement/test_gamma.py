"""Random continua, progress, and what γ's counts hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.agreement import alignment
from annotate.agreement.alignment import Track
from annotate.agreement.continuum import Continuum, Span
from annotate.agreement.disorder import GammaSettings, Weights
from annotate.agreement.gamma import align, count_gamma, observe, shuffle
from annotate.text.extent import Extent
from tests.agreement import published
from tests.agreement.published import continuum


def span(start: int, end: int, label: str = "claim", number: int = 0) -> Span:
    return Span(Extent.one(start, end), label, number)


EXAMPLE = continuum(published.MATHET, 60)


@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.5, 1.0, 50.0]))
def test_a_random_continuum_is_made_of_shifted_people(seed: int, apart: float) -> None:
    tracks = [Track.of([(0, 5, 0), (20, 30, 1)]), Track.of([(10, 12, 1)]), Track.of([])]
    shuffled = shuffle(tracks, 40, np.random.default_rng(seed), apart=apart)
    known = [(track.labels.tolist(), (track.ends - track.starts).tolist()) for track in tracks]
    assert len(shuffled) == len(tracks)
    assert any(map(len, shuffled))
    for track in shuffled:
        assert (track.labels.tolist(), (track.ends - track.starts).tolist()) in known
        assert ((track.starts >= 0) & (track.starts < 40)).all()


def test_shifts_lie_apart_as_long_as_there_is_room() -> None:
    tracks = [Track.of([(0, 10, 0)])] * 3
    for seed in range(50):
        starts = sorted(float(track.starts[0]) for track in shuffle(tracks, 100, np.random.default_rng(seed), apart=1))
        around = [*starts, starts[0] + 100]
        assert min(b - a for a, b in zip(around, around[1:], strict=False)) > 10


def test_the_same_seed_gives_the_same_counts_and_another_seed_others() -> None:
    first = count_gamma(EXAMPLE, GammaSettings(samples=4, seed=1))
    assert first == count_gamma(EXAMPLE, GammaSettings(samples=4, seed=1))
    assert first.observed == count_gamma(EXAMPLE, GammaSettings(samples=4, seed=2)).observed
    assert first.samples != count_gamma(EXAMPLE, GammaSettings(samples=4, seed=2)).samples


def test_more_samples_go_on_where_fewer_ended() -> None:
    few, many = (count_gamma(EXAMPLE, GammaSettings(samples=samples)).samples for samples in (2, 5))
    assert many[:2] == few


def test_progress_is_told_after_every_random_continuum() -> None:
    told: list[tuple[int, int]] = []
    count_gamma(EXAMPLE, GammaSettings(samples=3), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_gamma_cat_weighs_a_pair_by_how_near_it_lies() -> None:
    article = Continuum(1, 100, {1: (span(0, 10), span(50, 60)), 2: (span(0, 10, "aside"), span(52, 60))})
    whole, aside, claim = observe(article, Weights()).categories
    near = 1 - (2 / 18) ** 2
    assert (whole.label, whole.weight, whole.differing) == (None, pytest.approx(1 + near), pytest.approx(1))
    assert (aside.label, aside.weight, aside.differing) == ("aside", pytest.approx(1), pytest.approx(1))
    assert (claim.label, claim.weight, claim.differing) == ("claim", pytest.approx(1 + near), pytest.approx(1))


def test_the_alignment_shows_who_marked_what_beside_what() -> None:
    article = Continuum(1, 100, {7: (span(0, 10, number=1),), 8: (span(1, 10, number=2), span(70, 80, number=3))})
    aligned = align(article, Weights())
    rows = [{who: marked.id for who, marked in zip(aligned.people, row, strict=True) if marked} for row in aligned.rows]
    assert sorted(rows, key=len) == [{8: 3}, {7: 1, 8: 2}]


def test_a_span_of_several_ranges_is_taken_by_its_outer_borders() -> None:
    split = Span(Extent.of([(0, 2), (8, 10)]), "claim")
    article = Continuum(1, 50, {1: (split,), 2: (span(0, 10),)})
    assert align(article, Weights()).alignment.disorder == 0


def test_an_article_out_of_reach_says_so_instead_of_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MAX_TUPLES", 5)
    counts = count_gamma(EXAMPLE, GammaSettings(samples=2))
    assert (counts.observed, counts.samples) == (None, ())


@pytest.mark.parametrize("people", [{}, {1: (span(1, 5),)}])
def test_fewer_than_two_people_have_no_disorder(people: dict[int, tuple[Span, ...]]) -> None:
    assert count_gamma(Continuum(1, 50, people), GammaSettings()).observed is None
