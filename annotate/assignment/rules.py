"""Who may take which step with an assignment now, each as a sentence or None."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment
from annotate.assignment.states import MARKABLE, State
from annotate.projects.models import Membership, Mode, Project


def why_not_work(project: Project, assignment: Assignment | None) -> str | None:
    """Why a member may not mark on an article on which they have this assignment, or none; None when they may."""
    if assignment is None:
        if project.mode == Mode.INDEPENDENT:
            return _("This article was not given to you. A lead gives out the articles of this project.")
        return None
    if assignment.state == State.SETTLED:
        return _("This article is settled. A reviewer can reopen it.")
    if assignment.state not in MARKABLE:
        return _("This work is handed in. Take it back to change it.")
    return None


def why_not_hand_in(assignment: Assignment, *, by: Membership) -> str | None:
    """Why this person may not hand this work in now; None when they may."""
    if assignment.analyst_id != by.user_id:
        return _("Only the analyst hands in their own work.")
    if assignment.state not in MARKABLE:
        return _("This work is handed in already.")
    return None


def why_not_take_back(assignment: Assignment, *, by: Membership) -> str | None:
    """Why this person may not take this work back now; None when they may."""
    if assignment.analyst_id != by.user_id:
        return _("Only the analyst takes back their own work. A reviewer can return it.")
    if assignment.state == State.SETTLED:
        return _("This article is settled. A reviewer can reopen it.")
    if assignment.state != State.HANDED_IN:
        return _("This work is not handed in.")
    if assignment.decided_at is not None:
        return _("A reviewer has begun to decide on this work. Ask for it to be returned.")
    return None


def why_not_return(assignment: Assignment) -> str | None:
    """Why this work cannot be returned to its analyst now; None when it can."""
    if assignment.state != State.HANDED_IN:
        return _("Only work that is handed in can be returned.")
    return None


def why_not_settle(assignment: Assignment) -> str | None:
    """Why this work cannot be settled now; None when it can."""
    if assignment.state != State.HANDED_IN:
        return _("Only work that is handed in can be settled.")
    return None


def why_not_reopen(assignment: Assignment) -> str | None:
    """Why this work cannot be reopened now; None when it can."""
    if assignment.state != State.SETTLED:
        return _("Only settled work can be reopened.")
    return None
