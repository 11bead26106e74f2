"""κ, AC1 and α of units that were given labels: characters, words, sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.coding import Distance, Labels, Unit, nominal
from annotate.agreement.formulas import Floats, Formula, Ints
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.measures.tables import NO_PARAMETERS, Parameters, Table, sums, undefined_table
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note


@dataclass(frozen=True, slots=True)
class _Coded:
    """The cells of a corpus, the values being those that a question knows: every set of labels, or whether one is in.

    `first` and `second` are numbers of `kinds`; a cell stands for `weight` units of its article and pair.
    """

    kinds: Sequence[Labels]
    articles: int
    article: Ints
    pair: Ints
    first: Ints
    second: Ints
    weight: Floats

    def differing(self, distance: Floats) -> Floats:
        """Of each article Σ of the distances of the two people's values."""
        return self._of_articles(self.weight * distance[self.first, self.second])

    def same(self) -> Floats:
        """Of each article the units to which two people gave the same."""
        return self._of_articles(self.weight * (self.first == self.second))

    def units(self) -> Floats:
        """Of each article the units, once for each of its pairs."""
        return self._of_articles(self.weight)

    def given(self) -> Floats:
        """How often each value was given, articles × values, once for each pair the person who gave it stands in."""
        found = np.zeros(self.articles * len(self.kinds))
        for values_given in (self.first, self.second):
            found += self._added(self.article * len(self.kinds) + values_given, self.weight, len(found))
        return found.reshape(self.articles, len(self.kinds))

    def pairs(self, count: int) -> list[_OfPair]:
        """The same cells pair by pair: of many people few meet, one array for all pairs would be nearly empty."""
        order = np.argsort(self.pair, kind="stable")
        borders = np.searchsorted(self.pair[order], np.arange(1, count))
        return [self._of_pair(cells) for cells in np.split(order, borders)] if count else []

    def _of_pair(self, cells: Ints) -> _OfPair:
        articles, at = np.unique(self.article[cells], return_inverse=True)
        kinds, places = np.unique(np.stack((self.first[cells], self.second[cells])), return_inverse=True)
        weight, width = self.weight[cells], len(kinds)
        first, second = (
            self._added(at * width + side, weight, len(articles) * width).reshape(len(articles), width)
            for side in places.reshape(2, -1)
        )
        same = self._added(at, weight * (self.first[cells] == self.second[cells]), len(articles))
        units = self._added(at, weight, len(articles))
        return _OfPair(articles, np.concatenate((same[:, None], units[:, None], first, second), axis=1), width)

    def _of_articles(self, weight: Floats) -> Floats:
        return self._added(self.article, weight, self.articles)

    @staticmethod
    def _added(at: Ints, weight: Floats, size: int) -> Floats:
        return np.bincount(at, weights=weight, minlength=size).astype(np.float64)


@dataclass(frozen=True, slots=True)
class _OfPair:
    """Two people's sums: a row for each article both finished, of what agrees, the units, and both margins."""

    articles: Ints
    rows: Floats
    kinds: int

    def kappa(self, times: Floats, *, largest: bool = False) -> Floats:
        """Cohen's κ where each article of the corpus counts so often, or the largest that the margins allow."""
        added = times[..., self.articles] @ self.rows
        same, units = added[..., 0], added[..., 1]
        first, second = added[..., 2 : 2 + self.kinds], added[..., 2 + self.kinds :]
        if largest:
            return formulas.largest_kappa(units, first, second)
        return formulas.cohen_kappa(same, units, first, second)


def cohen_kappa(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Cohen's κ of each pair, meant over the pairs (Light 1971, Psychological Bulletin 76:365–377)."""
    pairs = _code(corpus, label, unit).pairs(len(corpus.pairs))
    once = np.ones(len(corpus))
    undefined = sum(bool(np.isnan(pair.kappa(once))) for pair in pairs)
    parameters: dict[str, int | float | str] = {"pairs": len(pairs) - undefined}
    if len(pairs) == 1 and not undefined:
        parameters["largest_kappa"] = float(pairs[0].kappa(once, largest=True))

    def weighed(times: Floats) -> Floats:
        each = [pair.kappa(times) for pair in pairs] or [formulas.undefined(times.shape[:-1])]
        return formulas.mean_defined(np.stack(each, axis=-1))

    return Table(
        used=corpus.used(label),
        weighed=weighed,
        reason=_reason(corpus, label, unit),
        left_out=(LeftOut(Note(values.UNDEFINED_PAIRS), undefined),),
        parameters=parameters,
    )


def fleiss_kappa(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Fleiss' κ; of two people it is Scott's π."""
    return _agreeing(corpus, label, unit, formulas.fleiss_kappa)


def gwet_ac1(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Gwet's AC1, to stand beside κ where a label is rare."""
    return _agreeing(corpus, label, unit, formulas.gwet_ac1)


def alpha_nominal(corpus: Corpus, label: str | None, unit: Unit) -> Table:
    """Krippendorff's α where any two different sets of labels are as different as can be."""
    return _alpha(corpus, label, unit, nominal)


def alpha_of_sets(corpus: Corpus, label: str | None, unit: Unit, *, distance: Distance, name: str) -> Table:
    """Krippendorff's α by a distance of sets of labels, which `name` names."""
    if label is not None:
        return undefined_table(corpus.used(label), values.WHOLE_ONLY)
    return _alpha(corpus, label, unit, distance, parameters={"distance": name})


def _alpha(
    corpus: Corpus,
    label: str | None,
    unit: Unit,
    distance: Distance,
    *,
    parameters: Parameters = NO_PARAMETERS,
) -> Table:
    coded, people = _code(corpus, label, unit), _people(corpus)
    far = _distances(coded.kinds, distance)
    differing = 2 * coded.differing(far) / (people - 1)
    rows = np.concatenate((differing[:, None], coded.given() / (people - 1)[:, None]), axis=1)
    return _table(
        corpus, label, unit, rows,
        lambda added: formulas.krippendorff_alpha(added[..., 0], added[..., 1:], distance=far),
        parameters=parameters,
    )  # fmt: skip


def _agreeing(
    corpus: Corpus, label: str | None, unit: Unit, formula: Callable[[Floats, Floats, Floats], Floats]
) -> Table:
    """A formula of Fleiss' sums: the share of agreeing pairs, the units, the share of people that gave each value."""
    coded, people = _code(corpus, label, unit), _people(corpus)
    pairs = people * (people - 1) / 2
    shares = coded.given() / ((people - 1) * people)[:, None]
    rows = np.concatenate(((coded.same() / pairs)[:, None], (coded.units() / pairs)[:, None], shares), axis=1)
    return _table(corpus, label, unit, rows, lambda added: formula(added[..., 0], added[..., 1], added[..., 2:]))


def _people(corpus: Corpus) -> Floats:
    """How many finished each article."""
    return np.array([len(people) for people in corpus.people], dtype=np.float64)


def _code(corpus: Corpus, label: str | None, unit: Unit) -> _Coded:
    cells = corpus.cells[unit]
    kinds: Sequence[Labels] = cells.kinds if label is None else ((), (label,))
    numbers = np.arange(len(kinds)) if label is None else np.array([label in kind for kind in cells.kinds], dtype=int)
    return _Coded(
        kinds, len(corpus), cells.article, cells.pair, numbers[cells.first], numbers[cells.second], cells.weight
    )


def _distances(kinds: Sequence[Labels], distance: Distance) -> Floats:
    """Of every two values."""
    far = np.zeros((len(kinds), len(kinds)))
    for at, one in enumerate(kinds):
        for there, other in enumerate(kinds[:at]):
            far[at, there] = far[there, at] = distance(one, other)
    return far


def _reason(corpus: Corpus, label: str | None, unit: Unit) -> Note:
    if not len(corpus.cells[unit].weight):
        return Note(values.NO_UNITS, unit=unit.value)
    if not corpus.spans_of(label).any():
        return Note(values.NOTHING_MARKED if label is None else values.LABEL_UNUSED)
    return Note(values.ONE_VALUE)


def _table(
    corpus: Corpus, label: str | None, unit: Unit, rows: Floats, formula: Formula, *,
    parameters: Parameters = NO_PARAMETERS,
) -> Table:  # fmt: skip
    return Table(
        used=corpus.used(label),
        weighed=sums(rows, formula),
        reason=_reason(corpus, label, unit),
        parameters=parameters,
    )
