"""Who belongs to a project."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.parameters import Key
from annotate.api.replies import reply
from annotate.api.schemas.projects import MemberIn, MemberOut, member_out
from annotate.projects import actions
from annotate.projects.entry import find_membership
from annotate.projects.models import Role
from annotate.projects.queries import memberships

router = Router(tags=["members"])


@router.get("/projects/{slug:slug}/members", response=Page[MemberOut])
def list_members(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """The members one may know of. With `updated_since` also those who left, with `deleted_at`."""
    membership = find_membership(request.auth, slug)
    since = page.updated_since
    rows = memberships(membership).filter(Q(ended_at=None) if since is None else Q(changed_at__gte=since))
    return reply_page(rows, by=("created_at", "id"), of="members", page=page, write=member_out)


@router.post("/projects/{slug:slug}/members", response={201: MemberOut})
def add_member(request: ApiRequest, slug: str, payload: MemberIn, key: Key) -> HttpResponse:
    """Let somebody in who has an account. For leads."""
    by = find_membership(request.auth, slug, at_least=Role.LEAD)
    added = actions.add_member(by.project, username=payload.username, role=payload.role, by=by, at=now(), action=key)
    return reply(member_out(added), status=201)
