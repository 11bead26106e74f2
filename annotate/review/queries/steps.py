"""The step of a reviewer that one undo would take back."""

from __future__ import annotations

from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.journal.queries import line_to_undo
from annotate.projects.models import Membership
from annotate.review.states import STEPS


def step_to_undo(article: Article, *, by: Membership) -> JournalLine | None:
    """This member's last standing step on the article since it was last settled; None where there is none.

    A settlement cuts off what was before it: the gold of that day stays in history as it was.
    """
    line = line_to_undo(article.pk, by=by.user_id, verbs=STEPS)
    settled = JournalLine.objects.filter(article=article.pk, verb="article_settled").order_by("-id")
    last = settled.values_list("id", flat=True).first()
    return None if line is None or (last is not None and last > line.pk) else line
