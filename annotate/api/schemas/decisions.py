"""Decisions, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from annotate.api.schemas.common import Id, LabelKey, Words
from annotate.api.schemas.spans import Placed, RangeOut, SpanOut, span_out
from annotate.codebook.queries import version_number
from annotate.corpus.queries import frozen
from annotate.review.models import Decision
from annotate.review.queries import ClusterLine
from annotate.review.rules import LONGEST_REASON


class DecisionIn(Placed):
    """What to decide of handed-in spans: this label on this extent, or, with `label: null`, nothing (rejected)."""

    spans: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    label: LabelKey | None
    reason: Annotated[Words, Field(max_length=LONGEST_REASON)] = ""
    standing: Annotated[
        list[Id] | None,
        Field(max_length=1000, description="The decisions on these spans that you saw: 409 where others stand by now."),
    ] = None


class DecisionOut(TypedDict):
    """What was decided, by whom, of which spans. With a label it is gold."""

    id: int
    article: int
    label: str | None
    start: int
    end: int
    ranges: list[RangeOut]
    quote: str
    spans: list[int]
    reason: str
    decided_by: str
    codebook_version: int
    decided_at: datetime


class ClusterOut(TypedDict):
    """One place of an article: everybody's spans there, what they agree on, and what was decided.

    `ranges` are all that somebody marked. `agreed`: everybody who handed in has it alike, but for what the project
    tolerates. `decision` is the one that stands of all its spans, null where none or more than one does; `decisions`
    are all that stand.
    """

    id: Annotated[int, Field(description="The lowest id of its spans.")]
    ranges: list[RangeOut]
    agreed: bool
    verdict: Literal["agreed", "extent differs", "label differs", "both differ", "only some"]
    undecided: Annotated[int, Field(description="How many of its spans wait for a decision.")]
    spans: list[SpanOut]
    decision: DecisionOut | None
    decisions: list[DecisionOut]


class ClustersOut(TypedDict):
    """All clusters of an article, in reading order: one page."""

    items: list[ClusterOut]
    next: None


class ArticleState(TypedDict):
    """An article, and what its handed-in work has become."""

    id: int
    state: Literal["settled", "handed-in"]


def decision_out(decision: Decision, *, spans: Iterable[int] | None = None) -> DecisionOut:
    """A decision that stands; `spans` where the caller knows of which spans it speaks."""
    extent = decision.extent
    if spans is None:
        spans = (row.span_id for row in decision.decided.all() if row.undone_at is None)
    return {
        "id": decision.pk,
        "article": decision.article_id,
        "label": decision.label.key if decision.label else None,
        "start": extent.start,
        "end": extent.end,
        "ranges": [list(pair) for pair in extent.ranges],
        "quote": extent.quote(frozen(decision.article_id).text),
        "spans": sorted(set(spans)),
        "reason": decision.reason,
        "decided_by": decision.decided_by.username,
        "codebook_version": version_number(decision.codebook_id),
        "decided_at": decision.decided_at,
    }


def cluster_out(cluster: ClusterLine) -> ClusterOut:
    """A cluster with its spans, as the reviewer sees it who asked."""
    of: dict[int, list[int]] = {}
    for candidate in cluster.candidates:
        for ruling in cluster.rulings:
            if candidate.person in ruling.people:
                of.setdefault(ruling.decision.pk, []).append(candidate.span.pk)
    decisions = [decision_out(ruling.decision, spans=of[ruling.decision.pk]) for ruling in cluster.rulings]
    return {
        "id": cluster.pk,
        "ranges": [list(pair) for pair in cluster.union],
        "agreed": cluster.agreed,
        "verdict": cluster.verdict.value,
        "undecided": cluster.undecided,
        "spans": [
            span_out(candidate.span, analyst=candidate.person.work.analyst.username) for candidate in cluster.candidates
        ],
        "decision": decisions[0] if len(decisions) == 1 and not cluster.undecided else None,
        "decisions": decisions,
    }
