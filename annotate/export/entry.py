"""The door to a file: only what this person may take out is there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotate.export import rules
from annotate.export.queries.files import FORMATS, File, Wanted, open_file
from annotate.export.queries.scope import ALL, GOLD, Scope, analysts_in, unfinished_work
from annotate.projects.entry import find_membership
from annotate.projects.models import Membership, User
from annotate.projects.refusals import Missing, Refused, Unfit


def find_export(user: User, slug: str, wanted: Wanted) -> File:
    """The file wanted of a project this person is a member of, else 404.

    Refused where they may not have it, Unfit where there is no such format, Missing where there is no such set.
    """
    membership = find_membership(user, slug)
    check_wanted(membership, wanted)
    return open_file(membership.project, wanted, viewer=user)


def check_wanted(membership: Membership, wanted: Wanted) -> None:
    """Refused, Unfit or Missing where this member cannot have what is wanted."""
    if wanted.format not in FORMATS:
        formats = ", ".join(FORMATS)
        raise Unfit(_("There is no format “%(format)s”: %(formats)s.") % {"format": wanted.format, "formats": formats})
    if reason := why_not(membership, wanted):
        raise Refused(reason)
    if wanted.format == "archive":
        if reason := rules.why_not_whole(everything=wanted.set == ALL, texts=wanted.texts):
            raise Unfit(reason)
    elif wanted.set not in sets_for(membership):
        raise Missing(_("There is no set “%(set)s” here.") % {"set": wanted.set})


def why_not(membership: Membership, wanted: Wanted) -> str | None:
    """Why this member may not have this set in this format now; None when they may."""
    project, user = membership.project, membership.user
    if wanted.format == "archive":
        return rules.why_not_archive(
            membership,
            unfinished=unfinished_work(project),
            own_unfinished=unfinished_work(project, of=user),
        )
    return rules.why_not_export(membership, own=wanted.set == user.username)


def sets_for(membership: Membership) -> list[str]:
    """The sets this member may take out, by name: all and gold for reviewers, the analysts', and their own."""
    own = membership.user.username
    if rules.why_not_export(membership, own=False):
        return [own]
    others = analysts_in(Scope(membership.project, ALL, membership.user))
    return [ALL, GOLD, *sorted({own, *others})]
