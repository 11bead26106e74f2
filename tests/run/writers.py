"""Eight clients of the API mark one article at once while a worker and then the database's postmaster are killed.

Four people with two clients each. Every tenth write of a client is what the same person's other client marked last, so
that the same span is also asked for twice at once. A write that was not answered (no answer, or 503) is put aside and
sent again only at the end, under the key of its first sending: so it can be counted what was stored and never answered.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from tests.run.installation import Installation, Piece, Program, Running

PEOPLE = ("ana", "ben", "rita", "lea")
CLIENTS_EACH = 2
LABELS = ("claim", "evidence", "rhetoric", "aside")
LONGEST = 30
"""Words of a span at most."""

Place = tuple[str, str, int, int]
"""Whose span, its label, its start and its end in code points."""


@dataclass
class Write:
    """A span that a client wants, and what it was answered."""

    place: Place
    key: str
    began: float = 0.0
    ended: float = float("inf")
    status: int | None = None
    span: int | None = None

    def was_in_flight(self, kill: Kill) -> bool:
        """Whether it had begun and not ended when something was killed, as far as a clock can tell."""
        return self.began <= kill.after and self.ended >= kill.before


@dataclass(frozen=True)
class Kill:
    """A kill -9, between two readings of the clock."""

    what: str
    before: float
    after: float


@dataclass
class Author:
    """A person with a key for the API, and what their clients want next: each span once, but for every tenth."""

    name: str
    token: str
    article: Piece
    numbers: Iterator[int] = field(default_factory=count)
    last: Place | None = None

    def next_place(self) -> Place:
        """A place of one to thirty words that this person has not marked yet, or the one marked last."""
        number = next(self.numbers)
        if self.last is not None and number % 10 == 9:
            return self.last
        words = self.article.words
        length, first = divmod(number, len(words) - LONGEST)
        assert length < LONGEST, "the article has no more places"
        label = LABELS[number % len(LABELS)]
        self.last = (self.name, label, words[first][0], words[first + length][1])
        return self.last


class Client(threading.Thread):
    """Marks one place after another until told to stop."""

    def __init__(self, number: int, author: Author, port: int, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.author, self.ended = number, author, ended
        self.program = Program(port, author.token)
        self.writes: list[Write] = []

    def run(self) -> None:
        while not self.ended.is_set():
            write = Write(self.author.next_place(), f"client {self.number} write {len(self.writes)}")
            self.writes.append(write)
            if not self.send(write):
                time.sleep(0.02)

    def send(self, write: Write) -> bool:
        """Send it, and keep what it was answered. False where it was not acknowledged."""
        _person, label, start, end = write.place
        wanted = {"label": label, "start": start, "end": end, "quote": self.author.article.text[start:end]}
        write.began, write.ended = time.monotonic(), float("inf")
        try:
            path = f"/articles/{self.author.article.pk}/spans"
            write.status, answer = self.program.ask("POST", path, json.dumps(wanted).encode(), key=write.key)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            write.ended = time.monotonic()
        if write.status in {200, 201}:
            write.span = json.loads(answer)["id"]
        return write.span is not None

    def finish(self) -> None:
        """Send what was not acknowledged again, with the keys it had, each until it is; then leave."""
        for write in self.writes:
            while write.span is None and not self.send(write):
                assert write.status in {None, 503}, f"{write} was refused"
                time.sleep(0.05)
        self.program.close()


@dataclass(frozen=True)
class Count:
    """What the clients were told beside what the database holds."""

    told: dict[int, Place]
    stored: dict[int, Place]

    @property
    def lost(self) -> dict[int, Place]:
        """Acknowledged, but not stored, or not as it was acknowledged."""
        return {pk: place for pk, place in self.told.items() if self.stored.get(pk) != place}

    @property
    def excess(self) -> dict[int, Place]:
        """Stored, though no client was told so."""
        return {pk: place for pk, place in self.stored.items() if pk not in self.told}

    @property
    def twins(self) -> int:
        """How many lie beyond the first on the same words, by the same person, with the same label."""
        return len(self.stored) - len(set(self.stored.values()))


@dataclass(frozen=True)
class Reckoning:
    """How it went: `first` before anything is sent again, `then` after."""

    seconds: float
    statuses: Counter[int | None]
    in_flight: dict[str, list[Place]]
    first: Count
    unanswered: list[Place]
    there_already: int
    then: Count
    lines: Counter[str]
    verified: subprocess.CompletedProcess[str]

    def __str__(self) -> str:
        in_flight = ", ".join(f"{len(places)} at the kill of {what}" for what, places in self.in_flight.items())
        said = (self.verified.stdout + self.verified.stderr).strip().splitlines()[-1]
        return (
            f"{self.statuses.total():,} writes by {len(PEOPLE) * CLIENTS_EACH} clients in {self.seconds:.0f} s: "
            f"{len(self.first.told):,} spans acknowledged, {len(self.first.stored):,} stored, "
            f"{len(self.first.lost)} lost\n"
            f"not acknowledged: {len(self.unanswered)} writes ({self.statuses[503]} told 503, {self.statuses[None]} "
            f"without an answer); in flight: {in_flight}; stored all the same: {len(self.first.excess)}\n"
            f"sent again with their keys: {len(self.unanswered)}, of which {self.there_already} were there already; "
            f"then {len(self.then.told):,} acknowledged, {len(self.then.stored):,} stored, {len(self.then.lost)} lost, "
            f"{len(self.then.excess)} in excess, {self.then.twins} twins\n"
            f"verify_spans: {said}"
        )


def trial(installation: Installation, *, seconds: float) -> Reckoning:
    """Write for so long; after a third a worker is killed, after two thirds the postmaster. Then send again; count."""
    with installation.serving() as running:
        article = installation.open_article()
        already = spans_of(installation, article)

        def reckon() -> Count:
            stored = {pk: place for pk, place in spans_of(installation, article).items() if pk not in already}
            return Count({write.span: write.place for write in writes if write.span is not None}, stored)

        clients, ended = make_clients(installation, article, running.port)
        for client in clients:
            client.start()
        try:
            kills = [wait_and_kill(seconds / 3, what, find) for what, find in victims(installation, running).items()]
            time.sleep(seconds / 3)
        finally:
            ended.set()
            for client in clients:
                client.join()
        writes = [write for client in clients for write in client.writes]
        unanswered = [write for write in writes if write.span is None]
        first, statuses = reckon(), Counter(write.status for write in writes)
        in_flight = {kill.what: [write.place for write in writes if write.was_in_flight(kill)] for kill in kills}
        with ThreadPoolExecutor(len(clients)) as pool:
            list(pool.map(Client.finish, clients))
        return Reckoning(
            seconds, statuses, in_flight, first, [write.place for write in unanswered],
            sum(write.span in first.stored for write in unanswered), reckon(), lines_of(installation, article),
            installation.run("verify_spans"),
        )  # fmt: skip


def make_clients(installation: Installation, article: Piece, port: int) -> tuple[list[Client], threading.Event]:
    """The clients, not started yet, and what tells them to stop."""
    ended = threading.Event()
    tokens = {name: installation.run("create_token", name).stdout.strip() for name in PEOPLE}
    authors = [Author(name, token, article) for name, token in tokens.items()]
    return [Client(number, author, port, ended) for number, author in enumerate(authors * CLIENTS_EACH)], ended


def victims(installation: Installation, running: Running) -> dict[str, Callable[[], int | None]]:
    """What is killed, in order, and how its process is found."""
    return {"a worker": lambda: running.workers()[0], "the postmaster": installation.server.postmaster}


def wait_and_kill(seconds: float, what: str, find: Callable[[], int | None]) -> Kill:
    """kill -9 after so long."""
    time.sleep(seconds)
    pid = find()
    assert pid is not None, f"{what} runs"
    before = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    return Kill(what, before, time.monotonic())


def spans_of(installation: Installation, article: Piece) -> dict[int, Place]:
    """The standing spans of the article, as the database holds them."""
    with installation.database() as connection:
        rows = connection.execute(
            'SELECT s.id, u.username, l.key, s.start, s."end" FROM annotate_span s '
            "JOIN annotate_assignment w ON w.id = s.assignment_id JOIN annotate_user u ON u.id = w.analyst_id "
            "JOIN annotate_label l ON l.id = s.label_id WHERE s.article_id = %s AND s.deleted_at IS NULL",
            [article.pk],
        )
        return {pk: (name, label, start, end) for pk, name, label, start, end in rows}


def lines_of(installation: Installation, article: Piece) -> Counter[str]:
    """How many lines the journal has of each client's action."""
    with installation.database() as connection:
        rows = connection.execute(
            "SELECT u.username || ' ' || j.action FROM annotate_journalline j JOIN annotate_user u ON u.id = j.by "
            "WHERE j.article = %s AND j.action IS NOT NULL",
            [article.pk],
        )
        return Counter(action for (action,) in rows)
