"""Every action writes its line in the journal: each one called once, and the lines it wrote.

An action is what takes `at`, the time, in a room's actions. A new one fails here until its call stands in `deeds`.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, connection, transaction

import annotate
from annotate.journal.models import JournalLine
from annotate.projects.models import Mode
from annotate.spans import actions as spans
from tests.api.stage import Stage
from tests.factories import AT, make_world
from tests.house.deeds import CALLS
from tests.house.deeds.setting import ana

pytestmark = pytest.mark.django_db

PARTS = {
    "codebook.begin_draft": "the draft's first change, whose line tells it",
    "codebook.carry_into_draft": "a merge or split, whose line tells what was published beside the draft",
    "codebook.change_draft": "every change of the draft, which writes its line through it",
    "codebook.store_draft": "every change of the draft, which writes its line through it",
    "curation.bites": "a merge, which runs through it",
    "curation.bites_back": "what takes a merge or split back, which runs through it",
    "curation.move_decisions": "merging and sorting, which write the line through it",
    "curation.move_spans": "merging and sorting, which write the line through it",
    "curation.put_back_spans": "what takes a merge, a split or a word on a span back, which write the line through it",
    "review.note_undecided": "taking decisions back, whose line tells it",
    "review.put_decision": "deciding, which writes the line",
    "review.take_back_answer": "undoing, which writes the line through it",
    "review.take_back": "undoing and deciding anew, which write the line",
    "review.write_line": "the line itself",
    "spans.turn_copies": "undo and redo, which write the lines through it",
    "spans.put_state": "undo and redo, which write the line through it",
    "spans.put_link": "linking and copying, which write the line",
    "spans.put_link_state": "undo and redo, which write the line through it",
    "spans.turn_answer": "undo and redo, which write the line through it",
    "spans.record_change": "the line itself",
    "spans.write_line": "the line itself",
    "spans.write_link_line": "the line itself",
}
"""What takes the time and is no action of its own, and whose part it is."""


@pytest.fixture(scope="module")
def told(kept: None) -> Stage:
    """A shared project with work in every state, and what each action needs to succeed."""
    return Stage(make_world(Mode.SHARED, slug="journalled")).complete()


@pytest.fixture
def stage(told: Stage) -> Stage:
    """The same for one test: actions change the rows they are given in memory, too."""
    return copy.deepcopy(told)


def actions() -> set[str]:
    """Every function of a room's actions that takes the time: `room.name`."""
    found = set()
    for module in pkgutil.walk_packages(annotate.__path__, "annotate."):
        room, _dot, rest = module.name.removeprefix("annotate.").partition(".")
        if rest.split(".")[0] == "actions" and room != "journal":
            for name, there in vars(importlib.import_module(module.name)).items():
                its_own = inspect.isfunction(there) and there.__module__ == module.name and not name.startswith("_")
                if its_own and "at" in inspect.signature(there).parameters:
                    found.add(f"{room}.{name}")
    return found


def test_every_action_is_called_here() -> None:
    new = sorted(actions() - CALLS.keys() - PARTS.keys())
    assert not new, (
        f"say in tests/house/deeds, CALLS of the room, how these are called and which lines they write: {new}"
    )
    assert CALLS.keys() <= actions(), "CALLS has actions that are no more"


@pytest.mark.parametrize("name", sorted(CALLS))
def test_an_action_writes_its_lines_and_no_others(stage: Stage, name: str) -> None:
    deed = CALLS[name]
    deed.before(stage)
    last = JournalLine.objects.order_by("-id").values_list("id", flat=True)[0]
    deed.act(stage)
    lines = list(JournalLine.objects.filter(id__gt=last).order_by("id"))
    assert " ".join(line.verb for line in lines) == deed.verbs
    assert all(AT <= line.at < AT + timedelta(seconds=1) for line in lines)  # those of one import follow one another


def test_a_change_whose_line_cannot_be_written_is_not_made(stage: Stage) -> None:
    """An action id of more characters than a line has room for: the database refuses the line, and so the whole."""
    with pytest.raises(DataError):
        spans.change_span(stage.claim, version=1, note="not kept", action="x" * 201, **ana(stage))
    stage.claim.refresh_from_db()
    assert (stage.claim.note, stage.claim.version) == ("Ana’s own words", 1)


def test_the_journal_is_never_emptied() -> None:
    with pytest.raises(IntegrityError, match="the journal is never emptied"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {JournalLine._meta.db_table}")
