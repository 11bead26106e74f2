"""Measures of agreement, out."""

from __future__ import annotations

from typing_extensions import TypedDict

from annotate.concord.queries.answers import OfQuestion
from annotate.concord.queries.numbers import Number


class IntervalOut(TypedDict):
    """A percentile bootstrap interval over articles."""

    low: float
    high: float
    level: float
    resamples: int
    seed: int


class LeftOutOut(TypedDict):
    """What did not enter, why, and how many of it."""

    reason: str
    count: int


class MeasureOut(TypedDict):
    """A number with what it was computed of; where `value` is null, `undefined` says why."""

    name: str
    label: str | None
    unit: str | None
    value: float | None
    undefined: str | None
    interval: IntervalOut | None
    articles: int
    people: int
    spans: int
    left_out: list[LeftOutOut]
    parameters: dict[str, int | float | str]


class QuestionOut(TypedDict):
    """A question of the codebook about whole articles, and how far people agree on it: Krippendorff's α of answers."""

    question: str
    name: str
    measure: MeasureOut


class AgreementOut(TypedDict):
    """The measures that were asked for, in that order, and every question about whole articles that is asked now."""

    measures: list[MeasureOut]
    questions: list[QuestionOut]


def measure_out(number: Number) -> MeasureOut:
    """A number as the API tells it."""
    interval = number.interval
    return {
        "name": number.name,
        "label": number.label,
        "unit": number.unit,
        "value": number.value,
        "undefined": None if number.undefined is None else str(number.undefined),
        "interval": None
        if interval is None
        else {
            "low": interval.low,
            "high": interval.high,
            "level": interval.level,
            "resamples": interval.resamples,
            "seed": interval.seed,
        },
        "articles": number.articles,
        "people": number.people,
        "spans": number.spans,
        "left_out": [{"reason": str(left.reason), "count": left.count} for left in number.left_out],
        "parameters": number.parameters,
    }


def question_out(question: OfQuestion) -> QuestionOut:
    """A question as the API tells it."""
    return {"question": question.key, "name": question.name, "measure": measure_out(question.number)}
