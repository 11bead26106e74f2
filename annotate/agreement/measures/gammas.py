"""γ, γ-cat and γ-k of articles whose best alignments, and those of random continua, have been counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.disorder import DisorderCount, GammaCount, GammaSettings
from annotate.agreement.formulas import Floats
from annotate.agreement.measures.tables import Table, Used, sums, undefined_table
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note

_Sums = Callable[[DisorderCount], tuple[float, float]]
"""A part and a whole; their quotient is a disorder."""


def gamma(counts: Sequence[GammaCount], settings: GammaSettings, label: str | None) -> Table:
    """γ: 1 − δ / mean δ of random continua, each δ the articles' costs over their spans a person."""
    if label is not None:
        return undefined_table(_used(counts, label), values.WHOLE_ONLY)
    return _table(counts, settings, None, lambda count: (count.cost, count.spans_per_person))


def gamma_cat(counts: Sequence[GammaCount], settings: GammaSettings, label: str | None) -> Table:
    """γ-cat: the same of what differs in label among spans that were joined."""
    if label is not None:
        return undefined_table(_used(counts, label), values.WHOLE_ONLY)
    return _table(counts, settings, None, partial(_category, label=None))


def gamma_k(counts: Sequence[GammaCount], settings: GammaSettings, label: str | None) -> Table:
    """γ-k: the same of joined spans of which at least one has the label."""
    if label is None:
        return undefined_table(_used(counts, label), values.ONE_LABEL_ONLY)
    return _table(counts, settings, label, partial(_category, label=label))


def _used(counts: Sequence[GammaCount], label: str | None) -> Used:
    people = {person for count in counts for person in count.people}
    spans = sum(times for count in counts for used, times in count.spans if label in (None, used))
    return Used(len(counts), len(people), spans)


def _category(count: DisorderCount, *, label: str | None) -> tuple[float, float]:
    for category in count.categories:
        if category.label == label:
            return category.differing, category.weight
    return 0.0, 0.0


def _table(counts: Sequence[GammaCount], settings: GammaSettings, label: str | None, parts: _Sums) -> Table:
    marked = [count for count in counts if count.spans]
    kept = [(count, count.observed) for count in marked if count.observed is not None]
    rows = np.array(
        [[*parts(observed), *(part for sample in count.samples for part in parts(sample))] for count, observed in kept]
    ).reshape(len(kept), 2 + 2 * settings.samples)
    used = _used([count for count, _ in kept], label)
    observed, expected = _disorders(rows.sum(axis=0))
    reason = _reason(marked, used, label, aligned=not np.isnan(observed))
    return Table(
        used=used,
        weighed=sums(rows, _gamma),
        reason=Note(reason),
        left_out=(
            LeftOut(Note(values.UNMARKED_ARTICLES), len(counts) - len(marked)),
            LeftOut(Note(values.OUT_OF_REACH), len(marked) - len(kept)),
        ),
        parameters=_parameters(settings) | _known(disorder=observed, expected_disorder=expected),
    )


def _gamma(added: Floats) -> Floats:
    observed, expected = _disorders(added)
    value: Floats = 1.0 - formulas.ratio(observed, expected)
    return value


def _disorders(added: Floats) -> tuple[Floats, Floats]:
    """The disorder observed, and the mean over the random continua; a continuum without a disorder is passed over."""
    disorders = formulas.ratio(added[..., ::2], added[..., 1::2])
    return disorders[..., 0], formulas.mean_defined(disorders[..., 1:])


def _reason(marked: Sequence[GammaCount], used: Used, label: str | None, *, aligned: bool) -> str:
    if marked and not used.articles:
        return values.NOTHING_FITS
    if not used.spans:
        return values.NOTHING_MARKED if label is None else values.LABEL_UNUSED
    return values.CHANCE_AGREES if aligned else values.NOTHING_ALIGNED


def _parameters(settings: GammaSettings) -> dict[str, int | float | str]:
    weights = settings.weights
    return {
        "alpha": weights.alpha,
        "beta": weights.beta,
        "delta": weights.empty,
        "samples": settings.samples,
        "seed": settings.seed,
        "apart": settings.apart,
    }


def _known(**numbers: Floats) -> dict[str, float]:
    """The numbers that are defined."""
    return {name: float(number) for name, number in numbers.items() if not np.isnan(number)}
