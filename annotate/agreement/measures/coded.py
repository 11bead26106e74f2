"""κ, AC1 and α of units that were given labels: characters, words, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.coding import CrossTable, Distance, Labels, Unit, nominal
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.formulas import Floats
from annotate.agreement.measures.tables import NO_PARAMETERS, Parameters, Table, Used, spans_of, undefined_table
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note


@dataclass(frozen=True, slots=True)
class _Coded:
    """The cross tables of all articles, as arrays: articles × pairs of people (× the two people × values)."""

    same: Floats
    differing: Floats
    """Σ of the distances of the two people's values."""
    units: Floats
    margins: Floats
    people: Floats
    """How many finished each article."""
    distance: Floats
    """Of every two values."""

    @property
    def values_given(self) -> Floats:
        """How often each value was given in an article: each person stands in one pair less than there are people."""
        given: Floats = self.margins.sum(axis=(1, 2)) / (self.people - 1)[:, None]
        return given

    @property
    def article_units(self) -> Floats:
        """The units of each article: every pair saw all of them."""
        units: Floats = self.units.max(axis=1, initial=0.0)
        return units


def cohen_kappa(counts: Sequence[ArticleCounts], label: str | None, unit: Unit) -> Table:
    """Cohen's κ of each pair, meant over the pairs (Light 1971, Psychological Bulletin 76:365–377)."""
    coded = _code(counts, label, unit, nominal)
    articles, pairs, _, kinds = coded.margins.shape
    width = 2 + 2 * kinds
    margins = coded.margins.reshape(articles, pairs, 2 * kinds)
    rows = np.concatenate((coded.same[..., None], coded.units[..., None], margins), axis=2)
    each = partial(_kappa_of_pairs, pairs=pairs, kinds=kinds)
    total = rows.sum(axis=0).ravel()
    undefined = int(np.isnan(each(total)).sum())
    parameters: dict[str, int | float | str] = {"pairs": pairs - undefined}
    if pairs - undefined == 1 == pairs:
        parameters["largest_kappa"] = float(each(total, largest=True)[0])
    return _table(
        counts,
        label,
        unit,
        rows.reshape(articles, pairs * width),
        lambda added: formulas.mean_defined(each(added)),
        left_out=(LeftOut(Note(values.UNDEFINED_PAIRS), undefined),),
        parameters=parameters,
    )


def _kappa_of_pairs(added: Floats, *, pairs: int, kinds: int, largest: bool = False) -> Floats:
    sums = added.reshape(*added.shape[:-1], pairs, 2 + 2 * kinds)
    same, units, first, second = sums[..., 0], sums[..., 1], sums[..., 2 : 2 + kinds], sums[..., 2 + kinds :]
    if largest:
        return formulas.largest_kappa(units, first, second)
    return formulas.cohen_kappa(same, units, first, second)


def fleiss_kappa(counts: Sequence[ArticleCounts], label: str | None, unit: Unit) -> Table:
    """Fleiss' κ; of two people it is Scott's π."""
    rows = _agreeing_rows(counts, label, unit)
    return _table(
        counts, label, unit, rows, lambda sums: formulas.fleiss_kappa(sums[..., 0], sums[..., 1], sums[..., 2:])
    )


def gwet_ac1(counts: Sequence[ArticleCounts], label: str | None, unit: Unit) -> Table:
    """Gwet's AC1, to stand beside κ where a label is rare."""
    rows = _agreeing_rows(counts, label, unit)
    return _table(counts, label, unit, rows, lambda sums: formulas.gwet_ac1(sums[..., 0], sums[..., 1], sums[..., 2:]))


def alpha_nominal(counts: Sequence[ArticleCounts], label: str | None, unit: Unit) -> Table:
    """Krippendorff's α where any two different sets of labels are as different as can be."""
    return _alpha(counts, label, unit, nominal)


def alpha_of_sets(
    counts: Sequence[ArticleCounts], label: str | None, unit: Unit, *, distance: Distance, name: str
) -> Table:
    """Krippendorff's α by a distance of sets of labels, which `name` names."""
    if label is not None:
        return undefined_table(
            [Used(count.people, spans_of(count.spans, label)) for count in counts], values.WHOLE_ONLY
        )
    return _alpha(counts, label, unit, distance, parameters={"distance": name})


def _alpha(
    counts: Sequence[ArticleCounts],
    label: str | None,
    unit: Unit,
    distance: Distance,
    *,
    parameters: Parameters = NO_PARAMETERS,
) -> Table:
    coded = _code(counts, label, unit, distance)
    differing = 2 * coded.differing.sum(axis=1) / (coded.people - 1)
    rows = np.concatenate((differing[:, None], coded.values_given), axis=1)
    return _table(
        counts, label, unit, rows,
        lambda added: formulas.krippendorff_alpha(added[..., 0], added[..., 1:], distance=coded.distance),
        parameters=parameters,
    )  # fmt: skip


def _agreeing_rows(counts: Sequence[ArticleCounts], label: str | None, unit: Unit) -> Floats:
    """Fleiss' sums: the share of agreeing pairs, the units, the share of people that gave each value."""
    coded = _code(counts, label, unit, nominal)
    agreeing = coded.same.sum(axis=1) * 2 / (coded.people * (coded.people - 1))
    shares = coded.values_given / coded.people[:, None]
    return np.concatenate((agreeing[:, None], coded.article_units[:, None], shares), axis=1)


def _code(counts: Sequence[ArticleCounts], label: str | None, unit: Unit, distance: Distance) -> _Coded:
    tables = [[table for table in count.tables if table.unit is unit] for count in counts]
    pairs = {pair: at for at, pair in enumerate(sorted({(t.first, t.second) for row in tables for t in row}))}
    kinds = {kind: at for at, kind in enumerate(_kinds(tables, label))}
    far = np.array([[distance(one, other) for other in kinds] for one in kinds]).reshape(len(kinds), len(kinds))
    shape = (len(counts), len(pairs))
    same, differing, units, margins = (
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros((*shape, 2, len(kinds))),
    )
    for row, of_article in enumerate(tables):
        for table in of_article:
            at = row, pairs[table.first, table.second]
            for one, other, weight in table.cells:
                first, second = kinds[_kind(one, label)], kinds[_kind(other, label)]
                same[at] += weight * (first == second)
                differing[at] += weight * far[first, second]
                units[at] += weight
                margins[(*at, 0, first)] += weight
                margins[(*at, 1, second)] += weight
    people = np.array([len(count.people) for count in counts], dtype=np.float64)
    return _Coded(same, differing, units, margins, people, far)


def _kind(given: Labels, label: str | None) -> Labels:
    """The value of a unit: all its labels, or of one label whether it is there."""
    return given if label is None else given and tuple(each for each in given if each == label)


def _kinds(tables: Sequence[Sequence[CrossTable]], label: str | None) -> list[Labels]:
    if label is not None:
        return [(), (label,)]
    return sorted({kind for row in tables for table in row for one, other, _ in table.cells for kind in (one, other)})


def _table(
    counts: Sequence[ArticleCounts],
    label: str | None,
    unit: Unit,
    rows: Floats,
    formula: formulas.Formula,
    *,
    left_out: tuple[LeftOut, ...] = (),
    parameters: Parameters = NO_PARAMETERS,
) -> Table:
    known = any(table.cells for count in counts for table in count.tables if table.unit is unit)
    spans = sum(spans_of(count.spans, label) for count in counts)
    if not known:
        reason = Note(values.NO_UNITS, unit=unit.value)
    elif not spans:
        reason = Note(values.NOTHING_MARKED if label is None else values.LABEL_UNUSED)
    else:
        reason = Note(values.ONE_VALUE)
    return Table(
        rows=rows,
        used=[Used(count.people, spans_of(count.spans, label)) for count in counts],
        formula=formula,
        reason=lambda _: reason,
        left_out=left_out,
        parameters=parameters,
    )
