"""Whether anything changed: all rows of all our tables, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection


def snapshot() -> dict[str, tuple[int, str]]:
    """Of every table of ours how many rows it has, and a digest of them: equal where nothing changed."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("annotate").get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {table} t")
            found[table] = cursor.fetchone()
    return found


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Not a row of ours, not a line in the journal."""
    before = snapshot()
    yield
    after = snapshot()
    changed = [table for table in before if after[table] != before[table]]
    assert not changed, f"{', '.join(changed)} changed"
