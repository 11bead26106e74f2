"""Time spent: how long a desk was in sight and in use."""

from __future__ import annotations

from django.db.models import F

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.projects.models import Membership

AT_ONCE = 120
"""A desk reports at least every two minutes, so no report can say more."""


def add_time(article: Article, *, by: Membership, seconds: int) -> None:
    """Add active seconds to one's own assignment on an article, where there is one.

    Time is a measurement, not a deed: it leaves no line in the journal, and its report may be lost without harm.
    """
    mine = Assignment.objects.filter(article=article.pk, analyst=by.user_id).markable()
    mine.update(seconds_spent=F("seconds_spent") + max(0, min(seconds, AT_ONCE)))
