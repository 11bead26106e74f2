"""Projects."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedPage, Page, reply_page
from annotate.api.parameters import Key
from annotate.api.replies import reply
from annotate.api.schemas.projects import (
    Counts,
    ProjectIn,
    ProjectOut,
    WholeProjectOut,
    member_out,
    project_out,
)
from annotate.assignment.queries import known_articles, visible_work
from annotate.codebook.actions import begin_project, default_codebook
from annotate.codebook.queries import snapshot
from annotate.corpus.queries import articles_of
from annotate.projects.entry import find_membership
from annotate.projects.models import Membership
from annotate.projects.queries import members, projects_of
from annotate.review.queries import visible_decisions
from annotate.spans.queries.sets import visible_spans

router = Router(tags=["projects"])


@router.get("/projects", response=Page[ProjectOut])
def list_projects(request: ApiRequest, page: AskedPage) -> HttpResponse:
    """The projects one belongs to."""
    return reply_page(projects_of(request.auth), by=("created_at", "id"), of="projects", page=page, write=project_out)


@router.post("/projects", response={201: WholeProjectOut})
def create_project(request: ApiRequest, payload: ProjectIn, key: Key) -> HttpResponse:
    """Begin a project. Who asks is its first lead."""
    if payload.labels is None:
        codebook = default_codebook()
    else:
        codebook = {"labels": [label.model_dump() for label in payload.labels]}
    project = begin_project(
        payload.slug, name=payload.name, mode=payload.mode, codebook=codebook, lead=request.auth, at=now(),
        action=key,
    )  # fmt: skip
    return reply(_whole(find_membership(request.auth, project.slug)), status=201)


@router.get("/projects/{slug:slug}", response=WholeProjectOut)
def read_project(request: ApiRequest, slug: str) -> HttpResponse:
    """A project: its labels as they stand, its members, how much there is; as far as one may know."""
    return reply(_whole(find_membership(request.auth, slug)))


def _whole(membership: Membership) -> WholeProjectOut:
    return {
        **project_out(membership),
        "labels": snapshot(membership.project, guidelines="", questions=[])["labels"],
        "members": [member_out(member) for member in members(membership)],
        "counts": _counts(membership),
    }


def _counts(membership: Membership) -> Counts:
    standing = articles_of(membership).filter(withdrawn_at=None)
    work = visible_work(membership).filter(article__in=standing)
    spans = visible_spans(membership.user).filter(article__project=membership.project_id, deleted_at=None)
    decisions = visible_decisions(membership.user).filter(article__project=membership.project_id, undone_at=None)
    return {
        "articles": known_articles(membership).filter(withdrawn_at=None).count(),
        "members": members(membership).count(),
        "assignments": dict(Counter(work.values_list("state", flat=True))),
        "spans": spans.count(),
        "decisions": decisions.count(),
    }
