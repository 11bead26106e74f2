"""What pages need of people and projects."""

from __future__ import annotations

from django.db.models import QuerySet

from annotate.database.asking import Part, find_row
from annotate.projects.models import Membership, Project, Role, User
from annotate.projects.rules import may_see_everyone


def projects_of(user: User) -> QuerySet[Membership]:
    """A person's standing memberships with their projects, open projects first."""
    standing = Membership.objects.filter(user=user, ended_at=None).select_related("project")
    return standing.order_by("project__closed_at", "project__name", "project__id")


def members(membership: Membership) -> QuerySet[Membership]:
    """The standing members that this member may know of, by role and name."""
    return memberships(membership).filter(ended_at=None)


def memberships(membership: Membership) -> QuerySet[Membership]:
    """The same, and those that ended: for lists that tell what is gone."""
    found = Membership.objects.filter(project=membership.project_id).select_related("user")
    if not may_see_everyone(membership.project, Role(membership.role)):
        found = found.filter(user=membership.user_id)
    return found.order_by("user__username", "id")


_PERSON = Part(User, "u")
_PERSON_BY_TOKEN = f"""
    SELECT {_PERSON} FROM annotate_user u JOIN annotate_apitoken t ON t.user_id = u.id
    WHERE t.sha256 = %s AND t.revoked_at IS NULL AND u.is_active
"""


def person_by_token(sha256: str) -> User | None:
    """The active person whose API token has this hash."""
    row = find_row(_PERSON_BY_TOKEN, [sha256])
    return None if row is None else _PERSON.read(row)


def project_named(slug: str) -> Project | None:
    """For commands: the project of this short name."""
    return Project.objects.filter(slug=slug).first()


def operator_of(project: Project) -> Membership:
    """For commands: whoever runs the installation acts as the project's first lead, and in their name."""
    leads = Membership.objects.filter(project=project, role=Role.LEAD, ended_at=None).select_related("project", "user")
    return leads.order_by("created_at", "id")[0]
