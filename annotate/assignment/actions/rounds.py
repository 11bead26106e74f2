"""Rounds: which articles are read by how many people, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from annotate.assignment import rules
from annotate.assignment.models import Assignment, Round, Way
from annotate.corpus.models import Article
from annotate.journal import actions as journal
from annotate.projects.models import Membership, Project, Role
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.projects.rules import why_not_as
from annotate.projects.rules import why_not_change as why_not_change_project


@transaction.atomic
def open_round(
    project: Project, *, articles: Sequence[Article], name: str, way: Way, per_article: int, quota: int | None,
    due_on: date | None, training: bool, by: Membership, at: datetime,
) -> Round:  # fmt: skip
    """A new round of the project over these articles, with the next number. Nothing is given out yet."""
    _check_lead(by)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # one number each
    if reason := rules.why_not_round(project, articles, per_article=per_article, quota=quota, training=training):
        raise Unfit(reason)
    last = Round.objects.filter(project=project).aggregate(last=Max("number"))["last"]
    made = Round.objects.create(
        project=project, number=1 + (last or _used(project)), name=name.strip(), way=way, per_article=per_article,
        quota=quota, due_on=due_on, training=training, created_at=at,
    )  # fmt: skip
    made.articles.set(articles)
    _record("round_opened", made, by=by, at=at, after={**_state(made), "articles": [one.pk for one in articles]})
    return made


@transaction.atomic
def change_round(
    found: Round, *, name: str, quota: int | None, due_on: date | None, by: Membership, at: datetime
) -> Round:
    """Another name, quota or due date; unfinished work of the round is due then, too."""
    _check_lead(by)
    held = Round.objects.select_for_update(no_key=True).get(pk=found.pk)
    before = _state(held)
    held.name, held.quota, held.due_on = name.strip(), quota, due_on
    held.save(update_fields=["name", "quota", "due_on"])
    work_of(held).markable().update(due_on=due_on)
    _record("round_changed", held, by=by, at=at, before=before, after=_state(held))
    return held


@transaction.atomic
def close_round(found: Round, *, by: Membership, at: datetime) -> Round:
    """Nobody takes or is given further articles of it; what was given stays."""
    return _close(found, closed_at=at, verb="round_closed", by=by, at=at)


@transaction.atomic
def reopen_round(found: Round, *, by: Membership, at: datetime) -> Round:
    """Its articles may be taken and given out again."""
    return _close(found, closed_at=None, verb="round_reopened", by=by, at=at)


def work_of(found: Round):  # type: ignore[no-untyped-def]  # a queryset with its own methods
    """The assignments of a round."""
    return Assignment.objects.filter(article__project=found.project_id, round=found.number)


def _close(found: Round, *, closed_at: datetime | None, verb: str, by: Membership, at: datetime) -> Round:
    _check_lead(by)
    held = Round.objects.select_for_update(no_key=True).get(pk=found.pk)
    if (held.closed_at is None) == (closed_at is None):
        raise Clash(rules.round_stands(held))
    before, held.closed_at = _state(held), closed_at
    held.save(update_fields=["closed_at"])
    _record(verb, held, by=by, at=at, before=before, after=_state(held))
    return held


def _used(project: Project) -> int:
    """The highest round that work was given in before rounds were opened; 0 where there is none."""
    return Assignment.objects.filter(article__project=project).aggregate(last=Max("round"))["last"] or 0


def _check_lead(by: Membership) -> None:
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(by.project):
        raise Refused(reason)


def _state(one: Round) -> dict[str, object]:
    return {
        "number": one.number, "name": one.name, "way": one.way, "per_article": one.per_article, "quota": one.quota,
        "due_on": one.due_on and one.due_on.isoformat(), "training": one.training, "closed": one.closed_at is not None,
    }  # fmt: skip


def _record(verb: str, one: Round, *, by: Membership, at: datetime, **states: dict[str, object]) -> None:
    journal.record(verb, one.pk, by=by.user_id, at=at, project=one.project_id, **states)  # type: ignore[arg-type]
