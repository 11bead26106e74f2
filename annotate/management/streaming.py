"""The process of the live stream beside a server: started, started anew when it dies, ended with it."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

log = logging.getLogger("annotate")

PROGRAM = [sys.executable, "-m", "annotate.live"]

NEXT_PORTS = 20
"""How many ports after the server's own are tried."""

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
"""How long a process that has died is waited for before the next one, in seconds."""

LONG_ENOUGH = 10.0
"""A process that has run so long did not die of its start."""

END_SECONDS = 5.0
"""How long a process that is told to end may take."""


def first_free_port(host: str, after: int) -> socket.socket | None:
    """A socket that listens on the first free port after this one; None where there is none near."""
    family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    for port in range(after + 1, min(after + 1 + NEXT_PORTS, 65_536)):
        with suppress(OSError):
            return socket.create_server((host, port), family=family, backlog=1024)
    return None


@contextmanager
def streaming(listening: socket.socket) -> Iterator[None]:
    """A process serves the stream on this socket, which stays ours: between two processes browsers wait."""
    ended = threading.Event()
    watch = threading.Thread(target=_keep_running, args=(listening, ended), daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def _keep_running(listening: socket.socket, ended: threading.Event) -> None:
    wait = FIRST_WAIT
    while not ended.is_set():
        begun = time.monotonic()
        # Its standard input is a pipe whose other end is ours alone: killed or not, when we are gone it is closed.
        process = subprocess.Popen(
            [*PROGRAM, "--socket", str(listening.fileno())], stdin=subprocess.PIPE, pass_fds=[listening.fileno()]
        )
        while process.poll() is None and not ended.wait(0.2):
            pass
        if ended.is_set():
            _end(process)
            return
        wait = FIRST_WAIT if time.monotonic() - begun > LONG_ENOUGH else min(wait * 2, LONGEST_WAIT)
        log.warning("the live stream ended with status %s and is started anew", process.returncode)
        ended.wait(wait)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
