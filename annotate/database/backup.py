"""A whole database as one file, and the proof that it can be read back.

The file is a ZIP of two members: `annotate.dump`, PostgreSQL's own custom format (`pg_restore` reads it without us),
and `manifest.json`, which says for every table how many rows it has and the SHA-256 of them all, in one order. What is
counted and what is dumped is one snapshot, so others may go on writing meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from annotate.database.server import NoServer, own_programs

FORMAT = 1
DUMP, MANIFEST = "annotate.dump", "manifest.json"

OWN_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
"""Where distributions put PostgreSQL's programs beside those in PATH."""

TABLES = """
    SELECT c.relname, array_remove(array_agg(a.attname ORDER BY a.attnum), NULL)
    FROM pg_class c
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    GROUP BY c.relname ORDER BY c.relname COLLATE "C"
"""

OBJECTS = """
    SELECT (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'),
           (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'),
           (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
           (SELECT count(*) FROM pg_sequences WHERE schemaname = 'public')
"""


class BackupFailed(Exception):
    """It could not be done, or could not be proved. The message says what that means for the person, and what to do."""


@dataclass(frozen=True)
class Place:
    """A database and how to reach it: what `psycopg.connect` and PostgreSQL's own programs need."""

    parameters: Mapping[str, str]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Place:
        """The place that Django's `DATABASES["default"]` names."""
        words = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        found = {ours: str(settings[theirs]) for ours, theirs in words.items() if settings.get(theirs)}
        return cls({**{k: str(v) for k, v in settings.get("OPTIONS", {}).items() if k != "pool"}, **found})

    def named(self, name: str) -> Place:
        """Another database of the same server."""
        return Place({**self.parameters, "dbname": name})

    def connect(self, **options: Any) -> psycopg.Connection[Any]:
        return psycopg.connect(make_conninfo("", **self.parameters), **options)

    def for_programs(self) -> tuple[list[str], dict[str, str]]:
        """Arguments and environment. The password goes where other users of the machine cannot read it."""
        shown = {name: value for name, value in self.parameters.items() if name != "password"}
        password = self.parameters.get("password")
        return [f"--dbname={make_conninfo('', **shown)}"], {
            **os.environ,
            **({"PGPASSWORD": password} if password else {}),
        }


def backup(place: Place, path: Path) -> dict[str, Any]:
    """Write the file and prove it: it is read back into a scratch database, whose every row is compared.

    Gives the manifest. BackupFailed where that cannot be; then there is no file of that name, or the old one.
    """
    if path.exists():
        raise BackupFailed(f"{path} is there already. Choose another name; nothing was written.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        with place.connect() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]  # type: ignore[index]
            manifest = {"format": FORMAT, "server": major(connection), **fingerprint(connection)}
            with _private(partial) as file, zipfile.ZipFile(file, "w") as archive:
                with archive.open(DUMP, "w", force_zip64=True) as dump:
                    _dump(place, manifest["server"], snapshot, dump)
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        with _scratch(place) as scratch:
            _read_back(partial, scratch, manifest)
        partial.rename(path)
    except OSError as error:
        raise BackupFailed(f"{path} could not be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def restore(place: Place, path: Path) -> dict[str, Any]:
    """Read a backup into a database that has no tables, and prove that every row is there. Gives the manifest.

    BackupFailed, with nothing touched, where the file is none or the database is not empty.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupFailed(f"{path} cannot be read as a backup of Annotate ({error}). Nothing was touched.") from error
    if manifest.get("format") != FORMAT:
        raise BackupFailed(f"{path} was written by a later Annotate. Nothing was touched.")
    with place.connect() as connection:
        if connection.execute(TABLES).fetchone():
            raise BackupFailed(
                "This database has tables already, and a backup is never read over what is there. Make a new database "
                "and name it in DATABASE_URL, or name a new folder in ANNOTATE_DATA. Nothing was touched."
            )
        if (here := major(connection)) < manifest["server"]:
            raise BackupFailed(
                f"The backup is of PostgreSQL {manifest['server']}, and this server is {here}. Nothing was touched."
            )
    _read_back(path, place, manifest)
    return manifest


def fingerprint(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """What the database holds: of each table the number and the SHA-256 of its rows; how many objects guard them."""
    for setting in ("TIME ZONE 'UTC'", "datestyle = 'ISO'", "bytea_output = 'hex'", "extra_float_digits = 1"):
        connection.execute(sql.SQL("SET LOCAL {}").format(sql.SQL(setting)))
    tables = {name: _rows(connection, name, key) for name, key in connection.execute(TABLES).fetchall()}
    objects = connection.execute(OBJECTS).fetchone()
    assert objects is not None
    return {
        "tables": tables,
        "objects": dict(zip(("constraints", "indexes", "triggers", "sequences"), objects, strict=True)),
    }


def _rows(connection: psycopg.Connection[Any], table: str, key: list[str]) -> dict[str, Any]:
    """In the order of the primary key's text, byte by byte: the same on servers of any locale."""
    name = sql.Identifier(table)
    columns = sql.SQL(", ").join(sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(column)) for column in key)
    order = columns if key else sql.SQL('({}.*)::text COLLATE "C"').format(name)
    query = sql.SQL("COPY (SELECT * FROM {} ORDER BY {}) TO STDOUT").format(name, order)
    count, found = 0, hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(query) as rows:
        for row in rows:
            count += 1
            found.update(row)
    return {"rows": count, "sha256": found.hexdigest()}


def major(connection: psycopg.Connection[Any]) -> int:
    """The server's major version: 18."""
    return connection.info.server_version // 10_000


def program(name: str, server: int) -> Path:
    """PostgreSQL's own `pg_dump` or `pg_restore` that goes with the server: as new, or else the next newer one."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += [found for pattern in OWN_FOLDERS for found in Path("/").glob(pattern.lstrip("/"))]
    with suppress(NoServer):
        folders.insert(0, own_programs())
    found: dict[int, Path] = {}
    for folder in folders:
        if (path := folder / name).exists() and (version := _version(path)) >= server:
            found.setdefault(version, path)
    if not found:
        raise BackupFailed(
            f"The server is PostgreSQL {server}, and there is no {name} here that is as new. Install it; on Debian:\n"
            f"  apt install postgresql-client-{server}"
        )
    return found[min(found)]


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _dump(place: Place, server: int, snapshot: str, file: IO[bytes]) -> None:
    where, environment = place.for_programs()
    command = [str(program("pg_dump", server)), *where, "--format=custom", "--no-owner", "--no-privileges",
               f"--snapshot={snapshot}"]  # fmt: skip
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        shutil.copyfileobj(process.stdout, file, 2**20)
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise BackupFailed(f"The database could not be read out. pg_dump said:\n{said}")


def _read_back(path: Path, place: Place, manifest: Mapping[str, Any]) -> None:
    """Into an empty database; then what is there must be what the manifest says.

    Complaints of `pg_restore` alone are no failure (a newer one sets what an older server does not know): rows and
    objects are counted afterwards.
    """
    where, environment = place.for_programs()
    with place.connect() as connection:
        server = major(connection)
    command = [str(program("pg_restore", server)), *where, "--no-owner", "--no-privileges"]
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(DUMP) as dump,
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE) as process,
    ):  # fmt: skip
        assert process.stdin is not None
        with suppress(BrokenPipeError, zipfile.BadZipFile):  # what is missing will be found missing
            shutil.copyfileobj(dump, process.stdin, 2**20)
        _out, said = process.communicate()
    with place.connect() as connection:
        there = fingerprint(connection)
    if wrong := sorted(_differences(manifest, there)):
        raise BackupFailed(
            f"What was read back is not what was written: {', '.join(wrong)}. This file is no backup to rely on.\n"
            + said.decode(errors="replace")
        )


def _differences(manifest: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[str]:
    for part in ("tables", "objects"):
        for name in manifest[part].keys() | there[part].keys():
            if manifest[part].get(name) != there[part].get(name):
                yield name


@contextmanager
def _scratch(place: Place) -> Iterator[Place]:
    """An empty database beside the other, gone at the end."""
    name = f"annotate_check_{secrets.token_hex(4)}"
    with place.connect(autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupFailed(
                "A backup is only worth its name when it was read back, and this role may not make the scratch "
                f"database for that. Allow it:\n  ALTER ROLE {connection.info.user} CREATEDB"
            ) from error
        try:
            yield place.named(name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A file for this user's eyes: it holds everybody's work and the hashes of their passwords."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file
