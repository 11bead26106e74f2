"""Deciding on handed-in spans, settling articles, reopening them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now
from annotate.codebook.rules import why_not_give
from annotate.corpus.models import Article
from annotate.database.columns import new_id
from annotate.database.writing import insert_unless_there
from annotate.journal import actions as journal
from annotate.live.telling import tell
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Missing, Refused, Unfit
from annotate.review import rules
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries import undecided_spans
from annotate.spans.actions.revisions import who_else_sees
from annotate.spans.actions.spans import check_extent
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_spans
from annotate.spans.rules import why_not_words
from annotate.text.extent import Extent


@transaction.atomic
def decide(
    article: Article,
    *,
    span_ids: Sequence[int],
    label: Label | None,
    extent: Extent,
    quote: str,
    reason: str = "",
    by: Membership,
    at: datetime,
    action: str | None = None,
) -> tuple[Decision, bool]:
    """Say what becomes of handed-in spans: this label on this extent, or nothing (label None rejects).

    A standing gold span of the same label and extent takes the spans up: it is one gold span that several found.
    Deciding anew on a span undoes what was decided of it. True with the decision where it is new.
    Refused where the person may not decide now, Unfit where extent or label is none, Clash where the quote differs.
    """
    sets = _hold(article)
    asked = journal.fingerprint("decide", article.pk, sorted(span_ids), label and label.key, str(extent), reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        decision = Decision.objects.select_related("label").get(pk=line.subject)
        decision.undone_at = None  # as it was answered then
        return decision, line.verb == "decision_made"
    _check_reviewer(article, sets, by)
    spans = list(visible_spans(by.user, article=article).filter(pk__in=span_ids).select_related("assignment", "label"))
    if len(spans) != len(set(span_ids)):
        raise Missing(_("There is no such span on this article."))
    if why_not := rules.why_not_decide(article, spans):
        raise Clash(why_not)
    check_extent(article, extent, quote)
    if why_not := (label and why_not_give(label)) or why_not_words(reason, most=rules.LONGEST_REASON):
        raise Unfit(why_not)
    _undo_decisions_of(article, spans, by=by, at=at)
    decision = Decision(
        article=article, label=label, extent=extent, reason=reason.strip(), codebook_id=codebook_now(by.project).pk,
        decided_by=by.user, decided_at=at,
    )  # fmt: skip
    new, found = True, None
    while not insert_unless_there(decision):
        found = (
            Decision.objects.filter(article=article, label=label, extent=extent, undone_at=None).first()
            if label
            else None
        )
        if found is not None:
            decision, new = found, False
            break
        decision.pk = new_id()
    DecidedSpan.objects.bulk_create(DecidedSpan(decision=decision, span=span) for span in spans)
    assignments.note_decisions(sorted({span.assignment_id for span in spans}), standing=True, at=at)
    _record(
        "decision_made" if new else "decision_joined", decision, by=by, at=at, action=action, asked=asked,
        after={**_state(decision), "spans": sorted(span.pk for span in spans)},
    )  # fmt: skip
    return decision, new


@transaction.atomic
def undo_decision(decision: Decision, *, by: Membership, at: datetime, action: str | None = None) -> Decision:
    """Take a decision back: its spans are undecided again; it stays in history."""
    article = decision.article
    sets = _hold(article)
    asked = journal.fingerprint("undo_decision", decision.pk)
    held = Decision.objects.select_for_update(of=["self"]).select_related("label").get(pk=decision.pk)
    if journal.answered(by=by.user_id, action=action, asked=asked) or held.undone_at is not None:
        return held
    _check_reviewer(article, sets, by)
    if any(work.state == State.SETTLED for work in sets):
        raise Clash(_("This article is settled. Reopen it to decide anew."))
    _undo(held, by=by, at=at, action=action, asked=asked)
    return held


@transaction.atomic
def settle_article(article: Article, *, by: Membership, at: datetime, action: str | None = None) -> list[Assignment]:
    """Every handed-in set of an article is settled, once each of its spans is decided."""
    sets = _hold(article)
    asked = journal.fingerprint("settle_article", article.pk)
    if journal.answered(by=by.user_id, action=action, asked=asked):
        return sets
    _check_reviewer(article, sets, by)
    if why_not := rules.why_not_settle(_for_review(sets), undecided=undecided_spans(article).count()):
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
    sets = _hold(article)
    asked = journal.fingerprint("reopen_article", article.pk)
    if journal.answered(by=by.user_id, action=action, asked=asked):
        return sets
    _check_reviewer(article, sets, by)
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
    sets = _hold(article)
    _check_reviewer(article, sets, by)
    if why_not := why_not_words(reason, most=rules.LONGEST_REASON):
        raise Unfit(why_not)
    tell(article.pk, who_else_sees(article, [work for work in sets if work.analyst_id == analyst]))
    return assignments.return_work(article, analyst=analyst, reason=reason, by=by, at=at, action=action)


def _hold(article: Article) -> list[Assignment]:
    """All assignments of the article, locked in one order: what is decided of it is decided one at a time."""
    return list(Assignment.objects.select_for_update(no_key=True).filter(article=article.pk).order_by("pk"))


def _for_review(sets: Sequence[Assignment]) -> list[Assignment]:
    return [work for work in sets if not work.training]


def _check_reviewer(article: Article, sets: Sequence[Assignment], by: Membership) -> None:
    own = next((work for work in sets if work.analyst_id == by.user_id), None)
    if reason := rules.why_not_review(article, own, by=by):
        raise Refused(reason)


def _undo_decisions_of(article: Article, spans: Sequence[Span], *, by: Membership, at: datetime) -> None:
    """What stood of these spans is undone; a decision that speaks of others too goes on speaking of them."""
    for decided in DecidedSpan.objects.filter(span__in=spans, undone_at=None).select_related("decision__label"):
        decision = decided.decision
        others = DecidedSpan.objects.filter(decision=decision, undone_at=None).exclude(span__in=spans)
        if others.exists():
            decided.undone_at = at
            decided.save(update_fields=["undone_at"])
            _record("decision_left", decision, by=by, at=at, before={"spans": [decided.span_id]})
        elif decision.undone_at is None:
            decision.article = article
            _undo(decision, by=by, at=at)


def _undo(decision: Decision, *, by: Membership, at: datetime, action: str | None = None, asked: str = "") -> None:
    decided = DecidedSpan.objects.filter(decision=decision, undone_at=None).select_related("span")
    spans = [row.span for row in decided]
    decided.update(undone_at=at)
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    works = sorted({span.assignment_id for span in spans})
    still = set(
        DecidedSpan.objects.filter(span__assignment__in=works, undone_at=None).values_list(
            "span__assignment", flat=True
        )
    )
    assignments.note_decisions([work for work in works if work not in still], standing=False, at=at)
    _record(
        "decision_undone", decision, by=by, at=at, action=action, asked=asked,
        before={**_state(decision), "spans": sorted(span.pk for span in spans)},
    )  # fmt: skip


def _state(decision: Decision) -> dict[str, Any]:
    return {
        "label": decision.label.key if decision.label else None,
        "ranges": [list(pair) for pair in decision.extent],
        "reason": decision.reason,
    }


def _record(
    verb: str, decision: Decision, *, by: Membership, at: datetime, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None, action: str | None = None, asked: str = "",
) -> None:  # fmt: skip
    journal.record(
        verb, decision.pk, by=by.user_id, at=at, project=by.project_id, article=decision.article_id, before=before,
        after=after, action=action, asked=asked,
    )  # fmt: skip
