"""Finding words again in another text: where the ranges of an extent lie after an article was corrected.

A range is sought by what W3C's TextQuoteSelector keeps of it (Web Annotation Data Model, 4.2.4): the exact words, and
some of what stands before and after them. First both texts are aligned, word by word, along a longest common
subsequence; where the alignment leads to the same words, that is their place. Where it does not, every place that says
the same is compared by its surroundings; where none does, the most similar words are taken. The score says how alike
quote and surroundings are. All offsets are Unicode code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

import regex
from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from annotate.text.extent import MAX_SPAN, Extent, NoExtent

AROUND = 32
"""So many code points before and after a quote are its surroundings, as our W3C export writes them."""

FOUND_FROM = 0.5
"""What scores less is gone: it is another passage rather than this one."""

MOST_CELLS = 100_000_000
"""Texts are aligned word by word while old words times new words stay below this (a bit each: 12 MB), else line by
line, else only where they begin and end alike."""

MOST_PLACES = 200
"""So many places that say the same are compared, those nearest to where the alignment leads."""

LONGEST_SOUGHT = 1_000
LONGEST_SEARCHED = 100_000
"""Words that changed and moved are sought up to this length, in texts up to this one: the time is their product."""

_WORDS = regex.compile(r"\w[\w\p{M}]*|[^\w\s]\p{M}*")
_LINES = regex.compile(r"\S.*")


class Kind(StrEnum):
    """What became of the words of a range."""

    SAME = "same"
    """They stand between the same words as before, whatever was put in or taken out elsewhere."""

    MOVED = "moved"
    """They stand elsewhere."""

    CHANGED = "changed"
    """Some of them are others now."""

    GONE = "gone"
    """They are found nowhere."""


_WORST = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a range is found again: `place` in the new text (None: gone), how sure, from 0 to 1, and what became of it.

    1.0 is: the same words between the same words.
    """

    place: tuple[int, int] | None
    score: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where an extent is found again; `extent` is None where one of its ranges is gone or they no longer make one.

    The score is that of its worst range, and so is the kind.
    """

    extent: Extent | None
    score: float
    kind: Kind


GONE = Anchor(None, 0.0, Kind.GONE)


class Anchors:
    """An old and a new text, aligned once, for as many extents as one likes."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        cut, pairs = _align(old, new)
        self._olds = [found.span() for found in cut.finditer(old)]
        self._news = [found.span() for found in cut.finditer(new)]
        self._starts = [start for start, _end in self._olds]
        self._ends = [end for _start, end in self._olds]
        self._image: dict[int, int] = dict(pairs)
        self._aligned = sorted(self._image)

    def propose(self, extent: Extent) -> Proposal:
        """Where the extent of the old text lies in the new one. It can be given there: it passes `Extent.check`.

        NoExtent where it is none of the old text's.
        """
        if extent.end > len(self._old):
            raise NoExtent("outside", extent.ranges[-1])
        anchors = [self.find(start, end) for start, end in extent]
        score = min(anchor.score for anchor in anchors)
        kind = max((anchor.kind for anchor in anchors), key=_WORST.index)
        places = [anchor.place for anchor in anchors if anchor.place is not None]
        if len(places) < len(anchors):
            return Proposal(None, score, Kind.GONE)
        found = Extent.of(places)
        if found.end - found.start > MAX_SPAN:
            return Proposal(None, 0.0, Kind.GONE)
        return Proposal(found, score, kind)

    def find(self, start: int, end: int) -> Anchor:
        """Where `[start, end)` of the old text lies in the new one: within it, and cutting no grapheme cluster."""
        quote = self._old[start:end]
        aligned = self._aligned_place(start, end)
        candidates = [(aligned, self._kept_around(start, end))] if aligned else []
        exact = aligned is not None and self._new[slice(*aligned)] == quote
        if not exact or candidates[0][1] < 1:
            others = self._same_words(quote, aligned)
            if not others and (similar := self._most_similar(quote)):
                others = [similar]
            candidates += [(place, self._alike_around(start, end, place)) for place in others]
        anchors = [self._judge(quote, place, around, aligned) for place, around in candidates]
        best = max(anchors, key=lambda anchor: (anchor.score, anchor.place == aligned), default=GONE)
        return best if best.score >= FOUND_FROM else Anchor(None, best.score, Kind.GONE)

    def _judge(self, quote: str, place: tuple[int, int], around: float, aligned: tuple[int, int] | None) -> Anchor:
        """A candidate's score: how alike the words are, times how alike words and surroundings are together.

        The surroundings weigh as much as `AROUND` code points: they say nearly all about a short quote, little about a
        long one.
        """
        try:
            whole = Extent.one(*place).trim(self._new).snap(self._new)
        except NoExtent:
            return GONE
        place = whole.start, whole.end
        words = self._new[whole.start : whole.end]
        alike = Indel.normalized_similarity(quote, words)
        score = alike * (len(quote) + AROUND * around) / (len(quote) + AROUND)
        kind = Kind.CHANGED if words != quote else Kind.SAME if place == aligned else Kind.MOVED
        return Anchor(place, round(score, 4), kind)

    def _aligned_place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the alignment leads: what stands between the new places of what stood before and after."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        if first > last or not self._news:
            return None
        if first in self._image:
            begin = self._news[self._image[first]][0] + max(0, start - self._olds[first][0])
        else:
            before = bisect_left(self._aligned, first) - 1
            following = self._image[self._aligned[before]] + 1 if before >= 0 else 0
            begin = self._news[following][0] if following < len(self._news) else len(self._new)
        if last in self._image:
            close = self._news[self._image[last]][1] - max(0, self._olds[last][1] - end)
        else:
            after = bisect_right(self._aligned, last)
            leading = self._image[self._aligned[after]] - 1 if after < len(self._aligned) else len(self._news) - 1
            close = self._news[leading][1] if leading >= 0 else 0
        return (begin, close) if begin < close else None

    def _kept_around(self, start: int, end: int) -> float:
        """How much of what stood around the range the alignment finds again: 1.0 where all of it."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        low, high = bisect_right(self._ends, start - AROUND), bisect_left(self._starts, end + AROUND) - 1
        around = [*range(low, first), *range(last + 1, high + 1)]
        total = sum(self._ends[at] - self._starts[at] for at in around)
        kept = sum(self._ends[at] - self._starts[at] for at in around if at in self._image)
        return kept / total if total else 1.0

    def _alike_around(self, start: int, end: int, place: tuple[int, int]) -> float:
        """How alike the surroundings of the range and of a place are."""
        old, new = self._old, self._new
        before = old[max(0, start - AROUND) : start], new[max(0, place[0] - AROUND) : place[0]]
        after = old[end : end + AROUND], new[place[1] : place[1] + AROUND]
        return float((Indel.normalized_similarity(*before) + Indel.normalized_similarity(*after)) / 2)

    def _same_words(self, quote: str, aligned: tuple[int, int] | None) -> list[tuple[int, int]]:
        """The places that say the quote, those nearest to the aligned one first."""
        near = aligned[0] if aligned else 0
        starts = nsmallest(MOST_PLACES, _occurrences(self._new, quote), key=lambda at: abs(at - near))
        return [(at, at + len(quote)) for at in starts]

    def _most_similar(self, quote: str) -> tuple[int, int] | None:
        """The words of the new text that are most like the quote, wherever they stand; whole words."""
        if len(quote) > LONGEST_SOUGHT or not len(quote) <= len(self._new) <= LONGEST_SEARCHED:
            return None
        found = partial_ratio_alignment(quote, self._new, score_cutoff=100 * FOUND_FROM)
        if found is None:
            return None
        touched = [
            word.span()
            for word in _WORDS.finditer(self._new, max(0, found.dest_start - AROUND))
            if word.end() > found.dest_start
        ]
        inside = [(begin, close) for begin, close in touched if begin < found.dest_end]
        return (inside[0][0], inside[-1][1]) if inside else None


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _align(old: str, new: str) -> tuple[regex.Pattern[str], list[tuple[int, int]]]:
    """How the texts are cut, and which piece of the old is which of the new, both by number, ascending."""
    for cut in (_WORDS, _LINES):
        olds, news = cut.findall(old), cut.findall(new)
        ahead, behind = _common(olds, news)
        inner_old, inner_new = olds[ahead : len(olds) - behind], news[ahead : len(news) - behind]
        if len(inner_old) * len(inner_new) <= MOST_CELLS:
            break
    else:
        inner_old = inner_new = []
    pairs = [(at, at) for at in range(ahead)]
    for piece in Indel.opcodes(inner_old, inner_new):
        if piece.tag == "equal":
            pairs += zip(
                range(ahead + piece.src_start, ahead + piece.src_end),
                range(ahead + piece.dest_start, ahead + piece.dest_end),
                strict=True,
            )
    pairs += [(len(olds) - at, len(news) - at) for at in range(behind, 0, -1)]
    return cut, pairs


def _common(olds: Sequence[str], news: Sequence[str]) -> tuple[int, int]:
    """How many pieces both begin with, and how many of the rest both end with."""
    most = min(len(olds), len(news))
    ahead = next((at for at in range(most) if olds[at] != news[at]), most)
    most -= ahead
    behind = next((at for at in range(most) if olds[-1 - at] != news[-1 - at]), most)
    return ahead, behind
