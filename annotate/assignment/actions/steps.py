"""Giving out articles, and the steps of an assignment from assigned to settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import rules
from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.corpus.rules import why_not_change as why_not_change_article
from annotate.database.asking import Part, find_row
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine
from annotate.live.telling import tell
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.projects.rules import why_not_as
from annotate.projects.rules import why_not_change as why_not_change_project

_WORK = Part(Assignment, "w")
_HELD = f"SELECT {_WORK} FROM annotate_assignment w WHERE w.article_id = %s AND w.analyst_id = %s FOR NO KEY UPDATE"
_HELD_AND_ANSWERED = f"""
    SELECT {_WORK}, {journal.LINE} FROM annotate_assignment w
    LEFT JOIN annotate_journalline j ON j.by = w.analyst_id AND j.action = %s
    WHERE w.article_id = %s AND w.analyst_id = %s FOR NO KEY UPDATE OF w
"""


@dataclass(frozen=True)
class Terms:
    """On what terms an article is given: in which round, until when, and whether it is for training."""

    round: int = 1
    due_on: date | None = None
    training: bool = False


PLAIN = Terms()
"""By hand, outside of any round."""


def hold(article: Article, analyst_id: int) -> Assignment | None:
    """The person's assignment on the article, locked until the transaction ends; None where there is none."""
    row = find_row(_HELD, [article.pk, analyst_id])
    return None if row is None else _WORK.read(row)


def hold_answering(
    article: Article, analyst_id: int, *, action: str | None, asked: str
) -> tuple[Assignment | None, JournalLine | None]:
    """`hold`, with the line by which this client action was answered before, in one statement. The line is as it was
    before anybody waited for the lock: where the same request comes twice at once, `journal.once` asks again."""
    row = find_row(_HELD_AND_ANSWERED, [action, article.pk, analyst_id])
    if row is None:
        return None, journal.answered(by=analyst_id, action=action, asked=asked)
    written = row[len(_WORK) :]
    line = None if written[0] is None else journal.same(journal.LINE.read(written), asked=asked)
    return _WORK.read(row[: len(_WORK)]), line


@transaction.atomic
def assign_article(
    article: Article, *, analyst: Membership, by: Membership, saw_others: bool, at: datetime,
    terms: Terms = PLAIN, action: str | None = None,
) -> tuple[Assignment, bool]:  # fmt: skip
    """Give an article to an analyst; True with it where that is new, or where they had declined it. Given twice is
    given once. Who takes an article from the queue of a round gives it to themselves."""
    asked = journal.fingerprint("assign_article", article.pk, analyst.user_id)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line), line.verb == "article_assigned"
    if reason := (
        (why_not_as(Role.LEAD, by) if analyst.user_id != by.user_id else None)
        or why_not_change_project(by.project)
        or why_not_change_article(article)
    ):
        raise Refused(reason)
    if analyst.project_id != article.project_id or analyst.ended_at is not None:
        raise Unfit(_("Only a member of the project can be given its articles."))
    assignment, new = Assignment.objects.select_for_update(no_key=True).get_or_create(
        article=article, analyst=analyst.user,
        defaults={"saw_others": saw_others, "created_at": at, "changed_at": at, "round": terms.round,
                  "due_on": terms.due_on, "training": terms.training},
    )  # fmt: skip
    if not new and (line := journal.answered(by=by.user_id, action=action, asked=asked)):  # it came twice at once
        return _as_it_was(line), line.verb == "article_assigned"
    if not new and assignment.state == State.DECLINED:
        assignment.saw_others |= saw_others
        assignment.round, assignment.due_on, assignment.training = terms.round, terms.due_on, terms.training
        assignment.save(update_fields=["round", "due_on", "training"])
        _step(assignment, article, State.ASSIGNED, "article_assigned", by=by.user_id, at=at, action=action, asked=asked)
        return assignment, True
    if new or action is not None:  # so that this request, sent again later, answers the same
        verb = "article_assigned" if new else "assignment_found"
        _record(verb, assignment, article, by=by.user_id, at=at, action=action, asked=asked)
    return assignment, new


@transaction.atomic
def decline_work(
    article: Article, *, by: Membership, reason: str, at: datetime, action: str | None = None
) -> Assignment:
    """Say that one will not read an article that was given to one, and why. A lead can give it again."""
    assignment = _held(article, by.user_id)
    asked = journal.fingerprint("decline_work", article.pk, reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    _stand(article, by)
    if not reason.strip():
        raise Unfit(_("Say why, so that the lead can find somebody else."))
    if why_not := rules.why_not_decline(assignment, by=by):
        raise Clash(why_not)
    _step(
        assignment, article, State.DECLINED, "work_declined", by=by.user_id, at=at, action=action, asked=asked,
        more={"reason": reason.strip()},
    )  # fmt: skip
    return assignment


@transaction.atomic
def call_back_work(assignment: Assignment, article: Article, *, by: Membership, at: datetime) -> Assignment:
    """A lead takes an article away from somebody who has not begun with it."""
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(by.project):
        raise Refused(reason)
    held = _held(article, assignment.analyst_id)
    if why_not := rules.why_not_call_back(held):
        raise Clash(why_not)
    _step(held, article, State.DECLINED, "work_called_back", by=by.user_id, at=at)
    return held


def begin_work(article: Article, *, by: Membership, saw_others: bool, at: datetime) -> Assignment:
    """In a shared project: the assignment that a person's first mark on an article makes. It is open and locked."""
    assignment, new = Assignment.objects.select_for_update(no_key=True).get_or_create(
        article=article, analyst_id=by.user_id,
        defaults={"state": State.OPEN, "saw_others": saw_others, "created_at": at, "changed_at": at},
    )  # fmt: skip
    if new:
        _record("work_opened", assignment, article, by=by.user_id, at=at)
    return assignment


def open_work(assignment: Assignment, article: Article, *, by: int, at: datetime) -> None:
    """The first mark on an article that was given out. The assignment is held."""
    if assignment.state == State.ASSIGNED:
        _step(assignment, article, State.OPEN, "work_opened", by=by, at=at)


@transaction.atomic
def hand_in(
    article: Article, *, by: Membership, saw_others: bool, empty: bool, reason: str = "", at: datetime,
    action: str | None = None,
) -> Assignment:  # fmt: skip
    """Say that one's work on an article is done. `empty`: read, nothing to mark. A reason stays in the journal."""
    assignment = hold(article, by.user_id)
    asked = journal.fingerprint("hand_in", article.pk, reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    _stand(article, by)
    if assignment is None:
        if why_not := rules.why_not_work(by.project, None):
            raise Refused(why_not)
        assignment = begin_work(article, by=by, saw_others=saw_others, at=at)
    if why_not := rules.why_not_hand_in(assignment, by=by):
        raise Clash(why_not)
    assignment.saw_others |= saw_others
    assignment.handed_in_at = at
    assignment.returned_because = ""
    _step(
        assignment, article, State.HANDED_IN, "work_handed_in", by=by.user_id, at=at, action=action, asked=asked,
        more={"empty": empty, "reason": reason},
    )  # fmt: skip
    return assignment


@transaction.atomic
def take_back(
    article: Article, *, by: Membership, saw_others: bool, reason: str = "", at: datetime, action: str | None = None
) -> Assignment:
    """Open one's handed-in work again, before the first decision on it. A reason stays in the journal."""
    assignment = _held(article, by.user_id)
    asked = journal.fingerprint("take_back", article.pk, reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    _stand(article, by)
    if why_not := rules.why_not_take_back(assignment, by=by):
        raise Clash(why_not)
    assignment.saw_others |= saw_others
    assignment.handed_in_at = None
    _step(
        assignment, article, State.OPEN, "work_taken_back", by=by.user_id, at=at, action=action, asked=asked,
        more={"reason": reason},
    )  # fmt: skip
    return assignment


@transaction.atomic
def return_work(
    article: Article, *, analyst: int, reason: str, by: Membership, at: datetime, action: str | None = None
) -> Assignment:
    """Give handed-in work back to its analyst, with a reason. Decisions on it stay."""
    assignment = _held(article, analyst)
    asked = journal.fingerprint("return_work", article.pk, analyst, reason)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    _stand(article, by, role=Role.REVIEWER)
    if why_not := rules.why_not_return(assignment):
        raise Clash(why_not)
    assignment.returned_because, assignment.handed_in_at = reason.strip(), None
    _step(
        assignment, article, State.RETURNED, "work_returned", by=by.user_id, at=at, action=action, asked=asked,
        more={"reason": assignment.returned_because},
    )  # fmt: skip
    return assignment


def settle_work(assignment: Assignment, article: Article, *, by: Membership, at: datetime) -> None:
    """One analyst's work is settled. The caller holds it and knows that every span of it is decided."""
    if reason := rules.why_not_settle(assignment):
        raise Clash(reason)
    _step(assignment, article, State.SETTLED, "work_settled", by=by.user_id, at=at)


def reopen_work(assignment: Assignment, article: Article, *, by: Membership, at: datetime) -> None:
    """Settled work may be decided on again. The caller holds it."""
    if reason := rules.why_not_reopen(assignment):
        raise Clash(reason)
    _step(assignment, article, State.HANDED_IN, "work_reopened", by=by.user_id, at=at)


def note_decisions(assignment_ids: list[int], *, standing: bool, at: datetime) -> None:
    """Told by review: whether a standing decision speaks of these sets. Their analysts cannot take them back then."""
    Assignment.objects.filter(pk__in=assignment_ids).update(decided_at=at if standing else None)


def _stand(article: Article, by: Membership, *, role: Role = Role.ANALYST) -> None:
    reason = why_not_as(role, by) or why_not_change_project(by.project) or why_not_change_article(article)
    if reason:
        raise Refused(reason)


def _held(article: Article, analyst_id: int) -> Assignment:
    assignment = hold(article, analyst_id)
    if assignment is None:
        raise Clash(_("There is no work on this article."))
    return assignment


def _step(
    assignment: Assignment, article: Article, state: State, verb: str, *, by: int, at: datetime,
    action: str | None = None, asked: str = "", more: dict[str, object] | None = None,
) -> None:  # fmt: skip
    before, assignment.state, assignment.changed_at = assignment.state, state.value, at
    assignment.save(update_fields=["state", "changed_at", "handed_in_at", "returned_because", "saw_others"])
    journal.record(
        verb, assignment.pk, by=by, at=at, project=article.project_id, article=article.pk, action=action, asked=asked,
        before={"state": before}, after={"state": state.value, "analyst": assignment.analyst_id, **(more or {})},
    )  # fmt: skip
    _tell_analyst(verb, assignment, article)


def _as_it_was(line: JournalLine) -> Assignment:
    """The assignment as this line left it: what its request was answered."""
    assignment = Assignment.objects.select_related("analyst").get(pk=line.subject)
    after = line.after or {}
    assignment.state, assignment.changed_at = after["state"], line.at
    assignment.handed_in_at = line.at if after["state"] == State.HANDED_IN else None
    assignment.returned_because = after.get("reason", "") if after["state"] == State.RETURNED else ""
    return assignment


def _record(
    verb: str, assignment: Assignment, article: Article, *, by: int, at: datetime, action: str | None = None,
    asked: str = "",
) -> None:  # fmt: skip
    journal.record(
        verb, assignment.pk, by=by, at=at, project=article.project_id, article=article.pk, action=action, asked=asked,
        after={"state": assignment.state, "analyst": assignment.analyst_id},
    )  # fmt: skip
    _tell_analyst(verb, assignment, article)


def _tell_analyst(verb: str, assignment: Assignment, article: Article) -> None:
    """Their desk says how far they are. A first mark tells by itself, by its revision."""
    if verb != "work_opened":
        tell(article.pk, [assignment.analyst_id])
