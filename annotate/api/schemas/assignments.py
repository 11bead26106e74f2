"""Assignments, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from annotate.api.schemas.common import Id, Incoming, Line, Words
from annotate.assignment.models import Assignment
from annotate.assignment.states import State


class AssignmentIn(Incoming):
    """An article to give to an analyst, by id and user name."""

    article: Id
    analyst: Annotated[Line, Field(min_length=1, max_length=60)]


class Reason(Incoming):
    """Why, in words. Who gets work back reads it; of handing in and taking back it stays in the journal."""

    reason: Annotated[Words, Field(max_length=10_000)] = ""


class AssignmentOut(TypedDict):
    """One analyst on one article."""

    id: int
    article: int
    analyst: str
    state: State
    returned_because: str
    handed_in_at: datetime | None
    created_at: datetime
    updated_at: datetime


def assignment_out(assignment: Assignment) -> AssignmentOut:
    """An assignment."""
    return {
        "id": assignment.pk, "article": assignment.article_id, "analyst": assignment.analyst.username,
        "state": State(assignment.state), "returned_because": assignment.returned_because,
        "handed_in_at": assignment.handed_in_at, "created_at": assignment.created_at,
        "updated_at": assignment.changed_at,
    }  # fmt: skip
