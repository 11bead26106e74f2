"""Sharing out articles evenly. Pure: ids in, pairs out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


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
    people comes to share articles (agreement is counted over pairs); among equals still, by the order of `people`.
    Nobody is given more than `quota`, what they have already counted, nor an (article, person) of `barred`; what finds
    nobody is told as lacking.
    """
    taken = {article: list(dict.fromkeys((readers or {}).get(article, ()))) for article in articles}
    load = Counter(person for some in taken.values() for person in some)
    together: Counter[frozenset[int]] = Counter()
    for some in taken.values():
        _meet(together, some)
    given, lacking = [], []
    order = {person: place for place, person in enumerate(people)}
    for article in articles:
        beside = taken[article]
        while len(beside) < per_article:
            free = [
                one
                for one in people
                if one not in beside and (article, one) not in barred and (quota is None or load[one] < quota)
            ]
            if not free:
                lacking.append((article, per_article - len(beside)))
                break
            person = min(
                free,
                key=lambda one: (load[one], sum(together[frozenset((one, other))] for other in beside), order[one]),
            )
            together.update(frozenset((person, other)) for other in beside)
            beside.append(person)
            load[person] += 1
            given.append((article, person))
    return Deal(tuple(given), tuple(lacking))


def _meet(together: Counter[frozenset[int]], some: Sequence[int]) -> None:
    for place, one in enumerate(some):
        together.update(frozenset((one, other)) for other in some[:place])
