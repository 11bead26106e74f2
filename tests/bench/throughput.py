"""Eight clients save spans as fast as they are answered, each on an article of their own, on the server's own cores."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.bench.corpus import make_project, piece, tidy, token_of
from tests.bench.saves import both_served, savers
from tests.bench.table import Row
from tests.run.installation import Installation

CLIENTS = 8
SECONDS = 4.0
ROUNDS = 3
"""Times that the product and its floor have their turn."""


def measure(installation: Installation) -> Iterator[Row]:
    """One row."""
    rng = random.Random(3)
    world = make_project()
    articles = [world.take_in(piece(rng, paragraphs=14)) for _ in range(CLIENTS)]
    people = [world.ana, world.ben, world.rita, world.lea]
    tokens = {by.pk: token_of(by.user) for by in people}
    with both_served(installation) as ports:
        pairs = [
            savers(article, by, world, token=tokens[by.pk], ports=ports)
            for article, by in zip(articles, people * (CLIENTS // len(people)), strict=True)
        ]
        tidy()
        here, floor = [], []
        for _ in range(ROUNDS):
            here.append(rate([saver.save for saver, _floor in pairs]))
            floor.append(rate([floor.floor for _saver, floor in pairs]))
        for pair in pairs:
            for saver in pair:
                saver.program.close()
    yield Row(
        "spans per second, 8 clients, own articles, clients on the same 2 cores", told(here), told(floor),
        statistics.median(here) / statistics.median(floor), "≥ 400, and ≥ half of its floor", "doccano 158",
    )  # fmt: skip


def rate(saves: Sequence[Callable[[], float]]) -> float:
    """How many a second all of them manage together."""
    until = time.perf_counter() + SECONDS

    def go_on(save: Callable[[], float]) -> int:
        count = 0
        while time.perf_counter() < until:
            save()
            count += 1
        return count

    with ThreadPoolExecutor(len(saves)) as pool:
        return sum(pool.map(go_on, saves)) / SECONDS


def told(rates: Sequence[float]) -> str:
    """The median and the range."""
    return f"{statistics.median(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})"
