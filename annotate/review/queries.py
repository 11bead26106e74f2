"""What reviewers and files need of decisions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, State
from annotate.corpus.models import Article
from annotate.corpus.queries import articles_of
from annotate.projects.models import Membership, User
from annotate.review.models import DecidedSpan, Decision
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_sets
from annotate.text.extent import Extent


def undecided_spans(article: Article) -> QuerySet[Span]:
    """The standing spans of handed-in sets of which no standing decision speaks."""
    decided = DecidedSpan.objects.filter(span=OuterRef("pk"), undone_at=None)
    return Span.objects.filter(~Exists(decided), article=article.pk, assignment__state=State.HANDED_IN, deleted_at=None)


def visible_decisions(viewer: User, *, article: Article | None = None) -> QuerySet[Decision]:
    """The decisions, undone ones too, that this person may see: each that speaks of a span of a set they may see, and
    of none that they may not, so that no decision tells of a span somebody is blind to."""
    seen = visible_sets(viewer, article=article)
    spoken = DecidedSpan.objects.filter(decision=OuterRef("pk"))
    found = Decision.objects.filter(
        Exists(spoken.filter(span__assignment__in=seen)), ~Exists(spoken.exclude(span__assignment__in=seen))
    )
    return found if article is None else found.filter(article=article)


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
    """One handed-in span in review: whose, the decision that stands of it, and what the export calls that."""

    span: Span
    decision: Decision | None

    @property
    def status(self) -> str:
        """Kept, changed, rejected, or handed in."""
        return status_of(self.span, self.decision)


def cases(membership: Membership, article: Article) -> list[Case]:
    """The standing spans of the article's handed-in and settled sets that this reviewer may see, in order."""
    seen = visible_sets(membership.user, article=article).filter(state__in=IN_REVIEW)
    spans = list(
        Span.objects.filter(article=article.pk, assignment__in=seen, deleted_at=None)
        .select_related("label", "assignment__analyst")
        .order_by("start", "end", "id")
    )
    standing = DecidedSpan.objects.filter(span__in=spans, undone_at=None).select_related(
        "decision__label", "decision__decided_by"
    )
    decision_of = {row.span_id: row.decision for row in standing}
    return [Case(span, decision_of.get(span.pk)) for span in spans]


def articles_in_review(membership: Membership) -> QuerySet[Article]:
    """The articles with handed-in or settled sets, with `.waiting`, `.settled` and `.undecided` counts."""
    handed_in = Q(assignments__state=State.HANDED_IN)
    works = Assignment.objects.filter(article=OuterRef("pk"), state__in=IN_REVIEW)
    found = articles_of(membership).without_text().filter(Exists(works), withdrawn_at=None)
    return found.annotate(
        waiting=Count("assignments", filter=handed_in, distinct=True),
        settled=Count("assignments", filter=Q(assignments__state=State.SETTLED), distinct=True),
    ).order_by("-waiting", "created_at", "id")
