"""A project comes back from an archive as it was: ids, times, deleted spans, journal and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from annotate.codebook.models import CodebookVersion, Label
from annotate.database.writing import keys_checked_at_once
from annotate.formats import archive, bundle
from annotate.intake import rules
from annotate.intake.actions.accounts import Accounts
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.articles import take_articles, take_assignments, take_rounds
from annotate.intake.actions.archives.codebooks import (
    take_attributes,
    take_codebook_versions,
    take_drafts,
    take_labels,
)
from annotate.intake.actions.archives.decisions import take_answer_decisions, take_decisions
from annotate.intake.actions.archives.journal import take_journal
from annotate.intake.actions.archives.projects import take_memberships, take_project
from annotate.intake.actions.archives.spans import take_answers, take_comments, take_links, take_spans
from annotate.journal import actions as journal
from annotate.projects.models import Project
from annotate.projects.refusals import Clash, Unfit

TAKERS: dict[type, Callable[[Arrived, Iterator[Any]], None]] = {
    bundle.Project: take_project,
    bundle.Person: lambda arrived, people: arrived.accounts.take(people),
    bundle.Membership: take_memberships,
    bundle.Label: take_labels,
    bundle.Attribute: take_attributes,
    bundle.CodebookVersion: take_codebook_versions,
    bundle.Draft: take_drafts,
    bundle.ArchivedArticle: take_articles,
    bundle.Round: take_rounds,
    bundle.Assignment: take_assignments,
    bundle.ArchivedSpan: take_spans,
    bundle.Link: take_links,
    bundle.Comment: take_comments,
    bundle.Decision: take_decisions,
    bundle.Answer: take_answers,
    bundle.AnswerDecision: take_answer_decisions,
    bundle.JournalLine: take_journal,
}
"""Who takes in which sort of record."""

SECTION: dict[type, str] = {kind: name for name, kind in archive.SECTIONS.items()}
SECTION[bundle.Project] = "project"
"""What the list of a sort of record is called."""

One = TypeVar("One")


@dataclass(frozen=True)
class Restored:
    """What came back: the project, who of the archive is who here, whose accounts were made for it, how much it is."""

    project: Project
    people: dict[str, str]
    made: list[str]
    counts: dict[str, int]


@transaction.atomic
def import_archive(
    lines: Iterable[bytes], *, slug: str | None = None, people: Mapping[str, str] | None = None, at: datetime
) -> Restored:
    """Bring a project back as its archive has it: all of it, or nothing and a sentence.

    `slug` is its short name here, where not that of the archive. `people` says who of the archive is who here; nobody
    is taken for somebody because of an equal name: one who is not named, and whose name is free, gets a closed account
    of that name, without a password. Unfit where the archive is damaged or contradicts itself, Clash where something
    of it is here already. The line that tells of it is the installation's, so that the project's own journal stays.
    """
    arrived, counts = Arrived(Accounts(dict(people or {})), slug), Counter[str]()
    try:
        with keys_checked_at_once():
            for kind, records in groupby(archive.read(lines), key=type):
                _take(arrived, kind, _counted(records, SECTION[kind], counts))
    except bundle.Damaged as damage:
        raise Unfit(rules.why_damaged(damage)) from damage
    _finish(arrived)
    restored = Restored(arrived.project, arrived.accounts.names, arrived.accounts.made, dict(counts))
    journal.record(
        "project_imported", restored.project.pk, by=None, at=at,
        after={
            "slug": restored.project.slug, "accounts": restored.people, "made": restored.made,
            "counts": restored.counts,
        },
    )  # fmt: skip
    return restored


def _take(arrived: Arrived, kind: type, records: Iterator[Any]) -> None:
    """One list of the archive. Clash where the database refuses it: what it names is missing, or an id is taken."""
    try:
        TAKERS[kind](arrived, records)
    except (IntegrityError, DataError) as error:
        raise Clash(_why_refused(kind, error)) from error


def _counted(records: Iterator[One], section: str, counts: Counter[str]) -> Iterator[One]:
    for record in records:
        counts[section] += 1
        yield record


def _finish(arrived: Arrived) -> None:
    """What is computed from the rest, once all is there."""
    if not CodebookVersion.objects.filter(project=arrived.project).exists():
        raise Unfit(_("This archive has no codebook."))
    for label, into in arrived.merged.items():  # last: a merge that is still moving spans has some of the old label
        Label.objects.filter(pk=label).update(merged_into=into)


def _why_refused(kind: type, error: Exception) -> str:
    said = getattr(error.__cause__, "diag", None)
    what = {"what": SECTION[kind], "why": str(error).split("\n")[0]}
    if said is not None and (said.constraint_name or "").endswith("_pkey"):
        return _("An id of the archive (%(what)s) is taken here already: %(why)s") % {
            **what,
            "why": said.message_detail,
        }
    return _("The database refuses something of the archive (%(what)s): %(why)s") % what
