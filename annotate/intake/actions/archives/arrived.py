"""What of an archive is here already, as its later records name it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.utils.translation import gettext as _

from annotate.corpus.models import Article
from annotate.formats import bundle
from annotate.intake.actions.accounts import Accounts
from annotate.intake.actions.archives.rows import CHUNK
from annotate.projects.models import Project
from annotate.projects.refusals import Unfit
from annotate.spans.models import Span


@dataclass
class Arrived:
    """Filled in the archive's order by those who take the records. `slug`: the project's short name here, if said."""

    accounts: Accounts
    slug: str | None = None
    project: Project = field(init=False)
    labels: dict[str, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    """Of a merged label the one that it is now."""
    versions: dict[int, int] = field(default_factory=dict)
    """Ids of the codebook's versions by their numbers."""
    articles: set[int] = field(default_factory=set)
    assignments: dict[tuple[int, str], int] = field(default_factory=dict)
    """By article and analyst."""
    answers: dict[int, int] = field(default_factory=dict)
    """Of each answer its article."""
    lines: array[int] = field(default_factory=lambda: array("q"))
    """Ids of the journal's lines, in their order."""

    def with_texts(self, records: Iterator[Any], what: str) -> Iterator[tuple[str, list[Any]]]:
        """Records that lie in articles, some at a time, with the text they lie in."""
        for article, of_article in groupby(records, key=lambda one: one.article):
            self.check_article(article, what)
            text, left = Article.objects.values_list("text", flat=True).get(pk=article), iter(of_article)
            while some := list(islice(left, CHUNK)):
                yield text, some

    def articles_of(self, spans: set[int], what: str) -> dict[int, int]:
        """In which article of this project each span lies."""
        found = dict(Span.objects.filter(pk__in=spans, article__project=self.project).values_list("pk", "article"))
        if missing := spans - found.keys():
            sentence = _("A %(what)s of the archive speaks of span %(id)s, which is not in it.")
            raise Unfit(sentence % {"what": what, "id": min(missing)})
        return found

    def check_article(self, article: int, what: str) -> None:
        """Unfit where the archive has no such article; `what` speaks of it."""
        if article not in self.articles:
            sentence = _("The archive has no article %(id)s, but speaks of it (%(what)s).")
            raise Unfit(sentence % {"id": article, "what": what})

    def label(self, key: str) -> int:
        """The id of the label of this key. Unfit where the codebook has none."""
        if key not in self.labels:
            raise Unfit(
                _("The archive speaks of the label “%(key)s”, which its codebook does not have.") % {"key": key}
            )
        return self.labels[key]

    def version(self, number: int) -> int:
        """The id of this version of the codebook. Unfit where there is none."""
        if number not in self.versions:
            raise Unfit(_("The archive has no version %(number)s of its codebook.") % {"number": number})
        return self.versions[number]

    def assignment(self, span: bundle.ArchivedSpan) -> int:
        """The set that a span is in. Unfit where its analyst was never given its article."""
        found = self.assignments.get((span.article, span.analyst or ""))
        if found is None:
            sentence = _("Span %(id)s of the archive is in no set: its analyst was never given its article.")
            raise Unfit(sentence % {"id": span.id})
        return found
