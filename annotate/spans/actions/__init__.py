"""The only ways to change spans, links, comments and answers."""

from annotate.spans.actions.answers import answer_question
from annotate.spans.actions.comments import add_comment, change_comment, delete_comment
from annotate.spans.actions.copies import Copied, copy_spans
from annotate.spans.actions.history import redo, undo
from annotate.spans.actions.links import add_link, delete_link, restore_link
from annotate.spans.actions.rounds import deal_round, take_next
from annotate.spans.actions.spans import Answer, add_span, change_span, delete_span, restore_span
from annotate.spans.actions.work import assign_article, hand_in, take_back

__all__ = [
    "Answer", "Copied", "add_comment", "add_link", "add_span", "answer_question", "assign_article", "change_comment",
    "change_span", "copy_spans", "deal_round", "delete_comment", "delete_link", "delete_span", "hand_in", "redo",
    "restore_link",
    "restore_span", "take_back", "take_next", "undo",
]  # fmt: skip
