"""The passages behind a number: the places two people marked, with what each of them said there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from annotate.agreement.confusion import Confusion, list_confusions
from annotate.agreement.continuum import Span as Marked
from annotate.codebook.queries import LabelLine
from annotate.concord.queries.continua import load_continua
from annotate.concord.queries.selection import Chosen, Selection
from annotate.concord.queries.tallies import read_tallies
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.projects.models import User

PAGE = 25
AROUND = 90
"""Code points that are shown before and after a place, as far as its lines go."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which places: those on which people differ, or all; those with a label; those with exactly these two (None: not
    marked), in whichever order."""

    labels: tuple[str | None, str | None] | None = None
    label: str | None = None
    agreed: bool = False
    """Whether also those to which both gave the same label."""

    def has(self, first: str | None, second: str | None) -> bool:
        """Whether a place with these labels is wanted."""
        if self.labels is not None:
            return {first, second} == {*self.labels}
        return (self.agreed or first != second) and self.label in (None, first, second)


@dataclass(frozen=True, slots=True)
class Side:
    """What one person said of a place; no label where they marked nothing."""

    person: User
    line: LabelLine | None
    quote: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in its article: the words before, those that somebody marked, those after."""

    article: int
    title: str
    before: str
    words: str
    after: str
    sides: tuple[Side, Side]


def count_passages(selection: Selection, wanted: Wanted) -> list[int]:
    """How many places of each article are wanted, in the selection's order; the selection is counted to the end."""
    return [
        sum(times for first, second, times in tally.confusions() if wanted.has(first, second))
        for tally in read_tallies(selection)
    ]


def list_passages(
    selection: Selection, wanted: Wanted, counts: Sequence[int], *, page: int, people: Mapping[int, User],
    lines: Mapping[str, LabelLine],
) -> list[Passage]:  # fmt: skip
    """One page (from 1) of the places that are wanted, article by article, each in the order of its text."""
    since, until = (page - 1) * PAGE, page * PAGE
    borders = list(pairwise(accumulate(counts, initial=0)))
    touched = [at for at, (start, end) in enumerate(borders) if start < until and end > since]
    if not touched:
        return []
    chosen = [selection.articles[at] for at in touched]
    titles = dict(Article.objects.filter(pk__in=[one.article for one in chosen]).values_list("pk", "title"))
    first = borders[touched[0]][0]
    found = list(_places(chosen, wanted))[since - first : until - first]
    return [_passage(place, marked, titles[place.article], people, lines) for place, marked in found]


Marks = Mapping[int, Marked]
"""The spans of an article by id, where they lie in its whole text."""


def _places(chosen: Sequence[Chosen], wanted: Wanted) -> Iterator[tuple[Confusion, Marks]]:
    whole = [replace(one, within="", ranges=()) for one in chosen]
    for continuum, uncut in zip(load_continua(chosen), load_continua(whole), strict=True):
        marked = {span.id: span for spans in uncut.sets.values() for span in spans}
        yield from ((place, marked) for place in list_confusions(continuum) if wanted.has(*place.labels))


def _passage(
    place: Confusion, marked: Marks, title: str, people: Mapping[int, User], lines: Mapping[str, LabelLine]
) -> Passage:
    text = frozen(place.article).text
    extents = [None if pk is None else marked[pk].extent for pk in place.spans]
    there = [extent for extent in extents if extent is not None]
    start, end = min(extent.start for extent in there), max(extent.end for extent in there)
    first, second = (
        Side(people[person], lines[label] if label else None, extent.quote(text) if extent else "")
        for person, label, extent in zip(place.people, place.labels, extents, strict=True)
    )
    around = (
        text[max(start - AROUND, 0) : start].rpartition("\n")[2],
        text[start:end],
        text[end : end + AROUND].partition("\n")[0],
    )
    return Passage(place.article, title, *around, (first, second))
