"""κ, AC1 and α of units that were given labels: characters, words, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.coding import Distance, Labels, Unit, nominal
from annotate.agreement.formulas import Floats
from annotate.agreement.measures.corpus import Corpus, Ints
from annotate.agreement.measures.tables import NO_PARAMETERS, Parameters, Table, Used, spans_of, undefined_table
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note


@dataclass(frozen=True, slots=True)
class _Coded:
    """The cross tables of all articles, as arrays: articles × pairs of people (× the two people × values).

    What does not ask which pair it was has all pairs added up in one: of many people few meet, most would be empty.
    """

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
        """The units of each article: every pair of its people saw all of them."""
        units: Floats = self.units.sum(axis=1) / (self.people * (self.people - 1) / 2)
        return units


def cohen_kappa(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Cohen's κ of each pair, meant over the pairs (Light 1971, Psychological Bulletin 76:365–377)."""
    coded = _code(corpus, label, unit, nominal, by_pair=True)
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
        corpus,
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


def fleiss_kappa(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Fleiss' κ; of two people it is Scott's π."""
    rows = _agreeing_rows(corpus, label, unit)
    return _table(
        corpus, label, unit, rows, lambda sums: formulas.fleiss_kappa(sums[..., 0], sums[..., 1], sums[..., 2:])
    )


def gwet_ac1(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Gwet's AC1, to stand beside κ where a label is rare."""
    rows = _agreeing_rows(corpus, label, unit)
    return _table(corpus, label, unit, rows, lambda sums: formulas.gwet_ac1(sums[..., 0], sums[..., 1], sums[..., 2:]))


def alpha_nominal(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Krippendorff's α where any two different sets of labels are as different as can be."""
    return _alpha(corpus, label, unit, nominal)


def alpha_of_sets(corpus: Corpus, label: str | None, unit: Unit, *, distance: Distance, name: str) -> Table:
    """Krippendorff's α by a distance of sets of labels, which `name` names."""
    if label is not None:
        return undefined_table(
            [Used(count.people, spans_of(count.spans, label)) for count in corpus.counts], values.WHOLE_ONLY
        )
    return _alpha(corpus, label, unit, distance, parameters={"distance": name})


def _alpha(
    corpus: Corpus,
    label: str | None,
    unit: Unit,
    distance: Distance,
    *,
    parameters: Parameters = NO_PARAMETERS,
) -> Table:
    coded = _code(corpus, label, unit, distance)
    differing = 2 * coded.differing.sum(axis=1) / (coded.people - 1)
    rows = np.concatenate((differing[:, None], coded.values_given), axis=1)
    return _table(
        corpus,
        label,
        unit,
        rows,
        lambda sums: formulas.krippendorff_alpha(sums[..., 0], sums[..., 1:], distance=coded.distance),
        parameters=parameters,
    )


def _agreeing_rows(corpus: Corpus, label: str | None, unit: Unit) -> Floats:
    """Fleiss' sums: the share of agreeing pairs, the units, the share of people that gave each value."""
    coded = _code(corpus, label, unit, nominal)
    agreeing = coded.same.sum(axis=1) * 2 / (coded.people * (coded.people - 1))
    shares = coded.values_given / coded.people[:, None]
    return np.concatenate((agreeing[:, None], coded.article_units[:, None], shares), axis=1)


def _code(corpus: Corpus, label: str | None, unit: Unit, distance: Distance, *, by_pair: bool = False) -> _Coded:
    cells, articles = corpus.cells(unit), len(corpus.packed)
    pairs = cells.pairs if by_pair else 1
    places = cells.at if by_pair else cells.at // max(cells.pairs, 1)
    values_of, numbers = _values(cells.kinds, label)
    first, second = numbers[cells.first], numbers[cells.second]
    kinds = len(values_of)
    far = np.array([[distance(one, other) for other in values_of] for one in values_of]).reshape(kinds, kinds)

    def added(at: Ints, weight: Floats, *shape: int) -> Floats:
        size = articles * pairs * int(np.prod(shape))
        sums = np.bincount(at, weights=weight, minlength=size).astype(np.float64)
        return sums.reshape(articles, pairs, *shape)

    margins = [added(places * kinds + values, cells.weight, kinds) for values in (first, second)]
    return _Coded(
        same=added(places, cells.weight * (first == second)),
        differing=added(places, cells.weight * far[first, second]),
        units=added(places, cells.weight),
        margins=np.stack(margins, axis=2),
        people=np.array([len(count.people) for count in corpus.counts], dtype=np.float64),
        distance=far,
    )


def _values(kinds: Sequence[Labels], label: str | None) -> tuple[Sequence[Labels], Ints]:
    """The values units can have, and each kind's number among them: all its labels, or whether one is there."""
    if label is None:
        return kinds, np.arange(len(kinds))
    return ((), (label,)), np.array([label in kind for kind in kinds], dtype=np.int64)


def _table(
    corpus: Corpus,
    label: str | None,
    unit: Unit,
    rows: Floats,
    formula: formulas.Formula,
    *,
    left_out: tuple[LeftOut, ...] = (),
    parameters: Parameters = NO_PARAMETERS,
) -> Table:
    known = bool(len(corpus.cells(unit).at))
    spans = sum(spans_of(count.spans, label) for count in corpus.counts)
    if not known:
        reason = Note(values.NO_UNITS, unit=unit.value)
    elif not spans:
        reason = Note(values.NOTHING_MARKED if label is None else values.LABEL_UNUSED)
    else:
        reason = Note(values.ONE_VALUE)
    return Table(
        rows=rows,
        used=[Used(count.people, spans_of(count.spans, label)) for count in corpus.counts],
        formula=formula,
        reason=lambda _: reason,
        left_out=left_out,
        parameters=parameters,
    )
