"""What goes out: a set as JSONL, CSV or W3C annotations, or the whole project as an archive; streamed.

In: a member, or the operator at the terminal, and what they want. Out: a file, piece by piece, and what it could
not say.
Never: a row that its reader may not see; a change.
"""
