"""Who may take which step with an assignment."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from annotate.assignment import rules
from annotate.assignment.models import Round, Way
from annotate.assignment.states import State
from annotate.projects.models import Mode, User
from tests.cast import ANA, BEN, member, project, says, work
from tests.factories import AT

GIVEN, OPEN, IN, BACK, SETTLED, DECLINED = State

NO_MORE = "no longer given to you"


@pytest.mark.parametrize(
    ("mode", "state", "why"),
    [
        (Mode.SHARED, None, None),
        (Mode.INDEPENDENT, None, "was not given to you"),
        *((mode, state, None) for mode in Mode for state in (GIVEN, OPEN, BACK)),
        *((mode, IN, "Take it back to change it") for mode in Mode),
        *((mode, SETTLED, "This article is settled") for mode in Mode),
        *((mode, DECLINED, NO_MORE) for mode in Mode),
    ],
)
def test_why_not_work(mode: Mode, state: State | None, why: str | None) -> None:
    assert says(rules.why_not_work(project(mode), None if state is None else work(state)), why)


@pytest.mark.parametrize(
    ("whose", "state", "why"),
    [
        (ANA, GIVEN, None),
        (ANA, OPEN, None),
        (ANA, BACK, None),
        (ANA, IN, "handed in already"),
        (ANA, SETTLED, "handed in already"),
        (ANA, DECLINED, NO_MORE),
        *((BEN, state, "Only the analyst hands in") for state in State),
    ],
)
def test_why_not_hand_in(whose: User, state: State, why: str | None) -> None:
    assert says(rules.why_not_hand_in(work(state, analyst=whose), by=member()), why)


@pytest.mark.parametrize(
    ("whose", "state", "more", "why"),
    [
        (ANA, IN, {}, None),
        (ANA, IN, {"decided": True}, "A reviewer has begun to decide"),
        (ANA, IN, {"training": True}, "seen the gold"),
        (ANA, GIVEN, {}, "not handed in"),
        (ANA, OPEN, {}, "not handed in"),
        (ANA, BACK, {}, "not handed in"),
        (ANA, DECLINED, {}, "not handed in"),
        (ANA, SETTLED, {"decided": True}, "This article is settled"),
        *((BEN, state, {}, "Only the analyst takes back") for state in State),
    ],
)
def test_why_not_take_back(whose: User, state: State, more: dict[str, bool], why: str | None) -> None:
    assert says(rules.why_not_take_back(work(state, analyst=whose, **more), by=member()), why)


@pytest.mark.parametrize("state", State)
def test_why_not_return_settle_and_reopen(state: State) -> None:
    """By state alone: who may is asked of roles before."""
    one = work(state)
    assert says(rules.why_not_return(one), None if state == IN else "Only work that is handed in can be returned")
    assert says(rules.why_not_settle(one), None if state == IN else "Only work that is handed in can be settled")
    assert says(rules.why_not_reopen(one), None if state == SETTLED else "Only settled work can be reopened")


@pytest.mark.parametrize(
    ("whose", "state", "why"),
    [
        (ANA, GIVEN, None),
        *((ANA, state, "This work is begun") for state in (OPEN, IN, BACK, SETTLED)),
        (ANA, DECLINED, "given up already"),
        *((BEN, state, "Only the analyst declines") for state in State),
    ],
)
def test_why_not_decline(whose: User, state: State, why: str | None) -> None:
    one = work(state, analyst=whose)
    assert says(rules.why_not_decline(one, by=member()), why)
    if whose == ANA:
        assert says(rules.why_not_call_back(one), why)


def articles(*settled: bool) -> list[Any]:
    """As many articles, settled or not, each with what the rule asks of it."""

    def of(settled: bool) -> Any:  # noqa: FBT001  # one of the above
        found = SimpleNamespace(filter=lambda state: SimpleNamespace(exists=lambda: settled and state == SETTLED))
        return SimpleNamespace(pk=object(), assignments=found)

    return [of(one) for one in settled]


@pytest.mark.parametrize(
    ("mode", "settled", "terms", "why"),
    [
        (Mode.SHARED, (False,), {}, None),
        (Mode.INDEPENDENT, (False, False), {"quota": 1}, None),
        (Mode.SHARED, (), {}, "Choose articles first."),
        (Mode.SHARED, (False,), {"per_article": 0}, "are 1 or more"),
        (Mode.SHARED, (False,), {"quota": 0}, "are 1 or more"),
        (Mode.SHARED, (True,), {"training": True}, "nothing is left to compare with"),
        (Mode.INDEPENDENT, (True, True), {"training": True}, None),
        (Mode.INDEPENDENT, (True, False), {"training": True}, "Training needs articles that are settled"),
        (Mode.INDEPENDENT, (True, False), {}, "given out for training only"),
    ],
)
def test_why_not_round(mode: Mode, settled: tuple[bool, ...], terms: dict[str, Any], why: str | None) -> None:
    asked = {"per_article": 2, "quota": None, "training": False, **terms}
    assert says(rules.why_not_round(project(mode), articles(*settled), **asked), why)


@pytest.mark.parametrize(
    ("found", "held", "why"),
    [
        (Round(way=Way.TAKEN), 99, None),
        (Round(way=Way.TAKEN, quota=2), 1, None),
        (Round(way=Way.TAKEN, quota=2), 2, "You have the 2 articles"),
        (Round(way=Way.TAKEN, closed_at=AT), 0, "This round is closed."),
        (Round(way=Way.DEALT), 0, "given out by a lead"),
    ],
)
def test_why_not_take(found: Round, held: int, why: str | None) -> None:
    assert says(rules.why_not_take(found, held=held), why)


def test_round_stands() -> None:
    assert says(rules.round_stands(Round()), "open already")
    assert says(rules.round_stands(Round(closed_at=AT)), "closed already")
