"""The revision of an article, and who is told that there is something new: what live updates follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.database.asking import find_row
from annotate.live.telling import tell, tell_revision
from annotate.projects.models import Membership, Mode
from annotate.spans.queries.sets import who_may_see

_NEXT = """
    INSERT INTO annotate_revision AS r (article_id, audience, number) VALUES (%s, %s, 1)
    ON CONFLICT (article_id, audience) DO UPDATE SET number = r.number + 1 RETURNING number
"""


def next_revision(article: Article, *, audience: int) -> int:
    """Count one more change for an audience, and tell it when the transaction commits.

    The count's row stays locked until the transaction ends.
    """
    counted = find_row(_NEXT, [article.pk, audience])
    assert counted is not None
    number: int = counted[0]
    tell_revision(article.pk, audience, number)
    return number


def tell_others(span_ids: Sequence[int], *, by: Membership) -> None:
    """What somebody said of spans of an article is news to the others who may see all of them.

    In a shared project the revision is everybody's, and has told them already.
    """
    if by.project.mode == Mode.INDEPENDENT:
        works = Assignment.objects.filter(spans__in=span_ids).distinct().select_related("article")
        found = list(works.defer("article__text", "article__source", "article__inlines"))
        for work in found:
            work.article.project = by.project
        seeing = [who_may_see(work.article, [work]) for work in found]
        tell(found[0].article_id, set.intersection(*seeing) - {by.user_id})


def who_else_sees(article: Article, works: Collection[Assignment]) -> set[int]:
    """Whom it concerns, beside their analysts, when these sets go a step: whoever sees them in one of the two states.

    Ask in that state in which more people do. In a shared project all see them in every state.
    """
    return set() if article.project.mode == Mode.SHARED else who_may_see(article, works)
