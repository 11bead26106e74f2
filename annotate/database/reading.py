"""Reading much at once: everything from one moment, rows as plain tuples, never all of them in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

CHUNK = 2000
"""So many rows come from the server at a time."""


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as it was when the first of it was read; nothing can be written.

    Inside a transaction that has begun already, that transaction's own view holds.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def rows(found: QuerySet[Any], *columns: Any, chunk: int = CHUNK) -> Iterator[tuple[Any, ...]]:
    """The columns of a query as plain tuples, in its order, by a cursor that stays on the server.

    Call it within `one_moment`: without a transaction some poolers give every query another connection.
    """
    return found.values_list(*columns).iterator(chunk_size=chunk)


def as_text(column: str) -> Cast:
    """A column as PostgreSQL writes it: much faster than the Python value where a file wants text anyway."""
    return Cast(column, TextField())


def instant(written: str) -> str:
    """A time as PostgreSQL writes it in UTC (`2026-03-04 09:30:00.25+00`) as RFC 3339 has it.

    A fraction has six digits or is not there, as in the API.
    """
    clock = written[11:-3]
    return f"{written[:10]}T{clock}Z" if len(clock) in (8, 15) else f"{written[:10]}T{clock:0<15}Z"
