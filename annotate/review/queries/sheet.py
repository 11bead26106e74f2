"""An article in review: the sets that a reviewer may see, their clusters, what stands and what is left to do."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from annotate.agreement.tolerance import Tolerance
from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, State
from annotate.codebook.queries import LabelLine, label_lines
from annotate.corpus.models import Article
from annotate.corpus.queries import articles_of, frozen
from annotate.projects.models import Membership
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries.answers import AnswerCase, find_cases, undecided_questions, visible_answer_decisions
from annotate.review.queries.clusters import ClusterLine, Person, Ruling, cluster_lines
from annotate.review.queries.decisions import undecided_spans, visible_decisions
from annotate.review.queries.steps import step_to_undo
from annotate.review.queries.strokes import Stroke, find_strokes
from annotate.review.rules import why_not_pin, why_not_review, why_not_settle
from annotate.spans.models import Comment, Span
from annotate.spans.queries.sets import visible_answers, visible_comments, visible_sets


@dataclass(frozen=True)
class Sheet:
    """An article in review as one reviewer sees it now."""

    people: list[Person]
    clusters: list[ClusterLine]
    orphans: list[Ruling]
    labels: list[LabelLine]
    tolerance: Tolerance
    tag: str
    can_undo: bool
    why_not_review: str | None
    why_not_settle: str | None
    why_not_pin: str | None
    states: frozenset[str] = field(default_factory=frozenset)
    cases: list[AnswerCase] = field(default_factory=list)

    @property
    def open(self) -> int:
        """How many clusters and questions wait for a decision."""
        clusters = sum(cluster.outcome == "open" for cluster in self.clusters)
        return clusters + sum(case.undecided for case in self.cases)

    @property
    def gold(self) -> int:
        """How many gold spans stand."""
        rulings = [ruling for cluster in self.clusters for ruling in cluster.rulings] + self.orphans
        return len({ruling.decision.pk for ruling in rulings if ruling.decision.label_id})

    @property
    def settled(self) -> bool:
        """Whether the article is settled: some set is, and none waits."""
        return State.SETTLED in self.states and State.HANDED_IN not in self.states

    @cached_property
    def strokes(self) -> list[Stroke]:
        """What can be decided at one stroke now."""
        return find_strokes(self.people, self.clusters)

    def holding(self, span_ids: Collection[int]) -> list[ClusterLine]:
        """The clusters that any of these spans are in."""
        wanted = set(span_ids)
        return [cluster for cluster in self.clusters if wanted.intersection(cluster.span_ids)]

    def just(self, span_ids: Collection[int]) -> ClusterLine | None:
        """The cluster of just these spans; None where they are none any more."""
        return next((cluster for cluster in self.clusters if set(cluster.span_ids) == set(span_ids)), None)


def find_sheet(membership: Membership, article: Article) -> Sheet:
    """The article as this member may review it: of sets that are handed in, and that they may see."""
    tag = find_review_tag(membership, article)
    every = list(Assignment.objects.filter(article=article.pk))
    own = next((work for work in every if work.analyst_id == membership.user_id), None)
    people = [Person(work, number) for number, work in enumerate(_sets(membership, article))]
    spans = list(
        Span.objects.filter(article=article.pk, assignment__in=[person.work for person in people], deleted_at=None)
        .select_related("label")
        .order_by("start", "end", "id")
    )
    decision_of = _decisions_on(spans)
    lines = label_lines(membership.project, with_retired=True)
    by_key = {line.label.key: line for line in lines}
    text = frozen(article.pk).text
    tolerance = Tolerance(membership.project.tolerance)
    return Sheet(
        people=people,
        clusters=cluster_lines(
            people,
            spans,
            lines=by_key,
            decision_of=decision_of,
            comments_of=_comments(membership, spans),
            text=text,
            tolerance=tolerance,
            language=article.language,
        ),  # fmt: skip
        orphans=[
            Ruling(decision, by_key[decision.label.key], decision.extent.quote(text), [])
            for decision in _gold(membership, article)
            if decision.label is not None and decision not in decision_of.values()
        ],
        labels=[line for line in lines if line.label.retired_at is None],
        tolerance=tolerance,
        tag=tag,
        can_undo=step_to_undo(article, by=membership) is not None,
        why_not_review=why_not_review(article, own, by=membership),
        why_not_settle=why_not_settle(
            [work for work in every if not work.training],
            undecided=undecided_spans(article).count(),
            questions=undecided_questions(article),
        ),  # fmt: skip
        why_not_pin=why_not_pin(every, by=membership),
        states=frozenset(person.work.state for person in people),
        cases=find_cases(membership, article, people),
    )


def find_review_tag(membership: Membership, article: Article) -> str:
    """A mark of all that the page shows and others may change, as the live page asks for it: `0.…`."""
    parts: list[object] = [(work.pk, work.state, work.changed_at.timestamp()) for work in _sets(membership, article)]
    known = visible_decisions(membership.user, article=article)
    parts += known.aggregate(Count("pk"), Count("undone_at"), Max("decided_at"), Max("undone_at")).values()
    told = DecidedSpan.objects.filter(decision__in=known)
    parts += told.aggregate(Count("pk"), Count("undone_at"), Max("undone_at")).values()
    said = visible_comments(membership.user, article=article)
    parts += said.aggregate(Count("pk"), Max("changed_at")).values()
    answers = visible_answers(membership.user, article=article)
    parts += answers.filter(assignment__state__in=IN_REVIEW).aggregate(Count("pk"), Max("changed_at")).values()
    ruled = visible_answer_decisions(membership.user, article=article)
    parts += ruled.aggregate(Count("pk"), Count("undone_at"), Max("decided_at"), Max("undone_at")).values()
    parts += [membership.role, membership.project.tolerance, membership.project.closed_at, article.changed_at]
    return f"0.{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"


def _sets(membership: Membership, article: Article) -> QuerySet[Assignment]:
    seen = visible_sets(membership.user, article=article).filter(state__in=IN_REVIEW, training=False)
    return seen.select_related("analyst").order_by("analyst__username")


def _decisions_on(spans: list[Span]) -> dict[int, Decision]:
    standing = DecidedSpan.objects.filter(span__in=spans, undone_at=None)
    related = ("decision__label", "decision__decided_by", "decision__codebook")
    return {row.span_id: row.decision for row in standing.select_related(*related)}


def _gold(membership: Membership, article: Article) -> list[Decision]:
    found = visible_decisions(membership.user, article=article).filter(undone_at=None).exclude(label=None)
    return list(found.select_related("label", "decided_by", "codebook").order_by("start", "end", "id"))


def _comments(membership: Membership, spans: list[Span]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {}
    said = visible_comments(membership.user).filter(span__in=spans, deleted_at=None).select_related("made_by")
    for comment in said.order_by("created_at", "id"):
        found.setdefault(comment.span_id, []).append(comment)
    return found


def articles_in_review(membership: Membership) -> QuerySet[Article]:
    """The articles with handed-in or settled sets, with `.waiting`, `.settled` and `.undecided` counts."""
    handed_in = Q(assignments__state=State.HANDED_IN, assignments__training=False)
    works = Assignment.objects.filter(article=OuterRef("pk"), state__in=IN_REVIEW, training=False)
    found = articles_of(membership).without_text().filter(Exists(works), withdrawn_at=None)
    return found.annotate(
        waiting=Count("assignments", filter=handed_in, distinct=True),
        settled=Count("assignments", filter=Q(assignments__state=State.SETTLED), distinct=True),
    ).order_by("-waiting", "created_at", "id")
