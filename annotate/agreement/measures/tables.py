"""The form in which every measure comes before it is computed: a number of however often each article counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from annotate.agreement import formulas
from annotate.agreement.formulas import Floats, Formula
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
    """What went into a number: how many articles, people and spans."""

    articles: int
    people: int
    spans: int


@dataclass(frozen=True, slots=True)
class Table:
    """A measure of given articles before it is computed.

    `weighed` takes how often each article of `used` counts (the last axis) and gives numbers, NaN where undefined; the
    articles' order does not depend on how they came. `reason` says why where that of all, each once, is.
    """

    used: Used
    weighed: Callable[[Floats], Floats]
    reason: Note
    left_out: tuple[LeftOut, ...] = ()
    parameters: Parameters = field(default_factory=dict)


def sums(rows: Floats, formula: Formula) -> Callable[[Floats], Floats]:
    """What most measures are: a row of sums an article, and the formula of added rows."""
    return lambda times: formula(times @ rows)


def compute(name: str, table: Table, resampling: Resampling, *, label: str | None, unit: str | None) -> Measured:
    """The number of a table, or why there is none, with its interval."""
    value = float(table.weighed(np.ones(table.used.articles)))
    defined = not np.isnan(value)
    return Measured(
        name=name,
        value=value if defined else None,
        undefined=None if defined else table.reason,
        interval=_interval(table, resampling) if defined else None,
        articles=table.used.articles,
        people=table.used.people,
        spans=table.used.spans,
        label=label,
        unit=unit,
        left_out=tuple(left for left in table.left_out if left.count),
        parameters=table.parameters,
    )


def _interval(table: Table, resampling: Resampling) -> Interval | None:
    """The percentile interval; None where fewer than two articles, or nothing defined, is there to draw from."""
    articles = table.used.articles
    if articles < 2 or not resampling.resamples:
        return None
    values = table.weighed(_times_drawn(articles, resampling))
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


def undefined_table(used: Used, reason: str) -> Table:
    """A table that has no number whatever the articles say."""
    return Table(used, weighed=lambda times: formulas.undefined(times.shape[:-1]), reason=Note(reason))
