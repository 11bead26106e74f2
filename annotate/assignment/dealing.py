"""Sharing out articles evenly. Pure: ids in, pairs out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

TRIES = 12
"""So many ways of breaking ties are tried; the one in which pairs of people meet most evenly is taken."""


@dataclass(frozen=True)
class Deal:
    """Who is given what, as (article, person), in the order of the articles; how many readers which article lacks."""

    given: tuple[tuple[int, int], ...]
    lacking: tuple[tuple[int, int], ...]


def deal(
    articles: Sequence[int],
    people: Sequence[int],
    *,
    per_article: int,
    readers: Mapping[int, Iterable[int]] | None = None,
    quota: int | None = None,
    barred: Collection[tuple[int, int]] = (),
) -> Deal:
    """Give each article to `per_article` people, evenly.

    `readers` are the people who have an article already: they count, and are given nothing twice. Each place goes to
    whoever has least; among equals to whoever has read least beside those who read this article, so that every pair of
    people comes to share articles (agreement is counted over pairs). Nobody is given more than `quota`, what they have
    already counted, nor an (article, person) of `barred`; what finds nobody is told as lacking. The same input gives
    the same deal.
    """
    taken = {article: list(dict.fromkeys((readers or {}).get(article, ()))) for article in articles}
    tries = (_Table(taken, random.Random(number)) for number in range(TRIES))
    dealt = [table.deal(people, per_article=per_article, quota=quota, barred=set(barred)) for table in tries]
    return min(dealt, key=lambda one: one[0])[1]


class _Table:
    """One way of breaking ties."""

    def __init__(self, taken: Mapping[int, Sequence[int]], ties: random.Random) -> None:
        self.taken = {article: list(some) for article, some in taken.items()}
        self.ties = ties
        self.load = Counter(person for some in taken.values() for person in some)
        self.together: Counter[frozenset[int]] = Counter()
        for some in taken.values():
            for place, one in enumerate(some):
                self.together.update(frozenset((one, other)) for other in some[:place])

    def deal(
        self, people: Sequence[int], *, per_article: int, quota: int | None, barred: set[tuple[int, int]]
    ) -> tuple[int, Deal]:
        """How unevenly pairs meet (the sum of squares), and the deal."""
        given, lacking = [], []
        for article, beside in self.taken.items():
            while len(beside) < per_article:
                free = [
                    one
                    for one in people
                    if one not in beside and (article, one) not in barred and (quota is None or self.load[one] < quota)
                ]
                if not free:
                    lacking.append((article, per_article - len(beside)))
                    break
                person = self.next_of(free, beside)
                self.together.update(frozenset((person, other)) for other in beside)
                self.load[person] += 1
                beside.append(person)
                given.append((article, person))
        return sum(times * times for times in self.together.values()), Deal(tuple(given), tuple(lacking))

    def next_of(self, free: Sequence[int], beside: Sequence[int]) -> int:
        """Who has least; then who met those beside least; then by lot."""
        ranks = [
            (self.load[one], sum(self.together[frozenset((one, other))] for other in beside), self.ties.random(), one)
            for one in free
        ]
        return min(ranks)[-1]
