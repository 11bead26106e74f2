"""What a person answers to the codebook's questions about a whole article."""

from __future__ import annotations

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
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import rules
from annotate.spans.actions.revisions import record_change
from annotate.spans.models import Answer
from annotate.spans.queries.sets import audience_of, others_can_be_seen


@transaction.atomic
def answer_question(
    article: Article, *, question: str, value: str, version: int, by: Membership, at: datetime,
    action: str | None = None,
) -> Answer:  # fmt: skip
    """Answer a question of the codebook about the article; without a value, take one's answer away.

    `version` is that of the answer the person saw, 0 where they saw none: Clash where another came first. Refused
    where they may not work here now, Unfit where the codebook asks no such question or the value is no answer to it.
    """
    value = value.strip()
    assignment = assignments.hold(article, by.user_id)
    asked = journal.fingerprint("answer_question", article.pk, question, value, version)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    if reason := rules.why_not_mark(article, assignment, by=by):
        raise Refused(reason)
    codebook = codebook_now(by.project)
    if reason := why_not_answer(entry_of(codebook.codebook, of="questions", key=question), value):
        raise Unfit(reason)
    found = Answer.objects.filter(assignment=assignment, question=question).first() if assignment else None
    answer = found or Answer(question=question, version=0, created_at=at)
    if version != answer.version:
        raise Clash(_("This was answered otherwise meanwhile. Look at it as it is now, then answer."))
    answer.assignment = _open(article, assignment, by=by, at=at)
    if answer.value == value:
        return _note(answer, article, by=by, at=at, action=action, asked=asked)
    before, answer.codebook, answer.value = answer_state(answer), codebook, value
    return _store(answer, article, before=before, by=by, at=at, action=action, asked=asked)


def turn_answer(
    line: JournalLine, turn: Turn, *, article: Article, by: Membership, at: datetime, action: str | None, asked: str
) -> Answer:
    """For undo and redo: an answer is again what it was before this line. The caller holds the assignment.

    Clash where it was given anew since, or where the codebook does not ask so any more.
    """
    answer = Answer.objects.select_related("assignment").get(pk=line.subject)
    state = line.before or {}
    if answer_state(answer)["value"] != (line.after or {})["value"]:
        raise Clash(_("This was answered otherwise since, so it stays as it is."))
    codebook = codebook_now(by.project)
    if reason := why_not_answer(entry_of(codebook.codebook, of="questions", key=answer.question), state["value"]):
        raise Clash(reason)
    before, answer.codebook, answer.value = answer_state(answer), codebook, state["value"]
    return _store(answer, article, before=before, by=by, at=at, action=action, asked=asked, turn=turn, undoes=line.pk)


def answer_state(answer: Answer) -> dict[str, str]:
    """What an answer says, as the journal has it."""
    return {"question": answer.question, "value": answer.value}


def _open(article: Article, assignment: Assignment | None, *, by: Membership, at: datetime) -> Assignment:
    """The person's work on the article, begun: an answer does so as a first span does."""
    if assignment is None:
        return assignments.begin_work(article, by=by, saw_others=others_can_be_seen(by, article), at=at)
    assignments.open_work(assignment, article, by=by.user_id, at=at)
    return assignment


def _store(
    answer: Answer, article: Article, *, before: dict[str, str], by: Membership, at: datetime, action: str | None,
    asked: str, turn: Turn = Turn.DO, undoes: int | None = None,
) -> Answer:  # fmt: skip
    answer.version += 1
    answer.changed_at = at
    answer.save()
    record_change(
        "answer_given", answer.pk, article=article, audience=audience_of(by), by=by.user_id, at=at, before=before,
        after={**answer_state(answer), "version": answer.version}, action=action, asked=asked, turn=turn, undoes=undoes,
    )  # fmt: skip
    return answer


def _note(answer: Answer, article: Article, *, by: Membership, at: datetime, action: str | None, asked: str) -> Answer:
    """Nothing to do. That it was so is noted, so that the same request, sent again later, does nothing then either."""
    if action is not None and answer.version:
        journal.record(
            "answer_found", answer.pk, by=by.user_id, at=at, project=by.project_id, article=article.pk,
            after={**answer_state(answer), "version": answer.version}, action=action, asked=asked,
            audience=audience_of(by),
        )  # fmt: skip
    return answer


def _as_it_was(line: JournalLine) -> Answer:
    """The answer as this line left it: what its request was answered."""
    answer = Answer.objects.select_related("assignment").get(pk=line.subject)
    state = line.after or {}
    answer.value, answer.version = state["value"], state["version"]
    answer.changed_at = line.at if line.verb == "answer_given" else answer.changed_at
    return answer
