"""Who may take out what."""

from __future__ import annotations

import pytest

from annotate.export import rules
from annotate.projects.models import Membership, Mode, Project, Role

SHARED, BLIND = Project(mode=Mode.SHARED), Project(mode=Mode.INDEPENDENT)


@pytest.mark.parametrize(
    ("role", "own", "why"),
    [
        (Role.ANALYST, True, None),
        (Role.ANALYST, False, "your own set"),
        (Role.REVIEWER, True, None),
        (Role.REVIEWER, False, None),
        (Role.LEAD, False, None),
    ],
)
def test_why_not_export(role: Role, own: bool, why: str | None) -> None:  # noqa: FBT001  # a column of the table
    said = rules.why_not_export(Membership(project=SHARED, role=role), own=own)
    assert (said is None) if why is None else (why in str(said))


@pytest.mark.parametrize(
    ("project", "role", "unfinished", "own_unfinished", "why"),
    [
        (SHARED, Role.LEAD, 3, 1, None),
        (SHARED, Role.REVIEWER, 0, 0, "Only a lead"),
        (SHARED, Role.ANALYST, 0, 0, "Only a lead"),
        (BLIND, Role.LEAD, 0, 0, None),
        (BLIND, Role.LEAD, 1, 0, "1 piece of work is not handed in"),
        (BLIND, Role.LEAD, 3, 0, "3 pieces of work are not handed in"),
        (BLIND, Role.LEAD, 3, 1, "Hand in your own work first"),
        (BLIND, Role.REVIEWER, 0, 0, "Only a lead"),
    ],
)
def test_why_not_archive(project: Project, role: Role, unfinished: int, own_unfinished: int, why: str | None) -> None:
    by = Membership(project=project, role=role)
    said = rules.why_not_archive(by, unfinished=unfinished, own_unfinished=own_unfinished)
    assert (said is None) if why is None else (why in str(said))


def test_an_archive_is_whole() -> None:
    assert rules.why_not_whole(everything=True, texts=True) is None
    assert "whole project" in str(rules.why_not_whole(everything=False, texts=True))
    assert "could not come back" in str(rules.why_not_whole(everything=True, texts=False))
