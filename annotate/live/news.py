"""What processes tell each other through the database, one line of text each (NOTIFY carries at most 8,000 bytes)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

CHANNEL = "annotate_live"

LONGEST = 7_900
"""Bytes of a line: PostgreSQL refuses 8,000."""


class Topic(NamedTuple):
    """What one hears of: the changes of an article that are for one audience."""

    article: int
    audience: int


@dataclass(frozen=True, slots=True)
class News:
    """Something is new for an audience of an article: its revision, or none where the rows' frame has changed."""

    topic: Topic
    revision: int | None = None

    def line(self) -> str:
        """As it is sent."""
        return f"news {self.topic.article} {self.topic.audience} {'-' if self.revision is None else self.revision}"


@dataclass(frozen=True, slots=True)
class Left:
    """A person belongs to a project no longer: whatever they hear ends, and they ask at the door again."""

    person: int

    def line(self) -> str:
        """As it is sent."""
        return f"left {self.person}"


@dataclass(frozen=True, slots=True)
class Echo:
    """A process hears itself, and so knows that its line is not dead."""

    process: str

    def line(self) -> str:
        """As it is sent."""
        return f"echo {self.process}"


class Sight(NamedTuple):
    """Somebody is at a row of an article (none: at no row in particular), or has left it."""

    article: int
    person: int
    name: str
    short: str
    row: int | None
    here: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Who is where, as one process was told by their pages."""

    process: str
    sights: tuple[Sight, ...]

    def line(self) -> str:
        """As it is sent."""
        return f"seen {self.process} {_compact(self.sights)}"


def seen(process: str, sights: Iterable[Sight]) -> Iterator[Seen]:
    """As many messages as it takes for each to fit into one line."""
    room = LONGEST - len(f"seen {process} []")
    taken: list[Sight] = []
    used = 0
    for sight in sights:
        size = len(_compact(sight).encode()) + 1
        if taken and used + size > room:
            yield Seen(process, tuple(taken))
            taken, used = [], 0
        taken.append(sight)
        used += size
    if taken:
        yield Seen(process, tuple(taken))


def read(line: str) -> News | Left | Echo | Seen | None:
    """What a line says; None where it is none of ours, as from a newer program beside this one."""
    kind, _space, rest = line.partition(" ")
    try:
        match kind:
            case "news":
                article, audience, revision = rest.split(" ")
                return News(Topic(int(article), int(audience)), None if revision == "-" else int(revision))
            case "left":
                return Left(int(rest))
            case "echo":
                return Echo(rest)
            case "seen":
                process, _space, sights = rest.partition(" ")
                return Seen(process, tuple(Sight(*sight) for sight in json.loads(sights)))
    except (ValueError, TypeError):
        return None
    return None


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
