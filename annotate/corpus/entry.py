"""The door to an article."""

from __future__ import annotations

from django.db.models import FilteredRelation, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from annotate.corpus.models import Article
from annotate.corpus.queries import articles_of
from annotate.corpus.rules import may_see_withdrawn
from annotate.projects.entry import find_membership
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
    """The article with this id wherever it is, and the person's membership there, in one statement; or 404."""
    own = Q(project__memberships__user=user, project__memberships__ended_at=None)
    found = Article.objects.without_text().annotate(member=FilteredRelation("project__memberships", condition=own))
    found = found.exclude(member=None).select_related("project", "member")  # type: ignore[misc]  # annotated above
    article = get_object_or_404(found, pk=article_id)
    membership: Membership = article.member  # type: ignore[attr-defined]
    membership.user, membership.project = user, article.project
    if article.withdrawn_at is not None and not may_see_withdrawn(Role(membership.role)):
        raise Http404
    return membership, article
