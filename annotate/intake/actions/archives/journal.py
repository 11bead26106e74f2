"""An archive's journal: the project's own, its lines in their order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from annotate.database.writing import next_ids
from annotate.formats import bundle
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.rows import CHUNK, as_json, copy_rows
from annotate.journal.models import PEOPLE, JournalLine
from annotate.projects.models import RESERVED
from annotate.projects.refusals import Unfit
from annotate.spans.models import EVERYBODY


def take_journal(arrived: Arrived, records: Iterator[bundle.JournalLine]) -> None:
    """The lines, and from them how far each article's revisions have come. Unfit where a number is missing."""
    names = (
        "id", "verb", "at", "by", "project", "article", "subject", "before", "after", "turn", "undoes", "audience",
        "revision", "action", "asked",
    )  # fmt: skip
    while some := list(islice(records, CHUNK)):
        if [one.number for one in some] != list(range(len(arrived.lines) + 1, len(arrived.lines) + len(some) + 1)):
            raise Unfit(_("The archive's journal is not numbered from 1."))
        arrived.lines.extend(next_ids(JournalLine, len(some)))
        copy_rows(JournalLine, names, (
            (arrived.lines[one.number - 1], one.verb, one.at, arrived.accounts.find(one.by), arrived.project.pk,
             _article_or_none(arrived, one), one.subject, _state(arrived, one.before), _state(arrived, one.after),
             one.turn, _undone(arrived, one), _audience(arrived, one.audience), one.revision, one.action, one.asked)
            for one in some
        ))  # fmt: skip
    with connection.cursor() as cursor:  # every revision has its line: the last of each is how far it has come
        cursor.execute(
            "INSERT INTO annotate_revision (article_id, audience, number) "
            "SELECT article, audience, max(revision) FROM annotate_journalline "
            "WHERE project = %s AND revision IS NOT NULL GROUP BY article, audience",
            [arrived.project.pk],
        )


def _article_or_none(arrived: Arrived, line: bundle.JournalLine) -> int | None:
    if line.article is not None:
        arrived.check_article(line.article, _("journal"))
    return line.article


def _undone(arrived: Arrived, line: bundle.JournalLine) -> int | None:
    if line.undoes is None:
        return None
    if line.undoes >= line.number:
        raise Unfit(_("Journal line %(number)s takes back a later one.") % {"number": line.number})
    return arrived.lines[line.undoes - 1]


def _audience(arrived: Arrived, audience: str | None) -> int | None:
    return EVERYBODY if audience == RESERVED[0] else arrived.accounts.find(audience)


def _state(arrived: Arrived, state: bundle.State | None) -> str | None:
    """A journal line's state, with people by their ids here."""
    if state is None:
        return None
    people = {key: arrived.accounts.of(state[key]) for key in PEOPLE if isinstance(state.get(key), str)}
    return as_json({**state, **people})
