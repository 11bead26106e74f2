"""What may be done to labels in use, and what can be taken back, each as a sentence or None."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotate.assignment.states import MARKABLE
from annotate.codebook.models import Label
from annotate.codebook.rules import why_not_drop as why_not_drop_used
from annotate.codebook.states import DRAFTED
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership, Mode, Role
from annotate.projects.rules import why_not_as
from annotate.projects.rules import why_not_change as why_not_change_project
from annotate.spans.models import Span
from annotate.spans.states import UNDOABLE

LABELS_AT_ONCE = ("label_merged", "label_split")
"""What was done to labels with all their spans."""

SORTED = "span_sorted"
MOVED = "spans_moved"
GOLD_MOVED = "gold_moved"


def why_not_sort(label: Label, *, into: Label, by: Membership) -> str | None:
    """Why this member may not say now which part of a split label a span is; None when they may."""
    if reason := why_not_as(Role.REVIEWER, by) or why_not_change_project(by.project):
        return reason
    if label.split_in is None:
        return _("“%(label)s” is not being split.") % {"label": label}
    if into.pk != label.pk and into.split_from_id != label.pk:
        return _("“%(into)s” is no part of “%(label)s”.") % {"into": into, "label": label}
    if into.retired_at is not None:
        return _("The label “%(label)s” is retired.") % {"label": into}
    return None


def why_not_drop(name: str, *, uses: int, unseen: bool) -> str | None:
    """Why a label or attribute of which so many rows speak cannot leave the codebook; None when it can.

    `unseen`: there is work that the person does not see. Whether that has it may not be told, so it is taken to.
    """
    if unseen:
        return _("“%(name)s” may be in use where you do not see it yet, so it stays: retire it.") % {"name": name}
    return why_not_drop_used({"name": name}, spans=uses)


def why_not_example(span: Span, *, at_work: bool, by: Membership) -> str | None:
    """Why a span's words may not stand in the codebook now; None when they may.

    `at_work`: somebody's work on the article is unfinished. Everybody reads the codebook, so in an independent project
    an example would tell a blind person what another marked.
    """
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(by.project):
        return reason
    if span.deleted_at is not None:
        return _("This span is deleted.")
    if by.project.mode == Mode.INDEPENDENT and (at_work or span.assignment.state in MARKABLE):
        return _("Work on this article is unfinished: an example would show it to people who do not see it yet.")
    return None


def why_not_revert(line: JournalLine, *, by: Membership, turned_back: bool) -> str | None:
    """Why this line cannot be taken back from the journal; None when it can be tried: what came since may forbid it."""
    if reason := why_not_change_project(by.project):
        return reason
    if line.turn == Turn.UNDO:
        return _("This line takes another back. Do it anew instead.")
    if turned_back:
        return _("This was taken back already.")
    if line.verb in UNDOABLE:
        return None if line.by == by.user_id else _("Only the person who did it takes it back.")
    if line.verb in (*LABELS_AT_ONCE, *DRAFTED, "draft_discarded"):
        return why_not_as(Role.LEAD, by)
    if line.verb in (SORTED, "decision_made"):
        return why_not_as(Role.REVIEWER, by)
    if line.verb in (MOVED, GOLD_MOVED):
        return _("This is part of a merge or split. Take that back as a whole.")
    if line.verb == "codebook_published":
        return _("A published version stays. Change the codebook and publish the next.")
    return _("What happened here is not taken back from the journal.")
