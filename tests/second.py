"""A second, empty, migrated database on the same server: for what goes out of one installation and into another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

Elsewhere = Callable[[], AbstractContextManager[None]]


@contextmanager
def within(name: str) -> Iterator[None]:
    """All queries of this thread go to another database; what the first one is in the middle of waits."""
    first = connections["default"]
    settings = deepcopy(first.settings_dict) | {"NAME": name}
    connections["default"] = type(first)(settings, alias="default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = first


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The name of a migrated database in which nothing ever is."""
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_empty"
        _remake(name)
        with within(name):
            call_command("migrate", verbosity=0)
        yield name
        _drop(name)


@pytest.fixture
def elsewhere(db: None, migrated: str) -> Iterator[Elsewhere]:
    """`with elsewhere():` is another installation, empty at first; the same one throughout a test."""
    name = migrated.replace("_empty", "_second")
    _remake(name, template=migrated)
    yield lambda: within(name)
    _drop(name)


@pytest.fixture
def nowhere(db: None, migrated: str) -> Elsewhere:
    """The same for what leaves nothing behind: always empty, so never made anew."""
    return lambda: within(migrated)


def _remake(name: str, *, template: str = "template1") -> None:
    _drop(name)
    with within("postgres"), connection.cursor() as cursor:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(make.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(name: str) -> None:
    with within("postgres"), connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
