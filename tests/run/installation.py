"""Annotate as somebody runs it: real processes, a folder for its data, a port; and a person at a plain HTTP client."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from annotate.database.server import NAME, Server

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "bridge-dam-lamps-island"
PATIENCE = 60.0
"""Seconds. What takes two on a quiet machine may take many where a whole suite runs beside it."""
START_PATIENCE = 90.0
"""Tables, demo and static files are made at a first start."""


def clean_environment(**more: str) -> dict[str, str]:
    """The shell's environment without what the tests' own settings put there."""
    ours = ("ANNOTATE_", "DATABASE_URL", "DJANGO_", "SECRET_KEY", "PYTEST_", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


def wait_until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Wait until the condition gives something true; what it gave."""
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, f"waited {seconds:.0f} s until {what}"
        time.sleep(0.05)
    return found


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_alive(pid: int) -> bool:
    """Whether the process runs: a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


@dataclass
class Running:
    """A server that was started."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def wait_until_it_answers(self) -> None:
        wait_until(
            lambda: any("answers at" in line for line in self.said) or not self._listener.is_alive(), "it answers",
            START_PATIENCE,
        )  # fmt: skip
        assert self._listener.is_alive(), "the server ended: " + "".join(self.said)

    def listen_to_its_end(self) -> str:
        """All that it said, once nothing that it started can say more."""
        self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        return "".join(self.said)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(line)

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        found = []
        for pid in children(self.process.pid):
            try:
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes() and is_alive(pid):
                    found.append(pid)
            except FileNotFoundError:
                continue
        return found

    def kill(self) -> None:
        """kill -9 of the main process, and of nothing else."""
        self.process.kill()
        self.process.wait()

    def end(self, number: int = signal.SIGTERM) -> int:
        """End it in order; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@dataclass(frozen=True)
class Installation:
    """A folder of data, and the commands that run on it."""

    data: Path
    root: Path = ROOT
    more: dict[str, str] = field(default_factory=dict)
    python: str = sys.executable
    workers: int | None = None
    """How many processes answer requests; None: as many as a person gets who says nothing, and the live stream's."""

    @property
    def environment(self) -> dict[str, str]:
        """What its commands are told; of a clone nothing, so that it finds its data by itself."""
        return clean_environment(**({"ANNOTATE_DATA": str(self.data)} if self.root == ROOT else {}), **self.more)

    @property
    def server(self) -> Server:
        return Server.at(self.data)

    def run(self, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [self.python, "manage.py", *words], cwd=self.root, env=self.environment, capture_output=True, text=True,
            check=False, timeout=60, **options,
        )  # fmt: skip

    def begin(self, *words: str, port: int | None = None, **options: Any) -> Running:
        """Start serving."""
        port, words = port or free_port(), words or ("serve",)
        if self.workers and words[0] != "live":
            words = (*words, "--workers", str(self.workers), "--live-port", "0")
        process = subprocess.Popen(
            [self.python, "manage.py", *words, "--port", str(port)], cwd=self.root,
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            **options,
        )  # fmt: skip
        return Running(process, port)

    @contextmanager
    def serving(self, *words: str, port: int | None = None, **options: Any) -> Iterator[Running]:
        """A server that is gone at the end, whatever happened."""
        running = self.begin(*words, port=port, **options)
        try:
            running.wait_until_it_answers()
            yield running
        finally:
            for pid in [*running.workers(), running.process.pid]:
                if is_alive(pid):
                    os.kill(pid, signal.SIGKILL)
            running.listen_to_its_end()
            self.stop_database()

    def stop_database(self) -> None:
        """End the database server, whoever started it."""
        if (pid := self.server.postmaster()) is not None:
            os.kill(pid, signal.SIGINT)
            wait_until(lambda: self.server.postmaster() is None, "the database ended")

    def remove(self) -> None:
        """Leave nothing of it: where its path is long, the sockets lie elsewhere."""
        self.stop_database()
        if self.server.sockets != self.server.data:
            shutil.rmtree(self.server.sockets, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection to the embedded database, which runs already."""
        with psycopg.connect(host=str(self.server.sockets), user=NAME, dbname=NAME, autocommit=True) as connection:
            yield connection

    def open_article(self) -> Piece:
        """The first article of the demo on which all work is open."""
        with self.database() as connection:
            row = connection.execute(
                "SELECT a.id, a.text FROM annotate_article a JOIN annotate_project p ON p.id = a.project_id "
                "WHERE p.slug = 'demo' AND NOT EXISTS (SELECT 1 FROM annotate_assignment w "
                "WHERE w.article_id = a.id AND w.state NOT IN ('assigned', 'open')) ORDER BY a.id LIMIT 1"
            ).fetchone()
        assert row is not None, "the demo has an article on which work is open"
        return Piece(*row)

    def marks(self) -> dict[str, str]:
        """Every standing span by its note, with the words it covers."""
        with self.database() as connection:
            rows = connection.execute(
                "SELECT s.note, substring(a.text FROM s.start + 1 FOR s.end - s.start) FROM annotate_span s "
                "JOIN annotate_article a ON a.id = s.article_id WHERE s.deleted_at IS NULL AND s.note <> '' "
                "ORDER BY s.id"
            )
            return dict(rows.fetchall())


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


class Person:
    """Somebody with an account, at a plain HTTP client."""

    def __init__(self, port: int, username: str = "ana", password: str = PASSWORD) -> None:
        self.port = port
        self.cookies = {"csrftoken": secrets.token_hex(16)}
        answer = self.ask("POST", "/sign-in/", {"username": username, "password": password})
        assert answer.status == 302, answer.text

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, *, part: bool = False) -> Answer:
        """One request. OSError or HTTPException where there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies["csrftoken"],
            **({"HX-Request": "true"} if part else {}),
        }
        try:
            connection.request(method, path, urllib.parse.urlencode(form or {}), headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name == "set-cookie" and (found := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[found[1]] = found[2]
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, text)


class Program:
    """A program with a key for the API, on one connection that it keeps open."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: bytes = b"", *, key: str | None = None) -> tuple[int, bytes]:
        """One request: its status and what came back. OSError or HTTPException where there is no answer."""
        headers = self._headers if key is None else self._headers | {"Idempotency-Key": key}
        try:
            self._connection.request(method, f"/api/v1{path}", body, headers)
            response = self._connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self.close()  # the next request opens another
            raise

    def close(self) -> None:
        """Leave."""
        self._connection.close()


@dataclass(frozen=True)
class Piece:
    """An article on which work is open, and where its words lie."""

    pk: int
    text: str

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """Of each word its start and its end, in code points."""
        return [word.span() for word in re.finditer(r"\S+", self.text)]


class Marking:
    """Somebody who marks word after word until told to stop, and remembers what was acknowledged."""

    def __init__(self, installation: Installation, port: int, *, pause: float = 0) -> None:
        self.article = installation.open_article()
        self.person = Person(port, "ben")
        self.acknowledged: dict[str, str] = {}
        self.statuses: set[int] = set()
        self.unanswered = 0
        self.outages: list[Answer] = []
        self._number = 0
        self._pause = pause
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def mark(self) -> Answer:
        """Mark the next word once."""
        start, end = self.article.words[self._number]
        word = self.article.text[start:end]
        self._number += 1
        form = {"label": "claim", "extent": f"{start}-{end}", "quote": word, "note": f"mark {start}"}
        answer = self.person.ask("POST", f"/p/demo/articles/{self.article.pk}/spans/add/", form, part=True)
        self.statuses.add(answer.status)
        if answer.status == 200:
            self.acknowledged[f"mark {start}"] = word
        elif answer.status == 503:
            self.outages.append(answer)
        return answer

    def __enter__(self) -> Marking:
        self._thread.start()
        try:
            self.wait_for_more()
        except AssertionError:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Mark no more."""
        self._ended.set()
        self._thread.join()

    def wait_for_more(self) -> None:
        """Until marks are acknowledged again."""
        there = len(self.acknowledged)
        wait_until(lambda: len(self.acknowledged) >= there + 3, f"marks were acknowledged, not only {self.statuses}")

    def _go_on(self) -> None:
        while not self._ended.wait(self._pause):
            try:
                self.mark()
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                time.sleep(0.02)
