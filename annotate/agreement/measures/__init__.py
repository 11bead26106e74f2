"""The measures: counts of articles in, a number out, or the reason why there is none.

All but γ's go through `measure`, γ, γ-cat and γ-k through `measure_gamma`; their words are in
`annotate.agreement.about`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from annotate.agreement import values
from annotate.agreement.coding import Distance, Unit, jaccard, masi
from annotate.agreement.disorder import GammaCount, GammaSettings
from annotate.agreement.measures import coded, gammas, pairs, unitized
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.measures.tables import Resampling, Table, compute
from annotate.agreement.values import LeftOut, Measured
from annotate.text.notes import Note


class SetDistance(StrEnum):
    """How far two sets of labels are apart, for α of sets."""

    MASI = "masi"
    JACCARD = "jaccard"


_DISTANCES: dict[SetDistance, Distance] = {SetDistance.MASI: masi, SetDistance.JACCARD: jaccard}

_BY_SPAN: dict[str, Callable[[Corpus, str | None], Table]] = {
    "exact_f1": pairs.exact_f1,
    "overlap_f1": pairs.overlap_f1,
    "character_f1": pairs.character_f1,
    "boundary_similarity": pairs.boundary_similarity,
    "alpha_u": unitized.alpha_u,
    "u_alpha": unitized.u_alpha,
    "u_alpha_binary": unitized.u_alpha_binary,
    "cu_alpha": unitized.unconfirmed,
    "ku_alpha": unitized.unconfirmed,
}
_BY_UNIT: dict[str, Callable[[Corpus, str | None, Unit], Table]] = {
    "cohen_kappa": coded.cohen_kappa,
    "fleiss_kappa": coded.fleiss_kappa,
    "gwet_ac1": coded.gwet_ac1,
    "alpha_nominal": coded.alpha_nominal,
}
_OF_SETS = "alpha_sets"
_GAMMAS: dict[str, Callable[[Sequence[GammaCount], GammaSettings, str | None], Table]] = {
    "gamma": gammas.gamma,
    "gamma_cat": gammas.gamma_cat,
    "gamma_k": gammas.gamma_k,
}

MEASURES = (*_BY_SPAN, *_BY_UNIT, _OF_SETS)
"""What `measure` knows."""

GAMMAS = tuple(_GAMMAS)
"""What `measure_gamma` knows."""

BY_UNIT = frozenset({*_BY_UNIT, _OF_SETS})
"""The measures that ask for a unit: character, word or sentence."""

THOUSAND = Resampling()
"""The interval of a thousand resamples."""


def measure(
    name: str,
    corpus: Corpus,
    *,
    label: str | None = None,
    unit: Unit = Unit.CHARACTER,
    distance: SetDistance = SetDistance.MASI,
    resampling: Resampling = THOUSAND,
    left_out: Sequence[LeftOut] = (),
) -> Measured:
    """A measure of a corpus, for one label or for all together.

    `unit` is asked for by `BY_UNIT` only, `distance` by α of sets only. `left_out` is what the caller already left out.
    KeyError where no measure has this name.
    """
    if name == _OF_SETS:
        table = coded.alpha_of_sets(corpus, label, unit, distance=_DISTANCES[distance], name=distance.value)
    elif name in _BY_UNIT:
        table = _BY_UNIT[name](corpus, label, unit)
    else:
        table = _BY_SPAN[name](corpus, label)
    said = unit.value if name in BY_UNIT else None
    return compute(name, _with(table, left_out, corpus.alone, len(corpus)), resampling, label=label, unit=said)


def overlap_f1_of_articles(corpus: Corpus, label: str | None = None) -> list[float | None]:
    """Overlap F1 of each article alone, in the corpus's order, None where it is undefined."""
    return [None if value != value else value for value in pairs.overlap_f1_of_articles(corpus, label).tolist()]


def measure_gamma(
    name: str,
    counts: Iterable[GammaCount],
    settings: GammaSettings,
    *,
    label: str | None = None,
    resampling: Resampling = THOUSAND,
    left_out: Sequence[LeftOut] = (),
) -> Measured:
    """γ or γ-cat of these articles, or γ-k of a label; `settings` are those the articles were counted with."""
    every = sorted(counts, key=lambda count: count.article)
    shared = [count for count in every if len(count.people) > 1]
    table = _with(_GAMMAS[name](shared, settings, label), left_out, len(every) - len(shared), len(shared))
    return compute(name, table, resampling, label=label, unit=None)


def _with(table: Table, left_out: Sequence[LeftOut], alone: int, shared: int) -> Table:
    """The table, saying also what was left out before it, and that nothing was left where that is so."""
    before = (*left_out, LeftOut(Note(values.FEWER_THAN_TWO), alone))
    reason = table.reason if shared else Note(values.NO_SHARED_ARTICLE)
    return replace(table, left_out=(*before, *table.left_out), reason=reason)
