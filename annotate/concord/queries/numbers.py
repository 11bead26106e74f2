"""Numbers as pages and the API tell them: each with what it was computed of, or with the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from annotate.agreement.about import ABOUT, About
from annotate.agreement.coding import Unit
from annotate.agreement.disorder import GammaCount
from annotate.agreement.measures import BY_UNIT, GAMMAS, MEASURES, measure, measure_gamma
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.measures.tables import Resampling
from annotate.agreement.values import Interval, LeftOut, Measured
from annotate.concord.queries.tallies import GAMMA, Kept
from annotate.text.notes import Note, gettext_noop

NAMES = (
    "exact_f1", "overlap_f1", "character_f1", "cohen_kappa", "fleiss_kappa", "alpha_nominal", "alpha_u", "u_alpha",
    "cu_alpha", "ku_alpha", "gamma", "gamma_cat", "gamma_k",
)  # fmt: skip
"""The measures that are told where none is asked for."""

KNOWN = frozenset({*MEASURES, *GAMMAS})
"""Those that can be asked for."""

NO_INTERVAL = Resampling(resamples=0)

# Translators: why a measure of agreement has no number.
NOT_COUNTED = gettext_noop("Not counted yet: %(done)s of %(all)s articles are. Ask again, and it goes on.")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in English with its parameters, translated where it is shown."""

    sentence: str
    parameters: dict[str, str | int] = field(default_factory=dict)

    @classmethod
    def of(cls, note: Note) -> Said:
        return cls(note.sentence, dict(note.parameters))

    def __str__(self) -> str:
        words = {name: _(word) if isinstance(word, str) else word for name, word in self.parameters.items()}
        return _(self.sentence) % words


@dataclass(frozen=True, slots=True)
class Left:
    """What was left out, and how many of it."""

    reason: Said
    count: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """A bootstrap interval over articles."""

    low: float
    high: float
    level: float
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Number:
    """A measure's answer as it is kept and told; `value` or `undefined`, never both."""

    name: str
    label: str | None
    unit: str | None
    value: float | None
    undefined: Said | None
    interval: Bounds | None
    articles: int
    people: int
    spans: int
    left_out: list[Left]
    parameters: dict[str, int | float | str]

    @property
    def about(self) -> About:
        """What it means, what is usual, and where both come from."""
        return ABOUT[self.name]


def number_of(measured: Measured) -> Number:
    """A measure's answer, made ready to be kept."""
    interval = measured.interval
    return Number(
        name=measured.name,
        label=measured.label,
        unit=measured.unit,
        value=measured.value,
        undefined=None if measured.undefined is None else Said.of(measured.undefined),
        interval=None if interval is None else _bounds(interval),
        articles=measured.articles,
        people=measured.people,
        spans=measured.spans,
        left_out=[Left(Said.of(left.reason), left.count) for left in measured.left_out],
        parameters=dict(measured.parameters),
    )


def _bounds(interval: Interval) -> Bounds:
    return Bounds(interval.low, interval.high, interval.level, interval.resamples, interval.seed)


def numbers(
    names: Sequence[str], corpus: Corpus, *, label: str | None, unit: Unit, left_out: Sequence[LeftOut]
) -> list[Number]:
    """These measures of a corpus, γ's excepted."""
    return [
        number_of(measure(name, corpus, label=label, unit=unit, left_out=left_out))
        for name in names
        if name in MEASURES
    ]


def gammas(
    names: Sequence[str], counts: Sequence[GammaCount], *, label: str | None, left_out: Sequence[LeftOut]
) -> list[Number]:
    """Those of these measures that are γ's."""
    return [
        number_of(measure_gamma(name, counts, GAMMA, label=label, left_out=left_out))
        for name in names
        if name in GAMMAS
    ]


def not_counted(name: str, kept: Kept, *, label: str | None, unit: Unit, left_out: Sequence[LeftOut]) -> Number:
    """A measure whose articles are not all counted yet."""
    done = kept.gamma if name in GAMMAS else kept.counted
    return Number(
        name=name,
        label=label,
        unit=unit.value if name in BY_UNIT else None,
        value=None,
        undefined=Said(NOT_COUNTED, {"done": done, "all": kept.articles}),
        interval=None,
        articles=done,
        people=0,
        spans=0,
        left_out=[Left(Said.of(left.reason), left.count) for left in left_out if left.count],
        parameters={},
    )


def value_of(name: str, corpus: Corpus, *, label: str | None = None, unit: Unit = Unit.CHARACTER) -> float | None:
    """The bare number, where many stand beside each other."""
    return measure(name, corpus, label=label, unit=unit, resampling=NO_INTERVAL).value
