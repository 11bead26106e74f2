"""The two laws of segments, and lanes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotate.text.extent import Extent
from annotate.text.lanes import LANES, lanes
from annotate.text.segments import segments
from tests.strategies import extents, texts


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, dict[int, Extent]]:
    """A text and some extents in it."""
    text = draw(texts())
    return text, {key: draw(extents(text)) for key in range(draw(st.integers(0, 8)))}


@given(marked(), st.data())
def test_the_pieces_joined_are_the_text(case: tuple[str, dict[int, Extent]], data: st.DataObject) -> None:
    text, marks = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=4))
    pieces = segments(text, marks, start=start, end=end, cuts=cuts)
    assert "".join(piece.text for piece in pieces) == text[start:end]
    assert all(piece.text for piece in pieces)
    assert all(one.end == other.start for one, other in zip(pieces, pieces[1:], strict=False))


@given(marked())
def test_the_pieces_of_an_extent_are_its_quote(case: tuple[str, dict[int, Extent]]) -> None:
    text, marks = case
    pieces = segments(text, marks)
    for key, extent in marks.items():
        assert "".join(piece.text for piece in pieces if key in piece.keys) == "".join(extent.quotes(text))


@given(st.dictionaries(st.integers(0, 30), st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=20))
def test_no_two_spans_share_a_lane_where_they_overlap(drawn: dict[int, tuple[int, int]]) -> None:
    bounds = {key: (start, start + size) for key, (start, size) in drawn.items()}
    found = lanes(bounds)
    assert found.keys() == bounds.keys()
    for one, (a, b) in bounds.items():
        for other, (c, d) in bounds.items():
            if one < other and a < d and c < b and found[one] is not None:
                assert found[one] != found[other]


def test_the_shortest_span_lies_nearest_the_text() -> None:
    assert lanes({1: (0, 50), 2: (10, 20), 3: (12, 14)}) == {3: 0, 2: 1, 1: 2}


def test_what_finds_no_lane_is_more() -> None:
    found = lanes({key: (0, 10 + key) for key in range(LANES + 2)})
    assert [found[key] for key in range(LANES + 2)] == [*range(LANES), None, None]
