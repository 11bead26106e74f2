"""Every table, in the order the data travels."""

from annotate.assignment.models import Assignment
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.concord.models import Report, Tally
from annotate.corpus.models import Article, Block, Reading
from annotate.journal.models import JournalLine
from annotate.projects.models import ApiToken, Membership, Project, User
from annotate.review.models import AnswerDecision, DecidedSpan, Decision
from annotate.spans.models import Answer, Comment, Link, Revision, Span

__all__ = [
    "Answer", "AnswerDecision", "ApiToken", "Article", "Assignment", "Attribute", "Block", "CodebookVersion", "Comment",
    "DecidedSpan", "Decision", "Draft", "JournalLine", "Label", "Link", "Membership", "Project", "Reading", "Report",
    "Revision", "Span", "Tally", "User",
]  # fmt: skip
