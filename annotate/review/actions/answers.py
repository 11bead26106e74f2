"""What stands of people's answers to a question about an article: decided, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.assignment.models import Assignment
from annotate.codebook.queries import codebook_now, entry_of
from annotate.codebook.rules import why_not_answer
from annotate.corpus.models import Article
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Unfit
from annotate.review import rules
from annotate.review.actions.decisions import note_undecided
from annotate.review.actions.holding import check_reviewer, hold, tell_reviewers
from annotate.review.models import AnswerDecision
from annotate.review.queries.answers import answers_in_review
from annotate.spans.models import Answer
from annotate.spans.rules import why_not_words


@transaction.atomic
def decide_answer(
    article: Article, *, question: str, value: str, reason: str = "", standing: int | None = None, by: Membership,
    at: datetime, action: str | None = None,
) -> AnswerDecision:  # fmt: skip
    """Say what is gold of the handed-in answers to a question: this value, or none (an empty value).

    It takes the place of what was decided before; with `standing`, the decision that the person saw (0: none), only
    where nothing else was decided meanwhile. Refused where the person may not decide now, Unfit where the value is no
    answer, Clash where nobody answered, or the article is settled, or another decision stands by now.
    """
    sets, value, reason = hold(article), value.strip(), reason.strip()
    asked = journal.fingerprint("decide_answer", article.pk, question, value, reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return AnswerDecision.objects.get(pk=line.subject)
    check_reviewer(article, sets, by)
    answers = list(answers_in_review(by.user, article).filter(question=question).select_related("assignment"))
    if why_not := rules.why_not_decide_answers([answer.assignment for answer in answers]):
        raise Clash(why_not)
    codebook = codebook_now(by.project)
    entry = entry_of(codebook.codebook, of="questions", key=question)
    if why_not := why_not_answer(entry, value) or why_not_words(reason, most=rules.LONGEST_REASON):
        raise Unfit(why_not)
    stood = _stands(article, question)
    if standing is not None and standing != (stood.pk if stood else 0):
        raise Clash(_("This was decided otherwise meanwhile. Look at what stands, then decide anew if you must."))
    if stood is not None:
        stood.undone_at = at
        stood.save(update_fields=["undone_at"])
    decision = AnswerDecision.objects.create(
        article=article, question=question, value=value, reason=reason, codebook=codebook, decided_by=by.user,
        decided_at=at,
    )  # fmt: skip
    decision.answers.set(answers)
    works = {answer.assignment_id for answer in answers}
    assignments.note_decisions(sorted(works), standing=True, at=at)
    tell_reviewers(article, sets, works, by=by)
    journal.record(
        "answers_decided", decision.pk, by=by.user_id, at=at, project=by.project_id, article=article.pk,
        before={"undone": stood.pk} if stood else None, after=_state(decision, answers), action=action, asked=asked,
    )  # fmt: skip
    return decision


def take_back_answer(
    step: JournalLine, article: Article, sets: Sequence[Assignment], *, by: Membership, at: datetime,
    action: str | None, asked: str,
) -> JournalLine:  # fmt: skip
    """For undo: what a step decided of answers is undone, and what it replaced stands again. The caller holds the sets.

    Clash where somebody decided otherwise since, or where the work is not in review any more.
    """
    decision = AnswerDecision.objects.get(pk=step.subject)
    answers = list(decision.answers.select_related("assignment"))
    if decision.undone_at is not None:
        raise Clash(_("This was decided otherwise since, so it stays as it is."))
    if why_not := rules.why_not_decide_answers([answer.assignment for answer in answers]):
        raise Clash(why_not)
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    works = {answer.assignment_id for answer in answers}
    again = (step.before or {}).get("undone")
    if again is not None:
        AnswerDecision.objects.filter(pk=again).update(undone_at=None)
    note_undecided(works, at=at)
    tell_reviewers(article, sets, works, by=by)
    return journal.record(
        "answers_undecided", decision.pk, by=by.user_id, at=at, project=by.project_id, article=article.pk,
        before=_state(decision, answers), after=None if again is None else {"standing": again}, turn=Turn.UNDO,
        undoes=step.pk, action=action, asked=asked,
    )  # fmt: skip


def _stands(article: Article, question: str) -> AnswerDecision | None:
    return AnswerDecision.objects.standing().filter(article=article, question=question).first()


def _state(decision: AnswerDecision, answers: Sequence[Answer]) -> dict[str, object]:
    """What a decision on answers says, as the journal has it."""
    return {
        "question": decision.question, "value": decision.value, "reason": decision.reason,
        "answers": sorted(answer.pk for answer in answers),
    }  # fmt: skip
