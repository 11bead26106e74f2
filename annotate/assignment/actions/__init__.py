"""The only ways to change who works on what: steps of one assignment, rounds of many, time spent."""

from annotate.assignment.actions.rounds import change_round, close_round, open_round, reopen_round
from annotate.assignment.actions.steps import (
    PLAIN,
    Terms,
    assign_article,
    begin_work,
    call_back_work,
    decline_work,
    hand_in,
    hold,
    hold_answering,
    note_decisions,
    open_work,
    reopen_work,
    return_work,
    settle_work,
    take_back,
)
from annotate.assignment.actions.time import add_time

__all__ = [
    "PLAIN", "Terms", "add_time", "assign_article", "begin_work", "call_back_work", "change_round", "close_round",
    "decline_work", "hand_in", "hold", "hold_answering", "note_decisions", "open_round", "open_work",
    "reopen_round", "reopen_work", "return_work", "settle_work", "take_back",
]  # fmt: skip
