"""A set's articles and spans, as values that formats write, one article at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from typing import Any

import msgspec
from django.db.models import QuerySet

from annotate.codebook.models import CodebookVersion, Label
from annotate.corpus.models import Block
from annotate.database.reading import as_text, instant, rows
from annotate.export.queries.people import People
from annotate.export.queries.scope import GOLD, Scope
from annotate.formats import bundle
from annotate.projects.models import Project
from annotate.review.models import DecidedSpan
from annotate.review.queries import what_became
from annotate.spans.models import Answer
from annotate.text.extent import Extent

ARTICLES = 8
"""So many texts are in memory at a time."""

DECISIONS = 500
"""So many gold spans are gathered with the spans they come from at a time."""

BY_TEXT = ("start", "end", "id")
BY_ARTICLE = ("article__created_at", "article_id", *BY_TEXT)

_RANGE = re.compile(r"(\d+),(\d+)")


def sheets(scope: Scope, people: People, *, texts: bool, statuses: bool) -> Iterator[bundle.Sheet]:
    """The articles of a set by age, each with its spans by start, end, id, and its answers by question. Read one sheet
    before the next.

    `texts`: with texts and quotes. `statuses`: what became of each span, which costs a look at the decisions.
    """
    answers = _answers(scope, people)
    reader = _Gold(scope, people) if scope.chosen == GOLD else _Analysts(scope, people, statuses=statuses)
    found = reader.rows()
    row = next(found, None)

    def marks_of(article: bundle.Article) -> Iterator[bundle.Marked]:
        nonlocal row
        while row is not None and row[0] == article.id:
            yield reader.mark(row, article.text)
            row = next(found, None)

    for article in _articles(scope, texts=texts):
        marks = marks_of(article)
        yield bundle.Sheet(article, marks, answers.get(article.id, ()))
        for _unread in marks:
            pass
    assert row is None, "a span of an article that is none of the set's"


class _Analysts:
    """Analysts' spans as rows, and a row as a span."""

    COLUMNS = (
        "article", "id", "label", "start", "end", as_text("extent"), "assignment__analyst", "note", "unsure",
        as_text("attributes"), "codebook", "version", as_text("created_at"), as_text("changed_at"),
    )  # fmt: skip

    def __init__(self, scope: Scope, people: People, *, statuses: bool) -> None:
        self._scope = scope
        self._people = people
        self._statuses = statuses
        self._labels = labels_of(scope.project)
        self._codebooks = codebooks_of(scope.project)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        found = self._scope.spans().order_by(*BY_ARTICLE)
        if not self._statuses:
            return rows(found, *self.COLUMNS)
        return self._with_status(rows(found, *self.COLUMNS, "assignment__state"))

    def mark(self, row: tuple[Any, ...], text: str | None) -> bundle.Marked:
        (article, pk, label, start, end, written, analyst, note, unsure, attributes, codebook, version, created,
         changed, *status) = row  # fmt: skip
        ranges = ranges_of(written, (start, end))
        span = bundle.Span(
            pk, article, self._labels[label], start, end, ranges, quote_of(text, ranges, start, end),
            self._people.name(analyst), self._people.words(note), unsure,
            {} if attributes == "{}" else self._people.values(msgspec.json.decode(attributes)),
            self._codebooks[codebook], version, instant(created), instant(changed),
        )  # fmt: skip
        return bundle.Marked(span, *status)

    def _with_status(self, spans: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The rows with what became of each span instead of its set's state; decisions come along in the same order."""
        order = [f"span__{column}" for column in BY_ARTICLE]
        decided = rows(self._scope.decided().order_by(*order), "span", "decision__label", as_text("decision__extent"))
        told = next(decided, None)
        for *row, state in spans:
            _article, pk, label, _start, _end, extent, *_rest = row
            decision = None
            if told is not None and told[0] == pk:
                decision, told = told[1:], next(decided, None)
            yield *row, what_became(label, extent, state=state, decided=decision)


class _Gold:
    """Gold spans as rows, each with the spans it was decided from, and a row as a gold span."""

    COLUMNS = (
        "article", "id", "label", "start", "end", as_text("extent"), "codebook", "decided_by", as_text("decided_at"),
        "reason",
    )  # fmt: skip

    def __init__(self, scope: Scope, people: People) -> None:
        self._scope = scope
        self._people = people
        self._labels = labels_of(scope.project)
        self._codebooks = codebooks_of(scope.project)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        found = rows(self._scope.gold().order_by(*BY_ARTICLE), *self.COLUMNS)
        while some := list(islice(found, DECISIONS)):
            spans = spans_decided([row[1] for row in some])
            for row in some:
                yield *row, tuple(span for span, undone in spans.get(row[1], ()) if undone is None)

    def mark(self, row: tuple[Any, ...], text: str | None) -> bundle.Marked:
        article, pk, label, start, end, written, codebook, decided_by, decided_at, reason, spans = row
        ranges = ranges_of(written, (start, end))
        at = instant(decided_at)
        gold = bundle.GoldSpan(
            pk, article, self._labels[label], start, end, ranges, quote_of(text, ranges, start, end), analyst=None,
            note="", unsure=False, attributes={}, codebook_version=self._codebooks[codebook], version=1, created_at=at,
            updated_at=at, decided_by=self._people.name(decided_by), from_spans=spans,
            reason=self._people.words(reason),
        )  # fmt: skip
        return bundle.Marked(gold)


def _answers(scope: Scope, people: People) -> dict[int, tuple[bundle.Answer, ...]]:
    """The set's answers by article: few, and short, so that all are in memory."""
    every = gold_answers(scope, people) if scope.chosen == GOLD else analysts_answers(scope.answers(), people)
    found: dict[int, tuple[bundle.Answer, ...]] = {}
    for answer in every:
        found[answer.article] = (*found.get(answer.article, ()), answer)
    return found


def analysts_answers(answers: QuerySet[Answer], people: People) -> Iterator[bundle.Answer]:
    """Analysts' answers, article by article, question by question."""
    columns = (
        "id", "assignment__article", "question", "value", "assignment__analyst", "codebook__number", "version",
        as_text("created_at"), as_text("changed_at"),
    )  # fmt: skip
    found = answers.order_by("assignment__article__created_at", "assignment__article_id", "question", "id")
    for pk, article, question, value, analyst, codebook, version, created, changed in rows(found, *columns):
        yield bundle.Answer(
            pk, article, question, people.values(value), people.name(analyst), codebook, version, instant(created),
            instant(changed),
        )  # fmt: skip


def gold_answers(scope: Scope, people: People) -> Iterator[bundle.GoldAnswer]:
    """Gold answers in the same order, each with the answers it was decided from."""
    found = scope.gold_answers().select_related("codebook").prefetch_related("answers")
    for one in found.order_by("article__created_at", "article_id", "question", "id"):
        at = one.decided_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        origin = tuple(sorted(said.pk for said in one.answers.all()))
        yield bundle.GoldAnswer(
            one.pk, one.article_id, one.question, people.values(one.value), None, one.codebook.number, 1, at, at,
            decided_by=people.name(one.decided_by_id), from_answers=origin, reason=people.words(one.reason),
        )  # fmt: skip


def labels_of(project: Project) -> dict[int, str]:
    """The key of every label, by id."""
    return dict(Label.objects.filter(project=project).values_list("pk", "key"))


def codebooks_of(project: Project) -> dict[int, int]:
    """The number of every codebook version, by id."""
    return dict(CodebookVersion.objects.filter(project=project).values_list("pk", "number"))


def spans_decided(decisions: list[int]) -> dict[int, list[tuple[int, str | None]]]:
    """Of which spans some decisions speak, by id, and since when each no longer does."""
    found: dict[int, list[tuple[int, str | None]]] = {}
    listed = DecidedSpan.objects.filter(decision__in=decisions).order_by("decision", "span", "id")
    for decision, span, undone in listed.values_list("decision", "span", as_text("undone_at")):
        found.setdefault(decision, []).append((span, undone and instant(undone)))
    return found


def _articles(scope: Scope, *, texts: bool) -> Iterator[bundle.Article]:
    columns = (
        "id", "external_id", "title", "byline", "outlet", as_text("published_on"), "language", "url", "sha256",
        "supersedes", *(("text",) if texts else ()),
    )  # fmt: skip
    found = rows(scope.articles().order_by("created_at", "id"), *columns, chunk=ARTICLES)
    while some := list(islice(found, ARTICLES)):
        blocks = blocks_of([row[0] for row in some])
        for pk, external_id, title, byline, outlet, published_on, language, url, sha256, supersedes, *text in some:
            yield bundle.Article(
                pk, external_id, title, byline, outlet, published_on, language, url, sha256, text[0] if text else None,
                tuple(blocks.get(pk, ())), supersedes,
            )  # fmt: skip


def blocks_of(articles: list[int]) -> dict[int, list[bundle.Block]]:
    """The blocks of some articles, in the order of their texts."""
    found: dict[int, list[bundle.Block]] = {}
    listed = Block.objects.filter(article__in=articles).order_by("article", "number")
    for article, kind, start, end in listed.values_list("article", "kind", "start", "end"):
        found.setdefault(article, []).append(bundle.Block(kind, start, end))
    return found


def ranges_of(written: str, bounds: tuple[int, int] | None = None) -> bundle.Ranges:
    """The ranges of an extent as PostgreSQL writes it (`{[3,5),[7,9)}`); its outer bounds, where known, save a look."""
    if bounds is not None and written.count(",") == 1:
        return (bounds,)
    return tuple((int(found[1]), int(found[2])) for found in _RANGE.finditer(written))


def quote_of(text: str | None, ranges: bundle.Ranges, start: int, end: int) -> str | None:
    """What the text says there; None where there is no text."""
    if text is None:
        return None
    return text[start:end] if len(ranges) == 1 else Extent(ranges).quote(text)
