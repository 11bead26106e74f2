"""The door to a decision."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.review.models import Decision
from annotate.review.queries import visible_decisions


def find_decision(user: User, decision_id: int, *, article: Article | None = None) -> Decision:
    """The decision (of this article) that this person may see, with its label and article; else 404."""
    decisions = visible_decisions(user, article=article).select_related("label", "article__project")
    return get_object_or_404(decisions, pk=decision_id)
