"""The one table: each figure beside its floor of the same run, the aim, and the best peer."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

HEAD = (
    "| what | here | its floor | here ÷ floor | aim | best peer, measured elsewhere |",
    "|---|---|---|---|---|---|",
)


@dataclass(frozen=True)
class Row:
    """A line of the table. `ratio` is of the medians; where more is better it is below 1."""

    what: str
    here: str
    floor: str
    ratio: float
    aim: str
    peer: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.here} | {self.floor} | {self.ratio:.2f} | {self.aim} | {self.peer} |"


def row(what: str, here: Sequence[float], floor: Sequence[float], *, aim: str, peer: str, more: str = "") -> Row:
    """A row of times in seconds, both told in the same way."""
    return Row(what, told(here) + more, told(floor), statistics.median(here) / statistics.median(floor), aim, peer)


def told(times: Sequence[float]) -> str:
    """The median; of many also the 95th percentile, of few the range. In milliseconds below half a second."""
    middle, form = statistics.median(times), in_milliseconds if statistics.median(times) < 0.5 else in_seconds
    if len(times) >= 20:
        return f"p50 {form(middle)}, p95 {form(statistics.quantiles(times, n=20)[-1])}"
    return f"{form(middle)} ({form(min(times))} to {form(max(times))})"


def in_milliseconds(time: float) -> str:
    """As it is written."""
    return f"{time * 1000:.1f} ms"


def in_seconds(time: float) -> str:
    """As it is written."""
    return f"{time:.2f} s"


def in_turn(runs: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Measure one after the other, again and again, so that a busy moment of the machine strikes them alike."""
    found: list[list[float]] = [[] for _ in measures]
    for _ in range(runs):
        for measure, times in zip(measures, found, strict=True):
            times.append(measure())
    return found
