"""Several decisions as one step; and the undoing of a step, whatever it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.corpus.models import Article
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Unfit
from annotate.review.actions.answers import take_back_answer
from annotate.review.actions.decisions import Undone, note_undecided, put_decision, state_of, take_back
from annotate.review.actions.holding import check_reviewer, check_standing, find_spans, hold, tell_reviewers
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries.proposals import Proposal
from annotate.review.queries.steps import step_to_undo
from annotate.spans.models import Span


@transaction.atomic
def decide_many(
    article: Article,
    proposals: Sequence[Proposal],
    *,
    how: str,
    standing: Collection[int] | None = None,
    by: Membership,
    at: datetime,
    action: str | None = None,
) -> list[Decision]:
    """Make several decisions in one step: one line in the journal, one undo. All of them, or none.

    `how` says for the journal by which stroke: `each` (every answer of a cluster kept), `agreed`, `all of ana`,
    `2 of 3`. Each proposal, and `standing`, as `decide` has them. Unfit where nothing is proposed.
    """
    sets = hold(article)
    asked = journal.fingerprint(
        "decide_many", article.pk, how,
        [(sorted(one.span_ids), one.label and one.label.key, str(one.extent), one.reason) for one in proposals],
    )  # fmt: skip
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        ids = [made["id"] for made in (line.after or {})["decisions"]]
        return list(Decision.objects.filter(pk__in=ids))
    check_reviewer(article, sets, by)
    if not proposals:
        raise Unfit(_("There is nothing here to decide so."))
    spans = {
        span.pk: span for span in find_spans(article, [pk for proposal in proposals for pk in proposal.span_ids], by=by)
    }
    check_standing(list(spans.values()), standing)
    puts = [
        put_decision(article, proposal, [spans[pk] for pk in proposal.span_ids], by=by, at=at) for proposal in proposals
    ]
    works = {span.assignment_id for span in spans.values()}
    assignments.note_decisions(sorted(works), standing=True, at=at)
    tell_reviewers(article, sets, works, by=by)
    undone = [pair for put in puts for pair in put.undone]
    made = [{"id": put.decision.pk, **state_of(put.decision), "spans": put.span_ids} for put in puts]
    journal.record(
        "decisions_made", article.pk, by=by.user_id, at=at, project=by.project_id, article=article.pk,
        before={"undone": undone} if undone else None, after={"how": how, "decisions": made}, action=action,
        asked=asked,
    )  # fmt: skip
    return [put.decision for put in puts]


@transaction.atomic
def undo_step(article: Article, *, by: Membership, at: datetime, action: str | None = None) -> JournalLine:
    """Take back one's own last step on this article: what it decided is undone, what it replaced stands again.

    Clash where there is none since the article was last settled, or where somebody decided otherwise since.
    """
    sets = hold(article)
    asked = journal.fingerprint("undo_step", article.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line
    check_reviewer(article, sets, by)
    step = step_to_undo(article, by=by)
    if step is None:
        raise Clash(_("There is nothing to undo."))
    if step.verb == "answers_decided":
        return take_back_answer(step, article, sets, by=by, at=at, action=action, asked=asked)
    made, undone = _what_it_did(step)
    named = {pk for _decision, ids in [*made, *undone] for pk in ids}
    spans = {span.pk: span for span in find_spans(article, named, by=by)}
    for decision_id, ids in made:
        _take_back(decision_id, [spans[pk] for pk in ids], at=at)
    for decision_id, ids in undone:
        _put_back(decision_id, ids, step)
    works = {span.assignment_id for span in spans.values()}
    note_undecided(works, at=at)
    if undone:
        restored = {spans[pk].assignment_id for _decision, ids in undone for pk in ids}
        assignments.note_decisions(sorted(restored), standing=True, at=at)
    tell_reviewers(article, sets, works, by=by)
    return journal.record(
        "decisions_undone", article.pk, by=by.user_id, at=at, project=by.project_id, article=article.pk,
        before={"undone": made} if made else None, after={"standing": undone} if undone else None, turn=Turn.UNDO,
        undoes=step.pk, action=action, asked=asked,
    )  # fmt: skip


def _what_it_did(step: JournalLine) -> tuple[Undone, Undone]:
    """Of which spans a step made decisions speak, and of which it stopped them; as `Undone` has both."""
    before, after = step.before or {}, step.after or {}
    if step.verb == "decision_undone":
        return [], [[step.subject, before["spans"]]]
    told: Iterable[dict[str, Any]] = after.get("decisions", [{"id": step.subject, **after}])
    return [[one["id"], one["spans"]] for one in told], before.get("undone", [])


def _take_back(decision_id: int, spans: Sequence[Span], *, at: datetime) -> None:
    decision = Decision.objects.select_related("label").get(pk=decision_id)
    told = DecidedSpan.objects.filter(decision=decision, span__in=spans, undone_at=None).count()
    if decision.undone_at is not None or told != len(spans):
        raise Clash(_("This was decided otherwise since, so it stays as it is."))
    take_back(decision, spans, at=at)


def _put_back(decision_id: int, span_ids: Sequence[int], step: JournalLine) -> None:
    decision = Decision.objects.get(pk=decision_id)
    others = DecidedSpan.objects.filter(span__in=span_ids, undone_at=None)
    twins = Decision.objects.filter(
        article=decision.article_id, label=decision.label_id, extent=decision.extent, undone_at=None
    ).exclude(pk=decision_id)
    if others.exists() or (decision.label_id is not None and decision.undone_at is not None and twins.exists()):
        raise Clash(_("This was decided otherwise since, so it stays as it is."))
    rows = DecidedSpan.objects.filter(decision=decision, span__in=span_ids, undone_at=step.at)
    latest = rows.order_by("span", "-pk").distinct("span").values_list("pk", flat=True)
    DecidedSpan.objects.filter(pk__in=list(latest)).update(undone_at=None)
    if decision.undone_at is not None:
        decision.undone_at = None
        decision.save(update_fields=["undone_at"])
