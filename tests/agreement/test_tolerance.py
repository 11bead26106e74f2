"""When two extents count as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.agreement.tolerance import Tolerance, bare
from annotate.text.extent import Extent
from tests.strategies import extents, texts

TEXT = "They say: “the bridge is, (frankly), a burden.”"


@pytest.mark.parametrize(
    ("tolerance", "marked", "left"),
    [
        (Tolerance.NOTHING, "“the bridge ", "“the bridge "),
        (Tolerance.WHITE_SPACE, "“the bridge ", "“the bridge"),
        (Tolerance.PUNCTUATION, "“the bridge ", "the bridge"),
        (Tolerance.DETERMINER, "“the bridge ", "bridge"),
        (Tolerance.DETERMINER, "a burden.”", "burden"),
        (Tolerance.DETERMINER, "the ", "the"),
        (Tolerance.PUNCTUATION, ", (", ", ("),
    ],
)
def test_what_is_left_of_an_extent(tolerance: Tolerance, marked: str, left: str) -> None:
    start = TEXT.index(marked)
    kept = bare(Extent.one(start, start + len(marked)), TEXT, tolerance, language="en-GB")
    assert kept.quotes(TEXT) == [left]


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("fr", "l’élève", "élève"),
        ("fr", "L'élève", "élève"),
        ("it", "un’idea", "idea"),
        ("de", "diese Brücke", "Brücke"),
        ("en", "theory of bridges", "theory of bridges"),
        ("en", "The\u00a0bridge", "bridge"),
        ("xx", "the bridge", "the bridge"),
        ("", "the bridge", "the bridge"),
    ],
)
def test_determiners_are_those_of_the_language(language: str, text: str, left: str) -> None:
    kept = bare(Extent.one(0, len(text)), text, Tolerance.DETERMINER, language=language)
    assert kept.quote(text) == left


def test_ranges_with_nothing_but_forgiven_signs_between_them_are_one() -> None:
    two = Extent.of([(TEXT.index("is"), TEXT.index(", (")), (TEXT.index("frankly"), TEXT.index("), a"))])
    assert bare(two, TEXT, Tolerance.PUNCTUATION).quotes(TEXT) == ["is, (frankly"]
    assert bare(two, TEXT, Tolerance.WHITE_SPACE) == two


@given(st.data(), st.sampled_from(Tolerance), st.sampled_from(["en", "fr", ""]))
def test_what_is_left_lies_inside_and_stays_as_it_is(data: st.DataObject, tolerance: Tolerance, language: str) -> None:
    text = data.draw(texts())
    extent = data.draw(extents(text))
    left = bare(extent, text, tolerance, language=language)
    assert extent.start <= left.start < left.end <= extent.end
    if tolerance is not Tolerance.DETERMINER:
        assert bare(left, text, tolerance, language=language) == left


@given(st.data())
def test_each_tolerance_forgives_what_the_ones_before_forgive(data: st.DataObject) -> None:
    text = data.draw(texts())
    one, other = data.draw(extents(text)), data.draw(extents(text))
    alike = [bare(one, text, each, language="en") == bare(other, text, each, language="en") for each in Tolerance]
    assert alike == sorted(alike)
