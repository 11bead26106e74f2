"""The hub: who is sent what, what waits, who is let go."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from annotate.live import hub as hubs
from annotate.live.hub import PER_PERSON, Ending, Full, Hub, Reader
from annotate.live.news import Left, News, Sight, Topic
from annotate.live.tickets import Ticket

ARTICLE, ANA, BEN = 12, 1, 2


def ticket(person: int, *audiences: int, article: int = ARTICLE, meets: bool = False, seconds: int = 300) -> Ticket:
    return Ticket(article, person, audiences, meets, f"Person {person}", f"P{person}", int(time.time()) + seconds)


@dataclass
class Page:
    """A reader and all that it was sent."""

    hub: Hub
    tickets: list[Ticket]
    said: bytes = b""
    taking: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[Ending | None] | None = None
    reader: Reader | None = None

    async def open(self, after: str = "") -> Page:
        self.taking.set()
        began = asyncio.Event()

        async def hold() -> Ending | None:
            self.reader = reader = Reader(self.tickets, self._take)
            self.hub.join(reader, after=after)
            began.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                pass
            finally:
                self.hub.leave(reader)
            return reader.ended

        self.task = asyncio.create_task(hold())
        await began.wait()
        await settle()
        return self

    async def _take(self, events: bytes) -> None:
        await self.taking.wait()
        self.said += events

    async def close(self) -> Ending | None:
        assert self.task is not None
        self.task.cancel()
        return await self.task

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        blocks = [dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
                  for block in self.said.decode().split("\n\n")]  # fmt: skip
        return [(block["event"], json.loads(block["data"])) for block in blocks if block]

    @property
    def last_id(self) -> str:
        return [line[4:] for line in self.said.decode().split("\n") if line.startswith("id: ")][-1]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def run(test: Callable[[Hub], Coroutine[Any, Any, None]]) -> None:
    """In a thread of its own: in this one Playwright's loop may run."""

    async def main() -> None:
        hub = Hub(most=20)
        hub.hears()
        await test(hub)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, main()).result()


def test_news_goes_to_those_who_hear_of_its_audience_and_to_nobody_else() -> None:
    async def test(hub: Hub) -> None:
        ana = await Page(hub, [ticket(ANA, ANA)]).open()
        ben = await Page(hub, [ticket(BEN, BEN)]).open()
        before = ben.said
        hub.take_news(News(Topic(ARTICLE, ANA), 4))
        hub.take_news(News(Topic(ARTICLE + 1, BEN), 9))
        await settle()
        assert ana.events()[1:] == [("news", {"article": ARTICLE, "revision": 4})]
        assert ben.said == before
        hub.take_news(News(Topic(ARTICLE, BEN)))
        await settle()
        assert ben.events()[1:] == [("news", {"article": ARTICLE, "revision": None})]

    run(test)


def test_what_a_slow_reader_has_not_taken_is_replaced_by_what_is_newer() -> None:
    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, 0), ticket(ANA, 0, article=13)]).open()
        page.taking.clear()
        for revision in range(1, 1001):
            hub.take_news(News(Topic(ARTICLE, 0), revision))
            hub.take_news(News(Topic(13, 0), revision))
            await asyncio.sleep(0)
        assert page.reader is not None
        assert len(page.reader.waiting) <= 2
        page.taking.set()
        await settle()
        assert page.events()[-2:] == [
            ("news", {"article": 12, "revision": 1000}), ("news", {"article": 13, "revision": 1000}),
        ]  # fmt: skip
        assert len(page.events()) < 10

    run(test)


def test_who_does_not_take_anything_is_let_go() -> None:
    async def test(hub: Hub) -> None:
        hub.patience = 0.01
        slow, quick = await Page(hub, [ticket(ANA, 0)]).open(), await Page(hub, [ticket(BEN, 0)]).open()
        slow.taking.clear()
        hub.take_news(News(Topic(ARTICLE, 0), 1))
        await asyncio.sleep(0.02)
        hub.tick()
        assert slow.task is not None
        assert await slow.task == Ending.SLOW
        assert len(hub) == 1
        assert quick.events()[-1][0] == "news"

    run(test)


def test_a_stream_ends_with_its_ticket() -> None:
    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, 0), ticket(ANA, 0, article=13, seconds=0)]).open()
        hub.tick()
        assert page.task is not None
        assert await page.task == Ending.OVER

    run(test)


def test_who_left_the_project_hears_no_more_and_is_seen_no_more() -> None:
    async def test(hub: Hub) -> None:
        ana = await Page(hub, [ticket(ANA, 0, meets=True)]).open()
        ben = await Page(hub, [ticket(BEN, 0, meets=True)]).open()
        hub.take_sight(Sight(ARTICLE, ANA, "Ana", "AN", 3, here=True))
        hub.tick()
        hub.take_left(Left(ANA))
        assert ana.task is not None
        assert await ana.task == Ending.OVER
        hub.tick()
        await settle()
        assert [said["people"] for kind, said in ben.events() if kind == "here"] == [
            [], [{"id": ANA, "name": "Ana", "short": "AN", "row": 3}], [],
        ]  # fmt: skip

    run(test)


def test_coming_back_one_is_told_whether_anything_was_missed() -> None:
    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, 0, ANA)]).open()
        assert page.events() == [("hello", {"articles": [ARTICLE], "missed": [ARTICLE]})]
        hub.take_news(News(Topic(ARTICLE, 0), 1))
        await settle()
        after = page.last_id
        await page.close()
        assert (await Page(hub, page.tickets).open(after)).events()[0][1]["missed"] == []
        hub.take_news(News(Topic(ARTICLE, BEN), 5))
        assert (await Page(hub, page.tickets).open(after)).events()[0][1]["missed"] == []
        hub.take_news(News(Topic(ARTICLE, ANA)))
        assert (await Page(hub, page.tickets).open(after)).events()[0][1]["missed"] == [ARTICLE]
        for strange in ("", "x", "a.b", after.split(".")[0] + ".", "ffffffff." + after.split(".")[1]):
            assert (await Page(hub, page.tickets).open(strange)).events()[0][1]["missed"] == [ARTICLE]

    run(test)


def test_what_was_forgotten_counts_as_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "TOPICS_REMEMBERED", 3)

    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, 0)]).open()
        after = page.last_id
        hub.take_news(News(Topic(ARTICLE, 0), 1))
        for article in range(100, 104):
            hub.take_news(News(Topic(article, 0), 1))
        assert (await Page(hub, page.tickets).open(after)).events()[0][1]["missed"] == [ARTICLE]

    run(test)


def test_while_the_database_is_away_pages_are_told_and_afterwards_to_look() -> None:
    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, 0)]).open()
        after = page.last_id
        hub.is_deaf()
        late = await Page(hub, [ticket(BEN, 0)]).open(after)
        hub.hears()
        await settle()
        assert [kind for kind, _said in page.events()] == ["hello", "deaf", "hello"]
        assert [kind for kind, _said in late.events()] == ["deaf", "hello"]
        assert page.events()[-1][1]["missed"] == late.events()[-1][1]["missed"] == [ARTICLE]

    run(test)


def test_ids_of_events_are_a_clock_and_count_nothing() -> None:
    """What others do between two events of one's own leaves no trace in their ids."""

    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, ANA)]).open()
        clock = time.monotonic_ns() // 1000
        for revision in range(1, 50):
            hub.take_news(News(Topic(ARTICLE, BEN), revision))
        hub.take_news(News(Topic(ARTICLE, ANA), 1))
        await settle()
        at = int(page.last_id.split(".")[1])
        assert clock <= at <= time.monotonic_ns() // 1000 + 60

    run(test)


def test_the_heart_beats_by_one_s_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not later because something was sent, nor sooner."""
    monkeypatch.setattr(hubs, "HEARTBEAT_SECONDS", 0.03)

    async def test(hub: Hub) -> None:
        page = await Page(hub, [ticket(ANA, 0)]).open()
        hub.tick()
        hub.take_news(News(Topic(ARTICLE, 0), 1))
        await settle()
        assert b"\n\n:\n\n" not in page.said
        await asyncio.sleep(0.04)
        hub.tick()
        await settle()
        assert page.said.endswith(b"\n\n:\n\n")

    run(test)


def test_a_person_holds_so_many_streams_and_all_together_so_many() -> None:
    async def test(hub: Hub) -> None:
        pages = [await Page(hub, [ticket(ANA, 0)]).open() for _ in range(PER_PERSON)]
        with pytest.raises(Full):
            hub.check_room(ANA)
        hub.check_room(BEN)
        await pages[0].close()
        hub.check_room(ANA)
        for person in range(100, 113):
            await Page(hub, [ticket(person, 0)]).open()
        with pytest.raises(Full):
            hub.check_room(BEN)

    run(test)


def test_nothing_is_left_of_readers_who_are_gone() -> None:
    async def test(hub: Hub) -> None:
        empty = {name: len(getattr(hub, name)) for name in ("_readers", "_hearing", "_meeting", "_of_person")}
        for person in range(5):
            page = await Page(hub, [ticket(person, 0, person, meets=True)]).open()
            hub.take_sight(Sight(ARTICLE, person, "Ana", "AN", 3, here=True))
            hub.tick()
            await page.close()
        assert {name: len(getattr(hub, name)) for name in empty} == empty
        assert not hub._people_said

    run(test)


def test_nobody_without_the_right_to_meet_others_is_told_of_anybody() -> None:
    async def test(hub: Hub) -> None:
        blind = await Page(hub, [ticket(BEN, BEN)]).open()
        before = blind.said
        hub.take_sight(Sight(ARTICLE, ANA, "Ana", "AN", 3, here=True))
        hub.tick()
        hub.hears()
        await settle()
        assert [kind for kind, _said in blind.events()] == ["hello", "hello"]
        assert blind.said.startswith(before)

    run(test)
