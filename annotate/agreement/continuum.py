"""What agreement is computed from: one article, and what each person marked in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from annotate.text.extent import Extent

Range = tuple[int, int]
"""`[start, end)` in code points."""


@dataclass(frozen=True, slots=True)
class Span:
    """An extent that somebody has given a label; `id` leads back to the passage and takes no part in any measure."""

    extent: Extent
    label: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Continuum:
    """The finished sets of one article: `length` is the article's in code points, `sets` a person's spans.

    An empty set is one that was handed in with nothing to mark: it counts. `words` and `sentences` are the article's
    (`annotate.text.reading`), needed only by what is measured per word or sentence.
    """

    article: int
    length: int
    sets: Mapping[int, tuple[Span, ...]]
    words: tuple[Range, ...] = ()
    sentences: tuple[Range, ...] = ()

    @property
    def people(self) -> tuple[int, ...]:
        """Who finished the article, in order of their numbers."""
        return tuple(sorted(self.sets))

    @property
    def labels(self) -> frozenset[str]:
        """The labels somebody used."""
        return frozenset(span.label for spans in self.sets.values() for span in spans)

    def only(self, people: Collection[int]) -> Continuum:
        """The same article as if only these people had marked it."""
        return replace(self, sets={person: spans for person, spans in self.sets.items() if person in people})

    def within(self, ranges: Iterable[Range]) -> Continuum:
        """The same article as if only these ranges were its text: the rest is cut out and what is left joined.

        Spans keep what lies inside; spans, words and sentences with nothing inside are gone.
        """
        keep = Extent.of(ranges)
        sets = {
            person: tuple(
                replace(span, extent=squeezed)
                for span in spans
                if (squeezed := _squeezed(span.extent, keep)) is not None
            )
            for person, spans in self.sets.items()
        }
        words, sentences = (
            tuple(
                (inside.start, inside.end)
                for unit in units
                if (inside := _squeezed(Extent.one(*unit), keep)) is not None
            )
            for units in (self.words, self.sentences)
        )
        return Continuum(self.article, len(keep), sets, words, sentences)


def _squeezed(extent: Extent, keep: Extent) -> Extent | None:
    """What of an extent lies in `keep`, in the offsets of a text of which nothing but `keep` is left."""
    starts = [start for start, _ in keep]
    before = [0, *accumulate(end - start for start, end in keep)]
    inside: list[Range] = []
    for start, end in extent:
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(starts) and starts[at] < end:
            kept_start, kept_end = keep.ranges[at]
            first, last = max(start, kept_start), min(end, kept_end)
            if first < last:
                inside.append((before[at] + first - kept_start, before[at] + last - kept_start))
            at += 1
    return Extent.of(inside) if inside else None
