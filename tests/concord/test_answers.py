"""How far people agree on questions about whole articles: by hand, with its company, and on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from annotate.agreement import values
from annotate.concord import actions
from annotate.concord.queries import answers as told
from annotate.concord.queries.answers import OfQuestion
from annotate.concord.queries.selection import Question, find_selection
from annotate.projects.models import Membership, User
from annotate.review import actions as review
from tests.concord.worlds import finish, settle
from tests.factories import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]

STANCE = {"key": "stance", "name": "Stance", "kind": "choice", "choices": ["for", "against"]}
CLARITY = {"key": "clarity", "name": "Clarity", "kind": "scale", "choices": ["low", "fair", "high"]}
GRADE = {"key": "grade", "name": "Grade", "kind": "scale", "choices": ["1", "2", "3"]}
REMARK = {"key": "remark", "name": "Remark", "kind": "text"}

GIVEN = {
    "ana": [("for", "low", "1", "Clear."), ("against", "high", "3", "Odd."), ("for", "fair", "2", "")],
    "ben": [("for", "low", "1", "Lucid."), ("against", "high", "3", ""), ("against", "high", "3", "")],
}
"""What each answers about three articles."""

BY_HAND = {
    # Six answers, three and three; one article of three differs: 1 − (2/6) / (2 · 3 · 3 / 30).
    "stance": 1 - (2 / 6) / (18 / 30),
    # 1 twice, 2 once, 3 thrice: observed 2 · 1 / 6, expected 2 · (2 · 1 · 1 + 2 · 3 · 4 + 1 · 3 · 1) / 30.
    "grade": 1 - (2 / 6) / (58 / 30),
    # The same as ranks: low, fair, high stand at 1, 2.5, 4.5; so 2 · 2² / 6 and
    # 2 · (2 · 1 · 1.5² + 2 · 3 · 3.5² + 1 · 3 · 2²) / 30.
    "clarity": 1 - (8 / 6) / (2 * (2 * 1.5**2 + 6 * 3.5**2 + 3 * 2**2) / 30),
}


@pytest.fixture
def answered(independent: World) -> World:
    """Ana and Ben have answered about three articles and handed them in."""
    world = independent
    world.ask(STANCE, CLARITY, GRADE, REMARK)
    for number in range(3):
        article = world.article if number == 0 else world.take_in(f"{number}\n\n{world.article.text}")
        if number:
            world.assign(world.ana, world.ben, article=article)
        for person, given in GIVEN.items():
            for question, value in zip((STANCE, CLARITY, GRADE, REMARK), given[number], strict=True):
                if value:
                    world.answer(getattr(world, person), str(question["key"]), value, article=article)
        finish(world, article)
    return world


def find(world: World, who: str = "rita", **asked: object) -> dict[str, OfQuestion]:
    member = Membership.objects.select_related("project", "user").get(pk=getattr(world, who).pk)
    selection = find_selection(member, Question(**asked))  # type: ignore[arg-type]
    return {one.key: one for one in actions.find_answers(member, selection)}


def test_every_question_has_its_number_with_its_company(answered: World) -> None:
    found = find(answered)
    assert list(found) == ["stance", "clarity", "grade", "remark"]
    for key, expected in BY_HAND.items():
        number = found[key].number
        assert number.value == pytest.approx(expected)
        assert number.interval is not None
        assert number.interval.low <= expected <= number.interval.high
        assert (number.articles, number.people, number.parameters["answers"]) == (3, 2, 6)
    assert [found[key].number.parameters["scale"] for key in BY_HAND] == ["nominal", "interval", "ordinal"]


def test_words_are_undefined_and_who_answered_alone_is_left_out(answered: World) -> None:
    number = find(answered)["remark"].number
    assert (number.value, str(number.undefined)) == (None, values.OWN_WORDS)
    assert [(left.reason.sentence, left.count) for left in number.left_out] == [(values.FEWER_THAN_TWO_ANSWERED, 1)]
    assert (number.articles, number.parameters["answers"]) == (1, 2)


def test_an_answer_that_is_none_any_more_is_left_out_and_the_number_made_anew(answered: World) -> None:
    assert find(answered)["stance"].number.articles == 3
    answered.ask({**STANCE, "choices": ["for", "torn"]}, GRADE)
    found = find(answered)
    assert list(found) == ["stance", "grade"]
    number = found["stance"].number
    assert (number.articles, str(number.undefined)) == (1, values.ONE_VALUE)
    assert {left.reason.sentence: left.count for left in number.left_out} == {
        told.OUTDATED: 3, values.FEWER_THAN_TWO_ANSWERED: 1,
    }  # fmt: skip


def test_the_numbers_are_kept_until_an_answer_changes(answered: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = find(answered)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "compute_answers", lambda *_: pytest.fail("it was kept"))
        assert find(answered) == first
    answered.article.assignments.get(analyst=answered.ana.user_id).answers.filter(question="stance").update(
        value="against", version=2
    )
    assert find(answered)["stance"].number.value != first["stance"].number.value


def test_an_article_s_number_is_asked_of_it_alone_and_an_analyst_s_of_settled_ones(answered: World) -> None:
    assert find(answered, article=answered.article.pk)["stance"].number.articles == 1
    assert find(answered, "ana")["stance"].number.articles == 0
    for key in ("stance", "clarity", "grade", "remark"):
        review.decide_answer(answered.article, question=key, value="", reason="", by=answered.rita, at=answered.at)
    settle(answered)
    assert find(answered, "ana")["stance"].number.articles == 1


def test_the_page_tells_every_question(answered: World, sign_in: SignIn) -> None:
    home = f"/p/{answered.project.slug}/agreement/"
    page = sign_in(answered.rita.user).get(home).content.decode()
    assert "Answers about whole articles" in page
    for expected in BY_HAND.values():
        assert f"<strong>{expected:.3f}</strong>" in page
    assert f"undefined: {values.OWN_WORDS}" in page
