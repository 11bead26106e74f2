"""What of one's own spans of a superseded article could be taken over into the corrected one."""

from __future__ import annotations

from dataclasses import dataclass

from annotate.codebook.queries import LabelLine, label_lines
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_spans
from annotate.text.anchors import Anchors, Kind
from annotate.text.extent import Extent

AROUND = 48
"""So many code points before and after a quote are shown with it."""

STEPS = (1.0, 0.9, 0.75, 0.5)
"""From which scores on one may take over all at once."""


@dataclass(frozen=True)
class InContext:
    """A quote and what stands before and after it."""

    before: str
    quote: str
    after: str

    @classmethod
    def of(cls, text: str, extent: Extent) -> InContext:
        """The quote of an extent, its surroundings on one line, cut between words."""
        first, last = max(0, extent.start - AROUND), min(len(text), extent.end + AROUND)
        before, after = text[first : extent.start], text[extent.end : last]
        before = before.partition(" ")[2] or before if first else before
        after = after.rpartition(" ")[0] or after if last < len(text) else after
        return cls(before.replace("\n", " "), extent.quote(text), after.replace("\n", " "))


@dataclass(frozen=True)
class Copy:
    """One's own span of the superseded article, and where the corrected one says the same, if anywhere."""

    span: Span
    line: LabelLine
    extent: Extent | None
    score: float
    kind: Kind
    old: InContext
    new: InContext | None
    taken: bool

    @property
    def percent(self) -> int:
        """The score as people read it, never rounded up to what it is not."""
        return round(self.score * 10_000) // 100

    @property
    def open(self) -> bool:
        """Whether it waits to be taken over."""
        return self.extent is not None and not self.taken


@dataclass(frozen=True)
class Step:
    """So many wait that score this much or more."""

    least: float
    count: int

    @property
    def percent(self) -> int:
        """The score as people read it."""
        return round(self.least * 100)


def find_copies(membership: Membership, article: Article) -> list[Copy]:
    """A proposal for each of the member's own standing spans of the article that this one supersedes, in its order.

    Nobody else's, and none where that article was withdrawn. `taken`: a copy stands in the member's set already.
    """
    if article.supersedes_id is None:
        return []
    own = visible_spans(membership.user).filter(assignment__analyst=membership.user_id, deleted_at=None)
    old_spans = own.filter(article=article.supersedes_id).select_related("label", "assignment")
    spans = list(old_spans.order_by("start", "end", "id"))
    if not spans:
        return []
    taken = set(own.filter(article=article).exclude(copied_from=None).values_list("copied_from", flat=True))
    lines = {line.label.pk: line for line in label_lines(membership.project, with_retired=True)}
    old, new = frozen(article.supersedes_id).text, frozen(article.pk).text
    anchors = Anchors(old, new)
    found = []
    for span in spans:
        proposal = anchors.propose(span.extent)
        found.append(
            Copy(
                span=span, line=lines[span.label_id], extent=proposal.extent, score=proposal.score, kind=proposal.kind,
                old=InContext.of(old, span.extent),
                new=None if proposal.extent is None else InContext.of(new, proposal.extent),
                taken=span.pk in taken,
            )
        )  # fmt: skip
    return found


def steps_of(copies: list[Copy]) -> list[Step]:
    """How many could be taken over at once from each score on; steps that add nothing are left out."""
    steps: list[Step] = []
    for least in STEPS:
        count = sum(copy.open and copy.score >= least for copy in copies)
        if count > (steps[-1].count if steps else 0):
            steps.append(Step(least, count))
    return steps
