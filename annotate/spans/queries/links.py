"""The links of one span, as its panel shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotate.codebook.queries import LabelLine, published_now
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership, User
from annotate.spans.models import Link, LinkKind, Span
from annotate.spans.queries.lists import LINK_ENDS, list_links
from annotate.spans.queries.sets import visible_links, visible_spans

PASSIVE = {
    LinkKind.SUPPORTS: _("supported by"),
    LinkKind.ATTACKS: _("attacked by"),
    LinkKind.UNDERCUTS: _("undercut by"),
}
SUFFERED = {LinkKind.SUPPORTS: _("supported"), LinkKind.ATTACKS: _("attacked"), LinkKind.UNDERCUTS: _("undercut")}
"""What stands beside the span at the other end of a link that leads there."""

SPAN_ENDS = ("source", "target_span", "target_link__source", "target_link__target_span")
"""The spans that a link speaks of."""

LONGEST_QUOTE = 90
"""Code points of a quote that names a span in a list."""


@dataclass(frozen=True, slots=True)
class End:
    """A span at the end of a link: its label, whose it is, the beginning of its words, its word in the margin."""

    span: Span
    line: LabelLine
    analyst: User
    quote: str
    word: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as it reads from one span: what that does, or what is done to it, and the span at the other end.

    Where a link is undercut, `undercut` is that link: the end that leads, what it does, the end it leads to. The span
    at the other end is then the one that undercuts, or None where that is the span itself.
    """

    link: Link
    word: str
    end: End | None
    undercut: tuple[End, str, End] | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Links:
    """The links that a span has a part in: those that stand, and the viewer's own that are deleted."""

    standing: list[LinkLine]
    deleted: list[LinkLine]


def find_links(membership: Membership, span: Span, labels: Sequence[LabelLine]) -> Links:
    """The links of a span, of those whose ends this member may see, the oldest first."""
    namer = _Namer(membership, span, labels)
    touching = _touching(span)
    related = [f"{end}__assignment__analyst" for end in SPAN_ENDS]
    standing = list_links(membership, since=None, article=span.article).filter(touching).select_related(*related)
    deleted = (
        visible_links(membership.user, article=span.article)
        .filter(touching, made_by=membership.user_id, deleted_at__isnull=False)
        .filter(**{f"{end}__deleted_at": None for end in LINK_ENDS})
        .select_related(*related)
    )
    return Links(
        [namer.line(link) for link in standing.order_by("created_at", "id")],
        [namer.line(link) for link in deleted.order_by("-deleted_at", "id")[:5]],
    )


@dataclass(frozen=True, slots=True)
class Targets:
    """What a span can be linked to: the other spans, and the links that it could undercut."""

    spans: list[End]
    links: list[tuple[Link, End, End]]


def find_targets(membership: Membership, span: Span) -> Targets:
    """Every standing span of the article but this, in order, and every standing link between two, that one may see."""
    namer = _Namer(membership, span, published_now(membership.project).lines)
    spans = visible_spans(membership.user, article=span.article).filter(deleted_at=None).exclude(pk=span.pk)
    links = list_links(membership, since=None, article=span.article).filter(target_span__isnull=False)
    links = links.exclude(source=span.pk).select_related(
        "source__assignment__analyst", "target_span__assignment__analyst"
    )
    return Targets(
        [namer.end(other) for other in spans.select_related("assignment__analyst").order_by("start", "end", "id")],
        [
            (link, namer.end(link.source), namer.end(link.target_span))
            for link in links.order_by("created_at", "id")
            if link.target_span is not None
        ],
    )


def _touching(span: Span) -> Q:
    found = Q()
    for end in SPAN_ENDS:
        found |= Q(**{end: span.pk})
    return found


def name_end(span: Span, text: str, lines: Mapping[int, LabelLine], word: object = "") -> End:
    """A span as the end of a link, by its article's text and its project's labels."""
    quote = span.extent.quote(text)
    short = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"
    return End(span, lines[span.label_id], span.assignment.analyst, short, str(word))


class _Namer:
    """Says links and spans from the point of view of one span."""

    def __init__(self, membership: Membership, span: Span, labels: Sequence[LabelLine]) -> None:
        self.viewer = membership.user_id
        self.span = span
        self.text = frozen(span.article_id).text
        self.lines = {line.label.pk: line for line in labels}

    def line(self, link: Link) -> LinkLine:
        kind = LinkKind(link.kind)
        mine = link.made_by_id == self.viewer
        leads = link.source_id == self.span.pk
        word = str(kind.label if leads else PASSIVE[kind])
        if link.target_span is not None:
            end = self.end(link.target_span, SUFFERED[kind]) if leads else self.end(link.source, kind.label)
            return LinkLine(link, word, end, None, mine)
        undercut = link.target_link
        assert undercut is not None, "a link has one target"
        assert undercut.target_span is not None, "only a link between two spans is seen undercut"
        lit = SUFFERED[kind] if leads else ""
        ends = self.end(undercut.source, lit), self.end(undercut.target_span, lit)
        by = None if leads else self.end(link.source, kind.label)
        return LinkLine(link, word, by, (ends[0], str(LinkKind(undercut.kind).label), ends[1]), mine)

    def end(self, span: Span, word: object = "") -> End:
        return name_end(span, self.text, self.lines, word)
