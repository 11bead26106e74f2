"""What is laid out as arrays gives what the plain counts give: article by article, pair by pair, draw by draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.agreement.coding import Unit, masi
from annotate.agreement.continuum import Continuum
from annotate.agreement.counting import ArticleCounts, count_article
from annotate.agreement.matching import PairCount
from annotate.agreement.measures import MEASURES, measure, overlap_f1_of_articles
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.measures.tables import Resampling
from tests.agreement.strategies import continua

ALONE = Resampling(resamples=0)
OF_A_PAIR = [name for name in MEASURES if not name.endswith("u") and "u_alpha" not in name]
THREE = st.tuples(continua(article=1), continua(article=2, people=(3, 3)), continua(article=3, people=(2, 2)))
Plain = Callable[[Sequence[ArticleCounts], str | None, Unit], float | None]


def value(name: str, corpus: Corpus, label: str | None = None, unit: Unit = Unit.WORD) -> float | None:
    return measure(name, corpus, label=label, unit=unit, resampling=ALONE).value


def close(one: float | None, other: float | None) -> bool:
    return one is other or (one is not None and other is not None and one == pytest.approx(other, abs=1e-9))


def mean(found: Iterable[float | None]) -> float | None:
    defined = [each for each in found if each is not None]
    return sum(defined) / len(defined) if defined else None


def pairs_of(counts: Sequence[ArticleCounts]) -> list[tuple[int, int]]:
    return sorted({pair for count in counts for pair in combinations(count.people, 2)})


def f1(shared: Callable[[PairCount], int], sides: Callable[[PairCount], tuple[int, int]]) -> Plain:
    def plain(counts: Sequence[ArticleCounts], label: str | None, _unit: Unit) -> float | None:
        def of_pair(pair: tuple[int, int]) -> float | None:
            mine = [
                one for count in counts for one in count.pairs
                if (one.first, one.second) == pair and label in (None, one.label)
            ]  # fmt: skip
            whole = sum(sum(sides(one)) for one in mine)
            return 2 * sum(map(shared, mine)) / whole if whole else None

        return mean(map(of_pair, pairs_of(counts)))

    return plain


def boundary_similarity(counts: Sequence[ArticleCounts], label: str | None, _unit: Unit) -> float | None:
    def of_pair(pair: tuple[int, int]) -> float | None:
        mine = [one for count in counts for one in count.borders if (one.first, one.second) == pair]
        chosen = [one for one in mine if label in (None, one.label)]
        whole = sum(one.borders for one in chosen)
        return 1 - sum(one.cost for one in chosen) / whole if whole else None

    return mean(map(of_pair, pairs_of(counts)))


def cohen_kappa(counts: Sequence[ArticleCounts], label: str | None, unit: Unit) -> float | None:
    def of_pair(pair: tuple[int, int]) -> float | None:
        cells: Counter[tuple[object, object]] = Counter()
        for count in counts:
            for table in count.tables:
                if table.unit is unit and (table.first, table.second) == pair:
                    for one, other, weight in table.cells:
                        cells[(one, other) if label is None else (label in one, label in other)] += weight
        units = cells.total()
        first, second = Counter[object](), Counter[object]()
        for (one, other), weight in cells.items():
            first[one] += weight
            second[other] += weight
        by_chance = sum(first[kind] * second[kind] for kind in first) / units**2
        same = sum(weight for (one, other), weight in cells.items() if one == other) / units
        return (same - by_chance) / (1 - by_chance) if by_chance < 1 - 1e-12 else None

    return mean(map(of_pair, pairs_of(counts)))


def alpha_of_sets(counts: Sequence[ArticleCounts], _label: str | None, unit: Unit) -> float | None:
    """By Krippendorff's matrix of coincidences, in which every unit has one less than its people as its weight."""
    coincidences: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for count in counts:
        for table in count.tables:
            for one, other, weight in table.cells if table.unit is unit else ():
                for both in ((one, other), (other, one)):
                    coincidences[both] += weight / (len(count.people) - 1)  # type: ignore[assignment]
    given_ = Counter[tuple[str, ...]]()
    for (one, _other), weight in coincidences.items():
        given_[one] += weight
    whole = given_.total()
    observed = sum(weight * masi(*both) for both, weight in coincidences.items()) / whole
    expected = sum(n * m * masi(one, other) for one, n in given_.items() for other, m in given_.items())
    expected /= whole * (whole - 1)
    return 1 - observed / expected if expected > 1e-12 else None


def alpha_u(counts: Sequence[ArticleCounts], label: str | None, _unit: Unit) -> float | None:
    chosen = [[one for one in count.unitized if label in (None, one.label)] for count in counts]
    known = [
        one for of_article in chosen for one in of_article if all(each.observed is not None for each in of_article)
    ]
    expected = sum(one.expected or 0 for one in known)
    return 1 - sum(one.observed or 0 for one in known) / expected if expected > 1e-12 else None


PLAIN: dict[str, Plain] = {
    "exact_f1": f1(lambda one: one.exact, lambda one: one.spans),
    "overlap_f1": f1(lambda one: one.matched, lambda one: one.spans),
    "character_f1": f1(lambda one: one.characters_shared, lambda one: one.characters),
    "boundary_similarity": boundary_similarity,
    "cohen_kappa": cohen_kappa,
    "alpha_sets": alpha_of_sets,
    "alpha_u": alpha_u,
}


@pytest.mark.parametrize("name", PLAIN)
@settings(max_examples=10, deadline=None)
@given(articles=THREE, unit=st.sampled_from(Unit), label=st.sampled_from([None, "claim"]))
def test_arrays_give_what_plain_sums_give(
    name: str, articles: tuple[Continuum, ...], unit: Unit, label: str | None
) -> None:
    asked = None if name == "alpha_sets" else label
    counts = [count_article(article) for article in articles]
    assert close(value(name, Corpus.of(counts), asked, unit), PLAIN[name](counts, asked, unit))


@pytest.mark.parametrize("name", OF_A_PAIR)
@settings(max_examples=5, deadline=None)
@given(articles=THREE, unit=st.sampled_from(Unit))
def test_a_pair_taken_from_the_corpus_is_as_if_nobody_else_had_marked(
    name: str, articles: tuple[Continuum, ...], unit: Unit
) -> None:
    corpus = Corpus.of(map(count_article, articles))
    for pair in corpus.pairs:
        both = [article.only(pair) for article in articles if {*pair} <= {*article.people}]
        alone, taken = Corpus.of(map(count_article, both)), corpus.only(pair)
        one, other = (measure(name, each, unit=unit, resampling=ALONE) for each in (alone, taken))
        assert close(one.value, other.value)
        assert (one.articles, one.people, one.spans) == (other.articles, other.people, other.spans)
        assert (one.undefined, one.left_out) == (other.undefined, other.left_out)


@settings(max_examples=10, deadline=None)
@given(articles=THREE, label=st.sampled_from([None, "claim"]))
def test_every_article_s_own_number_is_that_of_it_alone(articles: tuple[Continuum, ...], label: str | None) -> None:
    counts = [count_article(article) for article in articles]
    at_once = overlap_f1_of_articles(Corpus.of(counts), label)
    one_by_one = [value("overlap_f1", Corpus.of([count]), label) for count in counts]
    assert all(close(one, other) for one, other in zip(at_once, one_by_one, strict=True))


@pytest.mark.parametrize("name", sorted({*MEASURES} - {"cu_alpha", "ku_alpha", "gwet_ac1"}))
@settings(max_examples=2, deadline=None)
@given(articles=THREE)
def test_the_interval_is_that_of_articles_drawn_again_and_again(name: str, articles: tuple[Continuum, ...]) -> None:
    """AC1 is not asked: its values are those of all articles, also where none of a draw has one of them."""
    counts, resampling = [count_article(article) for article in articles], Resampling(15, seed=7)
    whole = Corpus.of(counts)
    found = measure(name, whole, unit=Unit.WORD, resampling=resampling)
    if found.value is None or found.interval is None or found.articles < len(counts):
        return
    times = np.random.default_rng(7).multinomial(3, [1 / 3] * 3, size=15)
    drawn = [value(name, Corpus.of(np.repeat(np.array(counts, dtype=object), row).tolist())) for row in times]
    defined = [each for each in drawn if each is not None]
    assert found.interval.undefined == len(drawn) - len(defined)
    assert (found.interval.low, found.interval.high) == pytest.approx(tuple(np.quantile(defined, [0.025, 0.975])))
