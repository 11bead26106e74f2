"""The door to a span: only those that may be seen are there."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.projects.refusals import Missing
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


def standing_span(user: User, article: Article, span_id: int) -> Span:
    """The standing span of this article that a link is to lead from or to; Missing, with a sentence, where none is."""
    span = visible_spans(user, article=article).filter(pk=span_id, deleted_at=None).first()
    if span is None:
        raise Missing(_("There is no such span on this article."))
    span.article = article
    return span


def standing_link(user: User, article: Article, link_id: int) -> Link:
    """The standing link of this article that is to be undercut; Missing, with a sentence, where none is."""
    link = visible_links(user, article=article).filter(pk=link_id, deleted_at=None).first()
    if link is None:
        raise Missing(_("There is no such link on this article."))
    return link


def find_link(user: User, link_id: int, *, article: Article | None = None) -> Link:
    """The link whose ends this person may see; else 404."""
    links = visible_links(user, article=article).select_related("article__project")
    return get_object_or_404(links.defer("article__text", "article__source", "article__inlines"), pk=link_id)


def find_comment(user: User, comment_id: int, *, article: Article | None = None) -> Comment:
    """The comment on a span this person may see, with span and article; else 404. Somebody else's deleted is gone."""
    comments = visible_comments(user, article=article).select_related("span__article__project")
    comments = comments.filter(Q(deleted_at=None) | Q(made_by=user))
    texts = ("span__article__text", "span__article__source", "span__article__inlines")
    return get_object_or_404(comments.defer(*texts), pk=comment_id)
