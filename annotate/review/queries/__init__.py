"""What reviewers, files and analysts need of decisions."""

from annotate.review.queries.answers import (
    AnswerCase,
    AnswerOutcome,
    find_answer_outcomes,
    undecided_questions,
    visible_answer_decisions,
)
from annotate.review.queries.clusters import Candidate, ClusterLine, Person, Ruling
from annotate.review.queries.comparison import Compared, find_comparison
from annotate.review.queries.decisions import (
    list_decisions,
    spans_told,
    status_of,
    undecided_spans,
    visible_decisions,
    visible_lines,
    what_became,
)
from annotate.review.queries.outcomes import Outcome, count_outcomes, find_outcomes, find_settlements
from annotate.review.queries.proposals import Proposal
from annotate.review.queries.sheet import Sheet, articles_in_review, find_review_tag, find_sheet
from annotate.review.queries.strokes import Stroke, find_strokes

__all__ = [
    "AnswerCase", "AnswerOutcome", "Candidate", "ClusterLine", "Compared", "Outcome", "Person", "Proposal", "Ruling",
    "Sheet", "Stroke", "articles_in_review", "count_outcomes", "find_answer_outcomes", "find_comparison",
    "find_outcomes", "find_review_tag", "find_settlements", "find_sheet", "find_strokes", "list_decisions",
    "spans_told", "status_of", "undecided_questions", "undecided_spans", "visible_answer_decisions",
    "visible_decisions", "visible_lines", "what_became",
]  # fmt: skip
