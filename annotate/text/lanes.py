"""Which line under the words each span gets: the shortest nearest the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

LANES = 3
"""How many lines fit between two lines of text; deeper spans show as "more"."""


def lanes(bounds: Mapping[int, tuple[int, int]]) -> dict[int, int | None]:
    """A lane (0 nearest the text) for each key with bounds `(start, end)`: shortest first, each the lowest lane free.

    None where all LANES are taken. Equal lengths keep the order of start, then of key, so the picture never flickers.
    """
    taken: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    found: dict[int, int | None] = {}
    for key, (start, end) in sorted(bounds.items(), key=lambda item: (item[1][1] - item[1][0], item[1][0], item[0])):
        found[key] = None
        for lane, ranges in enumerate(taken):
            at = bisect_left(ranges, (start, end))
            if (at == 0 or ranges[at - 1][1] <= start) and (at == len(ranges) or ranges[at][0] >= end):
                ranges.insert(at, (start, end))
                found[key] = lane
                break
    return found
