"""Who may take which step with an assignment now, each as a sentence or None."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment, Round, Way
from annotate.assignment.states import MARKABLE, State
from annotate.corpus.models import Article
from annotate.projects.models import Membership, Mode, Project


def why_not_work(project: Project, assignment: Assignment | None) -> str | None:
    """Why a member may not mark on an article on which they have this assignment, or none; None when they may."""
    if assignment is None:
        if project.mode == Mode.INDEPENDENT:
            return _("This article was not given to you. A lead gives out the articles of this project.")
        return None
    if assignment.state == State.SETTLED:
        return _("This article is settled. A reviewer can reopen it.")
    if assignment.state == State.DECLINED:
        return _("This article is no longer given to you. A lead can give it to you again.")
    if assignment.state not in MARKABLE:
        return _("This work is handed in. Take it back to change it.")
    return None


def why_not_hand_in(assignment: Assignment, *, by: Membership) -> str | None:
    """Why this person may not hand this work in now; None when they may."""
    if assignment.analyst_id != by.user_id:
        return _("Only the analyst hands in their own work.")
    if assignment.state == State.DECLINED:
        return _("This article is no longer given to you. A lead can give it to you again.")
    if assignment.state not in MARKABLE:
        return _("This work is handed in already.")
    return None


def why_not_take_back(assignment: Assignment, *, by: Membership) -> str | None:
    """Why this person may not take this work back now; None when they may."""
    if assignment.analyst_id != by.user_id:
        return _("Only the analyst takes back their own work. A reviewer can return it.")
    if assignment.state == State.SETTLED:
        return _("This article is settled. A reviewer can reopen it.")
    if assignment.training:
        return _("You have seen the gold of this article by now, so this work stays as it is.")
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


def why_not_decline(assignment: Assignment, *, by: Membership) -> str | None:
    """Why this person may not decline this work now; None when they may."""
    if assignment.analyst_id != by.user_id:
        return _("Only the analyst declines their own work. A lead can call it back.")
    return why_not_call_back(assignment)


def why_not_call_back(assignment: Assignment) -> str | None:
    """Why this work cannot be given up now; None when it can."""
    if assignment.state == State.DECLINED:
        return _("This work was given up already.")
    if assignment.state != State.ASSIGNED:
        return _("This work is begun. Hand it in, and say in the reason what is left.")
    return None


def why_not_round(
    project: Project, articles: Sequence[Article], *, per_article: int, quota: int | None, training: bool
) -> str | None:
    """Why there cannot be such a round; None when there can."""
    if not articles:
        return _("Choose articles first.")
    if per_article < 1 or (quota is not None and quota < 1):
        return _("People per article and articles per person are 1 or more.")
    if training and project.mode != Mode.INDEPENDENT:
        return _("In a shared project everybody sees everybody's spans, so nothing is left to compare with afterwards.")
    settled = {article.pk for article in articles if article.assignments.filter(state=State.SETTLED).exists()}
    if training and len(settled) < len(articles):
        return _("Training needs articles that are settled: their gold is shown after handing in.")
    if settled and not training:
        return _("A settled article is given out for training only. A reviewer can reopen it.")
    return None


def why_not_take(found: Round, *, held: int) -> str | None:
    """Why somebody with so many articles of a round may not take one more now; None when they may."""
    if found.closed_at is not None:
        return _("This round is closed.")
    if found.way != Way.TAKEN:
        return _("The articles of this round are given out by a lead.")
    if found.quota is not None and held >= found.quota:
        return _("You have the %(count)s articles that each person reads in this round.") % {"count": found.quota}
    return None


def round_stands(found: Round) -> str:
    """That a round is closed, or open, already."""
    return _("This round is open already.") if found.closed_at is None else _("This round is closed already.")
