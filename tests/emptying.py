"""What a test has committed is taken out again."""

from __future__ import annotations

from django.db import connection
from django.test import TransactionTestCase

from annotate.live import telling

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""A migration made what is in these; no test changes it."""


def empty_tables() -> None:
    """Delete every row. Of the few that a test makes, that takes a twentieth of what TRUNCATE takes. Triggers, the
    journal's guard among them, and foreign keys are left aside meanwhile, as a superuser of the database may."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in sorted(tables)))
        cursor.execute("SET session_replication_role = origin")


def end_test() -> None:
    """What the test gave others to hear is told a moment later: between tests the database may not be asked."""
    telling._teller.wait()
    empty_tables()


def replace_flush() -> None:
    """For all tests that commit, in the place of Django's TRUNCATE."""
    TransactionTestCase._fixture_teardown = lambda _test: end_test()  # type: ignore[attr-defined]
