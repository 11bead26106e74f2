"""The codebook's questions about a whole article, with what one person answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotate.codebook.queries import codebook_now, questions_of
from annotate.codebook.rules import why_not_answer
from annotate.corpus.models import Article
from annotate.database.asking import Prepared, find_rows
from annotate.projects.models import Membership, User
from annotate.spans.models import Answer


@dataclass(frozen=True)
class QuestionLine:
    """A question as the codebook asks it now, and somebody's own answer; `version` 0 where they never gave one."""

    question: Mapping[str, Any]
    value: str
    version: int

    @property
    def key(self) -> str:
        """By which answers name it."""
        return str(self.question["key"])

    @property
    def outdated(self) -> bool:
        """Whether the answer was one when it was given, and is none of those that the codebook offers now."""
        return why_not_answer(self.question, self.value) is not None


def own_answers(membership: Membership, article: Article) -> list[QuestionLine]:
    """What the codebook asks about an article, with what this person answers."""
    return _lines(codebook_now(membership.project).codebook, article, of=membership.user)


def unanswered(membership: Membership, article: Article) -> list[str]:
    """The names of the required questions to which this person has given no answer that still is one."""
    lines = _lines(codebook_now(membership.project).codebook, article, of=membership.user)
    return [line.question["name"] for line in lines if line.question["required"] and (not line.value or line.outdated)]


def _lines(codebook: Mapping[str, Any], article: Article, *, of: User) -> list[QuestionLine]:
    questions = questions_of(codebook)
    if not questions:
        return []
    given = {key: (value, version) for key, value, version in find_rows(*_GIVEN.asked(article.pk, of.pk))}
    return [QuestionLine(one, *given.get(one["key"], ("", 0))) for one in questions]


_GIVEN = Prepared(
    lambda article, analyst: Answer.objects.filter(assignment__article=article, assignment__analyst=analyst).values(
        "question", "value", "version"
    ),
    numbers=2,
)
