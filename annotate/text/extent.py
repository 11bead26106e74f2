"""Where a span lies: sorted, disjoint, half-open ranges of Unicode code points. A pure value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotate.text.graphemes import borders_around, is_border

ELLIPSIS = " … "
"""Joins the texts of an extent's ranges into one quote (one space, U+2026, one space)."""

MAX_SPAN = 20_000
"""The longest extent, outer bounds, in code points: longer ones are a block's kind rather than a span."""

_WRITTEN = re.compile(r"[0-9]{1,10}-[0-9]{1,10}(?:,[0-9]{1,10}-[0-9]{1,10}){0,999}")


class NoExtent(ValueError):
    """These numbers are no extent, or none of this text. `code` names the sort; `at` is the range at fault."""

    def __init__(self, code: str, at: tuple[int, int] | None = None) -> None:
        super().__init__(code, at)
        self.code = code
        self.at = at


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """One or more disjoint ranges `(start, end)`, sorted, end exclusive, in code points.

    Ranges that overlap or touch are one range, as PostgreSQL's multiranges have it; build with `Extent.of`.
    """

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int]]) -> Extent:
        """Sort the ranges and join those that overlap or touch. NoExtent where there is none, or an empty one."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if start < 0 or end <= start:
                raise NoExtent("empty" if end <= start else "outside", (start, end))
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        if not joined:
            raise NoExtent("empty")
        return cls(tuple(joined))

    @classmethod
    def one(cls, start: int, end: int) -> Extent:
        """The extent of a single range."""
        return cls.of([(start, end)])

    @classmethod
    def parse(cls, written: str) -> Extent:
        """The extent of `str(extent)`: `120-138` or `120-138,150-160`. NoExtent where the words are none."""
        if not _WRITTEN.fullmatch(written):
            raise NoExtent("unreadable")
        pairs = (pair.split("-") for pair in written.split(","))
        return cls.of((int(start), int(end)) for start, end in pairs)

    def __str__(self) -> str:
        return ",".join(f"{start}-{end}" for start, end in self.ranges)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.ranges)

    def __len__(self) -> int:
        """How many code points are covered."""
        return sum(end - start for start, end in self.ranges)

    @property
    def start(self) -> int:
        """The first code point."""
        return self.ranges[0][0]

    @property
    def end(self) -> int:
        """One behind the last code point."""
        return self.ranges[-1][1]

    def quotes(self, text: str) -> list[str]:
        """What the text says there, a piece a range."""
        return [text[start:end] for start, end in self.ranges]

    def quote(self, text: str) -> str:
        """What the text says there, the pieces joined by ELLIPSIS."""
        return ELLIPSIS.join(self.quotes(text))

    def overlaps(self, other: Extent) -> bool:
        """Whether the two share a code point."""
        return self.shared(other) > 0

    def shared(self, other: Extent) -> int:
        """How many code points the two share."""
        total, mine, theirs = 0, iter(self.ranges), iter(other.ranges)
        a, b = next(mine, None), next(theirs, None)
        while a and b:
            total += max(0, min(a[1], b[1]) - max(a[0], b[0]))
            if a[1] <= b[1]:
                a = next(mine, None)
            else:
                b = next(theirs, None)
        return total

    def with_range(self, start: int, end: int) -> Extent:
        """This extent and one more range; touching ranges join."""
        return Extent.of([*self.ranges, (start, end)])

    def without_range(self, start: int, end: int) -> Extent:
        """This extent less `[start, end)`. Cuts a range in two where it lies inside. NoExtent where nothing is left."""
        left: list[tuple[int, int]] = []
        for a, b in self.ranges:
            left += [piece for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]]
        return Extent.of(left)

    def trim(self, text: str) -> Extent:
        """This extent without white space at the borders of its ranges. NoExtent where nothing is left."""
        kept: list[tuple[int, int]] = []
        for start, end in self.ranges:
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                kept.append((start, end))
        return Extent.of(kept)

    def snap(self, text: str) -> Extent:
        """This extent widened so that no grapheme cluster is cut."""
        return Extent.of((borders_around(text, start)[0], borders_around(text, end)[1]) for start, end in self.ranges)

    def check(self, text: str) -> None:
        """NoExtent unless every range lies in the text, has no white space at its borders and cuts no cluster."""
        if self.end > len(text):
            raise NoExtent("outside", self.ranges[-1])
        if self.end - self.start > MAX_SPAN:
            raise NoExtent("long", (self.start, self.end))
        for start, end in self.ranges:
            if text[start].isspace() or text[end - 1].isspace():
                raise NoExtent("white space", (start, end))
            if not (is_border(text, start) and is_border(text, end)):
                raise NoExtent("cluster", (start, end))
