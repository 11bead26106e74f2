"""The form in which every measure comes before its formula: a row of sums an article, and the formula of added rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from annotate.agreement import formulas
from annotate.agreement.formulas import Floats
from annotate.agreement.values import Interval, LeftOut, Measured
from annotate.text.notes import Note

LEVEL = 0.95

Parameters = Mapping[str, int | float | str]
NO_PARAMETERS: Parameters = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Resampling:
    """How the interval is made: so many times as many articles as there are, drawn with replacement (Efron 1979)."""

    resamples: int = 1000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """What one article brought: who, and how many spans."""

    people: tuple[int, ...]
    spans: int


@dataclass(frozen=True, slots=True)
class Table:
    """A measure of given articles before it is computed.

    `rows` has a row for each article of `used`, in an order that does not depend on how they came. `formula` takes
    added rows (the last axis) and gives numbers, NaN where undefined; `reason` says why for the sum of all.
    """

    rows: Floats
    used: Sequence[Used]
    formula: Callable[[Floats], Floats]
    reason: Callable[[Floats], Note]
    left_out: tuple[LeftOut, ...] = ()
    parameters: Parameters = field(default_factory=dict)


def compute(name: str, table: Table, resampling: Resampling, *, label: str | None, unit: str | None) -> Measured:
    """The number of a table, or why there is none, with its interval."""
    total = table.rows.sum(axis=0)
    value = float(table.formula(total))
    defined = not np.isnan(value)
    people = {person for used in table.used for person in used.people}
    return Measured(
        name=name,
        value=value if defined else None,
        undefined=None if defined else table.reason(total),
        interval=_interval(table, resampling) if defined else None,
        articles=len(table.used),
        people=len(people),
        spans=sum(used.spans for used in table.used),
        label=label,
        unit=unit,
        left_out=tuple(left for left in table.left_out if left.count),
        parameters=table.parameters,
    )


def _interval(table: Table, resampling: Resampling) -> Interval | None:
    """The percentile interval; None where fewer than two articles, or nothing defined, is there to draw from."""
    articles = len(table.rows)
    if articles < 2 or not resampling.resamples:
        return None
    values = table.formula(_times_drawn(articles, resampling) @ table.rows)
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(
        float(low), float(high), LEVEL, resampling.resamples, resampling.resamples - len(defined), resampling.seed
    )


@lru_cache(maxsize=4)
def _times_drawn(articles: int, resampling: Resampling) -> Floats:
    """How often each article is drawn in each resample; the same for every measure of as many articles."""
    draw = np.random.default_rng(resampling.seed)
    times = draw.multinomial(articles, np.full(articles, 1 / articles), size=resampling.resamples).astype(np.float64)
    times.flags.writeable = False
    return times


def undefined_table(used: Sequence[Used], reason: str) -> Table:
    """A table that has no number whatever the articles say."""
    return Table(
        rows=matrix([()] * len(used), 0),
        used=used,
        formula=lambda added: formulas.undefined(added.shape[:-1]),
        reason=lambda _: Note(reason),
    )


def matrix(rows: Sequence[Sequence[float]], width: int) -> Floats:
    """The rows as one array, also where there is none."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)


def spans_of(spans: Collection[tuple[str, int]], label: str | None) -> int:
    """How many spans of a label, or of all where that is None."""
    return sum(count for used, count in spans if label in (None, used))
