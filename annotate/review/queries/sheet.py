"""What reviewers and files need of decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, MARKABLE, State
from annotate.codebook.queries import LabelLine, label_lines
from annotate.corpus.models import Article
from annotate.corpus.queries import articles_of, frozen
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Mode, Role, User
from annotate.review.models import DecidedSpan, Decision
from annotate.review.rules import why_not_review, why_not_settle
from annotate.spans.models import EVERYBODY, Span
from annotate.spans.queries.lists import sets_come_into_view
from annotate.spans.queries.sets import visible_comments, visible_links, visible_sets
from annotate.text.extent import Extent


def undecided_spans(article: Article) -> QuerySet[Span]:
    """The standing spans of handed-in sets of which no standing decision speaks."""
    decided = DecidedSpan.objects.filter(span=OuterRef("pk"), undone_at=None)
    return Span.objects.filter(
        ~Exists(decided), article=article.pk, assignment__state=State.HANDED_IN,
        assignment__training=False, deleted_at=None,
    )  # fmt: skip


def visible_decisions(viewer: User, *, article: Article | None = None) -> QuerySet[Decision]:
    """The decisions, undone ones too, that this person may see: each that speaks of a span of a set they may see, and
    of none that they may not, so that no decision tells of a span somebody is blind to."""
    seen = visible_sets(viewer, article=article)
    spoken = DecidedSpan.objects.filter(decision=OuterRef("pk"))
    found = Decision.objects.filter(
        Exists(spoken.filter(span__assignment__in=seen)), ~Exists(spoken.exclude(span__assignment__in=seen))
    )
    return found if article is None else found.filter(article=article)


def spans_told(decision: Decision, *, viewer: User) -> list[int]:
    """Of which spans a decision speaks now, by id, as far as this person may know: for who decided the same of a span
    they see, and so came upon a decision that also speaks of one that was given back to its analyst."""
    spoken = DecidedSpan.objects.filter(decision=decision, undone_at=None)
    return list(spoken.filter(span__assignment__in=visible_sets(viewer)).values_list("span", flat=True))


def visible_lines(viewer: User) -> QuerySet[JournalLine]:
    """The journal lines this person may read: their own; of the projects whose people they may know, those that tell
    nothing of a set they are blind to, and nothing of a decision, a comment or a link that tells of one."""
    standing = Membership.objects.filter(user=viewer, ended_at=None)
    knows = standing.filter(Q(project__mode=Mode.SHARED) | Q(role__in=[Role.REVIEWER, Role.LEAD]))
    blind = Assignment.objects.filter(
        article__project__mode=Mode.INDEPENDENT, analyst=viewer, state__in=MARKABLE, article=OuterRef("article")
    )
    sets_there = visible_sets(viewer).filter(article=OuterRef("article"))
    of_spans = Q(Exists(sets_there), audience=EVERYBODY)
    of_spans |= Q(Exists(sets_there.filter(analyst=OuterRef("audience"))), audience__gt=EVERYBODY)
    of_rest = Q(audience=None) & (Q(article=None) | ~Exists(blind))
    hidden = Q()
    for about, seen in (
        ("decision_", visible_decisions(viewer)),
        ("comment_", visible_comments(viewer)),
        ("link_", visible_links(viewer)),
    ):
        hidden |= Q(~Exists(seen.filter(pk=OuterRef("subject"))), verb__startswith=about)
    unseen = Decision.objects.filter(article=OuterRef("article")).exclude(pk__in=visible_decisions(viewer).values("pk"))
    hidden |= Q(Exists(unseen), verb__startswith="gold_")  # it tells of several decisions of its article
    of_others = Q(project__in=knows.values("project")) & (of_spans | of_rest) & ~hidden
    return JournalLine.objects.filter(Q(by=viewer.pk) | of_others).order_by("-id")


def list_decisions(membership: Membership, article: Article, *, since: datetime | None) -> QuerySet[Decision]:
    """The article's standing decisions that this member may see; with `since`, what is new to them, undone ones too."""
    decisions = visible_decisions(membership.user, article=article).select_related("label", "decided_by")
    decisions = decisions.prefetch_related("decided")
    if since is None:
        return decisions.filter(undone_at=None)
    spoken = DecidedSpan.objects.filter(decision=OuterRef("pk"))
    come = Exists(spoken.filter(span__assignment__in=sets_come_into_view(membership, since=since)))
    merged = Q(codebook__published_at__gte=since)  # a merge of labels gives gold the version that it published
    return decisions.filter(Q(decided_at__gte=since) | Q(undone_at__gte=since) | merged | come)


def status_of(span: Span, decision: Decision | None) -> str:
    """What became of a span: open, handed in, kept, changed or rejected (export's words)."""
    decided = (decision.label_id, decision.extent) if decision is not None else None
    return what_became(span.label_id, span.extent, state=span.assignment.state, decided=decided)


def what_became(
    label: int, extent: Extent | str, *, state: str, decided: tuple[int | None, Extent | str] | None
) -> str:
    """The same of a span that is no object: its label and extent, its set's state, and what was decided of it."""
    if decided is not None:
        if decided[0] is None:
            return "rejected"
        return "kept" if decided == (label, extent) else "changed"
    return "handed in" if state in IN_REVIEW else "open"


@dataclass(frozen=True)
class Case:
    """One handed-in span in review: whose, what it says, and the decision that stands of it."""

    span: Span
    line: LabelLine
    quote: str
    decision: Decision | None
    decided_quote: str

    @property
    def status(self) -> str:
        """Kept, changed, rejected, or handed in."""
        return status_of(self.span, self.decision)


@dataclass(frozen=True)
class Sheet:
    """An article in review: the sets that this reviewer may see, their spans in order, and what is left to do."""

    sets: list[Assignment]
    cases: list[Case]
    labels: list[LabelLine]
    why_not_review: str | None
    why_not_settle: str | None

    @property
    def undecided(self) -> int:
        """How many spans wait for a decision."""
        return sum(case.decision is None for case in self.cases)

    @property
    def gold(self) -> int:
        """How many gold spans stand."""
        return len({case.decision.pk for case in self.cases if case.decision and case.decision.label_id})

    @property
    def settled(self) -> bool:
        """Whether the article is settled: some set is, and none waits."""
        states = {work.state for work in self.sets}
        return State.SETTLED in states and State.HANDED_IN not in states


def find_sheet(membership: Membership, article: Article) -> Sheet:
    """The article as this reviewer may review it."""
    every = list(Assignment.objects.filter(article=article.pk))
    own = next((work for work in every if work.analyst_id == membership.user_id), None)
    seen = visible_sets(membership.user, article=article).filter(state__in=IN_REVIEW, training=False)
    seen = seen.select_related("analyst")
    sets = {work.pk: work for work in seen.order_by("analyst__username")}
    spans = list(
        Span.objects.filter(article=article.pk, assignment__in=list(sets), deleted_at=None)
        .select_related("label")
        .order_by("start", "end", "id")
    )
    standing = DecidedSpan.objects.filter(span__in=spans, undone_at=None)
    decision_of = {
        row.span_id: row.decision for row in standing.select_related("decision__label", "decision__decided_by")
    }
    lines = label_lines(membership.project, with_retired=True)
    line_of = {line.label.pk: line for line in lines}
    text = frozen(article.pk).text
    cases = []
    for span in spans:
        span.assignment, span.article = sets[span.assignment_id], article
        decision = decision_of.get(span.pk)
        decided_quote = decision.extent.quote(text) if decision else ""
        cases.append(Case(span, line_of[span.label_id], span.extent.quote(text), decision, decided_quote))
    undecided = undecided_spans(article).count()
    return Sheet(
        sets=list(sets.values()),
        cases=cases,
        labels=[line for line in lines if line.label.retired_at is None],
        why_not_review=why_not_review(article, own, by=membership),
        why_not_settle=why_not_settle([work for work in every if not work.training], undecided=undecided),
    )


def articles_in_review(membership: Membership) -> QuerySet[Article]:
    """The articles with handed-in or settled sets, with `.waiting`, `.settled` and `.undecided` counts."""
    handed_in = Q(assignments__state=State.HANDED_IN, assignments__training=False)
    works = Assignment.objects.filter(article=OuterRef("pk"), state__in=IN_REVIEW, training=False)
    found = articles_of(membership).without_text().filter(Exists(works), withdrawn_at=None)
    return found.annotate(
        waiting=Count("assignments", filter=handed_in, distinct=True),
        settled=Count("assignments", filter=Q(assignments__state=State.SETTLED), distinct=True),
    ).order_by("-waiting", "created_at", "id")
