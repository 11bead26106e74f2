"""What can be taken back of a codebook, as data: each of these journal lines keeps what was before and after."""

DRAFTED = (
    "label_added",
    "label_changed",
    "label_moved",
    "label_retired",
    "label_revived",
    "label_dropped",
    "attribute_added",
    "attribute_changed",
    "attribute_dropped",
    "question_added",
    "question_changed",
    "question_dropped",
    "guidelines_written",
    "codebook_copied",
)
"""Changes of a draft."""
