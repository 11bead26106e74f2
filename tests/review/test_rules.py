"""What reviewers may decide."""

from __future__ import annotations

from typing import Any

import pytest

from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.projects.models import Mode, Role
from annotate.review import rules
from annotate.spans.models import Span
from tests.cast import article, member, project, says, work
from tests.factories import AT

GIVEN, OPEN, IN, BACK, SETTLED, DECLINED = State
HERE = article()


@pytest.mark.parametrize(
    ("role", "mode", "own", "why"),
    [
        *((Role.ANALYST, mode, None, "Only a reviewer or a lead") for mode in Mode),
        *((role, mode, None, None) for role in (Role.REVIEWER, Role.LEAD) for mode in Mode),
        *((Role.LEAD, Mode.INDEPENDENT, state, "Hand in your own work") for state in (GIVEN, OPEN, BACK)),
        *((Role.LEAD, Mode.INDEPENDENT, state, None) for state in (IN, SETTLED, DECLINED)),
        *((Role.REVIEWER, Mode.SHARED, state, None) for state in State),
    ],
)
def test_why_not_review(role: Role, mode: Mode, own: State | None, why: str | None) -> None:
    mine = None if own is None else work(own)
    assert says(rules.why_not_review(HERE, mine, by=member(role, project(mode))), why)


def test_nothing_is_decided_in_a_closed_project_or_on_a_withdrawn_article() -> None:
    rita = member(Role.REVIEWER, project(closed=True))
    assert says(rules.why_not_review(HERE, None, by=rita), "This project is closed.")
    assert says(rules.why_not_review(article(withdrawn=True), None, by=member(Role.REVIEWER)), "was withdrawn")


def span(state: State, *, where: Article = HERE, deleted: bool = False, training: bool = False) -> Span:
    return Span(article=where, assignment=work(state, training=training), deleted_at=AT if deleted else None)


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ([span(IN)], None),
        ([span(IN), span(IN)], None),
        ([], "at least one span"),
        ([span(IN), span(IN, where=article())], "spans of one article"),
        ([span(IN, deleted=True)], "deleted by its analyst"),
        ([span(IN, training=True)], "for training"),
        ([span(SETTLED)], "Reopen it to decide anew"),
        *(([span(IN), span(state)], "not handed in") for state in (GIVEN, OPEN, BACK)),
    ],
)
def test_why_not_decide(spans: list[Span], why: str | None) -> None:
    assert says(rules.why_not_decide(HERE, spans), why)


@pytest.mark.parametrize(
    ("states", "undecided", "why"),
    [
        ([IN], 0, None),
        ([IN, OPEN, SETTLED], 0, None),
        ([IN], 3, "3 spans of handed-in work are undecided"),
        ([], 0, "no handed-in work"),
        ([GIVEN, OPEN, BACK, DECLINED], 0, "no handed-in work"),
        ([SETTLED], 0, "no handed-in work"),
    ],
)
def test_why_not_settle(states: list[State], undecided: int, why: str | None) -> None:
    sets: Any = [work(state) for state in states]
    assert says(rules.why_not_settle(sets, undecided=undecided), why)


def test_why_not_settle_while_answers_are_undecided() -> None:
    why = rules.why_not_settle([work(IN)], undecided=0, questions=["Stance", "Genre"])
    assert says(why, "The answers to “Stance” are undecided.")


@pytest.mark.parametrize(
    ("states", "why"),
    [
        ([IN, IN], None),
        ([], "Nobody whose work is handed in answered this."),
        ([IN, SETTLED], "This article is settled."),
        ([IN, BACK], "This work is not handed in"),
    ],
)
def test_why_not_decide_answers(states: list[State], why: str | None) -> None:
    assert says(rules.why_not_decide_answers([work(state) for state in states]), why)


@pytest.mark.parametrize(("states", "may"), [([SETTLED], True), ([OPEN, SETTLED], True), ([], False), ([IN], False)])
def test_why_not_reopen(states: list[State], may: bool) -> None:  # noqa: FBT001  # a column of the table
    why = rules.why_not_reopen([work(state) for state in states])
    assert says(why, None if may else "Only a settled article")


@pytest.mark.parametrize(
    ("mode", "states", "why"),
    [
        *((Mode.SHARED, [state], None) for state in State),
        *((Mode.INDEPENDENT, [state], None if state == SETTLED else "settle the article") for state in State),
        *((Mode.INDEPENDENT, [SETTLED, state], "nobody at work") for state in (GIVEN, OPEN, BACK)),
        *((Mode.INDEPENDENT, [SETTLED, state], None) for state in (IN, SETTLED, DECLINED)),
    ],
)
def test_why_not_pin(mode: Mode, states: list[State], why: str | None) -> None:
    lea = member(Role.LEAD, project(mode))
    assert says(rules.why_not_pin([work(state) for state in states], by=lea), why)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REVIEWER])
def test_who_does_not_lead_pins_nothing(role: Role) -> None:
    assert says(rules.why_not_pin([work(SETTLED)], by=member(role)), "Only a lead")
