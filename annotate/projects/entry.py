"""The doors: each gives back the thing and proves that this person may see it, or raises 404."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from annotate.projects.models import Membership, Role, User
from annotate.projects.refusals import Refused
from annotate.projects.rules import why_not_as


def find_membership(user: User, slug: str, *, at_least: Role = Role.ANALYST) -> Membership:
    """The person's membership of the project (with it), or 404; Refused where their role does not reach."""
    membership = get_object_or_404(
        Membership.objects.select_related("project", "user"), project__slug=slug, user=user, ended_at=None
    )
    if reason := why_not_as(at_least, membership):
        raise Refused(reason)
    return membership


def membership_in(user: User, project_id: int) -> Membership:
    """The person's membership of the project with this id, or 404."""
    try:
        return Membership.objects.select_related("project", "user").get(project=project_id, user=user, ended_at=None)
    except Membership.DoesNotExist:
        raise Http404 from None
