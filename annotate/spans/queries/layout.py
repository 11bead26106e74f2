"""How a desk is cut and laid out: stretches, the pieces in them, a lane for every span.

A stretch is what an answer replaces as one: a block, or a chunk of a block too long for that. A range that reaches over
many stretches is drawn under the words of its first and its last; those between lie wholly in it, and are marked as
covered without being printed again. So a mark costs what its ends cost, however long it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from annotate.corpus.models import Block
from annotate.corpus.queries import blocks_at, frozen
from annotate.journal.queries import lines_since
from annotate.spans.queries.desk import Desk, SpanLine, Tag
from annotate.spans.queries.sets import audience_of
from annotate.text.chunks import chunks
from annotate.text.extent import Extent
from annotate.text.lanes import lanes
from annotate.text.segments import segments

DRAWN = 3
"""A range over more stretches than this covers those between its first and its last instead of underlining them."""


class Stretch(NamedTuple):
    """`[start, end)` of an article, in code points: a block, or its chunk number `chunk` (from 0) of `chunks`."""

    block: Block
    start: int
    end: int
    chunk: int
    chunks: int

    @property
    def is_block(self) -> bool:
        """Whether it is a whole block."""
        return self.chunks == 1


@dataclass(frozen=True)
class Touched:
    """What of a page is to be printed again, as places in `stretches(desk)`: whole, or only what covers it.

    `changed`: the spans of which the page knows another state, or none; None where it may know nothing at all.
    """

    whole: frozenset[int] = frozenset()
    covers: frozenset[int] = frozenset()
    changed: frozenset[int] | None = None

    def reaching(self, whole: Iterable[int], covers: Iterable[int]) -> Touched:
        """This, and these places."""
        return replace(self, whole=self.whole.union(whole), covers=self.covers.union(covers))


class Piece(NamedTuple):
    """A segment as it is printed: where it starts, what it says, what covers it, what begins with it."""

    start: int
    text: str
    spans: tuple[int, ...]
    styles: tuple[str, ...]
    lanes: tuple[tuple[int, int], ...]
    more: bool
    opens: tuple[int, ...]


class Laid(NamedTuple):
    """A stretch as it is printed: its pieces, the spans drawn in it, those that begin in it, those that cover it."""

    stretch: Stretch
    pieces: list[Piece]
    spans: list[SpanLine]
    tags: list[SpanLine]
    covers: list[SpanLine]


def stretches(desk: Desk) -> tuple[Stretch, ...]:
    """The stretches of the article, in order."""
    return _stretches_at(desk.article.pk, desk.article.changed_at)


@lru_cache(maxsize=64)
def _stretches_at(article_id: int, changed_at: datetime) -> tuple[Stretch, ...]:
    """Kept in memory, as the blocks are: a save asks three times, and a long article has hundreds."""
    found: list[Stretch] = []
    for block in blocks_at(article_id, changed_at):
        cuts = chunks(frozen(article_id).text, block.start, block.end)
        found += [Stretch(block, start, end, at, len(cuts)) for at, (start, end) in enumerate(cuts)]
    return tuple(found)


def everything(desk: Desk) -> Touched:
    """The whole page."""
    return Touched(frozenset(range(len(stretches(desk)))))


def touched_since(desk: Desk, tag: Tag) -> Touched:
    """What a page that knows `tag` has to hear: what was touched, or everything where more has changed."""
    if tag.frame != desk.tag.frame or tag.revision > desk.tag.revision:
        return everything(desk)
    if desk.last and desk.last.revision == desk.tag.revision == tag.revision + 1:
        lines = [desk.last]
    else:
        lines = lines_since(desk.article.pk, audience=audience_of(desk.membership), revision=tag.revision)
    told = [(line, state) for line in lines for state in (line.before, line.after) if state and "ranges" in state]
    # A line about one span names it; one about many, as where a label was merged, does not name each.
    one_by_one = all(line.verb.startswith("span_") for line, _state in told)
    changed = frozenset(line.subject for line, _state in told) if one_by_one else None
    extents = (Extent.of((start, end) for start, end in state["ranges"]) for _line, state in told)
    return touched_too(desk, Touched(changed=changed), extents)


def touched_too(desk: Desk, touched: Touched, extents: Iterable[Extent]) -> Touched:
    """What is touched, and the stretches where a span of any of these extents begins or ends, or that it covers."""
    starts = [stretch.start for stretch in stretches(desk)]
    whole: set[int] = set()
    covers: set[int] = set()
    for extent in extents:
        for start, end in extent:
            drawn, covered = _places(starts, start, end)
            whole.update(drawn)
            covers.update(covered)
    return touched.reaching(whole, covers - whole)


def lay_out(desk: Desk, touched: Touched | None = None) -> Iterator[Laid]:
    """Cut stretches into pieces and give every span its lane; all stretches where none are named.

    The database is asked at once, each stretch is cut when it is wanted.
    """
    every = stretches(desk)
    wanted = range(len(every)) if touched is None else sorted(touched.whole | touched.covers)
    if not wanted:
        return iter(())
    within = Extent.one(every[wanted[0]].start, every[wanted[-1]].end)
    spans = desk.spans(within if len(wanted) < len(every) else None)
    drawn, covers = _by_stretch([stretch.start for stretch in every], spans)
    return (
        Laid(every[at], [], [], [], covers.get(at, []))
        if touched is not None and at not in touched.whole
        else _lay(desk, every[at], drawn.get(at, []), covers.get(at, []))
        for at in wanted
    )


def _lay(desk: Desk, stretch: Stretch, spans: list[SpanLine], covers: list[SpanLine]) -> Laid:
    """A page has thousands of pieces: nothing is done for one that is not needed for it."""
    text, inlines = desk.frozen
    extents = {span.pk: span.extent for span in spans}
    tags = [span for span in spans if span.extent.start >= stretch.start]
    to_open = {span.pk for span in tags}
    lane_of = _lanes(desk, stretch, spans)
    styled = [line for line in inlines if line[1] < stretch.end and line[2] > stretch.start]
    cuts = {offset for line in styled for offset in (line[1], line[2])}
    pieces = []
    for start, words, keys in segments(text, extents, start=stretch.start, end=stretch.end, cuts=cuts):
        opens = tuple([pk for pk in keys if pk in to_open]) if to_open else ()
        to_open.difference_update(opens)
        styles = tuple(sorted({line[0] for line in styled if line[1] <= start < line[2]})) if styled else ()
        if desk.lane_of is None:
            seen = tuple([(pk, lane) for pk in keys if (lane := lane_of[pk]) is not None])
        else:
            seen = _one_a_lane(keys, lane_of, extents)
        pieces.append(Piece(start, words, keys, styles, seen, len(seen) < len(keys), opens))
    return Laid(stretch, pieces, spans, tags, covers)


def _places(starts: Sequence[int], start: int, end: int) -> tuple[Iterable[int], Iterable[int]]:
    """The places of the stretches in which a range is drawn, and of those that it covers."""
    first = max(0, bisect_right(starts, start) - 1)
    last = bisect_right(starts, end - 1) - 1
    if last - first < DRAWN:
        return range(first, last + 1), ()
    return (first, last), range(first + 1, last)


def _lanes(desk: Desk, stretch: Stretch, spans: list[SpanLine]) -> dict[int, int | None]:
    """The line of each span in a stretch: its person's where lines are people's, else the lowest that is free."""
    if desk.lane_of is not None:
        return {span.pk: desk.lane_of.get(span.set_id) for span in spans}
    return lanes({one.pk: (max(one.extent.start, stretch.start), min(one.extent.end, stretch.end)) for one in spans})


def _one_a_lane(
    keys: Sequence[int], lane_of: Mapping[int, int | None], extents: Mapping[int, Extent]
) -> tuple[tuple[int, int], ...]:
    """The spans drawn over a piece where lines are people's, each with its line: of one person's nested spans the
    shortest."""
    drawn: dict[int, int] = {}
    for pk in sorted(keys, key=lambda pk: (len(extents[pk]), pk)):
        if (lane := lane_of[pk]) is not None:
            drawn.setdefault(lane, pk)
    lane_drawn = {pk: lane for lane, pk in drawn.items()}
    return tuple((pk, lane_drawn[pk]) for pk in keys if pk in lane_drawn)


def _by_stretch(
    starts: Sequence[int], spans: Iterable[SpanLine]
) -> tuple[dict[int, list[SpanLine]], dict[int, list[SpanLine]]]:
    """The spans drawn in each stretch, and those that cover it, each once."""
    drawn: dict[int, list[SpanLine]] = {}
    covers: dict[int, list[SpanLine]] = {}
    for span in spans:
        for start, end in span.extent:
            for found, places in zip((drawn, covers), _places(starts, start, end), strict=True):
                for at in places:
                    known = found.setdefault(at, [])
                    if not known or known[-1] is not span:
                        known.append(span)
    return drawn, covers
