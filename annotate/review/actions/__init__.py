"""Deciding on handed-in spans, undoing it, settling articles, reopening them."""

from annotate.review.actions.answers import decide_answer
from annotate.review.actions.decisions import decide, undo_decision
from annotate.review.actions.pins import pin_decision
from annotate.review.actions.settling import reopen_article, return_work, settle_article
from annotate.review.actions.strokes import decide_many, undo_step

__all__ = [
    "decide", "decide_answer", "decide_many", "pin_decision", "reopen_article", "return_work", "settle_article",
    "undo_decision", "undo_step",
]  # fmt: skip
