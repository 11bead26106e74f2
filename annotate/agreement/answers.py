"""α of answers to a codebook's questions about whole articles: a choice, a scale, a number.

The number is computed by the `krippendorff` package; its interval needs it of many draws at once, which the package
cannot take, so that is the same formula of sums (`formulas.alpha_of_coincidences`), and tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

import krippendorff
import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.formulas import Floats
from annotate.agreement.measures.tables import Resampling, Table, Used, compute
from annotate.agreement.values import LeftOut, Measured
from annotate.text.notes import Note

NAME = "alpha_of_answers"


class Scale(StrEnum):
    """What the answers are: names, ranks, numbers, or numbers with a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


Answer = str | int | float
Answers = Mapping[int, Mapping[int, Answer]]
"""By article, by person."""

THOUSAND = Resampling()


def alpha_of_answers(
    answers: Answers, scale: Scale, *, domain: Sequence[Answer] = (), left_out: Sequence[LeftOut] = (),
    resampling: Resampling = THOUSAND,
) -> Measured:  # fmt: skip
    """Krippendorff's α of `answers[article][person]`. `domain` names the answers of an ordinal scale from low to high.

    Krippendorff 2004, Content Analysis, 2nd ed., ch. 11. Articles that fewer than two people answered are left out,
    after what the caller left out. Numbers are their own domain; words of an ordinal scale need one (ValueError).
    """
    shared = _shared(answers)
    used = {answer for given in shared.values() for answer in given.values()}
    ranks = {answer: rank for rank, answer in enumerate(_ordered(used, scale, domain))}
    counts = np.zeros((len(shared), len(ranks)))
    for row, article in enumerate(sorted(shared)):
        for answer in shared[article].values():
            counts[row, ranks[answer]] += 1
    numbers = [rank if isinstance(answer, str) else answer for answer, rank in ranks.items()]
    coincidences = _coincidences(counts)
    table = Table(
        used=_used(shared),
        weighed=lambda times: formulas.alpha_of_coincidences(
            np.tensordot(times, coincidences, axes=1), distance=_distance(times @ counts, numbers, scale)
        ),
        reason=Note(values.ONE_VALUE if shared else values.NONE_ANSWERED_BY_TWO),
        left_out=(*left_out, _answered_by_one(answers)),
        parameters={"scale": scale.value, "answers": int(counts.sum())},
    )
    found = compute(NAME, table, resampling, label=None, unit=None)
    if found.value is None:
        return found
    value = krippendorff.alpha(
        value_counts=counts.astype(np.int64), value_domain=numbers, level_of_measurement=scale.value
    )
    return replace(found, value=float(value))


def words_cannot_be_compared(answers: Answers, *, left_out: Sequence[LeftOut] = ()) -> Measured:
    """What stands in the place of α where people answered in words of their own."""
    shared = _shared(answers)
    given = sum(len(each) for each in shared.values())
    table = Table(
        used=_used(shared),
        weighed=lambda times: formulas.undefined(times.shape[:-1]),
        reason=Note(values.OWN_WORDS),
        left_out=(*left_out, _answered_by_one(answers)),
        parameters={"answers": given},
    )
    return compute(NAME, table, Resampling(resamples=0), label=None, unit=None)


def _shared(answers: Answers) -> dict[int, Mapping[int, Answer]]:
    return {article: given for article, given in answers.items() if len(given) > 1}


def _answered_by_one(answers: Answers) -> LeftOut:
    return LeftOut(Note(values.FEWER_THAN_TWO_ANSWERED), len(answers) - len(_shared(answers)))


def _used(shared: Answers) -> Used:
    people = {person for given in shared.values() for person in given}
    return Used(articles=len(shared), people=len(people), spans=0)


def _coincidences(counts: Floats) -> Floats:
    """Krippendorff's matrix of each article: its ordered pairs of answers, over one less than its people."""
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1])
    found: Floats = pairs / (counts.sum(axis=1) - 1)[:, None, None]
    return found


def _distance(given: Floats, numbers: Sequence[float], scale: Scale) -> Floats:
    """δ² of every two answers; that of ranks depends on how often each answer was `given` (the last axis)."""
    at = np.array(numbers, dtype=np.float64)
    if scale is Scale.NOMINAL:
        return 1.0 - np.eye(len(at))
    if scale is Scale.ORDINAL:
        at = given.cumsum(axis=-1) - given / 2
    apart: Floats = at[..., :, None] - at[..., None, :]
    if scale is Scale.RATIO:
        return np.nan_to_num(formulas.ratio(apart, np.abs(at[:, None] + at[None, :]))) ** 2
    return apart**2


def _ordered(used: set[Answer], scale: Scale, domain: Sequence[Answer]) -> list[Answer]:
    """The answers in their order: as the domain says, by number, or (names) by their letters."""
    if domain:
        return [answer for answer in domain if answer in used]
    if scale is not Scale.NOMINAL and any(isinstance(answer, str) for answer in used):
        raise ValueError("Words have no order of their own: name the domain.")
    return sorted(used, key=lambda answer: (isinstance(answer, str), answer))
