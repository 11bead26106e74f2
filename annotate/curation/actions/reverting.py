"""Taking back what a journal line tells, each kind by the action that can."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from annotate.codebook import actions as codebook
from annotate.codebook.states import DRAFTED
from annotate.curation import rules
from annotate.curation.actions.labels import NEVER, go_on, unsort_span
from annotate.journal.models import JournalLine
from annotate.journal.queries import turned_back
from annotate.projects.models import Membership
from annotate.projects.refusals import Missing, Refused
from annotate.review.actions import undo_decision
from annotate.review.queries import visible_decisions
from annotate.spans.actions.history import revert
from annotate.spans.states import UNDOABLE


def revert_line(
    line: JournalLine, *, by: Membership, at: datetime, action: str | None = None, enough: Callable[[], bool] = NEVER
) -> None:
    """Take one line back. The line is one that the person may read.

    Refused where they may not, Clash where something came since that stands in the way: nothing is written over.
    """
    if reason := rules.why_not_revert(line, by=by, turned_back=turned_back(line)):
        raise Refused(reason)
    if line.verb in UNDOABLE:
        revert(line, by=by, at=at, action=action)
    elif line.verb in (*DRAFTED, "draft_discarded"):
        codebook.revert_draft(by.project, line, by=by, at=at, action=action)
    elif line.verb == "label_merged":
        go_on(codebook.unmerge_label(line, by=by, at=at, action=action), by=by, at=at, enough=enough)
    elif line.verb == "label_split":
        go_on(codebook.unsplit_label(line, by=by, at=at, action=action), by=by, at=at, enough=enough)
    elif line.verb == rules.SORTED:
        unsort_span(line, by=by, at=at, action=action)
    else:
        decision = visible_decisions(by.user).select_related("article__project").filter(pk=line.subject).first()
        if decision is None:
            raise Missing(_("There is no such decision."))
        undo_decision(decision, by=by, at=at, action=action)
