"""α of answers to questions about whole articles."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.agreement import values
from annotate.agreement.answers import Answer, Scale, alpha_of_answers, words_cannot_be_compared
from annotate.agreement.measures.tables import Resampling
from tests.agreement import published


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, values.NONE_ANSWERED_BY_TWO),
        ({1: {1: "for"}, 2: {2: "against"}}, values.NONE_ANSWERED_BY_TWO),
        ({1: {1: "for", 2: "for"}, 2: {1: "for", 2: "for"}}, values.ONE_VALUE),
    ],
)
def test_where_there_is_no_number_there_is_the_reason(answers: dict[int, dict[int, Answer]], reason: str) -> None:
    found = alpha_of_answers(answers, Scale.NOMINAL)
    assert (found.value, found.undefined) == (None, reason)


def test_articles_that_one_person_answered_are_left_out_and_counted() -> None:
    found = alpha_of_answers({1: {1: "for", 2: "for"}, 2: {1: "against", 2: "against"}, 3: {3: "for"}}, Scale.NOMINAL)
    assert (found.value, found.articles, found.people) == (1.0, 2, 2)
    assert [(left.reason, left.count) for left in found.left_out] == [(values.FEWER_THAN_TWO_ANSWERED, 1)]


def test_words_of_an_ordinal_scale_need_their_order() -> None:
    near = {1: {1: "weak", 2: "fair"}, 2: {1: "strong", 2: "strong"}, 3: {1: "weak", 2: "weak"}}
    far = {1: {1: "weak", 2: "strong"}, 2: {1: "fair", 2: "fair"}, 3: {1: "weak", 2: "weak"}}
    with pytest.raises(ValueError, match="domain"):
        alpha_of_answers(near, Scale.ORDINAL)
    domain = ["weak", "fair", "strong"]
    apart = [alpha_of_answers(answers, Scale.ORDINAL, domain=domain).value for answers in (near, far)]
    assert apart[0] is not None
    assert apart[1] is not None
    assert apart[0] > apart[1]


def test_who_answered_changes_nothing() -> None:
    one = alpha_of_answers({1: {1: 2, 2: 3}, 2: {1: 5, 2: 5}}, Scale.INTERVAL)
    other = alpha_of_answers({1: {7: 3, 4: 2}, 2: {7: 5, 4: 5}}, Scale.INTERVAL)
    assert one.value == other.value


@pytest.mark.parametrize("scale", Scale)
@settings(max_examples=20, deadline=None)
@given(rows=st.lists(st.lists(st.integers(1, 5) | st.none(), min_size=4, max_size=4), min_size=2, max_size=6))
def test_value_and_interval_are_the_package_s(scale: Scale, rows: list[list[int | None]]) -> None:
    """The interval's formula is ours: of each draw of articles it gives what the package gives of them."""
    answers: dict[int, dict[int, Answer]] = {
        article: {person: answer for person, answer in enumerate(row) if answer is not None}
        for article, row in enumerate(rows)
    }
    found = alpha_of_answers(answers, scale, resampling=Resampling(12, seed=3))
    shared = [list(given.values()) for given in answers.values() if len(given) > 1]
    if found.value is None:
        assert not shared or len({answer for given in shared for answer in given}) == 1
        return
    assert found.value == pytest.approx(package(shared, scale))
    if found.interval is None:
        assert len(shared) == 1
        return
    draws = np.random.default_rng(3).multinomial(len(shared), [1 / len(shared)] * len(shared), size=12)
    each = [package([shared[at] for at in np.repeat(np.arange(len(shared)), draw)], scale) for draw in draws]
    defined = [value for value in each if value is not None]
    assert (found.interval.undefined, found.interval.resamples) == (12 - len(defined), 12)
    assert (found.interval.low, found.interval.high) == pytest.approx(tuple(np.quantile(defined, [0.025, 0.975])))


def package(shared: list[list[Answer]], scale: Scale) -> float | None:
    """What the package says of answers by article; None where they are all the same, of which it says nothing."""
    most = max(map(len, shared))
    table = np.array([[*given, *[np.nan] * (most - len(given))] for given in shared], dtype=float).T
    if len({answer for given in shared for answer in given}) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=scale.value))


def test_the_interval_of_a_published_table_holds_its_number() -> None:
    answers = {number: dict(enumerate(signs)) for number, signs in enumerate(zip(*published.FIFTEEN, strict=True))}
    known = {
        article: {person: int(sign) for person, sign in given.items() if sign != "*"}
        for article, given in answers.items()
    }
    found = alpha_of_answers(known, Scale.INTERVAL)
    assert found.value == pytest.approx(0.810845, abs=5e-7)
    assert found.interval is not None
    assert found.interval.low < found.value < found.interval.high
    assert (found.interval.resamples, found.parameters["answers"]) == (1000, 26)


def test_words_of_one_s_own_are_no_number() -> None:
    found = words_cannot_be_compared({1: {1: "a bridge", 2: "The bridge!"}, 2: {1: "tolls"}})
    assert (found.value, found.undefined, found.interval) == (None, values.OWN_WORDS, None)
    assert (found.articles, found.people, found.parameters) == (1, 2, {"answers": 2})
    assert [(left.reason, left.count) for left in found.left_out] == [(values.FEWER_THAN_TWO_ANSWERED, 1)]
