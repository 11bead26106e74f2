"""Laws of every measure, and what each says where it has no number."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.agreement import answers, values
from annotate.agreement.about import ABOUT
from annotate.agreement.coding import Unit
from annotate.agreement.continuum import Continuum, Span
from annotate.agreement.counting import count_article
from annotate.agreement.disorder import GammaSettings
from annotate.agreement.gamma import count_gamma
from annotate.agreement.measures import BY_UNIT, GAMMAS, MEASURES, SetDistance, measure, measure_gamma
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.measures.tables import Resampling
from annotate.agreement.values import LeftOut, Measured
from annotate.text.extent import Extent
from annotate.text.notes import Note
from tests.agreement.strategies import LABELS, continua, relabelled, renamed

ALONE = Resampling(resamples=0)
QUICK = GammaSettings(samples=3)
UNCONFIRMED = {"cu_alpha", "ku_alpha"}
RENAMED = dict(zip(LABELS, ("x", "y", "z", "w"), strict=True))


def counted(*articles: Continuum) -> Corpus:
    return Corpus.of(count_article(article) for article in articles)


def number(name: str, *articles: Continuum, label: str | None = None, unit: Unit = Unit.WORD) -> float | None:
    return measure(name, counted(*articles), label=label, unit=unit, resampling=ALONE).value


def same(one: float | None, other: float | None) -> bool:
    return one is other or (one is not None and other is not None and one == pytest.approx(other, abs=1e-9))


@pytest.mark.parametrize("name", MEASURES)
@settings(max_examples=25, deadline=None)
@given(article=continua(), unit=st.sampled_from(Unit), label=st.sampled_from([None, "claim"]))
def test_who_the_people_are_changes_nothing(name: str, article: Continuum, unit: Unit, label: str | None) -> None:
    others = renamed(article, dict(zip(article.people, (9, 5, 7), strict=False)))
    assert same(number(name, article, label=label, unit=unit), number(name, others, label=label, unit=unit))


@pytest.mark.parametrize("name", MEASURES)
@settings(max_examples=25, deadline=None)
@given(article=continua(), unit=st.sampled_from(Unit))
def test_what_the_labels_are_called_changes_nothing(name: str, article: Continuum, unit: Unit) -> None:
    others = relabelled(article, RENAMED)
    assert same(number(name, article, unit=unit), number(name, others, unit=unit))
    assert same(number(name, article, unit=unit, label="claim"), number(name, others, unit=unit, label="x"))


@pytest.mark.parametrize("name", MEASURES)
@settings(max_examples=25, deadline=None)
@given(article=continua(), label=st.sampled_from([None, *LABELS]), unit=st.sampled_from(Unit))
def test_identical_sets_give_one_or_a_reason(name: str, article: Continuum, label: str | None, unit: Unit) -> None:
    alike = replace(article, sets=dict.fromkeys(article.sets, article.sets[1]))
    found = measure(name, counted(alike), label=label, unit=unit, resampling=ALONE)
    assert (found.value is None) == (found.undefined is not None)
    if found.value is not None:
        assert found.value == pytest.approx(1)


@pytest.mark.parametrize("name", sorted({*MEASURES} - UNCONFIRMED))
@settings(max_examples=25, deadline=None)
@given(first=continua(article=1), second=continua(article=2), third=continua(article=3))
def test_the_order_of_articles_changes_nothing(
    name: str, first: Continuum, second: Continuum, third: Continuum
) -> None:
    forth = measure(name, counted(first, second, third), resampling=Resampling(20))
    assert forth == measure(name, counted(third, first, second), resampling=Resampling(20))


@pytest.mark.parametrize("name", ["exact_f1", "overlap_f1", "character_f1", "boundary_similarity"])
@settings(max_examples=25, deadline=None)
@given(article=continua())
def test_measures_without_chance_lie_between_nothing_and_all(name: str, article: Continuum) -> None:
    found = number(name, article)
    assert found is None or -1e-9 <= found <= 1 + 1e-9


@settings(max_examples=40, deadline=None)
@given(article=continua())
def test_exact_f1_is_never_above_overlap_f1(article: Continuum) -> None:
    exact, overlap = number("exact_f1", article), number("overlap_f1", article)
    assert (exact is None) == (overlap is None)
    assert exact is None or overlap is None or exact <= overlap + 1e-9


@settings(max_examples=25, deadline=None)
@given(article=continua(people=(3, 3)))
def test_f1_of_three_is_the_mean_of_the_pairs_that_marked_something(article: Continuum) -> None:
    pairs = [number("exact_f1", article.only(pair)) for pair in ((1, 2), (1, 3), (2, 3))]
    defined = [value for value in pairs if value is not None]
    expected = sum(defined) / len(defined) if defined else None
    assert same(number("exact_f1", article), expected)


@settings(max_examples=30, deadline=None)
@given(article=continua(ranges=1))
def test_a_mirrored_text_gives_the_same_alpha_u(article: Continuum) -> None:
    mirrored = replace(
        article,
        sets={
            person: tuple(
                replace(span, extent=Extent.one(article.length - span.extent.end, article.length - span.extent.start))
                for span in spans
            )
            for person, spans in article.sets.items()
        },
    )
    assert same(number("alpha_u", article), number("alpha_u", mirrored))


@settings(max_examples=15, deadline=None)
@given(article=continua(people=(2, 3), most=4))
def test_gamma_does_not_depend_on_who_the_people_are(article: Continuum) -> None:
    others = renamed(article, dict(zip(article.people, (9, 5, 7), strict=False)))
    for name in ("gamma", "gamma_cat"):
        forth = measure_gamma(name, [count_gamma(article, QUICK)], QUICK, resampling=ALONE)
        back = measure_gamma(name, [count_gamma(others, QUICK)], QUICK, resampling=ALONE)
        assert same(forth.value, back.value)


@settings(max_examples=15, deadline=None)
@given(article=continua(people=(2, 3), most=4))
def test_gamma_of_identical_sets_is_one_or_has_a_reason(article: Continuum) -> None:
    alike = replace(article, sets=dict.fromkeys(article.sets, article.sets[1]))
    found = measure_gamma("gamma", [count_gamma(alike, QUICK)], QUICK, resampling=ALONE)
    if found.value is None:
        assert found.undefined in (values.CHANCE_AGREES, values.NOTHING_MARKED)
    else:
        assert found.value == pytest.approx(1)


@settings(max_examples=15, deadline=None)
@given(article=continua(people=(2, 3), most=4))
def test_the_observed_disorder_does_not_depend_on_what_labels_are_called(article: Continuum) -> None:
    one, other = (
        measure_gamma("gamma", [count_gamma(each, QUICK)], QUICK, resampling=ALONE).parameters.get("disorder")
        for each in (article, relabelled(article, RENAMED))
    )
    assert one == (other if other is None else pytest.approx(other, abs=3e-6))


def span(start: int, end: int, label: str = "claim") -> Span:
    return Span(Extent.one(start, end), label)


def article(number: int, *people: tuple[Span, ...], length: int = 100) -> Continuum:
    words = tuple((start, start + 4) for start in range(0, length - 4, 5))
    return Continuum(number, length, dict(enumerate(people, 1)), words=words)


EMPTY = article(1, (), ())
ONE_SIDED = article(1, (span(10, 20),), ())
OVERLAPPING = article(1, (span(10, 20), span(15, 30)), (span(10, 20),))
EVERYTHING = article(1, (span(0, 100),), (span(0, 100),))


@pytest.mark.parametrize(
    ("name", "articles", "label", "reason"),
    [
        *[(name, [], None, values.NO_SHARED_ARTICLE) for name in MEASURES],
        *[(name, [article(1, (span(1, 2),))], None, values.NO_SHARED_ARTICLE) for name in MEASURES],
        ("exact_f1", [EMPTY], None, values.NOTHING_MARKED),
        ("overlap_f1", [EMPTY], None, values.NOTHING_MARKED),
        ("character_f1", [ONE_SIDED], "aside", values.LABEL_UNUSED),
        ("boundary_similarity", [EVERYTHING], None, values.NO_BORDERS),
        ("cohen_kappa", [EMPTY], None, values.NOTHING_MARKED),
        ("fleiss_kappa", [ONE_SIDED], "aside", values.LABEL_UNUSED),
        ("alpha_nominal", [EVERYTHING], None, values.ONE_VALUE),
        ("alpha_sets", [ONE_SIDED], "claim", values.WHOLE_ONLY),
        ("alpha_u", [EMPTY], None, values.NOTHING_MARKED),
        ("alpha_u", [OVERLAPPING], None, values.NOTHING_FITS),
        ("u_alpha", [EVERYTHING], None, values.CHANCE_AGREES),
        ("u_alpha", [OVERLAPPING], None, values.NOTHING_FITS),
        ("u_alpha", [ONE_SIDED], "claim", values.WHOLE_ONLY),
        ("cu_alpha", [ONE_SIDED], None, values.NOT_CONFIRMED),
        ("ku_alpha", [ONE_SIDED], "claim", values.NOT_CONFIRMED),
    ],
)
def test_where_there_is_no_number_there_is_the_reason(
    name: str, articles: list[Continuum], label: str | None, reason: str
) -> None:
    found = measure(name, counted(*articles), label=label)
    assert (found.value, found.undefined, found.interval) == (None, reason, None)


def test_a_unit_nobody_knows_the_borders_of_is_named() -> None:
    found = measure("cohen_kappa", counted(ONE_SIDED), unit=Unit.SENTENCE)
    assert found.undefined == values.NO_UNITS % {"unit": "sentence"}
    assert found.undefined is not None
    assert found.undefined.parameters == {"unit": "sentence"}


def test_gwet_ac1_is_defined_where_everybody_agrees_on_everything() -> None:
    assert number("gwet_ac1", EMPTY, label="claim") == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "articles", "label", "reason"),
    [
        *[(name, [], None, values.NO_SHARED_ARTICLE) for name in GAMMAS],
        ("gamma", [EMPTY], None, values.NOTHING_MARKED),
        ("gamma", [ONE_SIDED], "claim", values.WHOLE_ONLY),
        ("gamma_cat", [ONE_SIDED], None, values.NOTHING_ALIGNED),
        ("gamma_cat", [OVERLAPPING], None, values.CHANCE_AGREES),
        ("gamma_k", [ONE_SIDED], None, values.ONE_LABEL_ONLY),
        ("gamma_k", [ONE_SIDED], "aside", values.LABEL_UNUSED),
    ],
)
def test_where_gamma_has_no_number_there_is_the_reason(
    name: str, articles: list[Continuum], label: str | None, reason: str
) -> None:
    found = measure_gamma(name, [count_gamma(each, QUICK) for each in articles], QUICK, label=label)
    assert (found.value, found.undefined, found.interval) == (None, reason, None)


def left(found: Measured) -> dict[str, int]:
    return {str(each.reason): each.count for each in found.left_out}


def test_what_is_left_out_is_counted_with_its_reason() -> None:
    articles = [article(1, (span(1, 9),)), replace(OVERLAPPING, article=2), article(3, (span(1, 9),), (span(1, 8),))]
    before = [LeftOut(Note("copies that a reviewer made"), 4)]
    found = measure("u_alpha", counted(*articles), left_out=before)
    assert left(found) == {
        "copies that a reviewer made": 4,
        values.FEWER_THAN_TWO: 1,
        values.OWN_SPANS_OVERLAP: 1,
    }
    assert (found.articles, found.people, found.spans) == (1, 2, 2)


def test_pairs_without_a_value_do_not_count_as_agreeing() -> None:
    found = measure("exact_f1", counted(article(1, (), (), (span(1, 9),))))
    assert found.value == 0
    assert left(found) == {values.UNMARKED_PAIRS: 1}
    assert found.parameters["pairs"] == 2


def test_the_interval_holds_the_number_and_comes_again_with_its_seed() -> None:
    articles = [article(n, (span(10, 20), span(40, 50)), (span(10, 20 + n % 3), span(40, 50))) for n in range(1, 21)]
    found = measure("character_f1", counted(*articles), resampling=Resampling(500, seed=3))
    assert found.value is not None
    assert found.interval is not None
    assert found.interval.low < found.value < found.interval.high
    assert (found.interval.level, found.interval.resamples, found.interval.seed) == (0.95, 500, 3)
    assert found == measure("character_f1", counted(*articles), resampling=Resampling(500, seed=3))
    assert found.interval != measure("character_f1", counted(*articles), resampling=Resampling(500, seed=4)).interval


def test_one_article_has_no_interval() -> None:
    assert measure("exact_f1", counted(OVERLAPPING)).interval is None


def test_parameters_name_what_a_number_depends_on() -> None:
    counts = Corpus.of([count_article(OVERLAPPING, overlap=0.25)])
    assert measure("overlap_f1", counts).parameters["overlap"] == 0.25
    assert measure("alpha_sets", counts, distance=SetDistance.JACCARD).parameters["distance"] == "jaccard"
    settings_ = GammaSettings(samples=2, seed=5)
    found = measure_gamma("gamma", [count_gamma(OVERLAPPING, settings_)], settings_)
    assert {**found.parameters} | {"disorder": 0, "expected_disorder": 0} == {
        "alpha": 3.0, "beta": 1.0, "delta": 1.0, "samples": 2, "seed": 5, "apart": 1.0,
        "disorder": 0, "expected_disorder": 0,
    }  # fmt: skip


@given(st.sampled_from([0.2, 0.5, 0.8, 1.0]))
def test_a_stricter_overlap_never_matches_more(overlap: float) -> None:
    loose = measure("overlap_f1", Corpus.of([count_article(OVERLAPPING, overlap=0.1)]), resampling=ALONE)
    strict = measure("overlap_f1", Corpus.of([count_article(OVERLAPPING, overlap=overlap)]), resampling=ALONE)
    assert loose.value is not None
    assert strict.value is not None
    assert strict.value <= loose.value


def test_cutting_a_corpus_into_articles_keeps_u_alpha() -> None:
    """uα's sums add exactly: two articles are as one continuum in which the second follows the first."""
    first = article(1, (span(5, 20), span(40, 60, "aside")), (span(8, 20),), length=80)
    second = article(2, (span(10, 30, "aside"),), (span(10, 35, "aside"), span(50, 51)), length=70)
    glued = article(
        3,
        (span(5, 20), span(40, 60, "aside"), span(90, 110, "aside")),
        (span(8, 20), span(90, 115, "aside"), span(130, 131)),
        length=150,
    )
    assert number("u_alpha", first, second) == pytest.approx(number("u_alpha", glued))
    assert number("u_alpha_binary", first, second) == pytest.approx(number("u_alpha_binary", glued))


def test_every_measure_has_its_words() -> None:
    assert set(ABOUT) == {*MEASURES, *GAMMAS, answers.NAME}
    assert set(MEASURES) > BY_UNIT
    for about in ABOUT.values():
        assert all((about.title, about.meaning, about.usual, about.sources))


def test_a_name_that_is_no_measure_is_no_key() -> None:
    with pytest.raises(KeyError):
        measure("kappa", Corpus.of([]))


def test_reading_numbers_loads_no_solver() -> None:
    """Processes that show pages should not carry SciPy (decision 20)."""
    code = "import sys, annotate.agreement.measures, annotate.agreement.counting; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
