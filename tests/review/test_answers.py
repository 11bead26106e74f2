"""Answers about whole articles in review: decided, undone, asked for before settling, told to their analysts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from annotate.assignment.models import Assignment
from annotate.projects.models import Membership, User
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.review import actions as review
from annotate.review.models import AnswerDecision
from annotate.review.queries import AnswerCase, find_answer_outcomes, find_sheet, visible_answer_decisions
from annotate.spans import actions as spans
from tests.factories import World

SignIn = Callable[[User], Client]
STANCE = {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]}
REMARK = {"key": "remark", "name": "Remark", "kind": "text"}


@pytest.fixture
def both(independent: World) -> World:
    """Ana and Ben handed in, of two minds on one question; the other Ana alone answered."""
    world = independent
    world.ask(STANCE, REMARK)
    world.answer(world.ana, "stance", "torn")
    world.answer(world.ana, "remark", "A ferry.")
    world.answer(world.ben, "stance", "for")
    world.hand_in(world.ana, world.ben)
    return world


def decide(world: World, question: str, value: str, **more: object) -> AnswerDecision:
    """Rita's word, each time a minute later."""
    world.at += timedelta(minutes=1)
    return review.decide_answer(
        world.article, question=question, value=value, by=world.rita, at=world.at, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def case(world: World, key: str, who: str = "rita") -> AnswerCase:
    member = Membership.objects.select_related("project", "user").get(pk=getattr(world, who).pk)
    (found,) = [one for one in find_sheet(member, world.article).cases if one.key == key]
    return found


def stands() -> dict[str, str]:
    return dict(AnswerDecision.objects.standing().values_list("question", "value"))


def test_answers_stand_side_by_side_agreed_or_not(both: World) -> None:
    stance, remark = case(both, "stance"), case(both, "remark")
    assert [(person.letter, answer.value) for person, answer in stance.answers] == [("A", "torn"), ("B", "for")]
    assert (stance.agreed, stance.undecided, stance.most) == (False, True, "torn")
    assert [person.work.analyst for person in remark.without] == [both.ben.user]
    assert not remark.agreed


def test_a_decision_keeps_where_it_came_from_and_takes_the_place_of_the_last(both: World) -> None:
    first = decide(both, "stance", "torn", reason="Both sides are heard.")
    assert (first.decided_by, first.codebook, first.reason) == (both.rita.user, both.codebook, "Both sides are heard.")
    assert {answer.value for answer in first.answers.all()} == {"torn", "for"}
    assert not case(both, "stance").undecided
    with pytest.raises(Clash, match="decided otherwise meanwhile"):
        decide(both, "stance", "for", standing=0)
    decide(both, "stance", "against", standing=first.pk)
    assert stands() == {"stance": "against"}
    undo = {"by": both.rita, "at": both.at}
    review.undo_step(both.article, **undo)
    assert stands() == {"stance": "torn"}
    review.undo_step(both.article, **undo)
    assert stands() == {}
    assert not Assignment.objects.filter(article=both.article).exclude(decided_at=None).exists()


@pytest.mark.parametrize(
    ("question", "value", "refusal", "why"),
    [
        ("stance", "maybe", Unfit, "one of: against, torn, for"),
        ("colour", "red", Clash, "Nobody whose work is handed in"),
    ],
)
def test_what_cannot_stand_is_refused(both: World, question: str, value: str, refusal: type[Refused], why: str) -> None:
    with pytest.raises(refusal, match=why):
        decide(both, question, value)


def test_an_article_is_settled_once_its_questions_are_decided_and_keeps_them_when_reopened(both: World) -> None:
    settle = {"by": both.rita, "at": both.at}
    with pytest.raises(Clash, match="The answers to “Stance” are undecided"):
        review.settle_article(both.article, **settle)
    decide(both, "stance", "torn", reason="so")
    decide(both, "remark", "")
    review.settle_article(both.article, **settle)
    with pytest.raises(Clash, match="is settled"):
        decide(both, "stance", "for")
    became = {
        name: [(one.name, one.became, one.mine) for one in find_answer_outcomes(getattr(both, name), both.article)]
        for name in ("ana", "ben")
    }
    assert became["ana"] == [("Remark", "rejected", True), ("Stance", "kept", True), ("Stance", "changed", False)]
    assert became["ben"][0] == ("Stance", "changed", True)
    review.reopen_article(both.article, **settle)
    assert stands() == {"stance": "torn", "remark": ""}
    assert not case(both, "stance").undecided


def test_a_returned_answer_that_changes_waits_for_a_new_decision_and_tells_nobody(both: World) -> None:
    decision = decide(both, "stance", "torn")
    review.return_work(both.article, analyst=both.ana.user_id, reason="Again.", by=both.rita, at=both.at)
    assert not visible_answer_decisions(both.rita.user).filter(pk=decision.pk).exists()
    both.at += timedelta(minutes=1)
    both.answer(both.ana, "stance", "against", version=1)
    spans.hand_in(both.article, by=both.ana, at=both.at)
    assert visible_answer_decisions(both.rita.user).get() == decision
    assert case(both, "stance").undecided
    with pytest.raises(Clash, match="Stance"):
        review.settle_article(both.article, by=both.rita, at=both.at)


def test_the_page_decides_by_its_buttons_without_script_and_tells_the_analyst(both: World, sign_in: SignIn) -> None:
    rita = sign_in(both.rita.user)
    place = [both.project.slug, both.article.pk]
    address = reverse("review:decide_answer", args=place)
    bens = case(both, "stance").answers[1][1].pk
    sent = {"question": "stance", "standing": "0", "how": f"take:{bens}", "reason": "Read the end."}
    page = rita.post(address, sent, follow=True).content.decode()
    assert "Read the end." in page
    assert stands() == {"stance": "for"}
    late = rita.post(address, {**sent, "how": "none"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert 'id="answers"' in late.content.decode()
    rita.post(address, {"question": "remark", "standing": "0", "how": "value", "value": "A ferry, and a bridge."})
    rita.post(reverse("review:settle", args=place))
    told = sign_in(both.ana.user).get(reverse("review:outcomes", args=place)).content.decode()
    assert "Read the end." in told
    assert "A ferry, and a bridge." in told
