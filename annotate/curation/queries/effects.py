"""What a change of a label will touch, to be shown before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from annotate.codebook.models import Label
from annotate.projects.models import Membership, Mode
from annotate.review.models import Decision
from annotate.review.queries import visible_decisions
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_spans


@dataclass(frozen=True)
class Effects:
    """How many spans, people, articles and gold spans have a label, as far as the viewer may see; how many of the spans
    would be folded into twins; and whether there may be more that they do not see."""

    spans: int
    people: int
    articles: int
    gold: int
    folded: int
    hidden: bool


def spans_of(label: Label, *, by: Membership) -> QuerySet[Span]:
    """The standing spans of a label that this member may see."""
    return visible_spans(by.user).filter(label=label, deleted_at=None)


def gold_of(label: Label, *, by: Membership) -> QuerySet[Decision]:
    """The gold spans of a label that this member may see."""
    return visible_decisions(by.user).filter(label=label, undone_at=None)


def effects_of(label: Label, *, by: Membership, into: Label | None = None) -> Effects:
    """What has the label now, and so changes with it; `into` is what it is to be merged into."""
    spans = spans_of(label, by=by)
    counts = spans.aggregate(
        spans=Count("pk"), people=Count("assignment__analyst", distinct=True), articles=Count("article", distinct=True)
    )
    folded = 0
    if into is not None:
        twins = Span.objects.standing().filter(
            assignment=OuterRef("assignment"), label=into, extent=OuterRef("extent")
        )  # fmt: skip
        folded = spans.filter(Exists(twins)).count()
    return Effects(
        **counts, gold=gold_of(label, by=by).count(), folded=folded, hidden=by.project.mode == Mode.INDEPENDENT
    )
