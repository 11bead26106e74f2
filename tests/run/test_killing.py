"""kill -9 of whatever process, while somebody marks: what was acknowledged is there, and it goes on or starts anew."""

from __future__ import annotations

import os
import signal

from annotate.database.server import locked
from tests.run.installation import Installation, Marking, children, is_alive, is_free, wait_until


def assert_nothing_is_lost(installation: Installation, marking: Marking) -> None:
    """Every mark that was acknowledged stands, on the words it was made on."""
    there = installation.marks()
    assert marking.acknowledged.items() <= there.items()
    assert marking.statuses <= {200, 503}


def test_a_killed_worker_is_replaced_and_nothing_is_lost(installation: Installation) -> None:
    with installation.serving() as running, Marking(installation, running.port) as marking:
        first, second = running.workers()
        os.kill(first, signal.SIGKILL)
        marking.wait_for_more()
        wait_until(lambda: len(running.workers()) == 2, "a worker took the place of the killed one")
        assert second in running.workers()
        assert first not in running.workers()
        marking.wait_for_more()
        marking.stop()
        assert marking.statuses == {200}
        assert_nothing_is_lost(installation, marking)


def test_a_killed_database_comes_back_and_meanwhile_requests_are_told_so(installation: Installation) -> None:
    with installation.serving() as running, Marking(installation, running.port) as marking:
        postmaster = installation.server.postmaster()
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)
        marking.wait_for_more()
        assert installation.server.postmaster() not in (None, postmaster)
        marking.stop()
        assert_nothing_is_lost(installation, marking)
        for answer in marking.outages:
            assert answer.headers["retry-after"] == "2"
            assert "Nothing that was saved is lost" in answer.text


def test_a_database_whose_socket_was_cleaned_away_is_started_anew(installation: Installation) -> None:
    """It lives, and who is connected stays so; but nobody else would ever reach it again."""
    with installation.serving() as running, Marking(installation, running.port) as marking:
        postmaster = installation.server.postmaster()
        installation.server.socket.unlink()
        wait_until(lambda: installation.server.postmaster(ready=True) not in (None, postmaster), "there is a new one")
        assert installation.server.socket.exists()
        marking.wait_for_more()
        marking.stop()
        assert_nothing_is_lost(installation, marking)


def test_who_starts_a_database_keeps_nobody_waiting_while_it_runs(installation: Installation) -> None:
    """Every request asks whether it runs; only where it does not is there anything to wait for."""
    with installation.serving() as running, Marking(installation, running.port) as marking:
        with locked(installation.data / "postgres.starting"):
            marking.wait_for_more()
        marking.stop()
        assert marking.statuses == {200}


def test_a_killed_database_makes_no_500_for_a_page(installation: Installation) -> None:
    """A page asks the database in middleware too: for the session, the person."""
    with installation.serving() as running, Marking(installation, running.port) as marking:
        marking.stop()
        postmaster = installation.server.postmaster()
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)
        answers = [marking.person.ask("GET", "/") for _ in range(4)]
        assert {answer.status for answer in answers} <= {200, 503}
        wait_until(lambda: marking.person.ask("GET", "/").status == 200, "pages are there again")


def test_after_the_server_is_killed_nothing_keeps_the_port_or_the_database(installation: Installation) -> None:
    with installation.serving() as running, Marking(installation, running.port) as marking:
        workers = running.workers()
        running.kill()
        wait_until(lambda: not any(map(is_alive, workers)), "the workers ended")
        wait_until(lambda: installation.server.postmaster() is None, "the database ended")
        assert is_free(running.port)
        marking.stop()
    with installation.serving(port=running.port):
        assert_nothing_is_lost(installation, marking)


def test_a_new_start_waits_for_the_workers_of_a_killed_server(installation: Installation) -> None:
    with installation.serving() as running:
        running.kill()
        with installation.serving(port=running.port) as again:
            assert len(again.workers()) == 2


def test_after_everything_is_killed_at_once_a_new_start_finds_every_span(installation: Installation) -> None:
    with installation.serving() as running, Marking(installation, running.port) as marking:
        postmaster = installation.server.postmaster()
        assert postmaster is not None
        for pid in [running.process.pid, *running.workers(), postmaster, *children(postmaster)]:
            os.kill(pid, signal.SIGKILL)
        marking.stop()
    with installation.serving() as again:
        assert_nothing_is_lost(installation, marking)
        assert Marking(installation, again.port).mark().status == 200
