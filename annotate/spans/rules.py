"""What may be done to spans, links and comments now, each as a sentence or None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotate.assignment.models import Assignment
from annotate.assignment.rules import why_not_work
from annotate.corpus.models import Article
from annotate.corpus.rules import why_not_change as why_not_change_article
from annotate.projects.models import Membership
from annotate.projects.refusals import grouped
from annotate.projects.rules import why_not_change as why_not_change_project
from annotate.text.extent import MAX_SPAN, NoExtent

LONGEST_NOTE = 10_000
LONGEST_COMMENT = 10_000


def why_not_mark(article: Article, assignment: Assignment | None, *, by: Membership) -> str | None:
    """Why this person may not mark on this article now; None when they may."""
    return why_not_change_project(by.project) or why_not_change_article(article) or why_not_work(by.project, assignment)


def why_not_change(article: Article, assignment: Assignment, *, by: Membership) -> str | None:
    """Why this person may not change a span of this set now; None when they may."""
    if assignment.analyst_id != by.user_id:
        return _("This span is somebody else's. Make your own beside it.")
    return why_not_mark(article, assignment, by=by)


def why_not_say(article: Article, *, by: Membership) -> str | None:
    """Why this person may not comment or link on this article now; None when they may."""
    return why_not_change_project(by.project) or why_not_change_article(article)


def why_not_hand_in(lacking: Mapping[str, int], unanswered: Sequence[str] = ()) -> str | None:
    """Why work is not handed in of whose spans so many lack a required value, by the attribute's name, or to whose
    article these required questions are not answered; else None."""
    for attribute, spans in lacking.items():
        return ngettext(
            "%(count)s of your spans has no value of “%(attribute)s”, which the codebook requires.",
            "%(count)s of your spans have no value of “%(attribute)s”, which the codebook requires.",
            spans,
        ) % {"count": spans, "attribute": attribute}
    for question in unanswered:
        return _("“%(question)s” is not answered yet, which the codebook requires.") % {"question": question}
    return None


def why_not_words(text: str, *, most: int) -> str | None:
    """Why these words cannot be kept; None when they can."""
    if len(text) > most:
        return _("This has %(length)s characters; %(most)s is the most.") % {
            "length": grouped(len(text)),
            "most": grouped(most),
        }
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return _("These are no characters that can be kept.")
    return None


def why_no_extent(error: NoExtent) -> str:
    """What is wrong with an extent, as a sentence."""
    sentences = {
        "empty": _("A span has at least one character: its end lies after its start."),
        "outside": _("The span does not lie in the text."),
        "long": _("A span reaches over at most %(most)s characters.") % {"most": grouped(MAX_SPAN)},
        "white space": _("A span does not begin or end in white space."),
        "cluster": _("A span does not cut a character in two (an emoji, a letter and its accent)."),
        "unreadable": _("These are no ranges: write 120-138 or 120-138,150-160."),
    }
    return sentences[error.code]
