"""Who may take what out, each as a sentence or None."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotate.projects.models import Membership, Mode, Role
from annotate.projects.rules import why_not_as


def why_not_export(by: Membership, *, own: bool) -> str | None:
    """Why this member may not take out this set (`own`: theirs), or gold, or all; None when they may."""
    if own or Role(by.role).reaches(Role.REVIEWER):
        return None
    return _("You can take out your own set. Only a reviewer or a lead of this project takes out more.")


def why_not_archive(by: Membership, *, unfinished: int, own_unfinished: int) -> str | None:
    """Why this member may not take out everything now, where so many pieces of work, and so many of their own, are
    not handed in; None when they may."""
    if reason := why_not_as(Role.LEAD, by):
        return reason
    if by.project.mode == Mode.SHARED:
        return None
    if own_unfinished:
        return _("An archive shows everybody's spans. Hand in your own work first: until then you see only yours.")
    if unfinished:
        return ngettext(
            "An archive shows everybody's spans, and %(count)s piece of work is not handed in. Until then only its "
            "analyst sees it.",
            "An archive shows everybody's spans, and %(count)s pieces of work are not handed in. Until then only their "
            "analysts see them.",
            unfinished,
        ) % {"count": unfinished}
    return None


def why_not_whole(*, everything: bool, texts: bool) -> str | None:
    """Why an archive cannot be had without something; None when nothing is left out."""
    if not everything:
        return _("An archive is the whole project: it has no sets.")
    if not texts:
        return _("An archive without texts could not come back. Take out JSONL to leave texts out.")
    return None
