"""The article list, and what is next for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.timezone import localdate

from annotate.assignment.models import Assignment, Round
from annotate.assignment.states import MARKABLE, State
from annotate.corpus.models import Article, ArticleQuerySet
from annotate.corpus.queries import articles_known_to, articles_of
from annotate.database.asking import Part, Prepared, find_row
from annotate.projects.models import Membership, Mode, Project, Role, User
from annotate.projects.rules import may_see_everyone

SORTS: Mapping[str, tuple[str, ...]] = {
    "added": ("created_at", "id"),
    "-added": ("-created_at", "-id"),
    "title": ("title", "id"),
    "-title": ("-title", "-id"),
    "outlet": ("outlet", "title", "id"),
    "date": (F("published_on").asc(nulls_last=True), "id"),  # type: ignore[dict-item]
    "-date": (F("published_on").desc(nulls_last=True), "id"),  # type: ignore[dict-item]
    "length": ("length", "id"),
    "-length": ("-length", "-id"),
}


GIVEN, OVERDUE = "given", "overdue"
"""What one can look for beside the states: whatever was given and not declined, and what is late."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the article list. Empty words ask for nothing."""

    words: str = ""
    state: str = ""
    person: str = ""
    round: int | None = None
    outlet: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "added"


def visible_work(membership: Membership) -> QuerySet[Assignment]:
    """The assignments whose state this member may know: in an independent project an analyst knows only their own."""
    found = Assignment.objects.filter(article__project=membership.project_id)
    if not may_see_everyone(membership.project, Role(membership.role)):
        found = found.filter(analyst=membership.user_id)
    return found


def work_known_to(user: User) -> QuerySet[Assignment]:
    """The assignments of all projects a person belongs to whose state they may know."""
    standing = Membership.objects.filter(user=user, ended_at=None)
    open_to_them = standing.filter(Q(project__mode=Mode.SHARED) | Q(role__in=[Role.REVIEWER, Role.LEAD]))
    known = Q(analyst=user) | Q(article__project__in=open_to_them.values("project"))
    return Assignment.objects.filter(known, article__in=articles_known_to(user))


def known_articles(membership: Membership) -> ArticleQuerySet:
    """The articles this member may know of, without their texts, withdrawn ones too.

    Analysts of an independent project know those given to them; others know all.
    """
    found: ArticleQuerySet = Article.objects.filter(project=membership.project_id).without_text()
    if may_see_everyone(membership.project, Role(membership.role)):
        return found
    return found.filter(Exists(visible_work(membership).filter(article=OuterRef("pk"))))


def list_articles(membership: Membership, wanted: Wanted) -> QuerySet[Article]:
    """The articles wanted that this member may know of, each with `.work`: the assignments they may know of."""
    work = visible_work(membership)
    found = known_articles(membership) & articles_of(membership)
    for word in wanted.words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(byline__icontains=word)
            | Q(outlet__icontains=word)
            | Q(external_id__iexact=word)
            | Q(text__icontains=word)
        )
    if wanted.outlet:
        found = found.filter(outlet=wanted.outlet)
    if wanted.since:
        found = found.filter(published_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(published_on__lte=wanted.until)
    of_person = work.filter(article=OuterRef("pk"))
    if wanted.round is not None:
        of_person = of_person.filter(round=wanted.round)
        found = found.filter(_in_round(membership, wanted.round))
    if wanted.person:
        of_person = of_person.filter(analyst__username=wanted.person)
        if not wanted.state:
            found = found.filter(Exists(of_person))
    if wanted.state == "none":
        found = found.filter(~Exists(of_person))
    elif wanted.state == "withdrawn":
        found = found.exclude(withdrawn_at=None)
    elif wanted.state:
        found = found.filter(Exists(_in_state(of_person, wanted.state)))
    if wanted.state != "withdrawn":
        found = found.filter(withdrawn_at=None)
    listed = work.select_related("analyst").order_by("analyst__username")
    order = SORTS.get(wanted.sort, SORTS["added"])
    return found.prefetch_related(Prefetch("assignments", queryset=listed, to_attr="work")).order_by(*order)


def _in_state(work: QuerySet[Assignment], state: str) -> QuerySet[Assignment]:
    """The work of one state, of all who were given it, or of those who are late with it."""
    if state == GIVEN:
        return work.exclude(state=State.DECLINED)
    if state == OVERDUE:
        return work.filter(overdue(localdate()))
    return work.filter(state=state)


def overdue(today: date) -> Q:
    """Of assignments: still at work after the day it was due on."""
    return Q(state__in=MARKABLE, due_on__lt=today)


def _in_round(membership: Membership, number: int) -> Exists:
    """Whether an article belongs to a round; whoever knows only their own work: whether theirs on it does."""
    if may_see_everyone(membership.project, Role(membership.role)):
        return Exists(Round.objects.filter(project=membership.project_id, number=number, articles=OuterRef("pk")))
    return Exists(visible_work(membership).filter(article=OuterRef("pk"), round=number))


_ARTICLE = Part(Article, "annotate_article", without=["text"])


def next_for(membership: Membership, *, after: Article | None = None) -> Article | None:
    """The article this member should open next: returned work, then what is begun, then what is given, of each what is
    due first, then, in a shared project, what has fewest people. None where there is nothing left to do."""
    question = _next_question(Mode(membership.project.mode), Role(membership.role))
    row = find_row(*question.asked(membership.project_id, membership.user_id, after.pk if after else 0))
    return _ARTICLE.read(row) if row else None


@cache
def _next_question(mode: Mode, role: Role) -> Prepared:
    """What `next_for` asks, with a project, a person and an article that it should not be."""
    return Prepared(partial(_ranked, mode, role), numbers=3)


def _ranked(mode: Mode, role: Role, project: int, user: int, after: int) -> QuerySet[Any]:
    mine = Assignment.objects.filter(article=OuterRef("pk"), analyst=user)
    member = Membership(project_id=project, user_id=user, role=role)
    found = articles_of(member).filter(withdrawn_at=None, superseded=False).exclude(pk=after)
    urgency = Case(
        When(Exists(mine.filter(state=State.RETURNED)), then=Value(0)),
        When(Exists(mine.filter(state=State.OPEN)), then=Value(1)),
        When(Exists(mine.filter(state=State.ASSIGNED)), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    unfinished = Exists(mine.filter(state__in=MARKABLE))
    people: Count | Value = Value(0)  # in an independent project not even the order tells where others are
    if mode == Mode.SHARED:
        settled = Assignment.objects.filter(article=OuterRef("pk"), state=State.SETTLED)
        found = found.filter(unfinished | (~Exists(mine) & ~Exists(settled)))
        people = Count("assignments")
    else:
        found = found.filter(unfinished)
    due = Subquery(mine.values("due_on")[:1])
    ranked = found.annotate(urgency=urgency, due=due, people=people)
    order = ("urgency", F("due").asc(nulls_last=True), "people", "created_at", "id")
    best: QuerySet[Any] = ranked.order_by(*order).values(*_ARTICLE.names)[:1]
    return best


def place_of(membership: Membership, article: Article) -> tuple[int, int]:
    """Which article of the member's list this is, and of how many: (3, 12), by the order in which they came in."""
    mode, role = Mode(membership.project.mode), Role(membership.role)
    whose = () if may_see_everyone(membership.project, role) else (membership.user_id,)
    listed, values = _listed_question(mode, role, alone=bool(whose)).asked(membership.project_id, *whose)
    row = find_row(
        "SELECT count(*) FILTER (WHERE (created_at, id) < (%s, %s)), count(*) FROM annotate_article"
        f" WHERE id IN ({listed})",
        [article.created_at, article.pk, *values],
    )
    before, every = row or (0, 0)
    return before + 1, every


@cache
def _listed_question(mode: Mode, role: Role, *, alone: bool) -> Prepared:
    """What `list_articles` asks for those of this role in such a project, with the project, and the person where they
    know of theirs alone."""

    def listed(project: int, user: int = 0) -> QuerySet[Any]:
        member = Membership(project=Project(pk=project, mode=mode), user_id=user, role=role)
        return list_articles(member, Wanted()).prefetch_related(None).order_by().values("pk")

    return Prepared(listed, numbers=2 if alone else 1)


def progress_of(membership: Membership) -> dict[str, int]:
    """How many articles there are for this member, and how many of their own assignments are in each state."""
    counts = {"articles": list_articles(membership, Wanted()).prefetch_related(None).count()}
    mine = Assignment.objects.filter(
        article__project=membership.project_id, analyst=membership.user_id, article__withdrawn_at=None
    )
    for state, number in mine.values_list("state").annotate(number=Count("pk")).order_by():
        counts[state] = number
    return counts
