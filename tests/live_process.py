"""The live stream's own process, on whatever database the tests have; and a reader at a plain socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from tests.run.installation import PATIENCE, ROOT, clean_environment, free_port, wait_until


def settings_of_tests() -> dict[str, str]:
    """What a process must be told to find the tests' database and key."""
    found = connection.settings_dict
    words = {"host": found["HOST"], "port": str(found["PORT"] or ""), "user": found["USER"]}
    query = urlencode({name: value for name, value in words.items() if value}, quote_via=quote)
    return clean_environment(
        SECRET_KEY=settings.SECRET_KEY, ANNOTATE_LIVE_DATABASE_URL=f"postgresql:///{found['NAME']}?{query}",
        ANNOTATE_DATA=str(settings.ANNOTATE_DATA), ALLOWED_HOSTS=",".join(settings.ALLOWED_HOSTS),
    )  # fmt: skip


@dataclass
class LiveProcess:
    """A process that serves the stream, and can be killed and started anew on the same port."""

    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it hears the database."""
        command = [sys.executable, "-m", "annotate.live", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        wait_until(self.hears, "the live process hears the database")

    def hears(self) -> bool:
        """Whether it says that it is well."""
        return health(self.port) == 200

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End it."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(PATIENCE)


@contextmanager
def live_process(environment: dict[str, str]) -> Iterator[LiveProcess]:
    """One that is gone at the end."""
    live = LiveProcess(environment)
    try:
        live.start()
        yield live
    finally:
        if live.process is not None and live.process.poll() is None:
            live.kill()


def health(port: int) -> int | None:
    """The status of its health address; None where nobody answers."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()


class Listener:
    """A reader of the stream at a plain socket: every byte of it is kept."""

    def __init__(self, port: int, *tickets: str, after: str = "", origin: str = "") -> None:
        query = urlencode([*(("ticket", ticket) for ticket in tickets), *([("after", after)] if after else [])])
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        more = f"Origin: {origin}\r\n" if origin else ""
        self.socket.sendall(f"GET /stream?{query} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode())
        self.response = http.client.HTTPResponse(self.socket, method="GET")
        self.response.begin()
        self.status = self.response.status
        self.said = b""
        self.said_at = 0.0
        self.ended = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        if self.status == 200:
            self._listener.start()
        else:
            self.said = self.response.read()

    def _listen(self) -> None:
        try:
            while piece := self.response.read1():
                self.said_at = time.perf_counter()
                self.said += piece
        except (OSError, ValueError, http.client.HTTPException):
            pass
        self.ended.set()

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """What was said so far, whole events only; of one kind where that is named."""
        found = []
        for block in self.said.decode().split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if fields and kind in ("", fields["event"]):
                found.append({"id": fields.get("id"), "event": fields["event"], **json.loads(fields["data"])})
        return found

    def wait_for(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The last of so many events of a kind, when they have come."""
        wait_until(lambda: len(self.events(kind)) >= count, f"{count} × {kind}, not {self.said!r}")
        return self.events(kind)[-1]

    def close(self) -> None:
        """Go, without a word."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        if self._listener.is_alive():
            self._listener.join(PATIENCE)
        self.response.close()
        self.socket.close()

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def say_where(port: int, ticket: str, place: str) -> int:
    """A page says where its person is; the status."""
    saying = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        saying.request("POST", "/here", f"{ticket}\n{place}", {"Content-Type": "text/plain;charset=UTF-8"})
        return saying.getresponse().status
    finally:
        saying.close()


def memory(pid: int) -> int:
    """What a process holds for itself alone, in bytes (its unique set size)."""
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        private = [line.split() for line in lines if line.startswith("Private_")]
    return sum(int(words[1]) for words in private) * 1024


def is_readable(pid: int) -> bool:
    """Whether this system tells how much memory a process holds."""
    return os.path.exists(f"/proc/{pid}/smaps_rollup")
