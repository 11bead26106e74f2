"""Undo and redo: one person, one article, read from the journal, so that they survive a reload."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.codebook.queries import called_now
from annotate.corpus.models import Article
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import line_to_redo, line_to_undo
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Refused
from annotate.spans import rules
from annotate.spans.actions.answers import turn_answer
from annotate.spans.actions.copies import turn_copies
from annotate.spans.actions.links import hold_link, link_state, put_link_state
from annotate.spans.actions.spans import Answer, hold_span, put_state, state_of
from annotate.spans.models import Link, Span
from annotate.spans.states import UNDOABLE
from annotate.text.extent import Extent


@transaction.atomic
def undo(
    article: Article, *, by: Membership, at: datetime, action: str | None = None
) -> tuple[str, tuple[Extent, ...]]:
    """Take back the last thing this person did on the article: its verb, and the extents touched.

    Clash where there is nothing to undo, or where the span was changed since by something else.
    """
    return _turn(article, Turn.UNDO, by=by, at=at, action=action)


@transaction.atomic
def redo(
    article: Article, *, by: Membership, at: datetime, action: str | None = None
) -> tuple[str, tuple[Extent, ...]]:
    """Do again what this person last took back on the article, if they have done nothing new since."""
    return _turn(article, Turn.REDO, by=by, at=at, action=action)


@transaction.atomic
def revert(line: JournalLine, *, by: Membership, at: datetime, action: str | None = None) -> tuple[Extent, ...]:
    """Take back one thing this person did, not only the last: the extents touched. Clash where it was changed since."""
    assert line.by == by.user_id, "the caller's rule says whose it is"
    article = Article.objects.select_related("project").without_text().get(pk=line.article or 0)
    assignment = assignments.hold(article, by.user_id)
    asked = journal.fingerprint("revert", line.pk)
    if answered := journal.answered(by=by.user_id, action=action, asked=asked):
        return _extents(answered)
    if reason := rules.why_not_mark(article, assignment, by=by):
        raise Refused(reason)
    if line.verb == "spans_copied":
        return turn_copies(line, article, Turn.UNDO, by=by, at=at, action=action, asked=asked)
    if line.verb.startswith("span_"):
        return _turn_span(line, Turn.UNDO, by=by, at=at, action=action, asked=asked).touched
    if line.verb.startswith("answer_"):
        turn_answer(line, Turn.UNDO, article=article, by=by, at=at, action=action, asked=asked)
        return ()
    return _turn_link(line, Turn.UNDO, by=by, at=at, action=action, asked=asked)


def _turn(
    article: Article, turn: Turn, *, by: Membership, at: datetime, action: str | None
) -> tuple[str, tuple[Extent, ...]]:
    assignment = assignments.hold(article, by.user_id)
    asked = journal.fingerprint("undo" if turn == Turn.UNDO else "redo", article.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line.verb, _extents(line)
    if reason := rules.why_not_mark(article, assignment, by=by):
        raise Refused(reason)
    find = line_to_undo if turn == Turn.UNDO else line_to_redo
    found = find(article.pk, by=by.user_id, verbs=UNDOABLE)
    if found is None:
        raise Clash(_("There is nothing to undo.") if turn == Turn.UNDO else _("There is nothing to redo."))
    if found.verb == "spans_copied":
        return found.verb, turn_copies(found, article, turn, by=by, at=at, action=action, asked=asked)
    if found.verb.startswith("span_"):
        return found.verb, _turn_span(found, turn, by=by, at=at, action=action, asked=asked).touched
    if found.verb.startswith("answer_"):
        turn_answer(found, turn, article=article, by=by, at=at, action=action, asked=asked)
        return found.verb, ()
    return found.verb, _turn_link(found, turn, by=by, at=at, action=action, asked=asked)


def _turn_span(
    line: JournalLine, turn: Turn, *, by: Membership, at: datetime, action: str | None, asked: str
) -> Answer:
    held, _line = hold_span(Span.objects.select_related("article").get(pk=line.subject), by=by)
    left = {key: value for key, value in (line.after or {}).items() if key != "version"}
    if state_of(held) != {**left, "label": called_now(held.label.project_id, left["label"])}:
        raise Clash(_("This span was changed since by somebody else, so it stays as it is."), span=held)
    return put_state(
        held, line.before, verb=line.verb, turn=turn, undoes=line.pk, by=by, at=at, action=action, asked=asked
    )


def _turn_link(
    line: JournalLine, turn: Turn, *, by: Membership, at: datetime, action: str | None, asked: str
) -> tuple[Extent, ...]:
    held = hold_link(Link.objects.get(pk=line.subject))
    if link_state(held) != line.after:
        raise Clash(_("This link was changed since by somebody else, so it stays as it is."))
    put_link_state(
        held, line.before, verb=line.verb, turn=turn, undoes=line.pk, by=by, at=at, action=action, asked=asked
    )
    return (held.source.extent,)


def _extents(line: JournalLine) -> tuple[Extent, ...]:
    states = [state for state in (line.before, line.after) if state and "ranges" in state]
    return tuple(Extent.of((start, end) for start, end in state["ranges"]) for state in states)
