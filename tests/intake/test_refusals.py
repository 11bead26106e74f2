"""What cannot come in is refused with a sentence, at every door, and nothing of it is stored."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories import World
from tests.intake.refusals_table import CASES, Case, Lea, run, table


@pytest.mark.parametrize("case", CASES, ids=[f"{case.what} ({case.door})" for case in CASES])
def test_what_cannot_come_in_is_said_and_not_stored(shared: World, case: Case) -> None:
    row = run(case, Lea(shared))
    assert any(case.says in sentence for sentence in row.said.sentences), row.said
    assert row.changed.get("annotate_article", 0) == case.new
    assert row.changed.keys() <= ({"annotate_article", "annotate_block", "annotate_journalline"} if case.new else set())


def test_the_table_of_all_refusals_can_be_printed(shared: World) -> None:
    rows = []
    for case in CASES:
        with transaction.atomic():
            rows.append(run(case, Lea(shared)))
            transaction.set_rollback(True)  # each finds the database as the first did
    print("\n" + table(rows))
    assert all(row.said.sentences for row in rows)
