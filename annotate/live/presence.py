"""Who is here, at which row: what pages say of themselves twice a minute, forgotten soon after they stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotate.live.news import Sight

FORGET_SECONDS = 75.0
"""A page says so every thirty seconds; one that has missed two is gone."""

MOST_SHOWN = 12
"""How many people are named; of the others a page learns only how many there are."""

HIGHEST_ROW = 1_000_000


@dataclass(slots=True)
class Presence:
    """The people at each article, as far as this process was told, in the order in which they came."""

    _there: dict[int, dict[int, tuple[Sight, float]]] = field(default_factory=dict)
    _changed: set[int] = field(default_factory=set)

    def take(self, sight: Sight, *, now: float) -> None:
        """Somebody is there, or has left. `now` is of a clock that never goes back."""
        people = self._there.setdefault(sight.article, {})
        before = people.get(sight.person)
        if sight.here:
            people[sight.person] = sight, now
        elif before:
            del people[sight.person]
        if (before and before[0]) != (sight if sight.here else None):
            self._changed.add(sight.article)
        if not people:
            del self._there[sight.article]

    def take_all(self, sights: Iterable[Sight], *, now: float) -> None:
        """Each of them."""
        for sight in sights:
            self.take(sight, now=now)

    def leave(self, person: int) -> None:
        """Somebody is nowhere any more."""
        for people in list(self._there.values()):
            if found := people.get(person):
                self.take(found[0]._replace(here=False), now=0.0)

    def forget(self, *, now: float) -> None:
        """Those who have said nothing for long are gone."""
        for article, people in list(self._there.items()):
            for sight, said_at in list(people.values()):
                if said_at <= now - FORGET_SECONDS:
                    del people[sight.person]
                    self._changed.add(article)
            if not people:
                del self._there[article]

    def changed(self) -> Iterator[int]:
        """The articles where somebody came, went or moved since this was asked last."""
        articles, self._changed = self._changed, set()
        yield from articles

    def people(self, article: int) -> tuple[list[Sight], int]:
        """Those who have been there longest, in the order in which they came, and how many others there are."""
        people = [sight for sight, _said_at in self._there.get(article, {}).values()]
        return people[:MOST_SHOWN], max(0, len(people) - MOST_SHOWN)
