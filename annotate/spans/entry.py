"""The door to a span: only those that may be seen are there."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.spans.models import Comment, Link, Span
from annotate.spans.queries.sets import visible_comments, visible_links, visible_spans


def find_span(user: User, span_id: int, *, article: Article | None = None) -> Span:
    """The span, deleted or not, that this person may see, with its label, article and set; else 404.

    Somebody else's deleted span is gone.
    """
    related = ("label", "article__project", "assignment__analyst", "codebook")
    spans = visible_spans(user, article=article).select_related(*related)
    span = get_object_or_404(spans.defer("article__text", "article__source", "article__inlines"), pk=span_id)
    if span.deleted_at is not None and span.assignment.analyst_id != user.pk:
        return get_object_or_404(spans.none(), pk=span_id)
    return span


def find_link(user: User, link_id: int) -> Link:
    """The link whose ends this person may see; else 404."""
    links = visible_links(user).select_related("article__project")
    return get_object_or_404(links.defer("article__text", "article__source", "article__inlines"), pk=link_id)


def find_comment(user: User, comment_id: int) -> Comment:
    """The comment on a span this person may see, with span and article; else 404. Somebody else's deleted is gone."""
    comments = visible_comments(user).select_related("span__article__project")
    comments = comments.filter(Q(deleted_at=None) | Q(made_by=user))
    texts = ("span__article__text", "span__article__source", "span__article__inlines")
    return get_object_or_404(comments.defer(*texts), pk=comment_id)
