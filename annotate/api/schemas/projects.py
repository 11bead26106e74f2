"""Projects and members, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from annotate.api.schemas.codebook import LabelIn, LabelOut
from annotate.api.schemas.common import Incoming, Line
from annotate.projects.models import SLUG, Membership, Mode, Role

SomeRole = Annotated[Role, Field(strict=False)]
SomeMode = Annotated[Mode, Field(strict=False)]


class ProjectIn(Incoming):
    """A project to begin; who asks leads it. Without `labels` it has the default codebook."""

    slug: Annotated[str, Field(pattern=SLUG, max_length=60)]
    name: Annotated[Line, Field(min_length=1, max_length=200)]
    mode: SomeMode = Mode.SHARED
    labels: Annotated[list[LabelIn] | None, Field(min_length=1, max_length=500)] = None


class ProjectOut(TypedDict):
    """A project, and what the caller is in it."""

    id: int
    slug: str
    name: str
    mode: Mode
    role: Role
    created_at: datetime
    closed_at: datetime | None


class MemberIn(Incoming):
    """Somebody to let in."""

    username: Annotated[Line, Field(min_length=1, max_length=60)]
    role: SomeRole


class MemberOut(TypedDict):
    """A member. `deleted_at`: since when they belong no longer."""

    id: int
    username: str
    name: str
    role: Role
    created_at: datetime
    updated_at: datetime
    deleted_at: NotRequired[datetime]


class Counts(TypedDict):
    """How much there is, as far as the caller may know."""

    articles: int
    members: int
    assignments: Annotated[dict[str, int], Field(description="By state.")]
    spans: int
    decisions: int


class WholeProjectOut(ProjectOut):
    """A project with its labels as they stand, its members, and counts, as far as the caller may know."""

    labels: list[LabelOut]
    members: list[MemberOut]
    counts: Counts


def project_out(membership: Membership) -> ProjectOut:
    """The project of a membership."""
    project = membership.project
    return {
        "id": project.pk, "slug": project.slug, "name": project.name, "mode": Mode(project.mode),
        "role": Role(membership.role), "created_at": project.created_at, "closed_at": project.closed_at,
    }  # fmt: skip


def member_out(membership: Membership) -> MemberOut:
    """A member."""
    out: MemberOut = {
        "id": membership.pk, "username": membership.user.username, "name": membership.user.name,
        "role": Role(membership.role), "created_at": membership.created_at, "updated_at": membership.changed_at,
    }  # fmt: skip
    if membership.ended_at is not None:
        out["deleted_at"] = membership.ended_at
    return out
