"""The door to an article."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from annotate.corpus.models import LONG, Article
from annotate.corpus.queries import articles_of
from annotate.corpus.rules import may_see_withdrawn
from annotate.database.asking import Part, find_row
from annotate.projects.entry import find_membership
from annotate.projects.models import Membership, Project, Role, User


def find_article(
    user: User, slug: str, article_id: int, *, at_least: Role = Role.ANALYST
) -> tuple[Membership, Article]:
    """The article of this project and the person's membership, or 404."""
    membership = find_membership(user, slug, at_least=at_least)
    article = get_object_or_404(articles_of(membership).without_text(), pk=article_id)
    article.project = membership.project
    return membership, article


_ARTICLE, _PROJECT, _MEMBER = Part(Article, "a", without=LONG), Part(Project, "p"), Part(Membership, "m")
_ARTICLE_BY_ID = f"""
    SELECT {_ARTICLE}, {_PROJECT}, {_MEMBER}
    FROM annotate_article a JOIN annotate_project p ON p.id = a.project_id
    JOIN annotate_membership m ON m.project_id = p.id AND m.user_id = %s AND m.ended_at IS NULL
    WHERE a.id = %s
"""


def article_by_id(user: User, article_id: int) -> tuple[Membership, Article]:
    """The article with this id wherever it is, and the person's membership there, in one statement; or 404."""
    row = find_row(_ARTICLE_BY_ID, [user.pk, article_id])
    if row is None:
        raise Http404
    of_project, of_member = len(_ARTICLE), len(_ARTICLE) + len(_PROJECT)
    article, membership = _ARTICLE.read(row[:of_project]), _MEMBER.read(row[of_member:])
    membership.user, membership.project = user, _PROJECT.read(row[of_project:of_member])
    article.project = membership.project
    if article.withdrawn_at is not None and not may_see_withdrawn(Role(membership.role)):
        raise Http404
    return membership, article
