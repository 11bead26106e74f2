"""The same request, sent twice at the same moment by clients that do not wait for one another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from annotate.journal.models import JournalLine
from annotate.projects.models import Mode
from annotate.spans.models import Comment, Span
from tests.api.stage import Call, Stage, calls
from tests.api.test_idempotency import UNSAFE, said
from tests.factories import make_world


@pytest.fixture
def guarded_again(django_db_blocker: Any) -> Iterator[None]:
    """Once the tables are emptied, the guards that would have refused it stand again."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")


@pytest.fixture
def committed(guarded_again: None, transactional_db: None) -> Iterator[Stage]:
    """The stage in committed rows, as threads with connections of their own see it."""
    yield Stage(make_world(Mode.SHARED))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the journal lets nobody empty it


def at_once(stage: Stage, call: Call, *, key: str | None, times: int = 4) -> list[tuple[int, bytes]]:
    """The answers to the same request, sent by so many clients at the same moment."""
    together = threading.Barrier(times)
    answers: list[tuple[int, bytes]] = []

    def send() -> None:
        try:
            together.wait(timeout=10)
            answers.append(said(stage.do(call, key=key)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(answers) == times
    return answers


@pytest.mark.usefixtures("committed")
def test_the_same_key_at_the_same_moment_does_it_once() -> None:
    for name in UNSAFE:
        stage = Stage(make_world(Mode.SHARED))  # each operation on work that no other has touched
        call = calls(stage)[name]
        written = JournalLine.objects.count()
        first, *others = at_once(stage, call, key=f"at once {name}")
        assert first[0] == call.status, (name, first)
        assert all(other == first for other in others), (name, first, others)
        assert JournalLine.objects.filter(action=f"at once {name}").count() == (
            0 if name in {"add_spans", "take_in_articles"} else 1
        ), name
        assert JournalLine.objects.count() > written, name


def test_a_first_mark_sent_at_the_same_moment_makes_one_set_and_one_span(committed: Stage) -> None:
    call = calls(committed)["add_span"]._replace(who="ben")
    for round_, quote in enumerate(("The ferry", "must stay", "The council", "cheaper")):
        body = {"label": "claim", **committed.place(quote)}
        answers = at_once(committed, call._replace(body=body), key=f"first {round_}")
        assert len(set(answers)) == 1
        assert answers[0][0] == 201
    assert Span.objects.filter(assignment__analyst=committed.world.ben.user).count() == 4


def test_without_a_key_a_mark_is_still_made_once_and_a_comment_each_time(committed: Stage) -> None:
    answers = at_once(committed, calls(committed)["add_span"], key=None)
    assert sorted(status for status, _body in answers) == [200, 200, 200, 201]
    before = Comment.objects.count()
    assert {status for status, _body in at_once(committed, calls(committed)["add_comment"], key=None)} == {201}
    assert Comment.objects.count() == before + 4
