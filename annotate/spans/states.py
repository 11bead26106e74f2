"""What undo takes back, as data: each of these journal lines keeps what was before and what came after."""

UNDOABLE = (
    "span_added",
    "span_changed",
    "span_deleted",
    "span_restored",
    "spans_copied",
    "link_added",
    "link_deleted",
    "link_restored",
    "answer_given",
)
