"""What people marked, as the ground floor takes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotate.agreement.continuum import Continuum
from annotate.agreement.continuum import Span as Marked
from annotate.concord.queries.selection import Chosen
from annotate.corpus.models import Article, Reading
from annotate.spans.models import Span


def load_continua(chosen: Sequence[Chosen], readings: Mapping[int, Reading] | None = None) -> list[Continuum]:
    """The finished sets of these articles, in their order; with words and sentences where readings are given."""
    works = {work: person for one in chosen for person, work in one.works.items()}
    marked: defaultdict[int, list[Marked]] = defaultdict(list)
    spans = Span.objects.filter(assignment__in=works, deleted_at=None).order_by("start", "end", "id")
    for work, pk, label, extent in spans.values_list("assignment", "id", "label__key", "extent"):
        marked[work].append(Marked(extent, label, pk))
    lengths = dict(Article.objects.filter(pk__in=[one.article for one in chosen]).values_list("pk", "length"))
    found = []
    for one in chosen:
        sets = {person: tuple(marked[work]) for person, work in sorted(one.works.items())}
        whole = Continuum(one.article, lengths[one.article], sets)
        if readings:
            reading = readings[one.article]
            whole = replace(whole, words=_pairs(reading.words), sentences=_pairs(reading.sentences))
        found.append(whole.within(one.ranges) if one.within else whole)
    return found


def _pairs(offsets: Iterable[int]) -> tuple[tuple[int, int], ...]:
    at = iter(offsets)
    return tuple(zip(at, at, strict=True))
