"""The door to a decision."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from annotate.projects.models import User
from annotate.review.models import Decision
from annotate.review.queries import visible_decisions


def find_decision(user: User, decision_id: int) -> Decision:
    """The decision this person may see, with its label and article; else 404."""
    return get_object_or_404(visible_decisions(user).select_related("label", "article__project"), pk=decision_id)
