"""What hypothesis draws: continua of few people with overlapping, nested and discontinuous spans."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from annotate.agreement.continuum import Continuum, Span
from annotate.text.extent import Extent

LABELS = "claim", "evidence", "rhetoric", "aside"


@st.composite
def extents(draw: st.DrawFn, length: int, *, ranges: int = 2) -> Extent:
    """An extent of a text that long."""
    starts = draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=ranges))
    return Extent.of((start, draw(st.integers(start + 1, length))) for start in starts)


@st.composite
def sets(draw: st.DrawFn, length: int, *, most: int = 6, ranges: int = 2) -> tuple[Span, ...]:
    """One person's spans, no two with the same extent and label, as the database has it."""
    marked = draw(
        st.lists(st.tuples(extents(length, ranges=ranges), st.sampled_from(LABELS)), max_size=most, unique=True)
    )
    return tuple(Span(extent, label) for extent, label in marked)


@st.composite
def continua(
    draw: st.DrawFn, *, people: tuple[int, int] = (2, 3), most: int = 6, article: int = 1, ranges: int = 2
) -> Continuum:
    """An article of some people, every span with an id of its own, with words and sentences."""
    length = draw(st.integers(4, 40))
    count = draw(st.integers(*people))
    marked = {person: draw(sets(length, most=most, ranges=ranges)) for person in range(1, count + 1)}
    numbered = {
        person: tuple(replace(span, id=100 * person + at) for at, span in enumerate(spans))
        for person, spans in marked.items()
    }
    words = tuple((start, min(start + 3, length)) for start in range(0, length, 4))
    sentences = tuple((start, min(start + 11, length)) for start in range(0, length, 12))
    return Continuum(article, length, numbered, words, sentences)


def renamed(continuum: Continuum, people: dict[int, int]) -> Continuum:
    """The same article with other numbers for the people."""
    return replace(continuum, sets={people[person]: spans for person, spans in continuum.sets.items()})


def relabelled(continuum: Continuum, labels: dict[str, str]) -> Continuum:
    """The same article with other names for the labels."""
    return replace(
        continuum,
        sets={
            person: tuple(replace(span, label=labels[span.label]) for span in spans)
            for person, spans in continuum.sets.items()
        },
    )
