"""Who gave which labels to which characters, words and sentences."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given

from annotate.agreement.borders import compare_borders, count_borders
from annotate.agreement.coding import Labels, Unit, cross_tables, jaccard, masi, nominal
from annotate.agreement.continuum import Continuum, Span
from annotate.text.extent import Extent
from tests.agreement.strategies import continua


def labels_at(continuum: Continuum, person: int, place: Extent) -> Labels:
    """The labels of a person's spans that touch a place."""
    return tuple(sorted({span.label for span in continuum.sets[person] if span.extent.overlaps(place)}))


def places(continuum: Continuum, unit: Unit) -> list[Extent]:
    characters = ((at, at + 1) for at in range(continuum.length))
    ranges = {Unit.CHARACTER: characters, Unit.WORD: continuum.words, Unit.SENTENCE: continuum.sentences}[unit]
    return [Extent.one(*each) for each in ranges]


@pytest.mark.parametrize("unit", Unit)
@given(continuum=continua(people=(2, 2)))
def test_a_table_is_what_going_through_the_text_gives(unit: Unit, continuum: Continuum) -> None:
    """A word or sentence has the labels of the spans that touch it."""
    by_hand = Counter(
        (labels_at(continuum, 1, here), labels_at(continuum, 2, here)) for here in places(continuum, unit)
    )
    (table,) = cross_tables(continuum, unit)
    assert {(one, other): count for one, other, count in table.cells} == by_hand


@given(continuum=continua(people=(2, 2)))
def test_borders_are_those_that_going_through_the_words_finds(continuum: Continuum) -> None:
    for count in count_borders(continuum):
        found = []
        for person in (1, 2):
            inside = [count.label in labels_at(continuum, person, word) for word in places(continuum, Unit.WORD)]
            found.append({at for at, (before, after) in enumerate(pairwise(inside), 1) if before != after})
        edits = compare_borders(*found)
        assert (count.cost, count.borders) == (edits.cost, edits.borders)


def test_a_long_text_costs_its_spans_not_its_length() -> None:
    """200,000 words: two whole numbers each is what it may take, not a set of labels for each and each person."""
    words = tuple((start, start + 4) for start in range(0, 1_000_000, 5))
    one, other = ((Span(Extent.one(start, start + 900), "claim"),) for start in (500_000, 500_100))
    article = Continuum(1, 1_000_000, {1: one, 2: other, 3: ()}, words, words[::20])
    tracemalloc.start()
    tables = [cross_tables(article, unit) for unit in Unit]
    borders = count_borders(article)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert [sum(cell[2] for cell in of_unit[0].cells) for of_unit in tables] == [1_000_000, 200_000, 10_000]
    assert [(count.cost, count.borders) for count in borders if (count.first, count.second) == (1, 2)] == [(4, 4)]


def test_every_pair_of_people_has_a_table_of_every_sentence() -> None:
    spans = (Span(Extent.one(3, 14), "claim"),)
    article = Continuum(1, 30, {1: spans, 2: (), 3: spans}, sentences=((0, 10), (11, 20), (21, 30)))
    tables = cross_tables(article, Unit.SENTENCE)
    assert [(table.first, table.second) for table in tables] == [(1, 2), (1, 3), (2, 3)]
    assert tables[0].cells == (((), (), 1), (("claim",), (), 2))


@pytest.mark.parametrize(
    ("one", "other", "by_jaccard", "by_masi"),
    [
        ("", "", 0, 0),
        ("a", "a", 0, 0),
        ("a", "", 1, 1),
        ("a", "b", 1, 1),
        ("a", "ab", 1 / 2, 2 / 3),
        ("ab", "abc", 1 / 3, 5 / 9),
        ("ab", "bc", 2 / 3, 8 / 9),
    ],
)
def test_distances_of_sets(one: str, other: str, by_jaccard: float, by_masi: float) -> None:
    mine, theirs = tuple(one), tuple(other)
    assert jaccard(mine, theirs) == jaccard(theirs, mine) == pytest.approx(by_jaccard)
    assert masi(mine, theirs) == masi(theirs, mine) == pytest.approx(by_masi)
    assert nominal(mine, theirs) == (one != other)


def test_masi_grows_with_what_is_not_shared() -> None:
    steps = [masi(("a", "b", "c"), other) for other in (("a", "b", "c"), ("a", "b"), ("a",), ("a", "d"), ("d",))]
    assert all(nearer < farther for nearer, farther in pairwise(steps))
