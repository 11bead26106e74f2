"""Who may do what to a project."""

from __future__ import annotations

import pytest

from annotate.projects import rules
from annotate.projects.models import Mode, Role
from tests.cast import member, project, says

ANALYST, REVIEWER, LEAD = Role.ANALYST, Role.REVIEWER, Role.LEAD


@pytest.mark.parametrize(
    ("has", "needs", "why"),
    [
        (ANALYST, ANALYST, None),
        (ANALYST, REVIEWER, "Only a reviewer or a lead"),
        (ANALYST, LEAD, "Only a lead"),
        (REVIEWER, ANALYST, None),
        (REVIEWER, REVIEWER, None),
        (REVIEWER, LEAD, "Only a lead"),
        (LEAD, ANALYST, None),
        (LEAD, REVIEWER, None),
        (LEAD, LEAD, None),
    ],
)
def test_why_not_as(has: Role, needs: Role, why: str | None) -> None:
    assert says(rules.why_not_as(needs, member(has)), why)


def test_why_not_change() -> None:
    assert rules.why_not_change(project()) is None
    assert says(rules.why_not_change(project(closed=True)), "This project is closed.")


@pytest.mark.parametrize(
    ("whose", "by", "leads", "why"),
    [
        (ANALYST, LEAD, 1, None),
        (REVIEWER, LEAD, 1, None),
        (LEAD, LEAD, 2, None),
        (LEAD, LEAD, 1, "keeps at least one lead"),
        (ANALYST, REVIEWER, 1, "Only a lead"),
        (ANALYST, ANALYST, 1, "Only a lead"),
        (LEAD, REVIEWER, 2, "Only a lead"),
    ],
)
def test_why_not_end(whose: Role, by: Role, leads: int, why: str | None) -> None:
    assert says(rules.why_not_end(member(whose), by=member(by), leads=leads), why)


@pytest.mark.parametrize(
    ("name", "why"),
    [("ana", None), ("allan", None), ("all", "“all” is the name of a set"), ("GOLD", "“GOLD” is the name of a set")],
)
def test_why_not_called(name: str, why: str | None) -> None:
    assert says(rules.why_not_called(name), why)


@pytest.mark.parametrize(
    ("mode", "role", "may"),
    [
        (Mode.SHARED, ANALYST, True),
        (Mode.SHARED, REVIEWER, True),
        (Mode.SHARED, LEAD, True),
        (Mode.INDEPENDENT, ANALYST, False),
        (Mode.INDEPENDENT, REVIEWER, True),
        (Mode.INDEPENDENT, LEAD, True),
    ],
)
def test_may_see_everyone(mode: Mode, role: Role, may: bool) -> None:  # noqa: FBT001  # a column of the table
    assert rules.may_see_everyone(project(mode), role) is may
