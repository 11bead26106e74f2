"""Who may do what to a project, each as a sentence or None."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotate.projects.models import RESERVED, Membership, Mode, Project, Role


def why_not_as(role: Role, membership: Membership) -> str | None:
    """Why this member may not do what needs `role`; None when they may."""
    if Role(membership.role).reaches(role):
        return None
    if role == Role.LEAD:
        return _("Only a lead of this project may do that.")
    return _("Only a reviewer or a lead of this project may do that.")


def why_not_change(project: Project) -> str | None:
    """Why nothing in this project may be changed now; None when it may."""
    if project.closed_at is not None:
        return _("This project is closed. A lead can reopen it.")
    return None


def why_not_end(membership: Membership, *, by: Membership, leads: int) -> str | None:
    """Why this membership may not end, or lose its lead, where the project has so many leads; None when it may."""
    if membership.role == Role.LEAD and leads <= 1:
        return _("A project keeps at least one lead. Make somebody else lead first.")
    return why_not_as(Role.LEAD, by)


def why_not_called(username: str) -> str | None:
    """Why nobody may have this user name; None when they may."""
    if username.lower() in RESERVED:
        return _("“%(name)s” is the name of a set, so it cannot be a person's.") % {"name": username}
    return None


def may_see_everyone(project: Project, role: Role) -> bool:
    """Whether this member may know who else is in the project.

    In an independent project an analyst meets nobody: even a name or a count would tell that somebody is at work.
    """
    return project.mode == Mode.SHARED or role.reaches(Role.REVIEWER)
