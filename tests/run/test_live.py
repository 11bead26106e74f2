"""The live stream beside a server: started with it, started anew when killed, no mark missed when the database is."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.live_process import Listener, health, is_readable, memory
from tests.run.installation import (
    Installation,
    Marking,
    Person,
    Running,
    children,
    free_port,
    is_alive,
    is_free,
    wait_until,
)


def streams_of(running: Running) -> list[int]:
    """The stream's process, if there is one."""
    return [pid for pid in children(running.process.pid) if b"annotate.live" in command_of(pid)]


def live_of(running: Running) -> int:
    """The stream's process, once it is there."""
    return int(wait_until(lambda: streams_of(running), "there is a process of the stream")[0])


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def ticket(person: Person, article: int) -> dict[str, str]:
    """Where the stream is, and a ticket, as the page gets them."""
    found: dict[str, str] = json.loads(person.ask("GET", f"/p/demo/articles/{article}/live/").text)
    return found


def port_of(found: dict[str, str]) -> int:
    return int(re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", found["address"])[1])  # type: ignore[index]


def listen(person: Person, article: int) -> Listener:
    """Once the process hears the database, a stream of this article."""
    found = ticket(person, article)
    wait_until(lambda: health(port_of(found)) == 200, "the stream hears the database")
    listener = Listener(port_of(found), found["ticket"])
    listener.wait_for("hello")
    return listener


def test_it_is_started_on_the_next_free_port_and_the_page_may_reach_it(installation: Installation) -> None:
    with installation.serving() as running:
        marking = Marking(installation, running.port)
        port = port_of(ticket(marking.person, marking.article.pk))
        assert running.port < port < running.port + 20
        page = marking.person.ask("GET", f"/p/demo/articles/{marking.article.pk}/")
        assert f"connect-src 'self' http://127.0.0.1:{port}" in page.headers["content-security-policy"].split("; ")
        with listen(marking.person, marking.article.pk) as listener:
            begun = time.monotonic()
            assert marking.mark().status == 200
            listener.wait_for("news")
            assert time.monotonic() - begun < 1


def test_a_killed_stream_is_started_anew_on_the_same_port(installation: Installation) -> None:
    with installation.serving() as running:
        marking = Marking(installation, running.port)
        first = live_of(running)
        with listen(marking.person, marking.article.pk) as listener:
            os.kill(first, signal.SIGKILL)
            assert listener.ended.wait(5)
        with listen(marking.person, marking.article.pk) as listener:
            assert live_of(running) != first
            marking.mark()
            listener.wait_for("news")


def test_while_the_database_is_killed_readers_stay_and_afterwards_they_are_told_to_look(
    installation: Installation,
) -> None:
    """Between two greetings a mark may not be told of; the second one says so, and from then on each is."""
    with (
        installation.serving() as running,
        Marking(installation, running.port) as marking,
        listen(marking.person, marking.article.pk) as listener,
    ):
        postmaster = installation.server.postmaster()
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)
        listener.wait_for("deaf")
        assert listener.wait_for("hello", 2)["missed"] == [marking.article.pk]
        heard = len(listener.events("news"))
        marking.wait_for_more()
        listener.wait_for("news", heard + 1)
        marking.stop()
        with installation.database() as connection:
            row = connection.execute(
                "SELECT number FROM annotate_revision WHERE article_id = %s AND audience = 0", [marking.article.pk]
            ).fetchone()
        assert row is not None
        wait_until(lambda: listener.events("news")[-1]["revision"] == row[0], "the last revision was heard")


def test_it_ends_with_the_server_however_that_ends(installation: Installation) -> None:
    with installation.serving() as running:
        pid, port = (
            live_of(running),
            port_of(ticket(Person(running.port), Marking(installation, running.port).article.pk)),
        )
        running.end()
        assert not is_alive(pid)
        assert is_free(port)
    with installation.serving() as running:
        pid = live_of(running)
        running.kill()
        wait_until(lambda: not is_alive(pid), "the stream ended, too")


def test_without_a_stream_pages_are_told_of_none(installation: Installation) -> None:
    with installation.serving("serve", "--live-port", "0") as running:
        assert streams_of(running) == []
        marking = Marking(installation, running.port)
        page = marking.person.ask("GET", f"/p/demo/articles/{marking.article.pk}/")
        assert "data-live" not in page.text
        assert "connect-src 'self'" in page.headers["content-security-policy"].split("; ")


def test_a_proxy_s_path_and_a_port_of_one_s_own(installation: Installation) -> None:
    behind = Installation(installation.data, more={"ANNOTATE_LIVE": "/live"})
    port = free_port()
    with behind.serving("serve", "--live-port", str(port)) as running:
        marking = Marking(behind, running.port)
        assert ticket(marking.person, marking.article.pk)["address"] == "/live/"
        page = marking.person.ask("GET", f"/p/demo/articles/{marking.article.pk}/")
        assert "connect-src 'self'" in page.headers["content-security-policy"].split("; ")
        wait_until(lambda: health(port) == 200, "it is where it was asked for")


def test_a_port_for_the_stream_that_is_taken_is_said(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = installation.run("serve", "--port", str(free_port()), "--live-port", port)
    assert done.returncode == 1
    assert f"Port {port}, for the live stream, cannot be opened" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_alone_serves_the_stream_in_its_own_process(installation: Installation) -> None:
    with installation.serving("serve", "--live-port", "0"):
        alone = installation.begin("live")
        try:
            wait_until(lambda: health(alone.port) == 200, "the stream alone hears the database")
            assert b"annotate.live" in Path(f"/proc/{alone.process.pid}/cmdline").read_bytes()
        finally:
            alone.end()
            alone.listen_to_its_end()


@pytest.mark.skipif(not is_readable(os.getpid()), reason="this system does not tell how much memory a process holds")
def test_a_reader_that_takes_nothing_costs_no_memory_and_is_let_go(installation: Installation) -> None:
    """Thousands of events on whose bytes nobody waits: what is held stays small, and in the end the line is cut."""
    impatient = replace(installation, more={**installation.more, "ANNOTATE_LIVE_SLOW_SECONDS": "4"})
    with impatient.serving() as running:
        marking = Marking(installation, running.port)
        found = ticket(marking.person, marking.article.pk)
        listen(marking.person, marking.article.pk).close()
        pid = live_of(running)
        lazy = [socket.socket() for _ in range(5)]
        for line in lazy:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", port_of(found)))
            line.sendall(f"GET /stream?ticket={found['ticket']} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        before = memory(pid)
        with installation.database() as connection:
            for revision in range(8_000):
                connection.execute("SELECT pg_notify('annotate_live', %s)", [f"news {marking.article.pk} 0 {revision}"])
        assert memory(pid) - before < 5 * 2**20

        def open_lines() -> int:
            states = [words[3] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if (words := line.split())
                      and words[1].endswith(f":{port_of(found):04X}")]  # fmt: skip
            return states.count("01")

        wait_until(lambda: open_lines() == 0, "nothing of them is left", seconds=60)
        for line in lazy:
            line.close()
