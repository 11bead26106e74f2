"""The hub: who listens in this process, and what each of them is sent.

No reader pays for another: what waits for one is at most one event a topic (the later replaces the earlier), and
whoever does not take what was sent within a given time is let go.

Nothing that others do reaches who may not know of it, not even as a number: an event's id is the clock, not a count,
and the time of a heartbeat depends on the reader's own connection alone.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from enum import Enum
from typing import Any

from annotate.live.news import Left, News, Sight, Topic
from annotate.live.presence import Presence
from annotate.live.tickets import Ticket

HEARTBEAT_SECONDS = 20.0
"""How long a stream is silent at most: proxies close what is silent for 60 seconds, and pages reconnect after 50."""

PER_PERSON = 8
"""Streams of one person in one process. A browser holds one."""

TOPICS_REMEMBERED = 10_000
"""Of so many topics is known when they last had news: who returns to them is told whether there was any."""

Send = Callable[[bytes], Awaitable[None]]


class Ending(Enum):
    """Why a stream ends."""

    OVER = "its ticket is over, or its person has left, or the process ends: the page asks at the door again"
    SLOW = "it does not take what it is sent"


class Full(Exception):
    """No further stream: this person, or everybody together, holds as many as may be."""


class Reader:
    """One stream: whom it is for, and what waits to be sent."""

    __slots__ = (
        "articles",
        "beat_at",
        "ended",
        "flushing",
        "person",
        "sending_since",
        "task",
        "until",
        "waiting",
        "_send",
    )

    def __init__(self, tickets: Collection[Ticket], send: Send) -> None:
        self.articles = {ticket.article: ticket for ticket in tickets}
        self.person = next(iter(tickets)).person
        self.until = min(ticket.until for ticket in tickets)
        self.waiting: dict[object, bytes] = {}
        self.ended: Ending | None = None
        self.sending_since: float | None = None
        self.beat_at = time.monotonic() + HEARTBEAT_SECONDS
        self.flushing: asyncio.Task[None] | None = None
        self.task = asyncio.current_task()
        self._send = send

    def topics(self) -> Iterable[Topic]:
        """All that it hears of."""
        return (Topic(article, of) for article, ticket in self.articles.items() for of in ticket.audiences)

    def put(self, key: object, event: bytes) -> None:
        """Send this; where something with this key still waits, in its place, behind all else."""
        self.waiting.pop(key, None)
        self.waiting[key] = event
        if self.flushing is None:
            self.flushing = asyncio.create_task(self._flush())

    def end(self, why: Ending) -> None:
        """Wake the task that holds the stream open, so that it closes it."""
        if self.ended is None:
            self.ended = why
            if self.task is not None:
                self.task.cancel()

    async def _flush(self) -> None:
        try:
            while self.waiting:
                events = b"".join(self.waiting.values())
                self.waiting.clear()
                self.sending_since = time.monotonic()
                await self._send(events)
        except OSError:  # gone meanwhile: the task that holds the stream is told so, too
            self.waiting.clear()
        finally:
            self.flushing = self.sending_since = None


class Hub:
    """Every stream of this process. Its methods are called in one event loop and wait for nothing."""

    def __init__(self, *, most: int = 4_000, patience: float = 20.0) -> None:
        self.process = secrets.token_hex(6)
        self.presence = Presence()
        self.outgoing: dict[tuple[int, int], Sight] = {}
        self.patience = patience
        self._most = most
        self._readers: set[Reader] = set()
        self._hearing: defaultdict[Topic, set[Reader]] = defaultdict(set)
        self._meeting: defaultdict[int, set[Reader]] = defaultdict(set)
        self._of_person: defaultdict[int, set[Reader]] = defaultdict(set)
        self._people_said: dict[int, bytes] = {}
        self._epoch: str | None = None
        self._news_at: OrderedDict[Topic, int] = OrderedDict()
        self._forgotten_to = 0
        self._last = 0

    @property
    def listens(self) -> bool:
        """Whether what actions tell is heard here now."""
        return self._epoch is not None

    def __len__(self) -> int:
        return len(self._readers)

    # Readers come and go.

    def check_room(self, person: int) -> None:
        """Full where this person may open no further stream."""
        if len(self._readers) >= self._most or len(self._of_person.get(person, ())) >= PER_PERSON:
            raise Full

    def join(self, reader: Reader, *, after: str = "") -> None:
        """A stream has begun. `after`: the id of the last event that this page had from a stream before."""
        self._readers.add(reader)
        self._of_person[reader.person].add(reader)
        for topic in reader.topics():
            self._hearing[topic].add(reader)
        for article, ticket in reader.articles.items():
            if ticket.meets:
                self._meeting[article].add(reader)
        self._greet(reader, after=after)
        for article, ticket in reader.articles.items():
            if ticket.meets:
                reader.put(("here", article), self._here(article))

    def leave(self, reader: Reader) -> None:
        """A stream is over."""
        self._readers.discard(reader)
        _take_out(self._of_person, reader.person, reader)
        for topic in reader.topics():
            _take_out(self._hearing, topic, reader)
        for article in reader.articles:
            _take_out(self._meeting, article, reader)
            if article not in self._meeting:
                self._people_said.pop(article, None)
        if reader.flushing is not None:
            reader.flushing.cancel()

    def end_all(self) -> None:
        """The process ends."""
        for reader in self._readers:
            reader.end(Ending.OVER)

    # What is heard from the database.

    def hears(self) -> None:
        """From now on what actions tell is heard here; what they told before may have been missed."""
        self._epoch = secrets.token_hex(4)
        self._news_at.clear()
        self._forgotten_to = self._now()
        for reader in self._readers:
            reader.waiting.clear()
            self._greet(reader)
            for article in reader.articles.keys() & self._meeting.keys():
                reader.put(("here", article), self._here(article))

    def is_deaf(self) -> None:
        """Nothing is heard any more: pages ask by themselves until they are greeted again."""
        self._epoch = None
        for reader in self._readers:
            self._greet(reader)

    def take_news(self, news: News) -> None:
        """Send it to whoever hears of the topic."""
        at = self._news_at[news.topic] = self._now()
        self._news_at.move_to_end(news.topic)
        if len(self._news_at) > TOPICS_REMEMBERED:
            self._forgotten_to = self._news_at.popitem(last=False)[1]
        if readers := self._hearing.get(news.topic):
            said = {"article": news.topic.article, "revision": news.revision}
            event = _event("news", said, number=f"{self._epoch}.{at}")
            for reader in readers:
                reader.put(news.topic, event)

    def take_left(self, left: Left) -> None:
        """All that the person hears here ends, and nobody sees them any more."""
        for reader in self._of_person.get(left.person, ()):
            reader.end(Ending.OVER)
        self.presence.leave(left.person)

    # What is told by pages.

    def take_sight(self, sight: Sight) -> None:
        """A page says where its person is; other processes are told with the next lines that go out."""
        self.presence.take(sight, now=time.monotonic())
        self.outgoing[sight.article, sight.person] = sight

    # What the clock does.

    def tick(self) -> None:
        """Twice a second: heartbeats, what is over, who is slow, who is where."""
        now, today = time.monotonic(), time.time()
        for reader in self._readers:
            if reader.until <= today:
                reader.end(Ending.OVER)
            elif reader.sending_since is not None and reader.sending_since < now - self.patience:
                reader.end(Ending.SLOW)
            elif reader.beat_at <= now:
                reader.beat_at = now + HEARTBEAT_SECONDS
                reader.put("beat", b":\n\n")
        self.presence.forget(now=now)
        for article in self.presence.changed():
            if readers := self._meeting.get(article):
                event = self._here(article)
                if event != self._people_said.get(article):
                    self._people_said[article] = event
                    for reader in readers:
                        reader.put(("here", article), event)

    def _greet(self, reader: Reader, *, after: str = "") -> None:
        """Say whether the stream can be relied on, and of which articles the page must look for itself."""
        if self._epoch is None:
            reader.put("greeting", _event("deaf", {}))
            return
        now = self._now()
        missed = [
            article
            for article, ticket in reader.articles.items()
            if any(self._may_have_missed(Topic(article, of), after) for of in ticket.audiences)
        ]
        said = {"articles": list(reader.articles), "missed": missed}
        reader.put("greeting", _event("hello", said, number=f"{self._epoch}.{now}"))

    def _may_have_missed(self, topic: Topic, after: str) -> bool:
        epoch, _dot, at = after.partition(".")
        if epoch != self._epoch or not at.isdecimal():
            return True
        return self._news_at.get(topic, self._forgotten_to) > int(at)

    def _here(self, article: int) -> bytes:
        people, others = self.presence.people(article)
        said = [{"id": who.person, "name": who.name, "short": who.short, "row": who.row} for who in people]
        return _event("here", {"article": article, "people": said, "others": others})

    def _now(self) -> int:
        """The clock in microseconds, never twice the same: the order of what was sent, and nothing else."""
        self._last = max(self._last + 1, time.monotonic_ns() // 1000)
        return self._last


def _event(kind: str, said: Mapping[str, object], *, number: str = "") -> bytes:
    """An event as WHATWG's HTML, "Server-sent events", writes it."""
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f"{f'id: {number}{chr(10)}' if number else ''}event: {kind}\ndata: {data}\n\n".encode()


def _take_out(index: dict[Any, set[Reader]], key: object, reader: Reader) -> None:
    if found := index.get(key):
        found.discard(reader)
        if not found:
            del index[key]
