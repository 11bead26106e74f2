"""What people marked, linked, said and answered, as an archive has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.utils.translation import gettext as _

from annotate.formats import bundle
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.rows import CHUNK, as_json, check_extent, copy_rows
from annotate.projects.refusals import Unfit
from annotate.spans.models import Answer, Comment, Link, Span


def take_spans(arrived: Arrived, records: Iterator[bundle.ArchivedSpan]) -> None:
    """The spans, deleted ones too; then what was folded into or copied from which."""
    names = (
        "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
        "created_at", "changed_at", "deleted_at",
    )  # fmt: skip
    what, folded, copied = _("span"), dict[int, int](), dict[int, int]()
    for text, some in arrived.with_texts(records, what):
        copy_rows(Span, names, (
            (one.id, arrived.assignment(one), one.article, arrived.label(one.label), check_extent(one, text, what),
             one.note, one.unsure, as_json(one.attributes), arrived.version(one.codebook_version), one.version,
             one.created_at, one.updated_at, one.deleted_at)
            for one in some
        ))  # fmt: skip
        folded.update((one.id, one.folded_into) for one in some if one.folded_into is not None)
        copied.update((one.id, one.copied_from) for one in some if one.copied_from is not None)
    arrived.articles_of({*folded.values(), *copied.values()}, what)
    for span, twin in folded.items():  # now that all are there
        Span.objects.filter(pk=span).update(folded_into=twin)
    for span, original in copied.items():
        Span.objects.filter(pk=span).update(copied_from=original)


def take_links(arrived: Arrived, records: Iterator[bundle.Link]) -> None:
    """The links, those that others undercut first."""
    names = (
        "id", "article", "kind", "source", "target_span", "target_link", "made_by", "created_at", "changed_at",
        "deleted_at",
    )  # fmt: skip
    for article, some in groupby(records, key=lambda one: one.article):
        links = _targets_first(list(some))
        arrived.check_article(article, _("link"))
        copy_rows(Link, names, (
            (one.id, one.article, one.kind, one.source, one.target_span, one.target_link,
             arrived.accounts.of(one.made_by), one.created_at, one.updated_at, one.deleted_at)
            for one in links
        ))  # fmt: skip


def _targets_first(links: list[bundle.Link]) -> list[bundle.Link]:
    """One article's links, so that a link comes after the one it undercuts. Unfit where that is not among them."""
    ordered: list[bundle.Link] = []
    there: set[int | None] = {None}
    while links:
        ready = [link for link in links if link.target_link in there]
        if not ready:
            sentence = _("Link %(id)s of the archive undercuts a link that is not in it.")
            raise Unfit(sentence % {"id": links[0].id})
        ordered += ready
        there.update(link.id for link in ready)
        links = [link for link in links if link.id not in there]
    return ordered


def take_comments(arrived: Arrived, records: Iterator[bundle.Comment]) -> None:
    """What was said of spans."""
    names = ("id", "span", "made_by", "text", "created_at", "changed_at", "deleted_at")
    while some := list(islice(records, CHUNK)):
        arrived.articles_of({one.span for one in some}, _("comment"))
        copy_rows(Comment, names, (
            (one.id, one.span, arrived.accounts.of(one.made_by), one.text, one.created_at, one.updated_at,
             one.deleted_at)
            for one in some
        ))  # fmt: skip


def take_answers(arrived: Arrived, records: Iterator[bundle.Answer]) -> None:
    """What was answered about articles."""
    names = ("id", "assignment", "question", "value", "codebook", "version", "created_at", "changed_at")

    def row(one: bundle.Answer) -> tuple[Any, ...]:
        arrived.check_article(one.article, _("answer"))
        arrived.answers[one.id] = one.article
        home = arrived.assignments.get((one.article, one.analyst or ""))
        if home is None:
            sentence = _("Answer %(id)s of the archive is in no set: its analyst was never given its article.")
            raise Unfit(sentence % {"id": one.id})
        return (
            one.id, home, one.question, one.value, arrived.version(one.codebook_version), one.version, one.created_at,
            one.updated_at,
        )  # fmt: skip

    copy_rows(Answer, names, map(row, records))
