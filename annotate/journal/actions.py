"""Writing the journal, and knowing a request that was answered before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson
from django.db import IntegrityError, connection

from annotate.database.asking import Part, find_row
from annotate.database.writing import Told, insert
from annotate.journal.models import JournalLine, Turn

T = TypeVar("T")


class ActionReused(Exception):
    """The client's action id was used before, for something else."""


def fingerprint(*asked: object) -> str:
    """What a request asked for, as 64 hexadecimal digits: two requests that ask the same have the same."""
    return hashlib.sha256(orjson.dumps(asked, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()


LINE = Part(JournalLine, "j")
_ANSWERED = f"SELECT {LINE} FROM annotate_journalline j WHERE j.by = %s AND j.action = %s"


def answered(*, by: int, action: str | None, asked: str) -> JournalLine | None:
    """The line that this client action wrote before, if it did; the caller then answers what it answered then.

    Call it with the deciding row locked, so that the same request arriving twice at once is seen. ActionReused where
    the id was used for something else.
    """
    if action is None:
        return None
    row = find_row(_ANSWERED, [by, action])
    return None if row is None else same(LINE.read(row), asked=asked)


def same(line: JournalLine, *, asked: str) -> JournalLine:
    """The line, where what is asked now is what it answered; else ActionReused."""
    if line.asked != asked:
        raise ActionReused
    return line


def answered_of(*, by: int, actions: Collection[str]) -> dict[str, JournalLine]:
    """The lines that any of these client actions wrote before. The caller compares what was `asked`."""
    if not actions:
        return {}
    lines = JournalLine.objects.filter(by=by, action__in=actions)
    return {line.action: line for line in lines if line.action is not None}


def once(act: Callable[[], T]) -> T:
    """Do it. Where the same client action came twice at once and the other was first, ask again: it is then answered.

    Most actions see the other by the row that both lock; the journal's unique (by, action) catches what is left.
    """
    try:
        return act()
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != "journal_action_once":
            raise
        return act()


def record_many(lines: Sequence[JournalLine]) -> None:
    """Write several lines at once, in the transaction in which what they tell happens."""
    assert connection.in_atomic_block, "a change and its journal line are one transaction"
    JournalLine.objects.bulk_create(lines)


def record(
    verb: str,
    subject: int,
    *,
    by: int | None,
    at: datetime,
    project: int | None = None,
    article: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    turn: Turn = Turn.DO,
    undoes: int | None = None,
    audience: int | None = None,
    revision: Told | None = None,
    action: str | None = None,
    asked: str = "",
) -> JournalLine:
    """Write that something happened, in the transaction in which it happens. `revision` is asked in the same statement;
    the line has the number then."""
    assert connection.in_atomic_block, "a change and its journal line are one transaction"
    line = JournalLine(
        verb=verb, subject=subject, by=by, at=at, project=project, article=article, before=before, after=after,
        turn=turn, undoes=undoes, audience=audience, action=action, asked=asked,
    )  # fmt: skip
    insert(line, **({} if revision is None else {"revision": revision}))
    return line
