"""How much is in a file, before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.export.queries.files import FORMATS, Wanted
from annotate.export.queries.scope import GOLD, Scope
from annotate.formats.bundle import Loss, Losses
from annotate.journal.models import JournalLine
from annotate.projects.models import Project, User
from annotate.projects.refusals import grouped
from annotate.review.models import AnswerDecision, Decision
from annotate.spans.models import Answer, Comment, Link, Span


@dataclass(frozen=True)
class Counts:
    """What is in a file, each sort under its name, and what its format leaves out."""

    there: list[tuple[str, int]]
    left_out: list[str]


def counts_of(project: Project, wanted: Wanted, *, viewer: User | None = None) -> Counts:
    """The counts of what is wanted, as the viewer may have it."""
    if wanted.format == "archive":
        return Counts(_of_everything(project), [])
    scope, losses = Scope(project, wanted.set, viewer), Losses()
    for what in FORMATS[wanted.format].unsaid:
        losses.add(what, scope.beside(what))
    return Counts(_of_set(scope), loss_report(losses))


def _of_set(scope: Scope) -> list[tuple[str, int]]:
    articles = (_("articles"), scope.articles().count())
    if scope.chosen == GOLD:
        return [articles, (_("gold spans"), scope.gold().count())]
    analysts = scope.spans().values("assignment__analyst").distinct().count()
    return [articles, (_("spans"), scope.spans().count()), (_("people who marked them"), analysts)]


def _of_everything(project: Project) -> list[tuple[str, int]]:
    decisions = sum(sort.objects.filter(article__project=project).count() for sort in (Decision, AnswerDecision))
    return [
        (_("articles, withdrawn ones too"), Article.objects.filter(project=project).count()),
        (_("assignments"), Assignment.objects.filter(article__project=project).count()),
        (_("spans, deleted ones too"), Span.objects.filter(article__project=project).count()),
        (_("links"), Link.objects.filter(article__project=project).count()),
        (_("comments"), Comment.objects.filter(span__article__project=project).count()),
        (_("answers about articles"), Answer.objects.filter(assignment__article__project=project).count()),
        (_("decisions, undone ones too"), decisions),
        (_("journal lines"), JournalLine.objects.filter(project=project.pk).count()),
    ]


def loss_report(losses: Losses) -> list[str]:
    """A sentence for everything a file could not say; none where it said all."""
    return [_sentence(what, count) for what, count in losses]


def _sentence(what: Loss, count: int) -> str:
    match what:
        case Loss.LINKS:
            said = ngettext("%(count)s link between spans", "%(count)s links between spans", count)
        case Loss.COMMENTS:
            said = ngettext("%(count)s comment", "%(count)s comments", count)
        case Loss.ANSWERS:
            said = ngettext("%(count)s answer about an article", "%(count)s answers about articles", count)
        case Loss.DECISIONS:
            said = ngettext(
                "%(count)s decision (what became of the spans)", "%(count)s decisions (what became of the spans)", count
            )
        case Loss.WORK:
            said = ngettext(
                "how far the work is, in %(count)s assignment", "how far the work is, in %(count)s assignments", count
            )
        case Loss.INLINES:
            said = ngettext(
                "emphasis and links in the text of %(count)s article",
                "emphasis and links in the texts of %(count)s articles",
                count,
            )
        case Loss.DETAILS:
            said = ngettext(
                "title, byline and outlet of %(count)s article", "title, byline and outlet of %(count)s articles", count
            )
        case Loss.BLOCKS:
            said = ngettext("%(count)s block", "%(count)s blocks", count)
        case Loss.EMPTY:
            said = ngettext("%(count)s article without a span", "%(count)s articles without a span", count)
        case Loss.ATTRIBUTES:
            said = ngettext("the attributes of %(count)s span", "the attributes of %(count)s spans", count)
        case Loss.UNSURE:
            said = ngettext(
                "that %(count)s span was marked as unsure", "that %(count)s spans were marked as unsure", count
            )
        case Loss.RANGES:
            said = ngettext(
                "that the parts of %(count)s span belong together",
                "that the parts of each of %(count)s spans belong together",
                count,
            )
        case Loss.ORIGIN:
            said = ngettext("where %(count)s gold span comes from", "where %(count)s gold spans come from", count)
        case Loss.CODEBOOK:
            said = ngettext("the codebook version of %(count)s span", "the codebook versions of %(count)s spans", count)
        case Loss.LONG:
            said = ngettext(
                "%(count)s line has a cell that is longer than Excel keeps",
                "%(count)s lines have a cell that is longer than Excel keeps",
                count,
            )
    return said % {"count": grouped(count)}
