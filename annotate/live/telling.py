"""Telling, from within an action: whoever listens hears it when the transaction commits, and only then."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from annotate.live.news import CHANNEL, Left, News, Topic


def tell(article: int, audiences: Iterable[int]) -> None:
    """Something that no revision counts is new on an article for each of these audiences."""
    _send([News(Topic(article, audience)).line() for audience in sorted(audiences)])


def tell_left(person: int) -> None:
    """A person belongs to a project no longer."""
    _send([Left(person).line()])


def _send(lines: list[str]) -> None:
    assert connection.in_atomic_block, "what is told and what is done are one transaction"
    if lines:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, line) FROM unnest(%s::text[]) AS line", [CHANNEL, lines])
