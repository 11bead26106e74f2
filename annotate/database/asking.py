"""Rows by a statement of our own, for the few short ones that every request asks.

Django writes the SQL of a QuerySet anew each time it is asked, and the database reads and plans it anew; of a question
that it answers in a tenth of a millisecond, that is most of the cost. Here the statement is a constant, which both know
already, and what it reads are still whole models (docs/decisions/0036).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.utils import CursorWrapper

from annotate.database.base import DatabaseWrapper

M = TypeVar("M", bound=models.Model)


class Part(Generic[M]):
    """The columns of one model in a SELECT, of the table that is called `table` there; `without` stays deferred."""

    def __init__(self, model: type[M], table: str, *, without: Collection[str] = ()) -> None:
        fields = [field for field in model._meta.concrete_fields if field.name not in without]
        self.model = model
        self.columns = ", ".join(f'{table}."{field.column}"' for field in fields)
        self.names = [field.attname for field in fields]
        self._converted = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]

    def __str__(self) -> str:
        return self.columns

    def __len__(self) -> int:
        return len(self.names)

    def read(self, values: Sequence[Any]) -> M:
        """The row of these values, in the order of the columns."""
        found = list(values)
        for place, field in self._converted:
            found[place] = field.from_db_value(found[place], None, connection)
        return self.model.from_db(connection.alias, self.names, found)


def _cursor() -> CursorWrapper:
    database = connections[DEFAULT_DB_ALIAS]
    assert isinstance(database, DatabaseWrapper)
    return database.preparing_cursor()


def find_row(statement: str, values: Sequence[Any]) -> Sequence[Any] | None:
    """The first row of a statement that is a constant, or None. It may write too, and tell what (RETURNING)."""
    with _cursor() as cursor:
        cursor.execute(statement, values)
        row: Sequence[Any] | None = cursor.fetchone()
    return row


def find_rows(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Sequence[Any]]:
    """All rows of a statement that is a constant."""
    with _cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Sequence[Any]] = cursor.fetchall()
    return rows


UNLIKELY = -(2**62)
"""No id, and nothing that a condition names."""


class Prepared:
    """The SQL of a QuerySet, written once, to be asked with other numbers each time.

    `build` is called once, with numbers that stand for those to come: which they are must make no difference to it.
    `within`: a statement that asks more of what it finds, which stands at {}.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any]], *, numbers: int, within: str = "{}") -> None:
        self._build = build
        self._places = range(UNLIKELY, UNLIKELY + numbers)
        self._within = within

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...]]:
        statement, values = self._build(*self._places).query.sql_with_params()
        assert {value for value in values if isinstance(value, int)} >= set(self._places), "each number is asked for"
        return self._within.format(statement), values

    def asked(self, *numbers: int, before: Sequence[Any] = ()) -> tuple[str, list[Any]]:
        """The statement, and its values with these numbers; `before` them those of the statement around it."""
        given = dict(zip(self._places, numbers, strict=True))
        statement, values = self._written
        asked = [given.get(value, value) if isinstance(value, int) else value for value in values]
        return statement, [*before, *asked]
