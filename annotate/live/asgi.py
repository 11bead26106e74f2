"""The stream's door, as bare ASGI: three addresses under whatever path a proxy gives them.

GET  …/stream?ticket=…&ticket=…&after=ID    events, as WHATWG's HTML, "Server-sent events", writes them
POST …/here     a ticket, a line break, the number of a row (or - for none, or "left"): where its person is
GET  …/healthz  200 where news is heard, 503 where the database does not answer
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http.request import validate_host

from annotate.live.hub import Ending, Full, Hub, Reader
from annotate.live.news import Sight
from annotate.live.presence import HIGHEST_ROW
from annotate.live.tickets import LONGEST, NoTicket, Ticket, read_ticket

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_ARTICLES = 16
"""Tickets of one stream: the articles that one browser has open."""

STREAM_HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),  # nginx would keep events until a buffer is full
)


class Door:
    """The ASGI application. `hosts` are those of pages that may ask, as in ALLOWED_HOSTS."""

    def __init__(self, hub: Hub, *, hosts: Sequence[str]) -> None:
        self._hub = hub
        self._hosts = list(hosts)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        asked = scope["method"], scope["path"].rpartition("/")[2]
        headers = self._cors(scope["headers"])
        try:
            match asked:
                case "GET", "stream":
                    await self._stream(scope["query_string"], headers, receive, send)
                case "POST", "here":
                    await self._here(headers, receive, send)
                case (("GET" | "HEAD"), "healthz"):
                    status, said = (200, b"ok") if self._hub.listens else (503, b"the database does not answer")
                    await _answer(send, status, said, headers)
                case _:
                    await _answer(send, 404, b"There is nothing here.", headers)
        except NoTicket:
            await _answer(
                send, 403, b"This ticket is not good, or no longer. Ask the page's door for another.", headers
            )
        except Full:
            await _answer(send, 429, b"As many streams as may be are open.", headers)

    async def _stream(self, query: bytes, headers: list[tuple[bytes, bytes]], receive: Receive, send: Send) -> None:
        try:
            fields = parse_qs(query.decode("ascii", "replace"), max_num_fields=MOST_ARTICLES + 1)
        except ValueError as error:
            raise NoTicket from error
        tickets = [read_ticket(written, now=time.time()) for written in fields.get("ticket", [])]
        if len({ticket.person for ticket in tickets}) != 1:
            raise NoTicket
        self._hub.check_room(tickets[0].person)
        reader = Reader(tickets, lambda events: send({"type": "http.response.body", "body": events, "more_body": True}))
        await send({"type": "http.response.start", "status": 200, "headers": [*STREAM_HEADERS, *headers]})
        self._hub.join(reader, after=fields.get("after", [""])[0])
        try:
            await _disconnected(receive)
        except asyncio.CancelledError:
            if reader.ended is None:
                raise
        finally:
            self._hub.leave(reader)
        if reader.ended == Ending.OVER:
            await send({"type": "http.response.body", "body": b""})

    async def _here(self, headers: list[tuple[bytes, bytes]], receive: Receive, send: Send) -> None:
        written, _break, place = (await _body(receive, most=LONGEST + 20)).partition("\n")
        ticket = read_ticket(written, now=time.time())
        if ticket.meets:
            self._hub.take_sight(_sight(ticket, place.strip()))
        await _answer(send, 204, b"", headers)

    def _cors(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """Pages of our own hosts may read what is answered here: another port is another origin."""
        origin = next((value for name, value in headers if name == b"origin"), b"")
        host = urlsplit(origin.decode("ascii", "replace")).hostname
        if host is None or not validate_host(f"[{host}]" if ":" in host else host, self._hosts):
            return []
        return [(b"access-control-allow-origin", origin), (b"vary", b"origin")]


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body(receive: Receive, *, most: int) -> str:
    """The body as text. NoTicket where it is longer than what is sent here."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            raise NoTicket
        if not message.get("more_body"):
            return body.decode("ascii", "replace")


def _sight(ticket: Ticket, place: str) -> Sight:
    row = int(place) if place.isdecimal() and int(place) <= HIGHEST_ROW else None
    return Sight(ticket.article, ticket.person, ticket.name, ticket.short, row, here=place != "left")


async def _answer(send: Send, status: int, said: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = [] if status == 204 else [(b"content-length", b"%d" % len(said))]
    about = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *length]
    await send({"type": "http.response.start", "status": status, "headers": [*about, *headers]})
    await send({"type": "http.response.body", "body": said})
