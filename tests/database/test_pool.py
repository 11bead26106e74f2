"""The pool's connections: one that the database has ended is not given out, and none is asked whether it lives."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.db import connection

from annotate.database.base import DatabaseWrapper
from tests.run.installation import wait_until


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    settings = copy.deepcopy(connection.settings_dict)
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": 3, "reconnect_timeout": 3}
    wrapper = DatabaseWrapper(settings, alias="pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def backend_of(wrapper: DatabaseWrapper) -> int:
    """The process that answers this connection; it goes back to its pool then."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    wrapper.close()
    return int(pid)


def said(statement: str, pid: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(statement, [pid])
        return list(cursor.fetchall())


LAST = "SELECT query FROM pg_stat_activity WHERE pid = %s"


@pytest.mark.django_db
def test_a_connection_that_lives_is_given_again_unasked(pooled: DatabaseWrapper) -> None:
    first = backend_of(pooled)
    pooled.ensure_connection()
    assert said(LAST, first) == [("SELECT pg_backend_pid()",)]
    assert backend_of(pooled) == first


@pytest.mark.django_db
def test_one_that_the_database_has_ended_is_not_given(pooled: DatabaseWrapper) -> None:
    first = backend_of(pooled)
    said("SELECT pg_terminate_backend(%s)", first)
    wait_until(lambda: not said(LAST, first), "it ended")
    assert backend_of(pooled) != first


@pytest.mark.django_db(transaction=True)
def test_one_that_has_something_to_tell_and_lives_is_given_again(pooled: DatabaseWrapper) -> None:
    with pooled.cursor() as cursor:
        cursor.execute("LISTEN meanwhile")
    first = backend_of(pooled)
    said("SELECT pg_notify('meanwhile', %s::text)", first)
    assert backend_of(pooled) == first
