"""Printing rows: the one place where text and marks become HTML.

Plain functions over strings, because a page has thousands of pieces (browser trials: 31 ms for 5,000 spans, a template
three times that). Every text is escaped here, once. Inside a block stands nothing but text and its pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from annotate.codebook.queries import LabelLine
from annotate.corpus.models import BlockKind
from annotate.spans.queries.desk import Desk, Piece, Row, SpanLine
from annotate.text.blocks import ARGUMENT
from annotate.text.direction import direction

ELEMENTS = {"title": "h1", "heading": "h2", "quotation": "blockquote", "pull-quote": "blockquote"}

STYLES = {"emphasis": "em", "strong": "st", "link": "ln"}

LANE_LETTERS = "abc"

KIND_NAMES = {kind.value: kind.label for kind in BlockKind}

MOST_NAMED = 8
"""A piece under more spans names only those drawn in lanes: the margin has all of them, with their extents."""


def rows_html(desk: Desk, rows: Iterable[Row]) -> SafeString:
    """The rows of a desk, each replaceable by its id."""
    lines = {line.label.pk: line for line in desk.labels}
    printer = _Printer(desk, lines)
    return mark_safe("".join(printer.row(row) for row in rows))  # escaped piece by piece below


class _Printer:
    """What all rows of one answer share."""

    def __init__(self, desk: Desk, lines: Mapping[int, LabelLine]) -> None:
        self.revision = desk.tag.revision
        self.sets = desk.sets
        self.lines = lines
        self.spans: dict[int, SpanLine] = {}
        self.said: dict[tuple[int, int], str] = {}
        self.tag_frames: dict[tuple[int, int], tuple[str, str]] = {}
        self.tags_named = escape(_("Spans that begin here"))
        self.unsure, self.note = escape(_("unsure")), escape(_("note"))
        self.language = escape(desk.article.language)
        self.number_of = {label: line.number for label, line in lines.items()}
        self.others = {pk for pk, work in desk.sets.items() if work.analyst_id != desk.viewer.pk}

    def row(self, row: Row) -> str:
        """One block with its margin list."""
        block = row.block
        self.spans.update((span.pk, span) for span in row.spans)
        element = ELEMENTS.get(block.kind, "p")
        aside = "" if block.kind in ARGUMENT else f' data-aside="{escape(str(KIND_NAMES[block.kind]))}"'
        way = direction("".join(piece.text for piece in row.pieces))
        body = "".join(map(self.piece, row.pieces))
        tags = "".join(map(self.tag, row.tags))
        return (
            f'<div class="row k-{block.kind}" id="r{block.number}" data-rev="{self.revision}"{aside} dir="{way}">'
            f'<{element} class="text" lang="{self.language}" data-start="{block.start}" data-end="{block.end}">'
            f"{body}</{element}>"
            f'<ul class="tags" data-count="{len(row.tags)}" aria-label="{self.tags_named}">{tags}</ul></div>'
        )

    def piece(self, piece: Piece) -> str:
        """One stretch of text under the same spans."""
        classes = [STYLES[style] for style in piece.styles]
        text = escape(piece.text, quote=False)
        if not piece.spans:
            kind = f' class="{" ".join(classes)}"' if classes else ""
            return f'<span{kind} data-start="{piece.start}">{text}</span>'
        for pk, lane in piece.lanes:
            span = self.spans[pk]
            letter = LANE_LETTERS[lane]
            classes.append(f"{letter}{self.number_of[span.label_id]}")
            if pk in piece.opens:
                classes.append(f"{letter}s")
            if span.set_id in self.others:
                classes.append(f"{letter}o")
        if piece.more:
            classes.append("more")
        describe = f' aria-description="{"; ".join(map(self.say, piece.opens))}"' if piece.opens else ""
        named = piece.spans if len(piece.spans) <= MOST_NAMED else [pk for pk, _lane in piece.lanes]
        spans = " ".join(map(str, named))
        return (
            f'<mark class="{" ".join(classes)}" data-start="{piece.start}" data-spans="{spans}"{describe}>{text}</mark>'
        )

    def tag(self, span: SpanLine) -> str:
        """One line of the margin: the label's stroke and name, whose it is, what is said of it."""
        frame = self.tag_frames.get((span.label_id, span.set_id))
        if frame is None:
            line, analyst = self.lines[span.label_id], self.sets[span.set_id].analyst
            frame = self.tag_frames[span.label_id, span.set_id] = (
                f'<i class="s{line.number}"></i><span>{escape(line.label.name)}</span> ',
                f'<b title="{escape(str(analyst))}">{escape(analyst.short)}</b>',
            )
        more = f" <em>{self.unsure}</em>" if span.unsure else ""
        more += f" <em>{self.note}</em>" if span.has_note else ""
        mine = "" if span.set_id in self.others else f' data-mine="{span.version}"'
        return (
            f'<li><a class="tag" href="?span={span.pk}" data-span="{span.pk}" data-extent="{span.extent}"{mine}>'
            f"{frame[0]}{frame[1]}{more}</a></li>"
        )

    def say(self, pk: int) -> str:
        """What a screen reader hears where a span begins: its label and whose it is."""
        span = self.spans[pk]
        key = span.label_id, span.set_id
        if key not in self.said:
            words = {"label": self.lines[span.label_id].label.name, "person": self.sets[span.set_id].analyst}
            self.said[key] = escape(_("%(label)s by %(person)s") % words)
        return self.said[key]
