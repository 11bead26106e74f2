"""A PostgreSQL server of its own, as an administrator sets it up: TCP, passwords, a role that owns one database."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from annotate.database.server import ROOT_RUNS_AS
from tests.run.installation import free_port, wait_until

PASSWORD = "p@ss word/1:2"


@dataclass
class Elsewhere:
    """The server of the programs in this folder."""

    programs: Path
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="annotate-pg-")))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://annotate:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/annotate"

    @property
    def account(self) -> dict[str, Any]:
        """Who it runs as: never root."""
        if os.geteuid():
            return {}
        user = pwd.getpwnam(ROOT_RUNS_AS)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def make(self) -> None:
        """A cluster with a role `annotate` that may make databases, and the database that it owns."""
        os.chown(self.folder, self.account.get("user", -1), -1)
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        subprocess.run(
            [self.programs / "initdb", "-D", self.folder / "data", "-U", "admin", "-E", "UTF8", "--locale=C",
             "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"],
            check=True, capture_output=True, cwd="/", **self.account,
        )  # fmt: skip
        self.start()
        with self.as_admin() as connection:
            connection.execute(f"CREATE ROLE annotate LOGIN CREATEDB PASSWORD '{PASSWORD}'")
            connection.execute("CREATE DATABASE annotate OWNER annotate")

    def as_admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="admin", password=PASSWORD, dbname="postgres", autocommit=True
        )

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port),
             "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.account,
        )  # fmt: skip

        def answers() -> bool:
            try:
                self.as_admin().close()
            except psycopg.OperationalError:
                return False
            return True

        wait_until(answers, "the server elsewhere answers")

    def stop(self, number: int = signal.SIGINT) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(20)

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)
