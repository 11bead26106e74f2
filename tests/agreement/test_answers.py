"""α of answers to questions about whole articles."""

from __future__ import annotations

import pytest

from annotate.agreement import values
from annotate.agreement.answers import Answer, Scale, alpha_of_answers


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, values.NO_SHARED_ARTICLE),
        ({1: {1: "for"}, 2: {2: "against"}}, values.NO_SHARED_ARTICLE),
        ({1: {1: "for", 2: "for"}, 2: {1: "for", 2: "for"}}, values.ONE_VALUE),
    ],
)
def test_where_there_is_no_number_there_is_the_reason(answers: dict[int, dict[int, Answer]], reason: str) -> None:
    found = alpha_of_answers(answers, Scale.NOMINAL)
    assert (found.value, found.undefined) == (None, reason)


def test_articles_that_one_person_answered_are_left_out_and_counted() -> None:
    found = alpha_of_answers({1: {1: "for", 2: "for"}, 2: {1: "against", 2: "against"}, 3: {3: "for"}}, Scale.NOMINAL)
    assert (found.value, found.articles, found.people) == (1.0, 2, 2)
    assert [(left.reason, left.count) for left in found.left_out] == [(values.FEWER_THAN_TWO, 1)]


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
