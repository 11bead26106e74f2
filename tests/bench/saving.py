"""One client saves spans on an article that has none, a thousand, ten thousand."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bench.corpus import make_project, mark, piece, tidy, token_of
from tests.bench.saves import both_served, savers
from tests.bench.table import Row, in_turn, row
from tests.run.installation import Installation

SIZES = (0, 1_000, 10_000)
SAVES = 300
WARM = 20
"""Not counted: statements are prepared and caches filled as they are in any server that runs."""


def measure(installation: Installation) -> Iterator[Row]:
    """A row for each size, the saves and their floor in turn."""
    rng = random.Random(2)
    world = make_project()
    token = token_of(world.ana.user)
    articles = {size: world.take_in(piece(rng, paragraphs=14)) for size in SIZES}
    for size, article in articles.items():
        mark(article, world, size, labels=("claim", "evidence", "rhetoric"), rng=rng)
    with both_served(installation) as ports:
        clients = {size: savers(one, world.ana, world, token=token, ports=ports) for size, one in articles.items()}
        tidy()
        for size, (saver, floor) in clients.items():
            in_turn(WARM, saver.save, floor.floor)
            here, least = in_turn(SAVES, saver.save, floor.floor)
            yield row(
                f"save a span through the API, one client, {size:,} spans on the article", here, least,
                aim="p50 ≤ 6 ms, flat, ≤ 2 × its floor", peer="doccano 12 ms (a row a span, PostgreSQL)",
            )  # fmt: skip
            saver.program.close()
            floor.program.close()
