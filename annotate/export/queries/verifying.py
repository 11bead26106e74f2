"""Every article, span and decision read again against its text: what cannot be true, a sentence a lie.

Guards of the database and actions let none of it in; this finds what came past them: a table changed by hand, a broken
disk, an older version's mistake. No quote is stored, so none can lie: what a span says is read off the text.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from annotate.corpus.models import Article
from annotate.database.reading import as_text, one_moment, rows
from annotate.export.queries.rows import ARTICLES, BY_TEXT, blocks_of, ranges_of
from annotate.formats.bundle import Block
from annotate.projects.models import Project
from annotate.review.models import Decision
from annotate.spans.models import Span
from annotate.spans.rules import why_no_extent
from annotate.text.extent import Extent, NoExtent


def lies(project: Project | None = None) -> Iterator[str]:
    """Every lie in a project, or in all, as it is found; memory does not grow with their number, or with the spans'."""
    found = Article.objects.all() if project is None else Article.objects.filter(project=project)
    columns = ("id", "text", "sha256", "length", "inlines", "source", "source_sha256")
    with one_moment():
        for article in rows(found.order_by("project", "created_at", "id"), *columns, chunk=ARTICLES):
            for said in _of_article(*article):
                yield _("article %(id)s: %(said)s") % {"id": article[0], "said": said}


def _of_article(
    pk: int, text: str, sha256: str, length: int, inlines: list[Any], source: bytes, source_sha256: str
) -> Iterator[str]:
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        yield _("its text is not what its SHA-256 says.")
    if hashlib.sha256(source).hexdigest() != source_sha256:
        yield _("its source is not what its SHA-256 says.")
    if not unicodedata.is_normalized("NFC", text):
        yield _("its text is not in normalization form C.")
    if length != len(text):
        yield _("its text has %(there)s characters, and it says %(said)s.") % {"there": len(text), "said": length}
    yield from _of_blocks(blocks_of([pk]).get(pk, []), text)
    for kind, start, end, *_href in inlines:
        if not 0 <= start < end <= len(text):
            yield _("%(kind)s %(start)s-%(end)s does not lie in the text.") % {"kind": kind, "start": start, "end": end}
    yield from _of_extents(_("span"), Span.objects.filter(article=pk), text)
    yield from _of_extents(_("decision"), Decision.objects.filter(article=pk), text)
    yield from _of_homes(pk)


def _of_blocks(blocks: list[Block], text: str) -> Iterator[str]:
    at = 0
    for number, block in enumerate(blocks):
        where = {"number": number, "start": block.start, "end": block.end}
        if not 0 <= block.start < block.end <= len(text):
            yield _("block %(number)s (%(start)s-%(end)s) does not lie in the text.") % where
        elif block.start < at:
            yield _("block %(number)s (%(start)s-%(end)s) overlaps the one before.") % where
        at = block.end


def _of_extents(what: str, found: QuerySet[Any], text: str) -> Iterator[str]:
    for pk, written, start, end in rows(found.order_by(*BY_TEXT), "id", as_text("extent"), "start", "end"):
        extent = Extent(ranges_of(written))
        named = {"what": what, "id": pk, "extent": extent}
        if (extent.start, extent.end) != (start, end):
            yield _("%(what)s %(id)s (%(extent)s): its start and end are not its extent's.") % named
        try:
            extent.check(text)
        except NoExtent as error:
            yield _("%(what)s %(id)s (%(extent)s): %(why)s") % {**named, "why": why_no_extent(error)}


def _of_homes(pk: int) -> Iterator[str]:
    spans = Span.objects.filter(article=pk)
    for span in spans.exclude(assignment__article=F("article")).values_list("id", flat=True):
        yield _("span %(id)s: it is in the set of another article.") % {"id": span}
    for span in spans.exclude(label__project=F("article__project")).values_list("id", flat=True):
        yield _("span %(id)s: its label is another project's.") % {"id": span}
