"""What one undo takes back in review, as data."""

STEPS = (
    "decision_made", "decision_joined", "decisions_made", "decision_undone", "decisions_undone", "answers_decided",
    "answers_undecided",
)  # fmt: skip
"""The verbs of the journal lines that each tell of a whole step of a reviewer: a decision, several at one stroke, a
decision taken back; and of its undoing. What a step does on the way (`decision_replaced`, `decision_left`) is none."""
