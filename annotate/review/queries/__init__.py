"""What reviewers, files and analysts need of decisions."""

from annotate.review.queries.comparison import Compared, find_comparison
from annotate.review.queries.sheet import (
    Case,
    Sheet,
    articles_in_review,
    find_sheet,
    list_decisions,
    spans_told,
    status_of,
    undecided_spans,
    visible_decisions,
    visible_lines,
    what_became,
)

__all__ = [
    "Case", "Compared", "Sheet", "articles_in_review", "find_comparison", "find_sheet", "list_decisions", "spans_told",
    "status_of", "undecided_spans", "visible_decisions", "visible_lines", "what_became",
]  # fmt: skip
