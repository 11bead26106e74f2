"""α of answers to a codebook's questions about whole articles: a choice, a scale, a number.

Computed by the `krippendorff` package; here stands what it asks of its callers, and when there is no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import krippendorff
import numpy as np

from annotate.agreement import values
from annotate.agreement.values import LeftOut, Measured
from annotate.text.notes import Note


class Scale(StrEnum):
    """What the answers are: names, ranks, numbers, or numbers with a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


Answer = str | int | float


def alpha_of_answers(
    answers: Mapping[int, Mapping[int, Answer]], scale: Scale, *, domain: Sequence[Answer] = ()
) -> Measured:
    """Krippendorff's α of `answers[article][person]`. `domain` names the answers of an ordinal scale from low to high.

    Krippendorff 2004, Content Analysis, 2nd ed., ch. 11. Articles that fewer than two people answered are left out.
    Numbers are their own domain; words of an ordinal scale need one (ValueError).
    """
    shared = {article: given for article, given in answers.items() if len(given) > 1}
    used = {answer for given in shared.values() for answer in given.values()}
    people = sorted({person for given in shared.values() for person in given})
    ranks = {answer: rank for rank, answer in enumerate(_ordered(used, scale, domain))}
    reason = values.NO_SHARED_ARTICLE if not shared else values.ONE_VALUE if len(used) < 2 else None
    value = None
    if reason is None:
        counts = np.zeros((len(shared), len(ranks)), dtype=np.int64)
        for row, article in enumerate(sorted(shared)):
            for answer in shared[article].values():
                counts[row, ranks[answer]] += 1
        numbers = [rank if isinstance(answer, str) else answer for answer, rank in ranks.items()]
        value = float(krippendorff.alpha(value_counts=counts, value_domain=numbers, level_of_measurement=scale.value))
    return Measured(
        name="alpha_of_answers",
        value=value,
        undefined=Note(reason) if reason else None,
        interval=None,
        articles=len(shared),
        people=len(people),
        spans=0,
        left_out=tuple(LeftOut(Note(values.FEWER_THAN_TWO), count) for count in [len(answers) - len(shared)] if count),
        parameters={"scale": scale.value},
    )


def _ordered(used: set[Answer], scale: Scale, domain: Sequence[Answer]) -> list[Answer]:
    """The answers in their order: as the domain says, by number, or (names) by their letters."""
    if domain:
        return [answer for answer in domain if answer in used]
    if scale is not Scale.NOMINAL and any(isinstance(answer, str) for answer in used):
        raise ValueError("Words have no order of their own: name the domain.")
    return sorted(used, key=lambda answer: (isinstance(answer, str), answer))
