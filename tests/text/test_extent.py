"""Extents are values that cannot lie."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotate.text.extent import ELLIPSIS, Extent, NoExtent
from annotate.text.graphemes import borders_around, is_border
from tests.strategies import extents, texts

ranges = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=6)


@given(ranges)
def test_ranges_are_sorted_disjoint_and_cover_the_same(pairs: list[tuple[int, int]]) -> None:
    extent = Extent.of((start, start + size) for start, size in pairs)
    covered = {point for start, size in pairs for point in range(start, start + size)}
    assert {point for start, end in extent for point in range(start, end)} == covered
    assert all(left[1] < right[0] for left, right in zip(extent.ranges, extent.ranges[1:], strict=False))
    assert len(extent) == len(covered)


@given(ranges)
def test_an_extent_can_be_written_and_read(pairs: list[tuple[int, int]]) -> None:
    extent = Extent.of((start, start + size) for start, size in pairs)
    assert Extent.parse(str(extent)) == extent


@pytest.mark.parametrize(
    "written", ["", "3", "3-", "-3", "5-3", "3-3", "1-2,", "a-b", "1-2 3-4", "١-٢", "1-99999999999"]
)
def test_what_is_no_extent_is_refused(written: str) -> None:
    with pytest.raises(NoExtent):
        Extent.parse(written)


@given(ranges, ranges)
def test_shared_counts_what_both_cover(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a = Extent.of((start, start + size) for start, size in one)
    b = Extent.of((start, start + size) for start, size in other)
    points = [{p for start, end in extent for p in range(start, end)} for extent in (a, b)]
    assert a.shared(b) == b.shared(a) == len(points[0] & points[1])
    assert a.overlaps(b) == bool(points[0] & points[1])


@given(ranges, st.integers(0, 70), st.integers(1, 20))
def test_a_range_can_be_added_and_cut_out(pairs: list[tuple[int, int]], start: int, size: int) -> None:
    extent = Extent.of((a, a + length) for a, length in pairs)
    points = {p for a, b in extent for p in range(a, b)}
    hole = set(range(start, start + size))
    added = extent.with_range(start, start + size)
    assert {p for a, b in added for p in range(a, b)} == points | hole
    if points - hole:
        cut = extent.without_range(start, start + size)
        assert {p for a, b in cut for p in range(a, b)} == points - hole
    else:
        with pytest.raises(NoExtent):
            extent.without_range(start, start + size)


@given(st.data())
def test_a_drawn_extent_passes_and_its_quote_is_the_text(data: st.DataObject) -> None:
    text = data.draw(texts())
    extent = data.draw(extents(text))
    extent.check(text)
    assert extent.quote(text) == ELLIPSIS.join(text[start:end] for start, end in extent)


@given(st.data())
def test_trim_and_snap_make_any_range_with_a_letter_pass(data: st.DataObject) -> None:
    text = data.draw(texts())
    assume(all(is_border(text, at + 1) for at, letter in enumerate(text) if letter.isspace()))  # no accent on a space
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    extent = Extent.one(start, end).snap(text)
    try:
        extent = extent.trim(text).snap(text)
    except NoExtent:
        assert not text[extent.start : extent.end].strip()
        return
    extent.check(text)


@pytest.mark.parametrize(
    ("ranges", "code"),
    [
        ([(0, 99)], "outside"),
        ([(1, 3)], "white space"),
        ([(0, 2)], "white space"),
        ([(4, 5)], "cluster"),
        ([(3, 4)], "cluster"),
    ],
)
def test_check_says_what_is_wrong(ranges: list[tuple[int, int]], code: str) -> None:
    with pytest.raises(NoExtent) as error:
        Extent.of(ranges).check("a b🇩🇪")
    assert error.value.code == code


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("x👨\u200d👩\u200d👧y", {2, 3, 4, 5}),
        ("x🇩🇪🇫🇷y", {2, 4}),
        ("xe\u0323\u0301y", {2, 3}),
        ("x1️⃣y", {2, 3}),
        ("각", set()),
        ("\u1100\u1161\u11a8", {1, 2}),
        ("a\nب", set()),
        ("क्ष", {1}),  # without GB9c the second consonant may begin a span
    ],
)
def test_borders_are_those_of_grapheme_clusters(text: str, inside: set[int]) -> None:
    assert {offset for offset in range(len(text) + 1) if not is_border(text, offset)} == inside
    for offset in inside:
        before, after = borders_around(text, offset)
        assert before < offset < after
