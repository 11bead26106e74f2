"""The door to an article."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from annotate.corpus.models import Article
from annotate.corpus.queries import articles_of
from annotate.projects.entry import find_membership, membership_in
from annotate.projects.models import Membership, Role, User


def find_article(
    user: User, slug: str, article_id: int, *, at_least: Role = Role.ANALYST
) -> tuple[Membership, Article]:
    """The article of this project and the person's membership, or 404."""
    membership = find_membership(user, slug, at_least=at_least)
    article = get_object_or_404(articles_of(membership).without_text(), pk=article_id)
    article.project = membership.project
    return membership, article


def article_by_id(user: User, article_id: int) -> tuple[Membership, Article]:
    """The article with this id wherever it is, and the person's membership there, or 404."""
    project_id = Article.objects.filter(pk=article_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise Http404
    membership = membership_in(user, project_id)
    article = get_object_or_404(articles_of(membership).without_text(), pk=article_id)
    article.project = membership.project
    return membership, article
