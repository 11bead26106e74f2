"""Everything the page of agreement tells of a selection, computed once and kept."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annotate.agreement.coding import Unit
from annotate.agreement.measures import overlap_f1_of_articles
from annotate.agreement.measures.corpus import Corpus
from annotate.agreement.packing import PackedCounts
from annotate.concord.models import Report as KeptReport
from annotate.concord.queries.numbers import Number, gammas, numbers, value_of
from annotate.concord.queries.selection import Chosen, Question, Selection
from annotate.concord.queries.tallies import Counted, read_gammas, read_tallies

FORM = 2
"""The version of what a report holds: raised, those that are kept are computed again."""

PANEL = (
    "overlap_f1", "exact_f1", "character_f1", "alpha_nominal", "alpha_sets", "cohen_kappa", "fleiss_kappa", "gwet_ac1",
    "alpha_u", "u_alpha", "u_alpha_binary", "cu_alpha", "ku_alpha", "boundary_similarity",
)  # fmt: skip
"""The measures of the page but γ's, in its order."""

GAMMA_PANEL = ("gamma", "gamma_cat", "gamma_k")

OF_LABEL = ("overlap_f1", "exact_f1", "character_f1", "alpha_nominal", "gwet_ac1")
OF_PAIR = ("overlap_f1", "exact_f1", "character_f1", "cohen_kappa", "alpha_nominal")
OF_ROUND = ("overlap_f1", "exact_f1", "alpha_nominal")
OF_ARTICLE = "overlap_f1"
"""What the dots of single articles stand for."""


@dataclass(frozen=True, slots=True)
class OfLabel:
    """A label's numbers."""

    label: str
    spans: int
    cells: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class OfPair:
    """The numbers of two people, of the articles both finished."""

    people: tuple[int, int]
    articles: int
    cells: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class OfArticle:
    """How far people agree on one article."""

    article: int
    people: int
    spans: int
    value: float | None


@dataclass(frozen=True, slots=True)
class OfRound:
    """The numbers of the articles whose sets are all of one round; told where there are several rounds."""

    number: int
    articles: int
    cells: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Confused:
    """Of how many spans of a label the other person gave the place this label, or (None) marked nothing there."""

    label: str
    other: str | None
    spans: int


@dataclass(frozen=True, slots=True)
class Report:
    """The page, but for γ and for names."""

    numbers: list[Number]
    labels: list[OfLabel]
    pairs: list[OfPair]
    articles: list[OfArticle]
    rounds: list[OfRound]
    mixed: int
    """Articles whose sets are of several rounds, and so of none."""
    confused: list[Confused]


def key_of(selection: Selection, *asked: str | None) -> str:
    """What a kept report is found by: another selection, another change, another question, another key."""
    return hashlib.sha256(repr((FORM, selection.digest, asked)).encode()).hexdigest()


def read_kept(selection: Selection, key: str) -> bytes | None:
    """A report as it is kept, if it is."""
    kept = KeptReport.objects.filter(project=selection.project, key=key).values_list("body", flat=True).first()
    return None if kept is None else bytes(kept)


def compute_gammas(selection: Selection, label: str | None) -> list[Number]:
    """γ, γ-cat and γ-k of a selection whose γ is counted to the end."""
    return gammas(GAMMA_PANEL, read_gammas(selection), label=label, left_out=selection.left_out)


def compute_report(selection: Selection, question: Question) -> Report:
    """The report of a selection that is counted to the end."""
    label, unit = question.label, question.unit
    tallies = read_tallies(selection, unit)
    packed = [tally.packed for tally in tallies]
    corpus = Corpus.of_packed(packed)
    return Report(
        numbers=numbers(PANEL, corpus, label=label, unit=unit, left_out=selection.left_out),
        labels=_of_labels(corpus, unit),
        pairs=[_of_pair(pair, corpus.only(pair), label, unit) for pair in selection.pairs],
        articles=_of_articles(selection.articles, corpus, label),
        rounds=_of_rounds(selection.articles, packed, label, unit),
        mixed=sum(len(one.rounds) > 1 for one in selection.articles),
        confused=_confused(tallies),
    )


def _of_labels(corpus: Corpus, unit: Unit) -> list[OfLabel]:
    return [
        OfLabel(label, times, {name: value_of(name, corpus, label=label, unit=unit) for name in OF_LABEL})
        for label, times in zip(corpus.labels, corpus.spans.sum(axis=0).astype(int).tolist(), strict=True)
    ]


def _of_pair(pair: tuple[int, int], corpus: Corpus, label: str | None, unit: Unit) -> OfPair:
    return OfPair(pair, len(corpus), {name: value_of(name, corpus, label=label, unit=unit) for name in OF_PAIR})


def _of_articles(articles: Sequence[Chosen], corpus: Corpus, label: str | None) -> list[OfArticle]:
    spans, values = corpus.spans_of(label).astype(int).tolist(), overlap_f1_of_articles(corpus, label)
    return [OfArticle(one.article, len(one.people), *row) for one, *row in zip(articles, spans, values, strict=True)]


def _of_rounds(
    articles: Sequence[Chosen], packed: Sequence[PackedCounts], label: str | None, unit: Unit
) -> list[OfRound]:
    of_round: defaultdict[int, list[PackedCounts]] = defaultdict(list)
    for chosen, one in zip(articles, packed, strict=True):
        if len(chosen.rounds) == 1:
            of_round[min(chosen.rounds)].append(one)
    if len(of_round) < 2:
        return []
    corpora = {number: Corpus.of_packed(found) for number, found in sorted(of_round.items())}
    return [
        OfRound(
            number,
            len(corpus),
            {name: value_of(name, corpus, label=label, unit=unit) for name in OF_ROUND},
        )
        for number, corpus in corpora.items()
    ]


def _confused(tallies: Sequence[Counted]) -> list[Confused]:
    """Of all places of all pairs, told from both sides: each span once for every other person."""
    times: Counter[tuple[str, str | None]] = Counter()
    for tally in tallies:
        for first, second, count in tally.confusions():
            if first is not None:
                times[first, second] += count
            if second is not None:
                times[second, first] += count
    return [Confused(*labels, count) for labels, count in sorted(times.items(), key=str)]
