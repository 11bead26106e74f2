"""An archive's articles, and who was given them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment, Round
from annotate.corpus.models import Article, Block
from annotate.formats import bundle
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.rows import as_json, copy_rows

TEXTS = 8
"""So many articles are in memory at a time."""


def take_articles(arrived: Arrived, records: Iterator[bundle.ArchivedArticle]) -> None:
    """The articles with their blocks; then which supersedes which."""
    names = (
        "id", "project", "external_id", "title", "byline", "outlet", "published_on", "language", "url", "text",
        "inlines", "sha256", "source", "source_name", "source_sha256", "encoding", "notes", "created_at",
        "created_by", "changed_at", "withdrawn_at", "withdrawn_because",
    )  # fmt: skip
    older: dict[int, int] = {}
    while some := list(islice(records, TEXTS)):
        arrived.articles.update(one.id for one in some)
        older.update((one.id, one.supersedes) for one in some if one.supersedes is not None)
        copy_rows(Article, names, (
            (one.id, arrived.project.pk, one.external_id, one.title, one.byline, one.outlet, one.published_on,
             one.language, one.url, one.text, as_json([msgspec.structs.astuple(line) for line in one.inlines]),
             one.sha256, one.source, one.source_name, one.source_sha256, one.encoding, list(one.notes),
             one.created_at, arrived.accounts.of(one.created_by), one.updated_at, one.withdrawn_at,
             one.withdrawn_because)
            for one in some
        ))  # fmt: skip
        copy_rows(Block, ("article", "number", "start", "end", "kind"), (
            (one.id, number, block.start, block.end, block.kind)
            for one in some for number, block in enumerate(one.blocks)
        ))  # fmt: skip
    for newer, article in older.items():  # now that all are there
        arrived.check_article(article, _("superseded"))
        Article.objects.filter(pk=newer).update(supersedes=article)


def take_rounds(arrived: Arrived, records: Iterator[bundle.Round]) -> None:
    """The rounds and their articles."""
    names = (
        "id", "project", "number", "name", "way", "per_article", "quota", "due_on", "training", "created_at",
        "closed_at",
    )  # fmt: skip
    rounds = list(records)
    copy_rows(Round, names, (
        (one.id, arrived.project.pk, one.number, one.name, one.way, one.per_article, one.quota, one.due_on,
         one.training, one.created_at, one.closed_at)
        for one in rounds
    ))  # fmt: skip
    for one in rounds:
        for article in one.articles:
            arrived.check_article(article, _("round"))
    copy_rows(Round.articles.through, ("round", "article"), (
        (one.id, article) for one in rounds for article in one.articles
    ))  # fmt: skip


def take_assignments(arrived: Arrived, records: Iterator[bundle.Assignment]) -> None:
    """Who was given what, and how far they are."""
    names = (
        "id", "article", "analyst", "round", "training", "due_on", "seconds_spent", "state", "returned_because",
        "saw_others", "decided_at", "created_at", "changed_at", "handed_in_at",
    )  # fmt: skip

    def row(one: bundle.Assignment) -> tuple[Any, ...]:
        arrived.check_article(one.article, _("assignment"))
        arrived.assignments[one.article, one.analyst] = one.id
        return (
            one.id, one.article, arrived.accounts.of(one.analyst), one.round, one.training, one.due_on,
            one.seconds_spent, one.state, one.returned_because, one.saw_others, one.decided_at, one.created_at,
            one.updated_at, one.handed_in_at,
        )  # fmt: skip

    copy_rows(Assignment, names, map(row, records))
