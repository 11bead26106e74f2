"""What reviewers decided, as an archive has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from annotate.formats import bundle
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.rows import CHUNK, check_extent, copy_rows
from annotate.projects.refusals import Unfit
from annotate.review.models import AnswerDecision, DecidedSpan, Decision


def take_decisions(arrived: Arrived, records: Iterator[bundle.Decision]) -> None:
    """What was decided of spans. Unfit where one speaks of a span of another article."""
    names = (
        "id", "article", "label", "extent", "reason", "codebook", "decided_by", "decided_at", "undone_at",
    )  # fmt: skip
    what = _("decision")
    for text, some in arrived.with_texts(records, what):
        homes = arrived.articles_of({said.span for one in some for said in one.spans}, what)
        if any(homes[said.span] != one.article for one in some for said in one.spans):
            raise Unfit(_("A decision of the archive speaks of a span of another article."))
        copy_rows(Decision, names, (
            (one.id, one.article, one.label and arrived.label(one.label), check_extent(one, text, what),
             one.reason, arrived.version(one.codebook_version), arrived.accounts.of(one.decided_by), one.decided_at,
             one.undone_at)
            for one in some
        ))  # fmt: skip
        copy_rows(DecidedSpan, ("decision", "span", "undone_at"), (
            (one.id, said.span, said.undone_at) for one in some for said in one.spans
        ))  # fmt: skip


def take_answer_decisions(arrived: Arrived, records: Iterator[bundle.AnswerDecision]) -> None:
    """What was decided of answers. Unfit where one speaks of an answer of another article."""
    names = (
        "id", "article", "question", "value", "reason", "codebook", "decided_by", "decided_at", "undone_at",
    )  # fmt: skip
    while some := list(islice(records, CHUNK)):
        for one in some:
            arrived.check_article(one.article, _("decision"))
            if any(arrived.answers.get(answer) != one.article for answer in one.answers):
                raise Unfit(_("A decision of the archive speaks of an answer that is none of its article's."))
        copy_rows(AnswerDecision, names, (
            (one.id, one.article, one.question, one.value, one.reason, arrived.version(one.codebook_version),
             arrived.accounts.of(one.decided_by), one.decided_at, one.undone_at)
            for one in some
        ))  # fmt: skip
        copy_rows(AnswerDecision.answers.through, ("answerdecision", "answer"), (
            (one.id, answer) for one in some for answer in one.answers
        ))  # fmt: skip
