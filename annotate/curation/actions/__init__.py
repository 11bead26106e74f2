"""Changing labels in use, with their spans; taking back what the journal tells."""

from annotate.curation.actions.examples import add_example
from annotate.curation.actions.labels import (
    drop_attribute,
    drop_label,
    end_split,
    go_on,
    merge_label,
    publish_draft,
    sort_span,
    split_label,
    unsort_span,
)
from annotate.curation.actions.reverting import revert_line

__all__ = [
    "add_example", "drop_attribute", "drop_label", "end_split", "go_on", "merge_label", "publish_draft", "revert_line",
    "sort_span", "split_label", "unsort_span",
]  # fmt: skip
