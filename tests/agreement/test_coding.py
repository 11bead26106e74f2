"""Who gave which labels to which characters, words and sentences."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given

from annotate.agreement.coding import Labels, Unit, cross_tables, jaccard, labels_of_units, masi, nominal
from annotate.agreement.continuum import Continuum, Span
from annotate.text.extent import Extent
from tests.agreement.strategies import continua


@given(continua(people=(2, 2)))
def test_the_table_of_characters_is_what_going_through_the_text_gives(continuum: Continuum) -> None:
    by_hand: Counter[tuple[Labels, Labels]] = Counter()
    for at in range(continuum.length):
        here = Extent.one(at, at + 1)
        given_here = [
            tuple(sorted({span.label for span in continuum.sets[person] if span.extent.overlaps(here)}))
            for person in (1, 2)
        ]
        by_hand[given_here[0], given_here[1]] += 1
    (table,) = cross_tables(continuum, Unit.CHARACTER)
    assert {(one, other): count for one, other, count in table.cells} == by_hand


@given(continua())
def test_a_unit_has_the_labels_that_touch_it(continuum: Continuum) -> None:
    for spans in continuum.sets.values():
        for unit, labels in zip(continuum.words, labels_of_units(spans, continuum.words), strict=True):
            assert set(labels) == {span.label for span in spans if span.extent.overlaps(Extent.one(*unit))}


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
