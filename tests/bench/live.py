"""Two hundred people with one article open: memory of a reader, time until the last of them sees a mark, connections.

`python -m tests.bench.live [READERS]`: an installation of its own on 127.0.0.1, as `serve` runs it, gone at the end.
The readers are in this process, on the same cores. Beside each figure stands that of the trial in the research on
browsers (section 6, bare ASGI), and beside the rows their floor: the same requests where nothing is new.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

os.environ["ANNOTATE_DATA"] = tempfile.mkdtemp(prefix="annotate-bench-live-")
os.environ["DJANGO_SETTINGS_MODULE"] = "annotate.settings"

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # settings first
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from annotate.live.listening import NAME  # noqa: E402
from annotate.live.tickets import LIFE_SECONDS, Ticket  # noqa: E402
from annotate.projects import actions as projects  # noqa: E402
from annotate.projects.models import Membership, Mode, Role, User  # noqa: E402
from annotate.spans.models import EVERYBODY  # noqa: E402
from annotate.spans.queries.desk import find_tag  # noqa: E402
from annotate.text.extent import Extent  # noqa: E402
from tests.factories import World, make_user, make_world  # noqa: E402
from tests.live_process import health, memory  # noqa: E402
from tests.run.installation import Installation, children, wait_until  # noqa: E402

READERS, MARKS = 200, 20
TRIAL = {"memory": "17 kB (uvicorn), 40 kB (granian)", "event": "11 / 16 ms", "connections": "1"}
WORDS = ["the", "council", "says", "that", "nobody", "pays", "for", "a", "bridge", "they", "call", "cheaper"]
TEXT = "The ferry must stay\n\n" + "\n\n".join(" ".join(WORDS * 8) for _ in range(12))
PLACES = [found.span() for found in re.finditer(r"\S+", TEXT)][4:]
"""Of each word after the title."""


@dataclass
class Reader:
    """One of many: hears the stream, and may fetch the rows when something is new."""

    person: User
    article: int
    stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    heard: asyncio.Queue[float] = field(default_factory=asyncio.Queue)

    def ticket(self) -> str:
        """As the page's door gives it."""
        return Ticket(
            self.article, self.person.pk, (EVERYBODY, self.person.pk), meets=True, name=self.person.name,
            short=self.person.short, until=int(time.time()) + LIFE_SECONDS,
        ).signed()  # fmt: skip

    def cookie(self) -> str:
        """Of a session in which they are signed in."""
        session = SessionStore()
        session[SESSION_KEY] = str(self.person.pk)
        session[BACKEND_SESSION_KEY] = "annotate.projects.sessions.Accounts"
        session[HASH_SESSION_KEY] = self.person.get_session_auth_hash()
        session.save()
        return f"sessionid={session.session_key}"

    async def open(self, port: int, ticket: str) -> None:
        """Until the stream has greeted them."""
        self.stream = stream, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /stream?{urlencode({'ticket': ticket})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await stream.readuntil(b"event: hello")

    async def listen(self) -> None:
        """Note when each piece of news came."""
        assert self.stream is not None
        while True:
            await self.stream[0].readuntil(b"event: news")
            self.heard.put_nowait(time.perf_counter())


async def ask(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    """One request on a line of its own; its status and what was said."""
    stream, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nHX-Request: true\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode())
    answer = await stream.read()
    writer.close()
    return int(answer.split(b" ", 2)[1]), answer.partition(b"\r\n\r\n")[2]


def main(readers: int) -> None:
    """Make the installation, serve it, measure, print a table, remove it."""
    installation = Installation(Path(os.environ["ANNOTATE_DATA"]))
    installation.data.chmod(0o755)
    try:
        call_command("migrate", verbosity=0)
        world = make_world(Mode.SHARED, at=now(), text=TEXT)
        people = [Reader(join(world, number), world.article.pk) for number in range(readers)]
        cookies = [reader.cookie() for reader in people]
        with installation.serving() as running:
            live = next(pid for pid in children(running.process.pid) if b"annotate.live" in command_of(pid))
            _status, door = asyncio.run(ask(running.port, desk(world) + "live/", cookies[0]))
            live_port = int(json.loads(door)["address"].strip("/").rpartition(":")[2])
            wait_until(lambda: health(live_port) == 200, "the stream hears the database")
            print("\n".join(asyncio.run(measured(world, people, cookies, running.port, live_port, live))))
    finally:
        connection.close()
        installation.remove()


def join(world: World, number: int) -> User:
    """Another member of the project."""
    person = make_user(f"reader{number}", name=f"Reader {number}")
    lea = Membership.objects.select_related("project", "user").get(pk=world.lea.pk)
    projects.add_member(world.project, username=person.username, role=Role.ANALYST, by=lea, at=now())
    return person


async def measured(
    world: World, people: Sequence[Reader], cookies: Sequence[str], port: int, live_port: int, live: int
) -> list[str]:
    """The rows of the table."""
    own = asyncio.to_thread
    connections_before, alone = await own(connections), memory(live)
    await asyncio.gather(*(reader.open(live_port, reader.ticket()) for reader in people))
    await asyncio.sleep(1)
    together, connections_after = memory(live), await own(connections)
    async with AsyncExitStack() as stack:
        for task in [asyncio.create_task(reader.listen()) for reader in people]:
            stack.callback(task.cancel)
        await own(mark, world, 0)  # the first one opens the work
        await asyncio.gather(*(reader.heard.get() for reader in people))
        cpu = cpu_seconds(live)
        events = [await event_times(world, people, number) for number in range(1, MARKS)]
        cpu = (cpu_seconds(live) - cpu) / len(events) * 1000
        rows = [await row_times(world, people, cookies, port, number) for number in range(MARKS, MARKS + 5)]
        floor = [await nothing_new(world, cookies, port) for _ in range(5)]
    table = [
        f"{len(people)} readers of one article, {len(events)} marks; {os.cpu_count()} cores shared with the readers",
        f"| memory of a reader | {(together - alone) / len(people) / 1000:.1f} kB | trial {TRIAL['memory']} |",
        f"| the process: alone, with all readers | {alone / 1e6:.0f} MB, {together / 1e6:.0f} MB | |",
        f"| commit → event, median / last reader | {spread(events)} | trial {TRIAL['event']} |",
        f"| CPU of the process for one mark | {cpu:.0f} ms | trial 10 ms |",
        f"| commit → rows of all who ask at once | {spread(rows)} | floor, all 304: {spread(floor)} |",
        f"| connections to the database for the stream | {connections_after[NAME]} | trial {TRIAL['connections']} |",
        f"| connections in all: before, with all readers | {sum(connections_before.values())}, "
        f"{sum(connections_after.values())} | |",
    ]
    for reader in people:
        assert reader.stream is not None
        reader.stream[1].close()
    return table


def spread(rounds: Sequence[Sequence[float]]) -> str:
    """Median of the readers' times, then of the last ones': median and 95th percentile over the rounds."""
    last = sorted(max(times) for times in rounds)
    middle = statistics.median(time for times in rounds for time in times)
    late = last[min(len(last) - 1, round(0.95 * (len(last) - 1)))]
    return f"{middle * 1000:.0f} ms / {statistics.median(last) * 1000:.0f} ms (p95 {late * 1000:.0f} ms)"


async def event_times(world: World, people: Sequence[Reader], number: int) -> list[float]:
    """How long after the commit of a mark each reader heard of it."""
    told_at = await asyncio.to_thread(mark, world, number)
    times = await asyncio.gather(*(reader.heard.get() for reader in people))
    await asyncio.sleep(0.05)
    return [heard_at - told_at for heard_at in times]


async def row_times(
    world: World, people: Sequence[Reader], cookies: Sequence[str], port: int, number: int
) -> list[float]:
    """How long until each reader, asking as soon as they heard, had the rows."""
    since = await asyncio.to_thread(lambda: str(find_tag(world.ana, world.article)))
    marking = asyncio.create_task(asyncio.to_thread(mark, world, number))

    async def see(reader: Reader, cookie: str) -> float:
        await reader.heard.get()
        status, _rows = await ask(port, changes(world, since), cookie)
        assert status == 200
        return time.perf_counter()

    seen = await asyncio.gather(*(see(reader, cookie) for reader, cookie in zip(people, cookies, strict=True)))
    told_at = await marking
    return [at - told_at for at in seen]


async def nothing_new(world: World, cookies: Sequence[str], port: int) -> list[float]:
    """The same requests, each with its own tag: nothing to print."""
    readers = await asyncio.to_thread(
        lambda: [
            Membership.objects.get(project=world.project, user__username=f"reader{n}") for n in range(len(cookies))
        ]
    )
    tags = await asyncio.to_thread(lambda: [str(find_tag(reader, world.article)) for reader in readers])
    begun = time.perf_counter()

    async def see(cookie: str, tag: str) -> float:
        status, _nothing = await ask(port, changes(world, tag), cookie)
        assert status == 304
        return time.perf_counter() - begun

    return list(await asyncio.gather(*(see(cookie, tag) for cookie, tag in zip(cookies, tags, strict=True))))


def changes(world: World, since: str) -> str:
    """Where the rows that are new since a tag are."""
    return f"{desk(world)}changes/?{urlencode({'since': since})}"


def desk(world: World) -> str:
    """The article's address."""
    return f"/p/{world.project.slug}/articles/{world.article.pk}/"


def mark(world: World, number: int) -> float:
    """Ana marks another word; when its transaction was about to be committed."""
    with transaction.atomic():
        world.mark_extent(world.ana, Extent.one(*PLACES[number]))
        return time.perf_counter()


def connections() -> dict[str, int]:
    """How many connections the database has, by what they call themselves; this one is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name, count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
            "AND pid <> pg_backend_pid() GROUP BY 1"
        )
        return dict(cursor.fetchall())


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def cpu_seconds(pid: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else READERS)
