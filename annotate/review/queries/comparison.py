"""Training work beside the gold it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW
from annotate.codebook.queries import LabelLine, label_lines
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership
from annotate.review.models import Decision
from annotate.review.queries.decisions import visible_decisions
from annotate.spans.models import Span


@dataclass(frozen=True)
class Compared:
    """A gold span and the person's own that comes nearest to it; or one of theirs for which there is no gold."""

    how: str
    line: LabelLine
    gold: str
    own: str
    own_line: LabelLine | None
    reason: str


def find_comparison(membership: Membership, article: Article) -> list[Compared] | None:
    """The person's handed-in training work beside the gold of the article, in the order of the text.

    None where it is no training or not handed in, so that nobody sees gold before.
    """
    own = Assignment.objects.filter(article=article.pk, analyst=membership.user_id, training=True, state__in=IN_REVIEW)
    work = own.first()
    if work is None:
        return None
    decided = visible_decisions(membership.user, article=article).filter(undone_at=None).exclude(label=None)
    gold = list(decided.order_by("start", "end", "id"))
    theirs = list(Span.objects.filter(assignment=work, deleted_at=None).order_by("start", "end", "id"))
    lines = {line.label.pk: line for line in label_lines(membership.project, with_retired=True)}
    text = frozen(article.pk).text
    found: list[tuple[int, Compared]] = []
    left = {span.pk: span for span in theirs}
    for one in gold:
        near = [span for span in left.values() if span.extent.overlaps(one.extent)]
        best = max(near, key=lambda span: (span.label_id == one.label_id, span.extent.shared(one.extent)), default=None)
        if best is not None:
            del left[best.pk]
        found.append((one.extent.start, _compared(one, best, lines, text)))
    for span in left.values():
        compared = Compared("extra", lines[span.label_id], "", span.extent.quote(text), lines[span.label_id], "")
        found.append((span.extent.start, compared))
    return [compared for _start, compared in sorted(found, key=lambda pair: pair[0])]


def _compared(gold: Decision, own: Span | None, lines: dict[int, LabelLine], text: str) -> Compared:
    if own is None:
        how = "missed"
    elif own.label_id != gold.label_id:
        how = "other label"
    else:
        how = "same" if own.extent == gold.extent else "near"
    assert gold.label_id is not None, "gold has a label"
    return Compared(
        how, lines[gold.label_id], gold.extent.quote(text), own.extent.quote(text) if own else "",
        lines[own.label_id] if own else None, gold.reason,
    )  # fmt: skip
