"""What is said about a span, in its thread."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.journal import actions as journal
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership
from annotate.projects.refusals import Refused, Unfit
from annotate.spans import rules
from annotate.spans.actions.revisions import record_change, tell_others
from annotate.spans.models import Comment, Span
from annotate.spans.queries.sets import audience_of


@transaction.atomic
def add_comment(
    span: Span, *, text: str, by: Membership, at: datetime, action: str | None = None
) -> tuple[Comment, bool]:
    """Say something about a span that one can see."""
    text = text.strip()
    asked = journal.fingerprint("add_comment", span.pk, text)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line), True
    _check(span, text, by=by)
    comment = Comment.objects.create(span=span, made_by=by.user, text=text, created_at=at, changed_at=at)
    _write("comment_added", comment, by=by, at=at, before=None, action=action, asked=asked)
    return comment, True


@transaction.atomic
def change_comment(comment: Comment, *, text: str, by: Membership, at: datetime, action: str | None = None) -> Comment:
    """Word one's own comment anew."""
    text = text.strip()
    held = _hold(comment, by=by)
    asked = journal.fingerprint("change_comment", comment.pk, text)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    if held.text == text:
        return _note(held, by=by, at=at, action=action, asked=asked)
    _check(held.span, text, by=by)
    before = {"text": held.text}
    held.text, held.changed_at = text, at
    held.save(update_fields=["text", "changed_at"])
    _write("comment_changed", held, by=by, at=at, before=before, action=action, asked=asked)
    return held


@transaction.atomic
def delete_comment(comment: Comment, *, by: Membership, at: datetime, action: str | None = None) -> Comment:
    """Take one's own comment away."""
    held = _hold(comment, by=by)
    asked = journal.fingerprint("delete_comment", comment.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    if held.deleted_at is not None:
        return _note(held, by=by, at=at, action=action, asked=asked)
    held.deleted_at = held.changed_at = at
    held.save(update_fields=["deleted_at", "changed_at"])
    _write("comment_deleted", held, by=by, at=at, before={"text": held.text}, action=action, asked=asked)
    return held


def _check(span: Span, text: str, *, by: Membership) -> None:
    if reason := rules.why_not_say(span.article, by=by):
        raise Refused(reason)
    if not text:
        raise Unfit(_("Say something."))
    if reason := rules.why_not_words(text, most=rules.LONGEST_COMMENT):
        raise Unfit(reason)


def _as_it_was(line: JournalLine) -> Comment:
    """The comment as this line left it: what its request was answered."""
    comment = Comment.objects.select_related("span", "made_by").get(pk=line.subject)
    comment.text = (line.after or {})["text"]
    comment.changed_at = line.at if line.verb != "comment_found" else comment.changed_at
    return comment


def _note(comment: Comment, *, by: Membership, at: datetime, action: str | None, asked: str) -> Comment:
    """Nothing to do. That it was so is noted, so that the same request, sent again later, does nothing then either."""
    if action is not None:
        journal.record(
            "comment_found", comment.pk, by=by.user_id, at=at, project=by.project_id, article=comment.span.article_id,
            after={"text": comment.text, "span": comment.span_id}, action=action, asked=asked,
            audience=audience_of(by),
        )  # fmt: skip
    return comment


def _hold(comment: Comment, *, by: Membership) -> Comment:
    held = Comment.objects.select_for_update(of=["self"]).select_related("span__article").get(pk=comment.pk)
    if held.made_by_id != by.user_id:
        raise Refused(_("This comment is somebody else's."))
    return held


def _write(
    verb: str,
    comment: Comment,
    *,
    by: Membership,
    at: datetime,
    before: dict[str, str] | None,
    action: str | None,
    asked: str,
) -> None:
    record_change(
        verb, comment.pk, article=comment.span.article, audience=audience_of(by), by=by.user_id, at=at, before=before,
        after={"text": comment.text, "span": comment.span_id}, action=action, asked=asked,
    )  # fmt: skip
    tell_others([comment.span_id], by=by)
