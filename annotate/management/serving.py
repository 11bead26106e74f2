"""The production server on one machine: granian's workers, our own database beside them, one end for all of them.

The process that calls `serve` is granian's main process. Its workers are spawned, not forked: it holds threads and
locks that a fork would copy in any state. Five things are added to what granian does:

- The port is taken before anything else and held until the end, so that two servers never share it unknowingly
  (granian binds with SO_REUSEPORT, which would let them).
- Our own database server is looked after and brought back within half a second where it was killed.
- The live stream's process is started beside the workers, and started anew when it dies.
- Ctrl-C and a closed terminal reach this process only; it ends the workers, then the database if nobody else uses it.
- A worker whose parent was killed ends by itself, so that nothing keeps the port or the database.
"""

from __future__ import annotations

import atexit
import errno
import gc
import hashlib
import logging
import multiprocessing
import multiprocessing.resource_tracker
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from annotate.database.server import NoServer, Server, locked
from annotate.database.tables import missing_migrations
from annotate.management.healthy import answers
from annotate.management.streaming import first_free_port, streaming

log = logging.getLogger("annotate")

THREADS = 4
"""Requests that one worker answers at once, and connections that it keeps. On two cores 2, 4 and 8 answer equally many
in a second; four leave room beside somebody's slow download, and the waiting time of the slowest stays short."""

LOOK_SECONDS = 0.5
"""How often the database server is looked after."""

GRACE_SECONDS = 10
"""How long a request that has begun may still take when the server ends."""

GARBAGE = 100_000
"""How many objects may be made before the youngest are looked through: a page makes many, and drops them by itself.
With a tenth of it, two fifths of printing 5,000 spans went into looking through what was being printed."""

PORT_SECONDS = 2.0
"""How long a port may still be held by the workers of a server that was killed."""


def serve(
    *,
    host: str,
    port: int,
    workers: int,
    live_port: int | None,
    announce: Callable[[str], None],
    prepare: Callable[[], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM. `announce` is called with the address once it answers.

    `live_port` is that of the live stream: 0 for none, None for the first free one after `port`.
    `prepare` is called when the ports are ours and the database runs, before anything is served.

    CommandError with a sentence where the port is taken, the database has not all its tables, or workers keep failing.
    """
    server = embedded_server()
    with taken_port(host, port) as address, ExitStack() as stack:
        listening = _open_stream(address, port, live_port)
        if listening:
            stack.enter_context(listening)
            os.environ["ANNOTATE_LIVE"] = os.environ.get("ANNOTATE_LIVE") or str(listening.getsockname()[1])
        if server:
            server.ensure_running()
        if prepare:
            prepare()
        if missing := missing_migrations():
            raise CommandError(
                f"The database does not have {len(missing)} of this program's migrations ({missing[0]} …). Run\n"
                "  python manage.py migrate"
            )
        connection.close()
        collect_static()
        os.environ.setdefault("ANNOTATE_POOL", str(THREADS))
        multiprocessing.set_start_method("spawn", force=True)
        granian = Granian(
            "annotate.wsgi:application", address=address, port=port, interface=Interfaces.WSGI, workers=workers,
            blocking_threads=THREADS, respawn_failed_workers=True, workers_kill_timeout=GRACE_SECONDS,
            log_level=LogLevels.warning,
        )  # fmt: skip
        on_interrupt(granian.signal_handler_interrupt)
        if listening:
            stack.enter_context(streaming(listening))
        ended = threading.Event()
        watches = [threading.Thread(target=_announce, args=(address, port, announce, ended), daemon=True)]
        if server:
            watches.append(threading.Thread(target=look_after, args=(server, ended), daemon=True))
        for watch in watches:
            watch.start()
        try:
            granian.serve(target_loader=load, wrap_loader=False)
        except SystemExit as end:
            raise CommandError(
                "A worker ended again and again, so the server stopped. What it said stands above."
            ) from end
        finally:
            ended.set()
            for watch in watches:
                watch.join()


def embedded_server() -> Server | None:
    """Our own database server, where DATABASE_URL names no other."""
    folder = settings.DATABASES["default"].get("EMBEDDED")
    return Server.at(Path(folder)) if folder else None


@contextmanager
def taken_port(host: str, port: int) -> Iterator[str]:
    """Hold the port for this process; gives the numeric address. CommandError with what to do where it is not free."""
    try:
        family, _kind, _protocol, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError) as error:
        raise CommandError(f"{host}:{port} is no address of this machine ({error}).") from error
    with socket.socket(family, socket.SOCK_STREAM) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        until = time.monotonic() + PORT_SECONDS
        while True:
            try:
                held.bind(where)
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                    raise CommandError(_why_no_port(error, host, port)) from error
            time.sleep(0.05)
        if sys.platform == "linux":
            # Bound alone; from here on granian's workers may share it, and still no other server can bind alone.
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        else:
            held.close()
        yield str(where[0])


def _open_stream(address: str, port: int, live_port: int | None) -> socket.socket | None:
    """A socket for the live stream, or None where none is wanted. CommandError where the wanted port is not free."""
    if live_port == 0:
        return None
    if live_port is None:
        return first_free_port(address, port)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, live_port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        raise CommandError(f"Port {live_port}, for the live stream, cannot be opened: {error}.") from error


def _why_no_port(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        free = first_free_port(host, port)  # not always the next one: another Annotate has its live stream there
        other = free.getsockname()[1] if free else port + 1000
        return (
            f"Port {port} is taken: another program, perhaps another Annotate, has it. Choose another one:\n"
            f"  make run PORT={other}      (or: python manage.py serve --port {other})"
        )
    if error.errno == errno.EACCES:
        return f"This user may not open port {port}. Choose one from 1024 on:\n  make run PORT=8000"
    return f"{host}:{port} cannot be opened: {error.strerror}."


def collect_static() -> None:
    """Copy the static files under their hashed names to where they are served from, if any has changed since."""
    stamp = Path(settings.ANNOTATE_DATA) / "static.stamp"
    with locked(stamp.with_suffix(".lock")):
        found = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list(None):
                file = Path(storage.path(path))
                state = file.stat()
                found.update(f"{path}\0{file}\0{state.st_size}\0{int(state.st_mtime)}\n".encode())
        if stamp.exists() and stamp.read_text() == found.hexdigest():
            return
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(found.hexdigest())


def on_interrupt(end: Callable[[], None]) -> None:
    """Call `end` at Ctrl-C and when the terminal closes, and keep both from the workers.

    The terminal sends them to the whole group. They are blocked before a worker is spawned, which inherits that, and
    one thread waits for them; it sends no signal on, which another thread than the main one could swallow. The
    resource tracker of `multiprocessing` is started before: doing so unblocks SIGINT.
    """
    multiprocessing.resource_tracker.ensure_running()
    signals = {signal.SIGINT, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)

    def wait() -> None:
        while True:
            signal.sigwait(signals)
            end()

    threading.Thread(target=wait, daemon=True).start()


def look_after(server: Server, ended: threading.Event) -> None:
    """Bring the database server back whenever it is not there, until the event is set."""
    said = ""
    while not ended.wait(LOOK_SECONDS):
        try:
            server.ensure_running()
            said = ""
        except NoServer as reason:  # a full disk, say: it is tried again, and said once
            if said != str(reason):
                said = str(reason)
                log.error("%s", said)


def _announce(address: str, port: int, announce: Callable[[str], None], ended: threading.Event) -> None:
    while not ended.wait(0.05):
        if answers(address, port):
            announce(f"http://{f'[{address}]' if ':' in address else address}:{port}/")
            return


def load() -> Any:
    """In a new worker: what it serves. The worker ends when the process that spawned it is gone."""
    atexit.register(os._exit, 0)  # the last thing: granian's own threads abort where the interpreter is taken down
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    if server := embedded_server():
        server.ensure_running()  # and hold it: the last of us stops it

    from annotate.wsgi import application  # noqa: PLC0415  # sets Django up, which only a worker wants

    import_module(settings.ROOT_URLCONF)  # all views, so that no request is the first
    gc.collect()
    gc.freeze()  # what stays until the end is not looked through again and again while somebody waits
    gc.set_threshold(GARBAGE)
    return application


def _end_after(parent: Any) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)  # granian's own way: requests that have begun are answered
    time.sleep(GRACE_SECONDS)
    if server := embedded_server():
        server.stop_if_last()
    os._exit(1)
