"""Continua: fewer people, and less of the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotate.agreement.continuum import Continuum, Span
from annotate.text.extent import Extent
from tests.agreement.strategies import continua

ARTICLE = Continuum(
    1,
    100,
    {
        1: (Span(Extent.one(10, 30), "claim", 7), Span(Extent.one(50, 60), "aside", 8)),
        2: (Span(Extent.of([(5, 12), (70, 80)]), "claim", 9),),
    },
    words=((0, 9), (25, 35), (72, 90)),
    sentences=((0, 45), (45, 100)),
)


def test_only_keeps_the_sets_of_the_people_named() -> None:
    assert ARTICLE.only({2, 3}).people == (2,)
    assert ARTICLE.only({2}).labels == {"claim"}


def test_within_cuts_the_rest_out_and_joins_what_is_left() -> None:
    cut = ARTICLE.within([(0, 20), (70, 80)])
    assert cut.length == 30
    assert cut.sets == {
        1: (Span(Extent.one(10, 20), "claim", 7),),
        2: (Span(Extent.of([(5, 12), (20, 30)]), "claim", 9),),
    }
    assert cut.words == ((0, 9), (22, 30))
    assert cut.sentences == ((0, 20), (20, 30))


def test_within_joins_a_span_over_what_was_cut_from_its_middle() -> None:
    one = Continuum(1, 50, {1: (Span(Extent.one(5, 45), "claim"),)})
    assert one.within([(0, 10), (40, 50)]).sets[1][0].extent == Extent.one(5, 15)


@given(continua())
def test_within_the_whole_text_changes_nothing(continuum: Continuum) -> None:
    assert continuum.within([(0, continuum.length)]) == continuum


@given(continua(), st.data())
def test_within_keeps_as_many_code_points_as_lie_inside(continuum: Continuum, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, continuum.length - 1))
    end = data.draw(st.integers(start + 1, continuum.length))
    window = Extent.one(start, end)
    kept = {span.id: len(span.extent) for spans in continuum.within([(start, end)]).sets.values() for span in spans}
    inside = {span.id: span.extent.shared(window) for spans in continuum.sets.values() for span in spans}
    assert kept == {number: shared for number, shared in inside.items() if shared}
