"""Telling, from within an action: whoever listens hears it once the transaction has committed, and only then.

It is not told within the transaction. PostgreSQL commits transactions that NOTIFY one after another, so every save
would wait for the disk of every other; and a save need not wait for what others hear. A thread of this process tells
all that has come up within a moment in one statement. What a process that is killed had not yet told is lost to nobody:
pages also ask by themselves, seldom.
"""

from __future__ import annotations

import atexit
import logging
import queue
import signal
import threading
import time
from collections.abc import Iterable
from functools import partial

from django.db import Error, connection, transaction

from annotate.live.news import CHANNEL, Left, News, Topic

log = logging.getLogger("annotate")

TOGETHER_SECONDS = 0.03
"""What comes up within so long is told together: under load a statement then tells of many saves, and nobody sees the
difference. On a small machine it also lets who saved have their answer before others' pages ask for it."""

WAIT_SECONDS = 1.0
"""Until it is tried again, where the database is away."""

MOST = 10_000
"""Lines that are kept meanwhile; of more the oldest are forgotten: whoever listens has lost the database, too, and
looks through everything when it is back."""

END_SECONDS = 2.0
"""How long a process that ends waits for its last words."""


def tell(article: int, audiences: Iterable[int]) -> None:
    """Something that no revision counts is new on an article for each of these audiences."""
    _after_commit([News(Topic(article, audience)) for audience in sorted(audiences)])


def tell_revision(article: int, audience: int, revision: int) -> None:
    """An article has this revision now, for this audience."""
    _after_commit([News(Topic(article, audience), revision)])


def tell_left(person: int) -> None:
    """A person belongs to a project no longer."""
    _after_commit([Left(person)])


class Teller:
    """Tells what it is given, in its order, from a thread of its own that begins with the first line."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, lines: Iterable[str]) -> None:
        """Give it lines to tell; returns at once."""
        for line in lines:
            self._lines.put(line)
        with self._beginning:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="annotate-teller", daemon=True)
                self._thread.start()
                atexit.register(self.end)

    def wait(self) -> None:
        """Until all that it was given is told."""
        self._lines.join()

    def end(self) -> None:
        """Tell what is left, then no more."""
        self._lines.put(None)
        if self._thread is not None:
            self._thread.join(END_SECONDS)

    def _run(self) -> None:
        # A signal that this thread took would be lost on whoever waits for it, as `serve` does for Ctrl-C.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP, signal.SIGTERM})
        waiting: list[str] = []
        taken = 0
        ends = False
        while not ends:
            found = self._found(wait=not waiting)
            taken += len(found)
            ends = None in found
            waiting = [*waiting, *(line for line in found if line is not None)][-MOST:]
            try:
                if waiting:
                    _send(waiting)
            except (Error, OSError) as reason:  # OSError: the embedded server is away with its folder
                log.warning("what is new could not be told yet: %s", str(reason).strip())
                time.sleep(0 if ends else WAIT_SECONDS)
            else:
                waiting = []
                for _ in range(taken):
                    self._lines.task_done()
                taken = 0

    def _found(self, *, wait: bool) -> list[str | None]:
        """What has come up: with `wait` at least one, and what follows it within a moment."""
        found = []
        if wait:
            found.append(self._lines.get())
            if found != [None]:
                time.sleep(TOGETHER_SECONDS)
        while not self._lines.empty():
            found.append(self._lines.get())
        return found


_teller = Teller()


def _after_commit(news: Iterable[News | Left]) -> None:
    assert connection.in_atomic_block, "what is told and what is done are one transaction"
    if lines := [one.line() for one in news]:
        transaction.on_commit(partial(_teller.take, lines))


def _send(lines: list[str]) -> None:
    """In one statement and transaction, which need not wait for the disk: nothing of it is kept."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'off', true), "
                "(SELECT count(pg_notify(%s, line)) FROM unnest(%s::text[]) AS line)",
                [CHANNEL, lines],
            )
    finally:
        connection.close()
