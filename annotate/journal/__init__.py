"""What happened, when, by whom: append-only.

In: a line for every change, written in the change's own transaction. Out: lines, for undo, live updates and archives.
Never: a foreign key (a line outlives what it speaks of), an update, a decision.
"""
