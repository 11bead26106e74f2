"""What of one's own spans and links of a superseded article could be taken over into the corrected one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from annotate.codebook.queries import LabelLine, label_lines
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership
from annotate.spans.models import Link, LinkKind, Span
from annotate.spans.queries.links import SPAN_ENDS, End, name_end
from annotate.spans.queries.lists import list_links
from annotate.spans.queries.sets import visible_links, visible_spans
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
class LinkCopy:
    """One's own link on the superseded article, how it reads, and what it would be on the corrected one.

    `source` and `target` are its ends there, None where an end was not taken over, or not where one may see it.
    `taken`: the same link is there already, or was and its maker took it away.
    """

    link: Link
    ends: tuple[End, End] | tuple[End, End, End]
    source: Span | None
    target: Span | Link | None
    taken: bool

    @property
    def word(self) -> str:
        """What the source does."""
        return str(LinkKind(self.link.kind).label)

    @property
    def undercut(self) -> str:
        """What the link does that this one undercuts; empty where it leads to a span."""
        return str(LinkKind(self.link.target_link.kind).label) if self.link.target_link else ""

    @property
    def ready(self) -> bool:
        """Whether both its ends are there, and it is not."""
        return self.source is not None and self.target is not None and not self.taken


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


def find_link_copies(membership: Membership, article: Article) -> list[LinkCopy]:
    """Each standing link that the member made on the article that this one supersedes, in its order."""
    if article.supersedes_id is None:
        return []
    analysts = [f"{end}__assignment__analyst" for end in SPAN_ENDS]
    made = list_links(membership, since=None).filter(article=article.supersedes_id, made_by=membership.user_id)
    links = list(made.select_related(*analysts).order_by("source__start", "created_at", "id"))
    if not links:
        return []
    lines = {line.label.pk: line for line in label_lines(membership.project, with_retired=True)}
    text = frozen(article.supersedes_id).text
    there = _Takeover.of(membership, article)
    return [
        LinkCopy(
            link, tuple(name_end(span, text, lines) for span in _spans_of(link)),  # type: ignore[arg-type]
            source=there.spans.get(link.source_id), target=there.target(link), taken=there.has(link),
        )
        for link in links
    ]  # fmt: skip


def _spans_of(link: Link) -> list[Span]:
    """The spans that a link between spans, or one that undercuts such a link, speaks of, in the order it reads."""
    between = link.target_link or link
    assert between.target_span is not None, "only a link between two spans is undercut"
    spans = [between.source, between.target_span]
    return spans if link.target_link is None else [link.source, *spans]


@dataclass(frozen=True)
class _Takeover:
    """What stands on the corrected article: the copy of each span, and the links by what they say."""

    spans: dict[int, Span]
    links: dict[tuple[int, str, int | None, int | None], Link]

    @classmethod
    def of(cls, membership: Membership, article: Article) -> _Takeover:
        """As this member may see it; of links that were taken away, their own."""
        copies = visible_spans(membership.user, article=article).filter(deleted_at=None, copied_from__isnull=False)
        own_or_standing = Q(deleted_at=None) | Q(made_by=membership.user_id)
        links = visible_links(membership.user, article=article).filter(own_or_standing)
        return cls(
            {copy.copied_from_id: copy for copy in copies if copy.copied_from_id is not None},
            {_said(link): link for link in links.order_by(F("deleted_at").desc(nulls_last=True))},
        )

    def target(self, link: Link) -> Span | Link | None:
        """What the copy of a link leads to, as far as it stands."""
        if link.target_span_id is not None:
            return self.spans.get(link.target_span_id)
        undercut = self._copy(link.target_link) if link.target_link is not None else None
        return undercut if undercut is not None and undercut.deleted_at is None else None

    def has(self, link: Link) -> bool:
        """Whether the copy of a link was made."""
        return self._copy(link) is not None

    def _copy(self, link: Link) -> Link | None:
        source, target = self.spans.get(link.source_id), self.target(link)
        if source is None or target is None:
            return None
        ends = (None, target.pk) if isinstance(target, Link) else (target.pk, None)
        return self.links.get((source.pk, link.kind, *ends))


def _said(link: Link) -> tuple[int, str, int | None, int | None]:
    return link.source_id, link.kind, link.target_span_id, link.target_link_id


def steps_of(copies: list[Copy]) -> list[Step]:
    """How many could be taken over at once from each score on; steps that add nothing are left out."""
    steps: list[Step] = []
    for least in STEPS:
        count = sum(copy.open and copy.score >= least for copy in copies)
        if count > (steps[-1].count if steps else 0):
            steps.append(Step(least, count))
    return steps
