"""Overlapping extents -> flat pieces. There is one segmentation in the world, and it is this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from annotate.text.extent import Extent


class Segment(NamedTuple):
    """A stretch that begins at `start` (code points) and that the same keys cover from end to end."""

    start: int
    text: str
    keys: tuple[int, ...]

    @property
    def end(self) -> int:
        """One behind the last code point."""
        return self.start + len(self.text)


def segments(
    text: str,
    extents: Mapping[int, Extent],
    *,
    start: int = 0,
    end: int | None = None,
    cuts: Iterable[int] = (),
) -> list[Segment]:
    """Flat pieces of `text[start:end]`, in order: joined they are that text, and none is half inside an extent.

    `cuts` are further borders wanted (inlines, chunks). Keys stand in the order in which their extents open.
    """
    end = len(text) if end is None else end
    if start >= end:
        return []
    opens: defaultdict[int, list[int]] = defaultdict(list)
    closes: defaultdict[int, list[int]] = defaultdict(list)
    for key, extent in extents.items():
        for a, b in extent:
            a, b = max(a, start), min(b, end)
            if a < b:
                opens[a].append(key)
                closes[b].append(key)
    borders = sorted({start, end, *opens, *closes, *(cut for cut in cuts if start < cut < end)})
    pieces: list[Segment] = []
    covering: dict[int, None] = {}  # a dict keeps the order of opening
    for a, b in pairwise(borders):
        for key in closes.get(a, ()):
            covering.pop(key, None)
        covering.update(dict.fromkeys(opens.get(a, ())))
        pieces.append(Segment(a, text[a:b], tuple(covering)))
    return pieces
