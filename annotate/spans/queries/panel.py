"""One span in the panel: all that is said of it, what it is linked to, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotate.codebook.models import Attribute
from annotate.codebook.queries import LabelLine, published_now
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership
from annotate.spans.models import Span
from annotate.spans.queries.links import Links, find_links
from annotate.spans.queries.talk import Earlier, Thread, find_earlier, find_thread
from annotate.spans.rules import why_not_change, why_not_say


@dataclass(frozen=True)
class Panel:
    """A span with its words, its label's attributes and their values, its links, its thread and that on the text
    before a correction, and why it may not be changed, or nothing said of it."""

    span: Span
    line: LabelLine
    labels: list[LabelLine]
    ranges: list[tuple[int, int, str]]
    quote: str
    values: list[tuple[Attribute, Any]]
    mine: bool
    why_not_change: str | None
    why_not_say: str | None
    links: Links
    thread: Thread
    earlier: Earlier | None


def find_panel(membership: Membership, span: Span) -> Panel:
    """The panel of a span that this member may see."""
    labels = published_now(membership.project).lines
    line = next(line for line in labels if line.label.pk == span.label_id)
    text = frozen(span.article_id).text
    return Panel(
        span=span,
        line=line,
        labels=[other for other in labels if other.label.retired_at is None],
        ranges=[(start, end, text[start:end]) for start, end in span.extent],
        quote=span.extent.quote(text),
        values=[(attribute, span.attributes.get(attribute.key)) for attribute in line.attributes],
        mine=span.assignment.analyst_id == membership.user_id,
        why_not_change=why_not_change(span.article, span.assignment, by=membership),
        why_not_say=why_not_say(span.article, by=membership),
        links=find_links(membership, span, labels),
        thread=find_thread(membership, span),
        earlier=find_earlier(membership, span),
    )
