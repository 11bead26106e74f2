"""What reviewers may decide now, each as a sentence or None."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, MARKABLE, State
from annotate.corpus.models import Article
from annotate.corpus.rules import why_not_change as why_not_change_article
from annotate.projects.models import Membership, Mode, Role
from annotate.projects.rules import why_not_as
from annotate.projects.rules import why_not_change as why_not_change_project
from annotate.spans.models import Span

LONGEST_REASON = 10_000


def why_not_review(article: Article, own: Assignment | None, *, by: Membership) -> str | None:
    """Why this member may not decide on this article now; None when they may. `own` is their own work on it."""
    if reason := why_not_as(Role.REVIEWER, by) or why_not_change_project(by.project) or why_not_change_article(article):
        return reason
    if by.project.mode == Mode.INDEPENDENT and own is not None and own.state in MARKABLE:
        return _("Hand in your own work on this article first: until then you do not see the others'.")
    return None


def why_not_decide(article: Article, spans: Sequence[Span]) -> str | None:
    """Why nothing can be decided of these spans now; None when it can."""
    if not spans:
        return _("A decision speaks of at least one span.")
    for span in spans:
        if span.article_id != article.pk:
            return _("A decision speaks of spans of one article.")
        if span.deleted_at is not None:
            return _("This span was deleted by its analyst.")
        if span.assignment.training:
            return _("This work is for training: it is compared with the gold, not decided on.")
        if span.assignment.state == State.SETTLED:
            return _("This article is settled. Reopen it to decide anew.")
        if span.assignment.state not in IN_REVIEW:
            return _("This work is not handed in, so nothing is decided of it yet.")
    return None


def why_not_decide_answers(sets: Sequence[Assignment]) -> str | None:
    """Why nothing can be decided of the answers of these sets to a question now; None when it can."""
    if not sets:
        return _("Nobody whose work is handed in answered this.")
    if any(work.state == State.SETTLED for work in sets):
        return _("This article is settled. Reopen it to decide anew.")
    if any(work.state not in IN_REVIEW for work in sets):
        return _("This work is not handed in, so nothing is decided of it yet.")
    return None


def why_not_settle(sets: Sequence[Assignment], *, undecided: int, questions: Sequence[str] = ()) -> str | None:
    """Why an article with these sets, so many undecided spans and these undecided questions cannot be settled now;
    None when it can."""
    if not any(work.state == State.HANDED_IN for work in sets):
        return _("There is no handed-in work to settle.")
    if undecided:
        return _("%(count)s spans of handed-in work are undecided.") % {"count": undecided}
    for question in questions:
        return _("The answers to “%(question)s” are undecided.") % {"question": question}
    return None


def why_not_pin(sets: Sequence[Assignment], *, by: Membership) -> str | None:
    """Why this member cannot make what was decided of an article with these sets an example; None when they can.

    Everybody reads the codebook, so where people work blind nobody may still be at work on the article.
    """
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(by.project):
        return reason
    if by.project.mode == Mode.SHARED:
        return None
    if all(work.state != State.SETTLED for work in sets) or any(work.state in MARKABLE for work in sets):
        return _("Everybody reads the codebook: settle the article, with nobody at work on it, then pin.")
    return None


def why_not_reopen(sets: Sequence[Assignment]) -> str | None:
    """Why an article with these sets cannot be reopened now; None when it can."""
    if not any(work.state == State.SETTLED for work in sets):
        return _("Only a settled article can be reopened.")
    return None
