"""The states of an assignment and the steps allowed between them, as data. The database refuses any other step."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How far one analyst is with one article."""

    ASSIGNED = "assigned"
    OPEN = "open"
    HANDED_IN = "handed-in"
    RETURNED = "returned"
    SETTLED = "settled"
    DECLINED = "declined"


class Step(NamedTuple):
    """One allowed change: who takes it, and by which action."""

    source: State
    target: State
    action: str
    who: str


STEPS: tuple[Step, ...] = (
    Step(State.ASSIGNED, State.OPEN, "open_work", "the analyst, by a first mark"),
    Step(State.ASSIGNED, State.HANDED_IN, "hand_in", "the analyst: read, nothing to mark"),
    Step(State.OPEN, State.HANDED_IN, "hand_in", "the analyst"),
    Step(State.RETURNED, State.HANDED_IN, "hand_in", "the analyst"),
    Step(State.HANDED_IN, State.OPEN, "take_back", "the analyst, before the first decision"),
    Step(State.HANDED_IN, State.RETURNED, "return_work", "a reviewer, with a reason"),
    Step(State.HANDED_IN, State.SETTLED, "settle_work", "a reviewer, when every span is decided"),
    Step(State.SETTLED, State.HANDED_IN, "reopen_work", "a reviewer"),
    Step(State.ASSIGNED, State.DECLINED, "decline_work", "the analyst, with a reason, before a first mark"),
    Step(State.ASSIGNED, State.DECLINED, "call_back_work", "a lead, before a first mark"),
    Step(State.DECLINED, State.ASSIGNED, "assign_article", "a lead, who gives it again"),
)

MARKABLE = (State.ASSIGNED, State.OPEN, State.RETURNED)
"""The set may be changed by its analyst."""

IN_REVIEW = (State.HANDED_IN, State.SETTLED)
"""The set may be read by reviewers."""
