"""Settling an article, reopening it, giving work back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from annotate.assignment import actions as assignments
from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.journal import actions as journal
from annotate.live.telling import tell
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Unfit
from annotate.review import rules
from annotate.review.actions.holding import check_reviewer, hold
from annotate.review.models import Decision
from annotate.review.queries import undecided_questions, undecided_spans
from annotate.spans.actions.revisions import who_else_sees
from annotate.spans.rules import why_not_words


@transaction.atomic
def settle_article(article: Article, *, by: Membership, at: datetime, action: str | None = None) -> list[Assignment]:
    """Every handed-in set of an article is settled, once each of its spans, and of its answers, is decided."""
    sets = hold(article)
    asked = journal.fingerprint("settle_article", article.pk)
    if journal.answered(by=by.user_id, action=action, asked=asked):
        return sets
    check_reviewer(article, sets, by)
    if why_not := rules.why_not_settle(
        _for_review(sets), undecided=undecided_spans(article).count(), questions=undecided_questions(article)
    ):
        raise Clash(why_not)
    for work in _for_review(sets):
        if work.state == State.HANDED_IN:
            assignments.settle_work(work, article, by=by, at=at)
    tell(article.pk, who_else_sees(article, sets))
    journal.record(
        "article_settled", article.pk, by=by.user_id, at=at, project=article.project_id, article=article.pk,
        after={"gold": Decision.objects.filter(article=article, undone_at=None).exclude(label=None).count()},
        action=action, asked=asked,
    )  # fmt: skip
    return sets


@transaction.atomic
def reopen_article(article: Article, *, by: Membership, at: datetime, action: str | None = None) -> list[Assignment]:
    """A settled article may be decided on again; what was decided stands until it is decided anew."""
    sets = hold(article)
    asked = journal.fingerprint("reopen_article", article.pk)
    if journal.answered(by=by.user_id, action=action, asked=asked):
        return sets
    check_reviewer(article, sets, by)
    if why_not := rules.why_not_reopen(sets):
        raise Clash(why_not)
    tell(article.pk, who_else_sees(article, sets))
    for work in sets:
        if work.state == State.SETTLED:
            assignments.reopen_work(work, article, by=by, at=at)
    journal.record(
        "article_reopened", article.pk, by=by.user_id, at=at, project=article.project_id, article=article.pk,
        action=action, asked=asked,
    )  # fmt: skip
    return sets


@transaction.atomic
def return_work(
    article: Article, *, analyst: int, reason: str, by: Membership, at: datetime, action: str | None = None
) -> Assignment:
    """Give handed-in work back to its analyst with a reason; decisions on it stay."""
    sets = hold(article)
    check_reviewer(article, sets, by)
    if why_not := why_not_words(reason, most=rules.LONGEST_REASON):
        raise Unfit(why_not)
    tell(article.pk, who_else_sees(article, [work for work in sets if work.analyst_id == analyst]))
    return assignments.return_work(article, analyst=analyst, reason=reason, by=by, at=at, action=action)


def _for_review(sets: Sequence[Assignment]) -> list[Assignment]:
    return [work for work in sets if not work.training]
