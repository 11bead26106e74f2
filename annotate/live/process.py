"""One small process: the door, the hub, one connection that listens, and a clock, in one event loop.

Django's settings are read (the key of tickets, the database), its models are not loaded. Any number of these processes
may run beside each other, on one machine or many: each hears everything.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import resource
import socket
import sys
import threading
from collections.abc import Callable

import uvicorn
from django.conf import settings

from annotate.live.asgi import Door
from annotate.live.hub import Hub
from annotate.live.listening import listen

TICK_SECONDS = 0.5

MOST_READERS = 4_000

SPARE_FILES = 64
"""Open files beside the streams: the log, the database, requests."""

SEND_BUFFER = 64 * 1024
"""What the kernel keeps of a stream that is not read. Left to itself it takes up to 4 MiB."""


def main() -> None:
    """Serve until SIGTERM or SIGINT, or until the one who started us is gone."""
    asked = arguments().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotate.settings")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    sock = socket.socket(fileno=asked.socket) if asked.socket is not None else open_socket(asked.host, asked.port)
    asyncio.run(serve(sock, until_closed=sys.stdin.fileno() if asked.socket is not None else None))


def arguments() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="annotate.live", description="Serve the stream of events.")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8001, help="port to serve on (default: %(default)s)")
    parser.add_argument("--socket", type=int, help=argparse.SUPPRESS)  # one that listens already, from who started us
    return parser


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; the process ends with a sentence where it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        sys.exit(f"{host}:{port} cannot be opened: {getattr(error, 'strerror', None) or error}.")


async def serve(sock: socket.socket, *, until_closed: int | None) -> None:
    """Serve on a socket. `until_closed`: a file that is closed where whoever started us has ended."""
    limit_what_is_not_read(sock)
    hub = Hub(most=most_readers(), patience=settings.LIVE_SLOW_SECONDS)
    config = uvicorn.Config(
        Door(hub, hosts=settings.ALLOWED_HOSTS), lifespan="off", ws="none", log_config=None, log_level="critical",
        access_log=False, server_header=False, date_header=False, proxy_headers=False, timeout_graceful_shutdown=2,
        timeout_keep_alive=30, backlog=1024,
    )  # fmt: skip
    server = uvicorn.Server(config)
    if until_closed is not None:
        when_closed(until_closed, lambda: setattr(server, "should_exit", True))
    served, *beside = tasks = [
        asyncio.create_task(server.serve(sockets=[sock])),
        asyncio.create_task(listen(hub)),
        asyncio.create_task(keep_time(server, hub)),
    ]
    done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    hub.end_all()
    await served
    for task in beside:
        task.cancel()
    for task in done:
        task.result()  # raises what ended it: whoever started us then starts us anew


async def keep_time(server: uvicorn.Server, hub: Hub) -> None:
    """What the clock does, until the server is told to end."""
    while not server.should_exit:
        await asyncio.sleep(TICK_SECONDS)
        hub.tick()


def limit_what_is_not_read(sock: socket.socket) -> None:
    """Connections made here keep little of what their reader does not take, and not for long."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, settings.LIVE_SLOW_SECONDS * 1000)


def most_readers() -> int:
    """As many as this process may open files for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_READERS + SPARE_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(soft, wanted) - SPARE_FILES


def when_closed(file: int, end: Callable[[], None]) -> None:
    """Call `end` once there is nothing more to read from a file: its other end is gone."""

    def wait() -> None:
        while os.read(file, 1024):
            pass
        end()

    threading.Thread(target=wait, daemon=True).start()
