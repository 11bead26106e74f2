"""Taking changes of the draft back, throwing it away, and keeping it in step with what is published beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.actions.drafts.changes import Codebook, State, begin_draft, put_state, state_now, store_draft
from annotate.codebook.models import Draft
from annotate.codebook.queries import codebook_now
from annotate.codebook.states import DRAFTED
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import line_of_subject_to_undo
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Refused


@transaction.atomic
def discard_draft(project: Project, *, by: Membership, at: datetime, action: str | None = None) -> JournalLine | None:
    """Throw the draft away. The journal keeps it, and it can be had back while there is no other."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = journal.fingerprint("discard_draft", project.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    draft = Draft.objects.filter(project=project).first()
    if draft is None:
        return None
    published = codebook_now(project).codebook
    line = journal.record(
        "draft_discarded", draft.pk, by=by.user_id, at=at, project=project.pk, before={"codebook": draft.codebook},
        after={"codebook": published}, action=action, asked=asked,
    )  # fmt: skip
    draft.delete()
    return line


@transaction.atomic
def undo_draft(project: Project, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """Take back the last change of the draft that still stands, whoever of its leads made it."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = journal.fingerprint("undo_draft", project.pk)
    draft = Draft.objects.filter(project=project).first()
    if draft is not None and journal.answered(by=by.user_id, action=action, asked=asked):
        return draft
    line = draft and line_of_subject_to_undo(draft.pk, verbs=DRAFTED)
    if not line:
        raise Clash(_("There is nothing to undo."))
    return revert_draft(project, line, by=by, at=at, action=action, asked=asked)


@transaction.atomic
def revert_draft(
    project: Project, line: JournalLine, *, by: Membership, at: datetime, action: str | None = None, asked: str = ""
) -> Draft:
    """Take back one change of the draft. Clash where somebody has written over it, or it is published."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = asked or journal.fingerprint("revert_draft", line.pk)
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    draft = Draft.objects.filter(project=project).first()
    if draft is None and line.verb == "draft_discarded":
        draft = begin_draft(project, at=at)
    elif draft is None or draft.pk != line.subject:
        raise Clash(_("This draft is published or gone. Change the codebook anew."))
    before, after = line.before or {}, line.after or {}
    if _said(state_now(draft.codebook, after)) != _said(after):
        raise Clash(_("This was changed again since, so it stays as it is."))
    put_state(draft.codebook, before)
    return store_draft(
        draft, line.verb, before=after, after=before, by=by, at=at, action=action, asked=asked, turn=Turn.UNDO,
        undoes=line.pk,
    )  # fmt: skip


def carry_into_draft(project: Project, change: Callable[[Codebook], None], *, at: datetime) -> None:
    """Tell the draft, where there is one, what was published beside it, so that it does not take that back."""
    draft = Draft.objects.select_for_update().filter(project=project).first()
    if draft is not None:
        change(draft.codebook)
        draft.changed_at = at
        draft.save(update_fields=["codebook", "changed_at"])


def _said(state: State) -> State:
    """A state without the place in the list, which other changes move."""
    return {name: value for name, value in state.items() if name != "place"}
