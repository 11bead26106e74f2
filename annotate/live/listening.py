"""The one connection of a process to the database: it LISTENs, and in the pauses tells other processes who is here."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import Any

import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from annotate.live.hub import Hub
from annotate.live.news import CHANNEL, Echo, Left, News, Seen, read, seen

log = logging.getLogger("annotate")

PAUSE_SECONDS = 0.5
"""How long is listened before what goes out is sent."""

ECHO_SECONDS = 15.0
"""How often a process sends itself a word. One that does not come back in twice that time: the line is dead, or a
pooler stands in it that gives every statement another connection."""

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0

NAME = "annotate live"
"""What the connection is called in pg_stat_activity."""


class Silence(Exception):
    """The line is open, but one's own words do not come back on it."""


async def listen(hub: Hub) -> None:
    """Listen for ever. Where the line is lost, the hub is told so, and it is tried again, ever more seldom."""
    wait = FIRST_WAIT
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**where(), autocommit=True) as line:
                await line.execute(f"LISTEN {CHANNEL}")
                hub.hears()
                wait = FIRST_WAIT
                await _hear(line, hub)
        except (psycopg.Error, OSError, Silence) as reason:
            if hub.listens or wait == FIRST_WAIT:
                log.warning("the live stream does not hear the database: %s", str(reason).strip() or repr(reason))
            if hub.listens:
                hub.is_deaf()
        await asyncio.sleep(wait * random.uniform(0.5, 1))
        wait = min(wait * 2, LONGEST_WAIT)


def where() -> dict[str, Any]:
    """What psycopg is told of the database: the one of ANNOTATE_LIVE_DATABASE_URL, else Django's own."""
    if settings.LIVE_DATABASE_URL:
        found: dict[str, Any] = dict(conninfo_to_dict(settings.LIVE_DATABASE_URL))
    else:
        default = settings.DATABASES["default"]
        ours = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        found = {name: value for name, value in default["OPTIONS"].items() if name != "pool"}
        found |= {name: default[key] for name, key in ours.items() if default.get(key)}
    return {"connect_timeout": 5, **found, "application_name": NAME}


async def _hear(line: psycopg.AsyncConnection[Any], hub: Hub) -> None:
    echo = Echo(hub.process)
    said_at = heard_at = time.monotonic()
    await _say(line, echo.line())
    while True:
        async for note in line.notifies(timeout=PAUSE_SECONDS):
            match read(note.payload):
                case News() as news:
                    hub.take_news(news)
                case Left() as left:
                    hub.take_left(left)
                case Seen(process, sights) if process != hub.process:
                    hub.presence.take_all(sights, now=time.monotonic())
                case Echo() as heard if heard == echo:
                    heard_at = time.monotonic()
        now = time.monotonic()
        if now - heard_at > 2 * ECHO_SECONDS:
            raise Silence("its own words do not come back (LISTEN needs a connection without a transaction pooler)")
        if now - said_at > ECHO_SECONDS:
            said_at = now
            await _say(line, echo.line())
        outgoing, hub.outgoing = hub.outgoing, {}
        for message in seen(hub.process, outgoing.values()):
            await _say(line, message.line())


async def _say(line: psycopg.AsyncConnection[Any], words: str) -> None:
    await line.execute("SELECT pg_notify(%s, %s)", [CHANNEL, words])
