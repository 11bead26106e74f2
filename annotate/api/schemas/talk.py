"""What is said about spans, and how they are linked; in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from typing_extensions import TypedDict

from annotate.api.schemas.common import Id, Incoming, Words, nothing
from annotate.spans.models import Comment, Link, LinkKind
from annotate.spans.rules import LONGEST_COMMENT


class CommentIn(Incoming):
    """Something to say about a span."""

    text: Annotated[Words, Field(min_length=1, max_length=LONGEST_COMMENT)]


class CommentOut(TypedDict):
    """Something said about a span."""

    id: int
    span: int
    article: int
    text: str
    made_by: str
    created_at: datetime
    updated_at: datetime


class LinkIn(Incoming):
    """A link to make: a span supports or attacks a span (`target_span`), or undercuts a link (`target_link`)."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["target_span"]}, {"required": ["target_link"]}]}
    )

    kind: Annotated[LinkKind, Field(strict=False)]
    source: Id
    target_span: Id = Field(default_factory=nothing)
    target_link: Id = Field(default_factory=nothing)

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if len(self.model_fields_set & {"target_span", "target_link"}) != 1:
            raise ValueError("send exactly one of: target_span, target_link")
        return self


class LinkOut(TypedDict):
    """A link."""

    id: int
    article: int
    kind: LinkKind
    source: int
    target_span: int | None
    target_link: int | None
    made_by: str
    created_at: datetime
    updated_at: datetime


def comment_out(comment: Comment) -> CommentOut:
    """A comment."""
    return {
        "id": comment.pk, "span": comment.span_id, "article": comment.span.article_id, "text": comment.text,
        "made_by": comment.made_by.username, "created_at": comment.created_at, "updated_at": comment.changed_at,
    }  # fmt: skip


def link_out(link: Link) -> LinkOut:
    """A link."""
    return {
        "id": link.pk, "article": link.article_id, "kind": LinkKind(link.kind), "source": link.source_id,
        "target_span": link.target_span_id, "target_link": link.target_link_id, "made_by": link.made_by.username,
        "created_at": link.created_at, "updated_at": link.changed_at,
    }  # fmt: skip
