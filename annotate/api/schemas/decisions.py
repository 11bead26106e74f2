"""Decisions, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from annotate.api.schemas.common import Id, LabelKey, Words
from annotate.api.schemas.spans import Placed, RangeOut
from annotate.codebook.queries import version_number
from annotate.corpus.queries import frozen
from annotate.review.models import Decision
from annotate.review.rules import LONGEST_REASON


class DecisionIn(Placed):
    """What to decide of handed-in spans: this label on this extent, or, with `label: null`, nothing (rejected)."""

    spans: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    label: LabelKey | None
    reason: Annotated[Words, Field(max_length=LONGEST_REASON)] = ""


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
