"""The door to an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404

from annotate.corpus.models import LONG, Article
from annotate.corpus.rules import may_see_withdrawn
from annotate.database.asking import Part, find_row
from annotate.projects.entry import find_membership
from annotate.projects.models import Membership, Project, Role, User
from annotate.projects.refusals import Refused
from annotate.projects.rules import why_not_as

_ARTICLE, _PROJECT, _MEMBER = Part(Article, "a", without=LONG), Part(Project, "p"), Part(Membership, "m")
_ARTICLE_BY_ID = f"""
    SELECT {_ARTICLE}, {_PROJECT}, {_MEMBER}
    FROM annotate_article a JOIN annotate_project p ON p.id = a.project_id
    JOIN annotate_membership m ON m.project_id = p.id AND m.user_id = %s AND m.ended_at IS NULL
    WHERE a.id = %s
"""
_ARTICLE_HERE = f"{_ARTICLE_BY_ID} AND p.slug = %s"


def find_article(
    user: User, slug: str, article_id: int, *, at_least: Role = Role.ANALYST
) -> tuple[Membership, Article]:
    """The article of this project and the person's membership, in one statement; or 404. Refused where their role does
    not reach."""
    found = _read(user, find_row(_ARTICLE_HERE, [user.pk, article_id, slug]))
    if found is None:
        find_membership(user, slug, at_least=at_least)
        raise Http404
    if reason := why_not_as(at_least, found[0]):
        raise Refused(reason)
    return found


def article_by_id(user: User, article_id: int) -> tuple[Membership, Article]:
    """The article with this id wherever it is, and the person's membership there, in one statement; or 404."""
    found = _read(user, find_row(_ARTICLE_BY_ID, [user.pk, article_id]))
    if found is None:
        raise Http404
    return found


def _read(user: User, row: Sequence[Any] | None) -> tuple[Membership, Article] | None:
    """What a row holds; None where there is none, or the article is not for this person to see."""
    if row is None:
        return None
    of_project, of_member = len(_ARTICLE), len(_ARTICLE) + len(_PROJECT)
    article, membership = _ARTICLE.read(row[:of_project]), _MEMBER.read(row[of_member:])
    membership.user, membership.project = user, _PROJECT.read(row[of_project:of_member])
    article.project = membership.project
    seen = article.withdrawn_at is None or may_see_withdrawn(Role(membership.role))
    return (membership, article) if seen else None
