"""Every published number that our measures must give: `python -m tests.agreement.oracles` prints them and ours.

Numbers that were found to be wrong, or that come from a sample, are printed too and say so. Each is a test in
`test_oracles.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, combinations

import numpy as np

from annotate.agreement import formulas
from annotate.agreement.answers import Scale, alpha_of_answers
from annotate.agreement.borders import BorderEdits, compare_borders
from annotate.agreement.coding import Labels, Unit, nominal
from annotate.agreement.continuum import Continuum
from annotate.agreement.counting import count_article
from annotate.agreement.disorder import GammaSettings, Weights
from annotate.agreement.gamma import align, count_gamma
from annotate.agreement.measures import measure, measure_gamma
from annotate.agreement.measures.coded import alpha_of_sets
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.measures.tables import Resampling
from annotate.agreement.unitizing import count_unitized, section_distance
from tests.agreement import published
from tests.agreement.published import columns, continuum, inclusive, rated, read, tabled

ALONE = Resampling(resamples=0)


class Standing(StrEnum):
    """What a published number is worth."""

    GIVEN = "given"
    """Must come out, to the digits given."""
    SAMPLED = "sampled"
    """Comes from random continua: must lie in the published range, for reference."""
    ANOTHER = "another formula"
    """A sampled number of a programme that departs from the paper here: printed beside ours, never to be met."""
    WRONG = "wrong"
    """Published, but not what the formula gives: must not come out."""


@dataclass(frozen=True, slots=True)
class Oracle:
    """A published number, the way to ours, and how far they may lie apart."""

    source: str
    what: str
    expected: float
    found: Callable[[], float]
    within: float
    standing: Standing = Standing.GIVEN
    remark: str = ""

    def holds(self, found: float) -> bool:
        """Whether what was found is as it should be."""
        near = abs(found - self.expected) <= self.within
        return {Standing.WRONG: not near, Standing.ANOTHER: True}.get(self.standing, near)


def every_oracle() -> list[Oracle]:
    """All of them, in the order of the measures."""
    return [*_spans(), *_two_people(), *_many_people(), *_answers(), *_alpha_u(), *_u_alpha(), *_borders(), *_gamma()]


def _value(name: str, articles: Sequence[Continuum], label: str | None = None) -> float:
    measured = measure(
        name, Corpus.of(map(count_article, articles)), label=label, unit=Unit.CHARACTER, resampling=ALONE
    )
    assert measured.value is not None, measured.undefined
    return measured.value


def _spans() -> Iterator[Oracle]:
    documents = [continuum(sets, 3000, article=at) for at, sets in enumerate(published.AGREE_2)]
    essay = continuum(published.ESSAY_4, 2000)
    source = "bratiaa, data/agreement/agree-2"
    yield Oracle(source, "exact F1", 0.787878, lambda: _value("exact_f1", documents), 1e-4 * 0.787878)
    yield Oracle(source, "exact F1, 26/33", 26 / 33, lambda: _value("exact_f1", documents), 1e-12)
    yield Oracle("persuasive essays, essay 4", "exact F1, 9 of 10", 0.9, lambda: _value("exact_f1", [essay]), 1e-12)


def _two_people() -> Iterator[Oracle]:
    def kappa(table: Sequence[Sequence[int]]) -> Callable[[], float]:
        return lambda: _value("cohen_kappa", [tabled(table)])

    def pi(table: Sequence[Sequence[int]]) -> Callable[[], float]:
        return lambda: _value("fleiss_kappa", [tabled(table)])

    def ac1(table: Sequence[Sequence[int]]) -> Callable[[], float]:
        return lambda: _value("gwet_ac1", [tabled(table)])

    def largest() -> float:
        measured = measure("cohen_kappa", Corpus.of([count_article(tabled(published.COHEN))]), resampling=ALONE)
        return float(measured.parameters["largest_kappa"])

    yield Oracle("Cohen 1960", "P_o", 0.70, lambda: _observed(published.COHEN), 0.005)
    yield Oracle("Cohen 1960", "P_e", 0.41, lambda: _expected(published.COHEN), 0.005)
    yield Oracle("Cohen 1960", "κ", 0.492, kappa(published.COHEN), 0.0005)
    yield Oracle("Cohen 1960", "largest κ", 0.831, largest, 0.0005)
    yield Oracle("Cohen 1960, second table", "P_o", 0.29, lambda: _observed(published.COHEN_LOW), 0.005)
    yield Oracle("Cohen 1960, second table", "P_e", 0.35, lambda: _expected(published.COHEN_LOW), 0.005)
    yield Oracle("irrCAC, Cohen's second table", "AC1", -0.04797, ac1(published.COHEN_LOW), 5e-6)
    yield Oracle("irrCAC, Cohen's first table", "AC1", 0.57597, ac1(published.COHEN), 5e-6)
    yield Oracle("irrCAC, one common category", "AC1", 0.808, ac1(published.PARADOX), 0.0005)
    yield Oracle("Artstein & Poesio 2008, p. 558", "P_o", 0.70, lambda: _observed(published.ARTSTEIN), 0.005)
    yield Oracle("Artstein & Poesio 2008, p. 558", "S", 0.40, lambda: _bennett_s(published.ARTSTEIN), 0.005)
    yield Oracle("Artstein & Poesio 2008, p. 558", "π", 0.341, pi(published.ARTSTEIN), 0.0005)
    yield Oracle("Artstein & Poesio 2008, p. 558", "κ", 0.348, kappa(published.ARTSTEIN), 0.0005)
    weighted = published.ARTSTEIN_WEIGHTED
    source = "Artstein & Poesio 2008, p. 568"
    yield Oracle(source, "P_o", 0.88, lambda: _observed(weighted), 0.005)
    yield Oracle(source, "π", 0.799, pi(weighted), 0.001, remark="cut there, not rounded")
    yield Oracle(source, "κ", 0.801, kappa(weighted), 0.0005)
    yield Oracle(
        source, "α", 0.800, lambda: _value("alpha_nominal", [tabled(weighted)]), 0.001, remark="cut, not rounded"
    )
    yield Oracle(source, "weighted α", 0.8156, lambda: _weighted_alpha(weighted), 0.00005)
    yield Oracle(source, "weighted κ", 0.8163, lambda: _weighted_kappa(weighted), 0.00005)


def _observed(table: Sequence[Sequence[int]]) -> float:
    cases = np.array(table)
    return float(np.trace(cases) / cases.sum())


def _expected(table: Sequence[Sequence[int]]) -> float:
    """P_e as our κ implies it: κ = (P_o − P_e) / (1 − P_e)."""
    kappa, observed = _value("cohen_kappa", [tabled(table)]), _observed(table)
    return (observed - kappa) / (1 - kappa)


def _bennett_s(table: Sequence[Sequence[int]]) -> float:
    return float(formulas.chance_corrected(np.array(_observed(table)), np.array(1 / len(table))))


def _half_for_check(one: Labels, other: Labels) -> float:
    """The distances of the weighted example: ½ where one says Chck (`c`)."""
    return nominal(one, other) * (0.5 if ("c",) in (one, other) else 1.0)


def _weighted_alpha(table: Sequence[Sequence[int]]) -> float:
    corpus = Corpus.of([count_article(tabled(table))])
    weighted = alpha_of_sets(corpus, None, Unit.CHARACTER, distance=_half_for_check, name="half for Chck")
    return float(weighted.weighed(np.ones(1)))


def _weighted_kappa(table: Sequence[Sequence[int]]) -> float:
    cases, kinds = np.array(table, dtype=np.float64), [("a",), ("b",), ("c",)]
    distance = np.array([[_half_for_check(one, other) for other in kinds] for one in kinds])
    same, units = np.array((cases * (1 - distance)).sum()), np.array(cases.sum())
    return float(formulas.cohen_kappa(same, units, cases.sum(axis=1), cases.sum(axis=0), distance=distance))


def _many_people() -> Iterator[Oracle]:
    diagnoses, rounded = rated(published.FLEISS), "made from rounded proportions there"
    yield Oracle("Fleiss 1971", "P_o", 0.5556, lambda: _fleiss()[0], 0.0005)
    yield Oracle("Fleiss 1971", "P_e", 0.2201, lambda: _fleiss()[1], 0.0005, remark=rounded)
    yield Oracle("Fleiss 1971", "κ", 0.430, lambda: _value("fleiss_kappa", diagnoses), 0.0005)
    for category, expected in zip("12345", (0.248, 0.248, 0.517, 0.470, 0.565), strict=True):
        yield Oracle(
            "Fleiss 1971",
            f"κ of category {category}",
            expected,
            lambda label=category: _value("fleiss_kappa", diagnoses, label),
            0.005,
            remark=rounded,
        )
    observers = rated(columns(published.KRIPPENDORFF))
    yield Oracle("Krippendorff 2011, 4 × 12", "α nominal", 0.743, lambda: _value("alpha_nominal", observers), 0.0005)
    fifteen = rated(columns(published.FIFTEEN))
    yield Oracle("3 × 15", "α nominal", 0.691358, lambda: _value("alpha_nominal", fifteen), 5e-7)


def _fleiss() -> tuple[float, float]:
    """P_o, and P_e as our κ implies it."""
    ratings = [[item.count(category) for category in "12345"] for item in published.FLEISS]
    observed = float(np.mean([(np.array(counts) * (np.array(counts) - 1)).sum() / 30 for counts in ratings]))
    kappa = _value("fleiss_kappa", rated(published.FLEISS))
    return observed, (observed - kappa) / (1 - kappa)


def _answers() -> Iterator[Oracle]:
    def alpha(items: Sequence[str], scale: Scale) -> Callable[[], float]:
        answers = {
            item: {person: int(sign) for person, sign in enumerate(signs) if sign != "*"}
            for item, signs in enumerate(items)
        }
        return lambda: alpha_of_answers(answers, scale).value or 0.0

    twelve = columns(published.KRIPPENDORFF)
    for scale, expected in zip(Scale, (0.743, 0.815, 0.849, 0.797), strict=True):
        yield Oracle("Krippendorff 2011, 4 × 12", f"α {scale.value} (answers)", expected, alpha(twelve, scale), 0.0005)
    fifteen = columns(published.FIFTEEN)
    yield Oracle("3 × 15", "α nominal (answers)", 0.691358, alpha(fifteen, Scale.NOMINAL), 5e-7)
    yield Oracle("3 × 15", "α interval (answers)", 0.810845, alpha(fifteen, Scale.INTERVAL), 5e-7)
    yield Oracle(
        "Hayes & Krippendorff 2007", "α ordinal (answers)", 0.7598, alpha(published.HAYES, Scale.ORDINAL), 5e-5
    )


def _alpha_u() -> Iterator[Oracle]:
    whole = continuum(published.UNITS_2004, 300, begin=150)
    source = "Krippendorff 2004, p. 254"
    yield Oracle(source, "D_o(c)", 0.0144, lambda: _disagreement(whole, "c")[0], 5e-5)
    yield Oracle(source, "D_e(c)", 0.0532, lambda: _disagreement(whole, "c")[1], 5e-5)
    yield Oracle(source, "α_U(c)", 0.7286, lambda: _value("alpha_u", [whole], "c"), 5e-5)
    yield Oracle(source, "α_U(k)", 1.0, lambda: _value("alpha_u", [whole], "k"), 1e-12)
    yield Oracle(source, "α_U", 0.8591, lambda: _value("alpha_u", [whole]), 0.0005)
    for length, expected in ((600, 0.921), (1200, 0.938), (3000, 0.945)):
        longer = continuum(published.UNITS_2004, length, begin=150)
        yield Oracle(
            source,
            f"α_U, the text {length} long",
            expected,
            lambda longer=longer: _value("alpha_u", [longer]),
            0.0005,
            remark="it rises with unmarked text",
        )
    for one, other, units, expected in (
        ((225, 70), (220, 80), (True, True), 50),
        ((370, 30), (355, 20), (True, True), 850),
        ((400, 50), (400, 20), (False, True), 400),
        ((5, 6), (4, 2), (True, True), 26),
        ((5, 6), (5, 2), (True, True), 16),
        ((5, 6), (7, 2), (True, True), 8),
    ):
        yield Oracle(
            "DKPro Statistics", f"δ²{one} {other}", expected, lambda a=one, b=other, u=units: _distance(a, b, u), 0
        )
    ten = continuum(["A:1-9", "A:2-3 A:4-5 A:6-7"], 10)
    yield Oracle("DKPro Statistics, length 10", "D_o", 0.9100, lambda: _disagreement(ten, "A")[0], 5e-5)
    yield Oracle(
        "DKPro Statistics, length 10",
        "D_e",
        0.5351,
        lambda: _disagreement(ten, "A")[1],
        0.0001,
        remark="cut there, not rounded",
    )
    yield Oracle("DKPro Statistics, length 10", "α_U", -0.7003, lambda: _value("alpha_u", [ten]), 0.0001)
    single = continuum(["X:0-1", "", ""], 20)
    yield Oracle("DKPro Statistics, one unit in all", "α_U", 0.0, lambda: _value("alpha_u", [single]), 1e-12)
    for name, observed, expected in zip(
        "ABCD", (0.03125, 2.26736, 0.02777, 0.38715), (0.553, -0.926, 0.679, 0.066), strict=True
    ):
        short = continuum(published.UNITS_1995[name], 24)
        long = continuum(published.UNITS_1995[name], 24, stretch=50_000)
        yield Oracle(
            "Krippendorff 1995", f"D_o({name})", observed, lambda c=short, n=name: _disagreement(c, n)[0], 1e-5
        )
        yield Oracle(
            "Krippendorff 1995, fine grain",
            f"α_U({name})",
            expected,
            lambda c=long: _value("alpha_u", [c]),
            0.02,
            remark="its D_e was mended in 2004",
        )


def _distance(one: tuple[int, int], other: tuple[int, int], units: tuple[bool, bool]) -> float:
    """δ² of two sections given as (begin, length)."""
    return section_distance((one[0], sum(one)), (other[0], sum(other)), is_unit=units)


def _disagreement(article: Continuum, label: str) -> tuple[float, float]:
    """D_o and D_e of a label, with the L² that ours leave out."""
    count = next(unitized for unitized in count_unitized(article) if unitized.label == label)
    assert count.observed is not None
    assert count.expected is not None
    return count.observed / article.length**2, count.expected / article.length**2


def _u_alpha() -> Iterator[Oracle]:
    phrases, sixty = published.KEYPHRASES, published.SIXTY

    def u(sets: Sequence[str], length: int) -> Callable[[], float]:
        return lambda: _value("u_alpha", [continuum(sets, length)])

    package, other = "krippendorff-unitized-alpha 0.1.0", "another implementation's README"
    yield Oracle(package, "uα by the formula, ends open", 0.595536, u(phrases, 56), 5e-7)
    yield Oracle(package, "uα by the formula, ends closed", 0.564545, u(inclusive(phrases), 56), 5e-7)
    remark = "printed there; every border loses a character (ends closed, but length is end − start)"
    yield Oracle(package, "uα, ends open", 0.5671992508994135, u(phrases, 56), 1e-4, Standing.WRONG, remark)
    yield Oracle(
        package, "uα, ends closed", 0.5671992508994135, u(inclusive(phrases), 56), 1e-4, Standing.WRONG, remark
    )
    yield Oracle(other, "uα by the formula, ends open", 0.398, u(sixty, 60), 0.0005)
    yield Oracle(other, "uα by the formula, ends closed", 0.413, u(inclusive(sixty), 60), 0.0005)
    yield Oracle(
        other, "uα, ends open", 0.474, u(sixty, 60), 0.01, Standing.WRONG, "printed there; cannot be reproduced"
    )
    yield Oracle(
        other,
        "uα, ends closed",
        0.474,
        u(inclusive(sixty), 60),
        0.01,
        Standing.WRONG,
        "printed there; cannot be reproduced",
    )


def _borders() -> Iterator[Oracle]:
    source = "segmentation.evaluation"
    for one, other, expected in (
        ([2, 3, 6], [5, 6], 0.5),
        ([2, 3, 6], [2, 3, 3, 3], 0.66667),
        ([2, 3, 6], [2, 2, 7], 0.75),
        ([11], [5, 6], 0.0),
    ):
        yield Oracle(source, f"B({one}, {other})", expected, lambda a=one, b=other: _b([_edits(a, b)]), 5e-6)
    first_two = published.STARGAZER[:2]
    places = sum(published.STARGAZER[0]) - 1
    source = "Hearst 1997, Stargazers"
    yield Oracle(source, "B of people 1 and 2", 0.5, lambda: _b([_edits(*first_two)]), 1e-12)
    yield Oracle(source, "S of people 1 and 2", 0.825, lambda: 1 - _edits(*first_two).cost / places, 1e-12)
    remark = "called a mean; it is B of the sums of all pairs"
    yield Oracle(source, "B of all", 0.53005465, lambda: _b(_all_edits()), 1e-8, remark=remark)
    yield Oracle(
        source,
        "mean B of the pairs",
        0.53005465,
        lambda: float(np.mean([_b([e]) for e in _all_edits()])),
        1e-3,
        Standing.WRONG,
        "what the same number is called there",
    )
    remark = "comes only if chance counts segments for borders, one too many a person"
    yield Oracle(source, "κ_B, segments for borders", 0.44149109, lambda: _chance_b(1)[0], 5e-9, remark=remark)
    yield Oracle(source, "π_B, segments for borders", 0.44054124, lambda: _chance_b(1)[1], 5e-9, remark=remark)
    yield Oracle(source, "κ_B", 0.44149109, lambda: _chance_b(0)[0], 0.01, Standing.WRONG, remark)
    yield Oracle(source, "π_B", 0.44054124, lambda: _chance_b(0)[1], 0.01, Standing.WRONG, remark)


def _edits(one: Sequence[int], other: Sequence[int]) -> BorderEdits:
    return compare_borders([*accumulate(one)][:-1], [*accumulate(other)][:-1])


def _all_edits() -> list[BorderEdits]:
    return [_edits(one, other) for one, other in combinations(published.STARGAZER, 2)]


def _b(edits: Sequence[BorderEdits]) -> float:
    cost, borders = np.array(sum(e.cost for e in edits)), np.array(float(sum(e.borders for e in edits)))
    return float(formulas.boundary_similarity(cost, borders))


def _chance_b(too_many: int) -> tuple[float, float]:
    """κ and π of B, with `too_many` borders a person in the expected agreement."""
    places = sum(published.STARGAZER[0]) - 1
    likely = [(len(segments) - 1 + too_many) / places for segments in published.STARGAZER]
    by_pairs = float(np.mean([one * other for one, other in combinations(likely, 2)]))
    observed = np.array(_b(_all_edits()))
    kappa, pi = (formulas.chance_corrected(observed, np.array(by)) for by in (by_pairs, float(np.mean(likely)) ** 2))
    return float(kappa), float(pi)


def _gamma() -> Iterator[Oracle]:
    equal = Weights(alpha=1, beta=1)
    for name, expected, weights in (
        ("1", 0.0625, equal),
        ("2", 0.708333, equal),
        ("3", 0.0, equal),
        ("4", 0.40875643491744995, equal),
        ("5", 1.074380, equal),
        ("6", 1.0277777910232544, Weights(alpha=3, beta=2)),
    ):
        article = continuum(published.PYGAMMA[name], 200)
        yield Oracle(
            f"pygamma 0.5.9, fixture {name}",
            "disorder",
            expected,
            lambda c=article, w=weights: align(c, w).alignment.disorder,
            max(1e-5 * expected, 1e-12),
        )
    example, source = continuum(published.MATHET, 60), "Mathet et al. 2015, three people"
    yield Oracle(source, "disorder", 0.960625, lambda: align(example, Weights()).alignment.disorder, 1e-5)
    yield Oracle(source, "tuples", 6, lambda: len(align(example, Weights()).rows), 0)
    yield Oracle("pygamma, 3by100", "tuples", 127, lambda: len(align(read("3by100"), Weights()).rows), 0)
    yield Oracle("pygamma, 2by1000", "tuples", 1085, lambda: len(align(read("2by1000"), Weights()).rows), 0)
    shuffled = GammaSettings(samples=60, seed=4772, apart=0.5)
    yield Oracle(source, "γ", 0.455, lambda: _sampled("gamma", example, shuffled), 0.03, Standing.SAMPLED, "0.44–0.47")
    yield Oracle(
        source,
        "γ-cat",
        0.40,
        lambda: _sampled("gamma_cat", example, shuffled),
        0.02,
        Standing.ANOTHER,
        "0.38–0.42; puts α into the confidence of a pair and counts what is alone",
    )
    few = GammaSettings(samples=10, seed=4772)
    yield Oracle(
        "pygamma, 3by100",
        "γ",
        0.80,
        lambda: _sampled("gamma", read("3by100"), few),
        0.03,
        Standing.SAMPLED,
        "0.79–0.81",
    )
    yield Oracle(
        "pygamma, 2by1000",
        "γ",
        0.405,
        lambda: _sampled("gamma", read("2by1000"), few),
        0.04,
        Standing.SAMPLED,
        "0.39–0.42; another sampler",
    )


def _sampled(name: str, article: Continuum, settings: GammaSettings) -> float:
    measured = measure_gamma(name, [count_gamma(article, settings)], settings, resampling=ALONE)
    assert measured.value is not None, measured.undefined
    return measured.value


def main() -> int:
    """Print them all; 1 where one does not hold."""
    failed = 0
    print(f"{'':2} {'source':38} {'what':34} {'expected':>12} {'found':>12}  remark")
    for oracle in every_oracle():
        found = oracle.found()
        failed += not oracle.holds(found)
        sign = "ok" if oracle.holds(found) else "NO"
        remark = "; ".join(filter(None, [oracle.standing if oracle.standing != Standing.GIVEN else "", oracle.remark]))
        print(f"{sign} {oracle.source:38} {oracle.what:34} {oracle.expected:12.6g} {found:12.6g}  {remark}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
