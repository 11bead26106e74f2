"""Telling: after the commit and not without it, in order, and again where the database was away."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, transaction
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from annotate.live import telling
from annotate.live.telling import Teller, tell, tell_left, tell_revision


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What came up to be told, by a teller that tells nobody."""
    lines: list[str] = []
    monkeypatch.setattr(telling._teller, "take", lines.extend)
    return lines


@pytest.mark.django_db
def test_what_is_done_is_told_after_the_commit(
    told: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell(7, {12, 3})
        tell_revision(7, 0, 41)
        tell_left(12)
        assert told == []
    assert told == ["news 7 3 -", "news 7 12 -", "news 7 0 41", "left 12"]


@pytest.mark.django_db
def test_what_was_not_done_is_not_told(
    told: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def leave() -> None:
        with transaction.atomic():
            tell_revision(7, 0, 41)
            raise LookupError

    with django_capture_on_commit_callbacks(execute=True):
        pytest.raises(LookupError, leave)
        tell(7, [])
    assert told == []


def sending(monkeypatch: pytest.MonkeyPatch, failures: int = 0) -> tuple[list[str], Callable[[int], None]]:
    """What is sent, by a database that is away so many times; and a wait until so many lines are."""
    sent: list[str] = []
    changed = threading.Condition()
    left = failures

    def send(lines: list[str]) -> None:
        nonlocal left
        if left:
            left -= 1
            raise OperationalError("away")
        with changed:
            sent.extend(lines)
            changed.notify_all()

    def wait_for(count: int) -> None:
        with changed:
            assert changed.wait_for(lambda: len(sent) >= count, timeout=20), f"{len(sent)} of {count} were told"

    monkeypatch.setattr(telling, "_send", send)
    monkeypatch.setattr(telling, "WAIT_SECONDS", 0.01)
    return sent, wait_for


def test_lines_are_told_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, wait_for = sending(monkeypatch)
    teller = Teller()
    wanted = [str(number) for number in range(500)]
    for line in wanted:
        teller.take([line])
    wait_for(500)
    teller.end()
    assert sent == wanted


def test_what_comes_close_together_is_told_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    goes: list[list[str]] = []
    monkeypatch.setattr(telling, "_send", goes.append)
    monkeypatch.setattr(telling, "TOGETHER_SECONDS", 0.2)
    teller = Teller()
    for line in ("first", "second", "third"):
        teller.take([line])
    teller.wait()
    assert goes == [["first", "second", "third"]]
    teller.end()
    assert goes == [["first", "second", "third"]], "nothing is left to tell: the database is not asked"


def test_where_the_database_is_away_they_are_told_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, wait_for = sending(monkeypatch, failures=3)
    teller = Teller()
    teller.take(["first"])
    teller.take(["second"])
    wait_for(2)
    teller.end()
    assert sent == ["first", "second"]


def test_of_too_many_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST", 3)
    sent, wait_for = sending(monkeypatch, failures=1)
    teller = Teller()
    teller.take(["1", "2", "3", "4", "5"])
    wait_for(3)
    teller.end()
    assert sent == ["3", "4", "5"]


def test_a_process_that_ends_tells_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, _wait_for = sending(monkeypatch)
    teller = Teller()
    teller.take(["last words"])
    teller.end()
    assert sent == ["last words"]
