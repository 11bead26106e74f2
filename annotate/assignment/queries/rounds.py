"""Rounds: what is to give out, how it would be shared out, and how far everybody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from annotate.assignment.dealing import Deal, deal
from annotate.assignment.models import Assignment, Round, Way
from annotate.assignment.queries.articles import overdue, visible_work
from annotate.assignment.states import IN_REVIEW, State
from annotate.corpus.models import Article, ArticleQuerySet
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Role
from annotate.projects.rules import may_see_everyone


def rounds_of(membership: Membership) -> QuerySet[Round]:
    """The project's rounds, the latest first, with `.given` and `.finished`: how many assignments it has, and how many
    handed in or settled, of those this member may know of; and `.wide`, how many articles."""
    work = visible_work(membership).filter(round=OuterRef("number"))
    given = work.exclude(state=State.DECLINED)
    return (
        Round.objects.filter(project=membership.project_id)
        .annotate(given=_counted(given), finished=_counted(given.filter(state__in=IN_REVIEW)), wide=Count("articles"))
        .order_by("-number")
    )


def _counted(work: QuerySet[Assignment]) -> Coalesce:
    """How many these are of each round, as a subquery."""
    return Coalesce(Subquery(work.order_by().values("round").annotate(n=Count("pk")).values("n")), 0)


def articles_to_give(found: Round) -> ArticleQuerySet:
    """The round's articles that may still be given out: not withdrawn or superseded; settled ones for training only."""
    articles: ArticleQuerySet = Article.objects.filter(rounds=found, withdrawn_at=None, superseded=False).without_text()
    if not found.training:
        settled = Assignment.objects.filter(article=OuterRef("pk"), state=State.SETTLED)
        articles = articles.filter(~Exists(settled))
    return articles


def deal_of(found: Round, people: Sequence[Membership]) -> Deal:
    """How the round's articles would be shared out among these people now. Who has declined an article is not asked
    again, and is no reader of it."""
    articles = list(articles_to_give(found).order_by("created_at", "id").values_list("pk", flat=True))
    work = Assignment.objects.filter(article__in=articles)
    readers: dict[int, list[int]] = {}
    declined: set[tuple[int, int]] = set()
    for article, analyst, state, training in work.order_by("id").values_list("article", "analyst", "state", "training"):
        if state == State.DECLINED:
            declined.add((article, analyst))
        elif not found.training or training:
            readers.setdefault(article, []).append(analyst)
    return deal(
        articles, [member.user_id for member in people], per_article=found.per_article, readers=readers,
        quota=found.quota, barred=declined,
    )  # fmt: skip


def queues_for(membership: Membership) -> list[Round]:
    """The open rounds from whose queue this person may still take, the oldest first."""
    rounds = Round.objects.filter(project=membership.project_id, way=Way.TAKEN, closed_at=None).order_by("number")
    if membership.project.closed_at is not None:
        return []
    mine = Assignment.objects.filter(article__project=membership.project_id, analyst=membership.user_id)
    held = dict(mine.exclude(state=State.DECLINED).values_list("round").annotate(number=Count("pk")).order_by())
    return [found for found in rounds if found.quota is None or held.get(found.number, 0) < found.quota]


@dataclass(frozen=True)
class Load:
    """How far one person is: assignments by state, what is overdue, and the time they spent."""

    member: Membership
    states: dict[str, int]
    overdue: int
    seconds: int

    @property
    def given(self) -> int:
        """How many articles they have, those declined not counted."""
        return sum(number for state, number in self.states.items() if state != State.DECLINED)

    @property
    def finished(self) -> int:
        """How many of them are handed in or settled."""
        return sum(self.states.get(state, 0) for state in IN_REVIEW)

    @property
    def handed_in(self) -> int:
        """How many wait for a reviewer."""
        return self.states.get(State.HANDED_IN, 0)

    @property
    def minutes_each(self) -> float | None:
        """Active minutes per finished article; None where none is finished, or no time was measured."""
        return self.seconds / 60 / self.finished if self.finished and self.seconds else None


def loads(
    membership: Membership, people: Sequence[Membership], *, today: date, number: int | None = None
) -> list[Load]:
    """How far everybody is whose work this member may know of; of one round where that is given."""
    work = visible_work(membership).filter(article__withdrawn_at=None)
    if number is not None:
        work = work.filter(round=number)
    late = Count("pk", filter=overdue(today))
    found: dict[int, dict[str, tuple[int, int, int]]] = {}
    counted = work.values("analyst", "state").annotate(count=Count("pk"), late=late, spent=Sum("seconds_spent"))
    for analyst, state, count, delayed, seconds in counted.order_by().values_list(
        "analyst", "state", "count", "late", "spent"
    ):
        found.setdefault(analyst, {})[state] = (count, delayed, seconds)
    return [
        Load(
            member, {state: count for state, (count, _late, _spent) in states.items()},
            overdue=sum(late for _count, late, _spent in states.values()),
            seconds=sum(spent for _count, _late, spent in states.values()),
        )
        for member in people
        if (states := found.get(member.user_id, {})) or member.role == Role.ANALYST
    ]  # fmt: skip


def readers_of(membership: Membership, found: Round) -> QuerySet[Article]:
    """The round's articles, each with `.work`: its assignments in the round that this member may know of."""
    listed = visible_work(membership).filter(round=found.number).select_related("analyst").order_by("analyst__username")
    articles = Article.objects.filter(rounds=found, withdrawn_at=None).without_text()
    if not may_see_everyone(membership.project, Role(membership.role)):
        articles = articles.filter(Exists(listed.filter(article=OuterRef("pk"))))
    return articles.prefetch_related(Prefetch("assignments", queryset=listed, to_attr="work")).order_by(
        "created_at", "id"
    )


@dataclass(frozen=True)
class Waiting:
    """What waits for whom: for reviewers, for a lead, for each analyst."""

    review: int
    given_to_nobody: int
    declined: list[tuple[Assignment, str]]
    returned: list[Assignment]
    overdue: list[Assignment]


def waiting_for(membership: Membership, *, most: int = 20) -> Waiting:
    """What waits, of the work this member may know of; each list has `most` at most."""
    work = visible_work(membership).filter(article__withdrawn_at=None)
    named = work.select_related("analyst", "article").defer("article__text", "article__source", "article__inlines")
    handed_in = work.filter(state=State.HANDED_IN, training=False)
    given = Assignment.objects.filter(article=OuterRef("pk")).exclude(state=State.DECLINED)
    articles = Article.objects.filter(project=membership.project_id, withdrawn_at=None, superseded=False)
    everyone = may_see_everyone(membership.project, Role(membership.role))
    declined = list(named.filter(state=State.DECLINED).order_by("-changed_at")[:most])
    reasons = reasons_declined(declined)
    return Waiting(
        review=handed_in.values("article").distinct().count(),
        given_to_nobody=articles.filter(~Exists(given)).count() if everyone else 0,
        declined=[(one, reasons.get(one.pk, "")) for one in declined],
        returned=list(named.filter(state=State.RETURNED).order_by("changed_at")[:most]),
        overdue=list(named.filter(overdue(localdate())).order_by("due_on", "id")[:most]),
    )


def reasons_declined(work: Sequence[Assignment]) -> dict[int, str]:
    """Why each of these was declined, by its id; none for those a lead called back."""
    lines = JournalLine.objects.filter(verb="work_declined", subject__in=[one.pk for one in work]).order_by("id")
    return {subject: (after or {}).get("reason", "") for subject, after in lines.values_list("subject", "after")}
