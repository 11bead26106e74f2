"""Matching two people's spans one to one."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotate.agreement.matching import intersection_over_union, match, overlapping
from annotate.text.extent import Extent
from tests.agreement.strategies import extents


def largest_by_trying(first: list[Extent], second: list[Extent], overlap: float) -> int:
    """The size of a largest matching, by trying every set of pairs."""
    fitting = [
        (i, j)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if intersection_over_union(one, other) >= overlap
    ]
    for size in range(min(len(first), len(second)), 0, -1):
        for pairs in combinations(fitting, size):
            if len({i for i, _ in pairs}) == size == len({j for _, j in pairs}):
                return size
    return 0


FEW = st.lists(extents(12), max_size=4)


@given(FEW, FEW, st.sampled_from([0.1, 0.34, 0.5, 1.0]))
def test_match_is_as_large_as_any_one_to_one_matching(
    first: list[Extent], second: list[Extent], overlap: float
) -> None:
    found = match(first, second, overlap=overlap)
    assert len(found) == largest_by_trying(first, second, overlap)
    assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
    assert all(intersection_over_union(first[one], second[other]) >= overlap for one, other in found)


@given(FEW, FEW)
def test_overlapping_finds_every_pair_that_shares_a_code_point(first: list[Extent], second: list[Extent]) -> None:
    found = list(overlapping(first, second))
    sharing = {(i, j) for i, one in enumerate(first) for j, other in enumerate(second) if one.overlaps(other)}
    assert sharing <= set(found)
    assert len(found) == len(set(found))


def test_a_long_span_is_matched_with_one_short_span_only() -> None:
    long, short = [Extent.one(0, 30)], [Extent.one(0, 10), Extent.one(10, 20), Extent.one(20, 30)]
    assert len(match(long, short, overlap=0.3)) == 1


def test_match_moves_a_partner_so_that_both_have_one() -> None:
    first = [Extent.one(0, 10), Extent.one(2, 10)]
    second = [Extent.one(2, 11), Extent.one(0, 6)]
    assert match(first, second, overlap=0.5) == [(0, 1), (1, 0)]
