"""The revision of an article, and who is told that there is something new: what live updates follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.database.writing import Told
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine
from annotate.live.telling import tell, tell_revision
from annotate.projects.models import Membership, Mode
from annotate.spans.queries.sets import who_may_see

_NEXT = """
    INSERT INTO annotate_revision AS r (article_id, audience, number) VALUES (%s, %s, 1)
    ON CONFLICT (article_id, audience) DO UPDATE SET number = r.number + 1 RETURNING number
"""


def record_change(
    verb: str, subject: int, *, article: Article, audience: int, by: int | None, at: datetime, **told: Any
) -> JournalLine:
    """Write the journal line of a change of an article under its audience's next revision, and tell that revision when
    the transaction commits. The rest is as journal.record has it.

    The count's row stays locked until the transaction ends.
    """
    line = journal.record(
        verb, subject, by=by, at=at, project=article.project_id, article=article.pk, audience=audience,
        revision=Told(_NEXT, [article.pk, audience]), **told,
    )  # fmt: skip
    assert line.revision is not None
    tell_revision(article.pk, audience, line.revision)
    return line


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
