"""One decision: made, joined to the gold span that is there, taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.assignment.states import State
from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now
from annotate.codebook.rules import why_not_give
from annotate.corpus.models import Article
from annotate.database.columns import new_id
from annotate.database.writing import insert_unless_there
from annotate.journal import actions as journal
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Unfit
from annotate.review import rules
from annotate.review.actions.holding import (
    check_reviewer,
    check_standing,
    find_spans,
    hold,
    sets_decided,
    tell_reviewers,
)
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries.proposals import Proposal
from annotate.spans.actions.spans import check_extent
from annotate.spans.models import Span
from annotate.spans.rules import why_not_words
from annotate.text.extent import Extent

Undone = list[list[Any]]
"""Decisions that stopped speaking of spans, as the journal has them: `[decision, [span, …]]` each."""


@dataclass(frozen=True)
class Put:
    """A decision as it was put: whether it is new, or the gold span that was there, and what stood of its spans."""

    decision: Decision
    new: bool
    span_ids: list[int]
    undone: Undone = field(default_factory=list)


@transaction.atomic
def decide(
    article: Article,
    *,
    span_ids: Sequence[int],
    label: Label | None,
    extent: Extent,
    quote: str,
    reason: str = "",
    standing: Collection[int] | None = None,
    by: Membership,
    at: datetime,
    action: str | None = None,
) -> tuple[Decision, bool]:
    """Say what becomes of handed-in spans: this label on this extent, or nothing (label None rejects).

    A standing gold span of the same label and extent takes the spans up: it is one gold span that several found.
    Deciding anew on a span undoes what was decided of it; with `standing`, the decisions that the person saw, only
    where nothing else was decided meanwhile. True with the decision where it is new.
    Refused where the person may not decide now, Unfit where extent or label is none, Clash where the quote differs or
    other decisions stand by now.
    """
    sets = hold(article)
    asked = journal.fingerprint("decide", article.pk, sorted(span_ids), label and label.key, str(extent), reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        decision = Decision.objects.select_related("label").get(pk=line.subject)
        decision.undone_at = None  # as it was answered then
        return decision, line.verb == "decision_made"
    check_reviewer(article, sets, by)
    proposal = Proposal(tuple(span_ids), label, extent, quote, reason)
    spans = find_spans(article, span_ids, by=by)
    check_standing(spans, standing)
    put = put_decision(article, proposal, spans, by=by, at=at)
    works = {span.assignment_id for span in spans}
    assignments.note_decisions(sorted(works), standing=True, at=at)
    tell_reviewers(article, sets, works, by=by)
    write_line(
        "decision_made" if put.new else "decision_joined", put.decision, by=by, at=at, action=action, asked=asked,
        before={"undone": put.undone} if put.undone else None,
        after={**state_of(put.decision), "spans": put.span_ids},
    )  # fmt: skip
    return put.decision, put.new


@transaction.atomic
def undo_decision(decision: Decision, *, by: Membership, at: datetime, action: str | None = None) -> Decision:
    """Take a decision back: its spans are undecided again; it stays in history."""
    article = decision.article
    sets = hold(article)
    asked = journal.fingerprint("undo_decision", decision.pk)
    held = Decision.objects.select_for_update(of=["self"]).select_related("label").get(pk=decision.pk)
    if journal.answered(by=by.user_id, action=action, asked=asked) or held.undone_at is not None:
        return held
    check_reviewer(article, sets, by)
    if any(work.state == State.SETTLED for work in sets):
        raise Clash(_("This article is settled. Reopen it to decide anew."))
    spans = [row.span for row in DecidedSpan.objects.filter(decision=held, undone_at=None).select_related("span")]
    take_back(held, spans, at=at)
    works = {span.assignment_id for span in spans}
    note_undecided(works, at=at)
    tell_reviewers(article, sets, works, by=by)
    write_line(
        "decision_undone", held, by=by, at=at, action=action, asked=asked,
        before={**state_of(held), "spans": sorted(span.pk for span in spans)},
    )  # fmt: skip
    return held


def put_decision(article: Article, proposal: Proposal, spans: Sequence[Span], *, by: Membership, at: datetime) -> Put:
    """The decision that a proposal asks for, standing, in the place of what stood of its spans. The caller holds the
    article's sets and has looked at the spans; Unfit and Clash as `decide` has them."""
    label, extent, reason = proposal.label, proposal.extent, proposal.reason
    check_extent(article, extent, proposal.quote)
    if why_not := (label and why_not_give(label)) or why_not_words(reason, most=rules.LONGEST_REASON):
        raise Unfit(why_not)
    undone = _replace_decisions_of(article, spans, by=by, at=at)
    decision = Decision(
        article=article, label=label, extent=extent, reason=reason.strip(), codebook_id=codebook_now(by.project).pk,
        decided_by=by.user, decided_at=at,
    )  # fmt: skip
    new = True
    while not insert_unless_there(decision):
        twin = Decision.objects.filter(article=article, label=label, extent=extent, undone_at=None).first()
        if label is not None and twin is not None:
            decision, new = twin, False
            break
        decision.pk = new_id()
    DecidedSpan.objects.bulk_create(DecidedSpan(decision=decision, span=span) for span in spans)
    return Put(decision, new, sorted(span.pk for span in spans), undone)


def take_back(decision: Decision, spans: Sequence[Span], *, at: datetime) -> None:
    """A decision speaks of these spans no longer; of none, it is undone."""
    DecidedSpan.objects.filter(decision=decision, span__in=spans, undone_at=None).update(undone_at=at)
    if not DecidedSpan.objects.filter(decision=decision, undone_at=None).exists():
        decision.undone_at = at
        decision.save(update_fields=["undone_at"])


def note_undecided(works: Collection[int], *, at: datetime) -> None:
    """The sets of which no decision speaks any more can be taken back by their analysts again."""
    assignments.note_decisions(sorted(set(works) - sets_decided(works)), standing=False, at=at)


def state_of(decision: Decision) -> dict[str, Any]:
    """What a decision says, as the journal has it."""
    return {
        "label": decision.label.key if decision.label else None,
        "ranges": [list(pair) for pair in decision.extent],
        "reason": decision.reason,
    }


def write_line(
    verb: str, decision: Decision, *, by: Membership, at: datetime, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None, action: str | None = None, asked: str = "",
) -> None:  # fmt: skip
    """The journal's line about a decision."""
    journal.record(
        verb, decision.pk, by=by.user_id, at=at, project=by.project_id, article=decision.article_id, before=before,
        after=after, action=action, asked=asked,
    )  # fmt: skip


def _replace_decisions_of(article: Article, spans: Sequence[Span], *, by: Membership, at: datetime) -> Undone:
    """What stood of these spans is undone; a decision that speaks of others too goes on speaking of them."""
    stood: dict[int, tuple[Decision, list[Span]]] = {}
    rows = DecidedSpan.objects.filter(span__in=spans, undone_at=None).select_related("decision__label", "span")
    for row in rows.order_by("decision", "span"):
        stood.setdefault(row.decision_id, (row.decision, []))[1].append(row.span)
    undone: Undone = []
    for decision, told in stood.values():
        take_back(decision, told, at=at)
        ids = [span.pk for span in told]
        undone.append([decision.pk, ids])
        if decision.undone_at is None:
            write_line("decision_left", decision, by=by, at=at, before={"spans": ids})
        else:
            write_line("decision_replaced", decision, by=by, at=at, before={**state_of(decision), "spans": ids})
    return undone
