"""Answers about whole articles; out."""

from __future__ import annotations

from datetime import datetime

from typing_extensions import TypedDict

from annotate.spans.models import Answer


class AnswerOut(TypedDict):
    """What somebody answers to a question of the codebook about an article."""

    id: int
    article: int
    question: str
    value: str
    analyst: str
    codebook_version: int
    version: int
    created_at: datetime
    updated_at: datetime


def answer_out(answer: Answer) -> AnswerOut:
    """An answer."""
    return {
        "id": answer.pk, "article": answer.assignment.article_id, "question": answer.question, "value": answer.value,
        "analyst": answer.assignment.analyst.username, "codebook_version": answer.codebook.number,
        "version": answer.version, "created_at": answer.created_at, "updated_at": answer.changed_at,
    }  # fmt: skip
