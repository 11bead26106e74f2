"""An archive's project and who belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from annotate.database.writing import copy_in
from annotate.formats import bundle
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.rows import copy_rows
from annotate.projects.models import SLUG, Membership, Project
from annotate.projects.refusals import Clash, Unfit


def take_project(arrived: Arrived, records: Iterator[bundle.Project]) -> None:
    """The project, under the short name it has here. Clash where it, or another of that name, is here."""
    record = next(records)
    same = Project.objects.filter(pk=record.id).first()
    if same is not None:
        raise Clash(_("This project is here already, as “%(slug)s”.") % {"slug": same.slug})
    slug = arrived.slug or record.slug
    if not re.fullmatch(SLUG, slug):
        raise Unfit(_("“%(slug)s” is no short name: small letters, digits and single hyphens only.") % {"slug": slug})
    if Project.objects.filter(slug=slug).exists():
        sentence = _("There is another project “%(slug)s” here. Choose a short name for this one with --as.")
        raise Clash(sentence % {"slug": slug})
    copy_in(
        Project, ("id", "slug", "name", "mode", "tolerance", "reasons", "created_at", "closed_at"),
        [(record.id, slug, record.name, record.mode, record.tolerance, list(record.reasons), record.created_at,
          record.closed_at)],
    )  # fmt: skip
    arrived.project = Project.objects.get(pk=record.id)


def take_memberships(arrived: Arrived, records: Iterator[bundle.Membership]) -> None:
    """Who belongs to it, and who did."""
    names = ("id", "project", "user", "role", "created_at", "changed_at", "ended_at")
    copy_rows(Membership, names, (
        (one.id, arrived.project.pk, arrived.accounts.of(one.person), one.role, one.created_at, one.updated_at,
         one.ended_at)
        for one in records
    ))  # fmt: skip
