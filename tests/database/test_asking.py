"""Statements of our own: what they give, and that the database knows them by a name."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotate.database.asking import find_row, find_rows

PAIRS = "SELECT %s::int + n, %s FROM generate_series(1, 3) n"


def prepared() -> list[tuple[str, int]]:
    """What of ours this connection has prepared, and how often it was asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return [(text, asked) for text, asked in cursor.fetchall() if "generate_series(1, 3) n" in text]


@pytest.mark.django_db
def test_a_statement_is_prepared_once_and_asked_with_other_values() -> None:
    assert find_rows(PAIRS, [10, "one"]) == [(11, "one"), (12, "one"), (13, "one")]
    assert find_row(PAIRS, [20, "a 'quoted' % two"]) == (21, "a 'quoted' % two")
    assert [asked for _text, asked in prepared()] == [2]


@pytest.mark.django_db
def test_the_log_of_statements_shows_what_was_asked_with_its_values() -> None:
    with CaptureQueriesContext(connection) as asked:
        find_row(PAIRS, [20, "it's"])
    assert [one["sql"] for one in asked.captured_queries] == [PAIRS.replace("%s", "20", 1).replace("%s", "'it''s'")]


@pytest.mark.django_db
def test_what_the_database_refuses_is_an_error_of_djangos_and_the_statement_can_be_asked_again() -> None:
    with pytest.raises(DataError), transaction.atomic():
        find_row("SELECT 1 / %s::int", [0])
    assert find_row("SELECT 1 / %s::int", [1]) == (1,)


@pytest.mark.django_db
def test_a_table_that_got_a_column_meanwhile_is_asked_as_before() -> None:
    """An upgrade adds columns while servers run: a statement that names its own does not care."""
    statement = "SELECT title FROM kept_here WHERE title = %s"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept_here AS SELECT 'Bridges' AS title")
        assert find_row(statement, ["Bridges"]) == ("Bridges",)
        cursor.execute("ALTER TABLE kept_here ADD COLUMN later text")
        assert find_row(statement, ["Bridges"]) == ("Bridges",)


@pytest.mark.parametrize(("live", "prepares"), [("", "True"), ("postgresql://db/annotate", "False")])
def test_behind_a_pooler_nothing_is_prepared(live: str, prepares: str) -> None:
    told = "from annotate.settings import DATABASES; print(DATABASES['default']['PREPARES'])"
    environment = {**os.environ, "DATABASE_URL": "postgresql://pooler/annotate", "ANNOTATE_LIVE_DATABASE_URL": live}
    done = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [prepares]


@pytest.mark.django_db(transaction=True)
def test_where_nothing_may_be_prepared_the_same_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PREPARES", value=False)  # of connections that are made now
    assert find_rows(PAIRS, [10, "one"]) == [(11, "one"), (12, "one"), (13, "one")]
    assert prepared() == []
    connection.close()
