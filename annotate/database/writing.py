"""Ways of writing rows that Django does not have: insert unless it is there, and COPY for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, models, transaction

from annotate.database.asking import find_row


class Told(NamedTuple):
    """What a statement tells that is asked together with an INSERT: one row of one column. It is a constant, as all of
    find_row's are."""

    statement: str
    values: Sequence[Any]


def insert(row: models.Model, **told: Told) -> None:
    """Insert a row; it has then what the database counts, its id, and what is `told`, by field. By a statement that is
    written once, as every save asks it; signals are not sent."""
    _insert(row, "", told)


def insert_unless_there(row: models.Model) -> bool:
    """Insert a row; False, and nothing done, where a unique constraint already has one like it.

    One statement (ON CONFLICT DO NOTHING RETURNING), so there is no gap between looking and writing.
    """
    return _insert(row, "ON CONFLICT DO NOTHING", {})


def _insert(row: models.Model, otherwise: str, told: Mapping[str, Told]) -> bool:
    asked = tuple((name, one.statement) for name, one in told.items())
    statement, fields, names = _insertion(type(row), otherwise, counted=row.pk is None, told=asked)
    values = [value for one in told.values() for value in one.values]
    values += [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    written = find_row(statement, values)
    if written is not None:
        for name, value in zip(names, written, strict=True):
            setattr(row, name, value)
    row._state.adding, row._state.db = False, connection.alias
    return written is not None


@cache
def _insertion(
    model: type[models.Model], otherwise: str, *, counted: bool, told: tuple[tuple[str, str], ...]
) -> tuple[str, list[models.Field[Any, Any]], list[str]]:
    """The INSERT of a row of this model; the fields whose values it takes, all but those told and the id where that is
    counted; and the names of what it gives back."""
    quote = connection.ops.quote_name
    columns = {field.attname: quote(str(field.column)) for field in model._meta.concrete_fields}
    names = [name for name, _statement in told]
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.generated or field.attname in names or (counted and field.primary_key))
    ]
    before = f"WITH {', '.join(f'{name}_told AS ({statement})' for name, statement in told)} " if told else ""
    into = ", ".join(columns[name] for name in [*(field.attname for field in fields), *names])
    values = ", ".join([*["%s"] * len(fields), *(f"(TABLE {name}_told)" for name in names)])
    back = [model._meta.pk.attname, *names]
    return (
        f"{before}INSERT INTO {quote(model._meta.db_table)} ({into}) VALUES ({values}) {otherwise} "
        f"RETURNING {', '.join(columns[name] for name in back)}",
        fields,
        back,
    )


def copy_in(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write many rows by COPY: several times as fast as INSERT, with the same constraints and guards.

    `names` are the model's field names, in the order of each row's values; values are as the database wants them.
    """
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(str(field.column)) for field in fields)  # type: ignore[union-attr]
    with (
        connection.wrap_database_errors,  # a cursor's copy is past where Django does it
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def copy_rows(rows: Sequence[models.Model]) -> None:
    """`bulk_create` by COPY, for rows of one table whose ids are drawn already: Django binds each value by itself."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not field.generated]
    values = ([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows)
    copy_in(type(rows[0]), [field.name for field in fields], values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """The next ids of a table whose ids count up, in order, for rows that are about to be copied in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return sorted(number for (number,) in cursor.fetchall())


@contextmanager
def keys_checked_at_once() -> Iterator[None]:
    """Foreign keys are checked by each statement within, not at the end of the transaction.

    A key that leads nowhere is refused where it is written. And a transaction of many statements stays fast: what waits
    for its end is looked through by every statement (100,000 rows in 200 of them took a minute, and take four seconds).
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def delete_unless_named(row: models.Model) -> bool:
    """Delete a row; False, and nothing done, where another row names it. The database itself looks, and at once."""
    quote = connection.ops.quote_name
    table, key = quote(row._meta.db_table), quote(str(row._meta.pk.column))
    try:
        with transaction.atomic(), keys_checked_at_once(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [row.pk])
    except IntegrityError:
        return False
    return True
