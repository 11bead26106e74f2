"""Articles as pages need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from annotate.corpus.models import Article, ArticleQuerySet, Block
from annotate.corpus.rules import may_see_withdrawn
from annotate.projects.models import Membership, Role, User
from annotate.text.differences import Row, rows_of


class Frozen(NamedTuple):
    """What of an article never changes: its text, and its inlines as (kind, start, end, href) in code points."""

    text: str
    inlines: tuple[tuple[str, int, int, str | None], ...]


@lru_cache(maxsize=64)
def frozen(article_id: int) -> Frozen:
    """An article's text and inlines. Kept in memory: the database lets nobody change them."""
    text, inlines = Article.objects.values_list("text", "inlines").get(pk=article_id)
    return Frozen(text, tuple(tuple(line) for line in inlines))


def articles_of(membership: Membership) -> ArticleQuerySet:
    """The project's articles that this member may see: a lead sees the withdrawn ones too."""
    found: ArticleQuerySet = Article.objects.filter(project=membership.project_id)
    if not may_see_withdrawn(Role(membership.role)):
        found = found.filter(withdrawn_at=None)
    return found


def articles_known_to(user: User) -> ArticleQuerySet:
    """The articles of all projects a person belongs to that they may see."""
    standing = Membership.objects.filter(user=user, ended_at=None)
    leading = standing.filter(role=Role.LEAD)
    found: ArticleQuerySet = Article.objects.filter(project__in=standing.values("project"))
    return found.filter(Q(withdrawn_at=None) | Q(project__in=leading.values("project")))


def ancestors_of(article: Article) -> list[int]:
    """The articles that this one supersedes, and those that they supersede, the nearest first."""
    found: list[int] = []
    older = article.supersedes_id
    while older is not None and older not in found:
        found.append(older)
        older = Article.objects.values_list("supersedes", flat=True).get(pk=older)
    return found


def correction_of(article: Article) -> Article | None:
    """The standing article that supersedes this one; None where none does."""
    if not article.superseded:
        return None
    return Article.objects.without_text().filter(supersedes=article, withdrawn_at=None).first()


def corrected_by(article: Article, *, viewer: Membership) -> Article | None:
    """The article that this one corrects, where this member may see it; None where it corrects none."""
    return articles_of(viewer).without_text().filter(pk=article.supersedes_id).first()


@dataclass(frozen=True)
class Difference:
    """What a corrected article says otherwise: the rows that differ, in order, and how many blocks are the same."""

    rows: list[Row]
    same: int


def difference_of(older: Article, newer: Article) -> Difference:
    """The two articles block by block."""
    rows = rows_of(_passages(older), _passages(newer))
    return Difference([row for row in rows if row.sort != "same"], sum(row.sort == "same" for row in rows))


def _passages(article: Article) -> list[str]:
    text = frozen(article.pk).text
    return [text[block.start : block.end] for block in blocks_of(article)]


def blocks_of(article: Article) -> list[Block]:
    """The article's blocks in the order of its text. Kept in memory as they were when the article was last changed:
    whoever corrects a block's kind changes the article's time with it. Not to be changed themselves."""
    return list(blocks_at(article.pk, article.changed_at))


@lru_cache(maxsize=64)
def blocks_at(article_id: int, _changed_at: datetime) -> tuple[Block, ...]:
    """`blocks_of` the article of this id that was last changed then."""
    return tuple(Block.objects.filter(article=article_id).order_by("number"))


def outlets_of(membership: Membership) -> list[str]:
    """The outlets to choose from in a filter."""
    return list(
        articles_of(membership).exclude(outlet="").order_by("outlet").values_list("outlet", flat=True).distinct()
    )
