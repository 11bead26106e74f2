"""Saving spans through the API, and the least that this could be: what `saving` and `throughput` have in common."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.projects.models import Membership
from annotate.spans import actions as spans
from tests.bench.corpus import places
from tests.factories import AT, World
from tests.run.installation import Installation, Program

LABEL = "aside"
"""Only what is measured has it, so that nothing measured is there already."""


@dataclass
class Saver:
    """A client that saves span after span on one article."""

    program: Program
    article: Article
    places: Iterator[tuple[int, int]]
    floor_path: str
    """The same of `tests.bench.floor`, up to the place."""

    def save(self) -> float:
        """One span, as a program of docs/api.md saves it; the seconds until it is acknowledged."""
        start, end = next(self.places)
        wanted = {"label": LABEL, "start": start, "end": end, "quote": self.article.text[start:end]}
        return self._ask(f"/articles/{self.article.pk}/spans", json.dumps(wanted).encode())

    def floor(self) -> float:
        """The same two rows, and nothing asked."""
        start, end = next(self.places)
        return self._ask(f"{self.floor_path}/{start}/{end}", b"")

    def _ask(self, path: str, body: bytes) -> float:
        began = time.perf_counter()
        status, answer = self.program.ask("POST", path, body, key=f"{path} {began}"[-200:])
        took = time.perf_counter() - began
        assert status == 201, answer
        return took


@contextmanager
def both_served(installation: Installation) -> Iterator[tuple[int, int]]:
    """The product as it ships, and with the floor's address: two servers on one database. Their ports."""
    with_floor = replace(installation, more={"DJANGO_SETTINGS_MODULE": "tests.bench.floor.settings"})
    with installation.serving() as product, with_floor.serving() as floor:
        yield product.port, floor.port


def savers(
    article: Article, by: Membership, world: World, *, token: str, ports: tuple[int, int]
) -> tuple[Saver, Saver]:
    """A client of the product and one of the floor, on the same article, of the same person, who draw other places."""
    work = Assignment.objects.filter(article=article, analyst=by.user).first()
    if work is None:
        work, _new = spans.assign_article(article, analyst=by, by=world.lea, at=AT)
    path = f"/floor/{article.pk}/{work.pk}/{world.codebook.pk}/{world.labels[LABEL].pk}"
    drawn = places(article)
    one, other = (
        Saver(Program(port, token), article, itertools.islice(drawn, first, None, 2), path)
        for first, port in enumerate(ports)
    )
    return one, other
