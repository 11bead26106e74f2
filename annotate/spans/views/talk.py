"""What is said about a span, and where somebody was called."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.refusals import Unfit
from annotate.spans import actions
from annotate.spans.entry import find_comment, find_span
from annotate.spans.forms import CommentForm
from annotate.spans.models import Comment
from annotate.spans.queries.talk import list_mentions, mention_lines
from annotate.spans.views.marks import Visit, perform_beside, visit

PAGE = 50
LATEST = 5
"""How many mentions the list of articles shows."""


@require_GET
def mentions(request: Request, slug: str) -> HttpResponse:
    """The comments that call this person, the latest first; the first few as a part of the list of articles."""
    membership = find_membership(request.user, slug)
    page = Paginator(list_mentions(membership), LATEST if request.htmx else PAGE).get_page(request.GET.get("page"))
    context = {
        "membership": membership, "project": membership.project, "page": page,
        "lines": mention_lines(membership, list(page)),
    }  # fmt: skip
    return render(request, "spans/mentions.html#mentions" if request.htmx else "spans/mentions.html", context)


@require_POST
def add_comment(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Say something about a span one can see."""
    at_desk = visit(request, slug, article_id, at_span=span_id)
    span = find_span(request.user, span_id, article=at_desk.article)
    return perform_beside(
        at_desk,
        lambda: actions.add_comment(
            span, text=_text(request), by=at_desk.membership, at=now(), action=at_desk.mark.action
        ),
        _("Comment saved."),
    )


@require_POST
def change_comment(request: Request, slug: str, article_id: int, comment_id: int) -> HttpResponse:
    """Word one's own comment anew."""
    at_desk, comment = _visit(request, slug, article_id, comment_id)
    return perform_beside(
        at_desk,
        lambda: actions.change_comment(
            comment, text=_text(request), by=at_desk.membership, at=now(), action=at_desk.mark.action
        ),
        _("Comment changed."),
    )


@require_POST
def delete_comment(request: Request, slug: str, article_id: int, comment_id: int) -> HttpResponse:
    """Take one's own comment away."""
    at_desk, comment = _visit(request, slug, article_id, comment_id)
    return perform_beside(
        at_desk,
        lambda: actions.delete_comment(comment, by=at_desk.membership, at=now(), action=at_desk.mark.action),
        _("Comment deleted."),
    )


def _text(request: Request) -> str:
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Unfit(_("These are no characters that can be kept."))
    text: str = form.cleaned_data["text"]
    return text


def _visit(request: Request, slug: str, article_id: int, comment_id: int) -> tuple[Visit, Comment]:
    at_desk = visit(request, slug, article_id)
    comment = find_comment(request.user, comment_id, article=at_desk.article)
    return replace(at_desk, at_span=comment.span_id), comment
