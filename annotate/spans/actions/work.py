"""Handing in and taking back, with what a set's maker could see of others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from annotate.assignment import actions as assignments
from annotate.assignment.actions import PLAIN, Terms
from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.live.telling import tell
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash
from annotate.spans import rules
from annotate.spans.actions.revisions import who_else_sees
from annotate.spans.models import Span
from annotate.spans.queries.answers import unanswered
from annotate.spans.queries.required import values_lacking
from annotate.spans.queries.sets import others_can_be_seen


def assign_article(
    article: Article, *, analyst: Membership, by: Membership, at: datetime,
    terms: Terms = PLAIN, action: str | None = None,
) -> tuple[Assignment, bool]:  # fmt: skip
    """Give an article to an analyst, recording whether they could see others' spans of it by then."""
    saw_others = others_can_be_seen(analyst, article)
    return assignments.assign_article(
        article, analyst=analyst, by=by, saw_others=saw_others, at=at, terms=terms, action=action
    )


@transaction.atomic
def hand_in(
    article: Article, *, by: Membership, at: datetime, reason: str = "", action: str | None = None
) -> Assignment:
    """One's work on an article is done; with no span standing it says: read, nothing to mark.

    Clash where a span lacks a value that the codebook requires, or a question that it requires is not answered.
    """
    work = Assignment.objects.filter(article=article.pk, analyst=by.user_id).first()
    if rules.why_not_mark(article, work, by=by) is None and (
        why_not := rules.why_not_hand_in(values_lacking(article, of=by.user), unanswered(by, article))
    ):
        raise Clash(why_not)
    own = Span.objects.filter(article=article.pk, assignment__analyst=by.user_id, deleted_at=None)
    saw_others = others_can_be_seen(by, article)
    handed_in = assignments.hand_in(
        article, by=by, saw_others=saw_others, empty=not own.exists(), reason=reason, at=at, action=action
    )
    tell(article.pk, who_else_sees(article, [handed_in]))
    return handed_in


@transaction.atomic
def take_back(
    article: Article, *, by: Membership, at: datetime, reason: str = "", action: str | None = None
) -> Assignment:
    """One's work again, recording whether it was possible to look at others' in the meantime."""
    saw_others = others_can_be_seen(by, article)
    seeing = who_else_sees(article, Assignment.objects.filter(article=article, analyst=by.user_id))
    taken_back = assignments.take_back(article, by=by, saw_others=saw_others, reason=reason, at=at, action=action)
    tell(article.pk, seeing)
    return taken_back
