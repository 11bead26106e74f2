"""Who works on what, and how far they are."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.parameters import Key, PathId
from annotate.api.replies import reply
from annotate.api.schemas.assignments import AssignmentIn, AssignmentOut, Reason, assignment_out
from annotate.assignment.entry import find_assignment
from annotate.assignment.queries import visible_work
from annotate.corpus.queries import articles_of
from annotate.projects.entry import find_membership
from annotate.projects.models import Membership, Role
from annotate.projects.queries import members
from annotate.projects.refusals import Refused, Unfit
from annotate.review.actions import return_work as return_assignment
from annotate.spans import actions

router = Router(tags=["assignments"])


@router.get("/projects/{slug:slug}/assignments", response=Page[AssignmentOut])
def list_assignments(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """The assignments one may know of: in an independent project an analyst's own. They are never deleted."""
    membership = find_membership(request.auth, slug)
    rows = visible_work(membership).filter(article__in=articles_of(membership).filter(withdrawn_at=None))
    if page.updated_since is not None:
        rows = rows.filter(changed_at__gte=page.updated_since)
    rows = rows.select_related("analyst")
    return reply_page(rows, by=("created_at", "id"), of="assignments", page=page, write=assignment_out)


@router.post("/projects/{slug:slug}/assignments", response={201: AssignmentOut, 200: AssignmentOut})
def assign_article(request: ApiRequest, slug: str, payload: AssignmentIn, key: Key) -> HttpResponse:
    """Give an article to an analyst: 201, or 200 with what is there where it was given before. For leads."""
    by = find_membership(request.auth, slug, at_least=Role.LEAD)
    article = articles_of(by).without_text().filter(pk=payload.article).first()
    if article is None:
        raise Unfit(_("This project has no article of that id."))
    analyst = members(by).filter(user__username=payload.analyst).first()
    if analyst is None:
        raise Unfit(_("This project has no member of that name."))
    analyst.project = by.project
    assignment, new = actions.assign_article(article, analyst=analyst, by=by, at=now(), action=key)
    return reply(assignment_out(assignment), status=201 if new else 200)


@router.post("/assignments/{int:assignment_id}/hand-in", response=AssignmentOut)
def hand_in(request: ApiRequest, assignment_id: PathId, key: Key, payload: Reason | None = None) -> HttpResponse:
    """Say that one's own work on the article is done. With no span: read, nothing to mark."""
    membership, assignment = find_assignment(request.auth, assignment_id)
    _check_own(membership, assignment.analyst_id)
    reason = payload.reason if payload else ""
    done = actions.hand_in(assignment.article, by=membership, reason=reason, at=now(), action=key)
    return reply(assignment_out(done))


@router.post("/assignments/{int:assignment_id}/take-back", response=AssignmentOut)
def take_back(request: ApiRequest, assignment_id: PathId, key: Key, payload: Reason | None = None) -> HttpResponse:
    """Open one's own handed-in work again, before the first decision on it."""
    membership, assignment = find_assignment(request.auth, assignment_id)
    _check_own(membership, assignment.analyst_id)
    reason = payload.reason if payload else ""
    opened = actions.take_back(assignment.article, by=membership, reason=reason, at=now(), action=key)
    return reply(assignment_out(opened))


@router.post("/assignments/{int:assignment_id}/return", response=AssignmentOut)
def return_work(request: ApiRequest, assignment_id: PathId, key: Key, payload: Reason | None = None) -> HttpResponse:
    """Give handed-in work back to its analyst; decisions on it stay. For reviewers."""
    membership, assignment = find_assignment(request.auth, assignment_id)
    returned = return_assignment(
        assignment.article, analyst=assignment.analyst_id, reason=payload.reason if payload else "", by=membership,
        at=now(), action=key,
    )  # fmt: skip
    return reply(assignment_out(returned))


def _check_own(membership: Membership, analyst_id: int) -> None:
    """The actions speak of the caller's own work; this address may name somebody else's."""
    if membership.user_id != analyst_id:
        raise Refused(_("Only the analyst hands in and takes back their own work."))
