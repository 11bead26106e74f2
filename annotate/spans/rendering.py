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
from annotate.spans.models import Span
from annotate.spans.queries.desk import Desk, Piece, Row
from annotate.text.direction import direction

ARGUMENT = frozenset({"title", "standfirst", "heading", "paragraph", "quotation"})
"""Kinds of block that are the author's; the others are set smaller and muted, in their place."""

ELEMENTS = {"title": "h1", "heading": "h2", "quotation": "blockquote", "pull-quote": "blockquote"}

STYLES = {"emphasis": "em", "strong": "st", "link": "ln"}

LANE_LETTERS = "abc"

UNNAMED = {kind.value: kind.label for kind in BlockKind}


def rows_html(desk: Desk, rows: Iterable[Row]) -> SafeString:
    """The rows of a desk, each replaceable by its id."""
    lines = {line.label.pk: line for line in desk.labels}
    printer = _Printer(desk, lines)
    return mark_safe("".join(printer.row(row) for row in rows))  # escaped piece by piece below


class _Printer:
    """What all rows of one answer share."""

    def __init__(self, desk: Desk, lines: Mapping[int, LabelLine]) -> None:
        self.desk = desk
        self.lines = lines
        self.numbers: dict[int, int] = {}
        self.mine: dict[int, bool] = {}
        self.said: dict[int, str] = {}
        self.tags_named = escape(_("Spans that begin here"))
        self.language = escape(desk.article.language)

    def row(self, row: Row) -> str:
        """One block with its margin list."""
        block = row.block
        text = "".join(piece.text for piece in row.pieces)
        for span in row.spans:
            self._know(span)
        element = ELEMENTS.get(block.kind, "p")
        aside = "" if block.kind in ARGUMENT else f' data-aside="{escape(str(UNNAMED[block.kind]))}"'
        way = direction(text)
        body = "".join(map(self.piece, row.pieces))
        tags = "".join(map(self.tag, row.tags))
        return (
            f'<div class="row k-{block.kind}" id="r{block.number}" data-rev="{self.desk.tag.revision}"{aside} dir="{way}">'
            f'<{element} class="text" lang="{self.language}" data-start="{block.start}" data-end="{block.end}">{body}</{element}>'
            f'<ul class="tags" aria-label="{self.tags_named}">{tags}</ul></div>'
        )

    def piece(self, piece: Piece) -> str:
        """One stretch of text under the same spans."""
        classes = [STYLES[style] for style in piece.styles]
        text = escape(piece.text, quote=False)
        if not piece.spans:
            kind = f' class="{" ".join(classes)}"' if classes else ""
            return f'<span{kind} data-start="{piece.start}">{text}</span>'
        for pk, lane in piece.lanes:
            letter = LANE_LETTERS[lane]
            classes.append(f"{letter}{self.numbers[pk]}")
            if pk in piece.opens:
                classes.append(f"{letter}s")
            if not self.mine[pk]:
                classes.append(f"{letter}o")
        if piece.more:
            classes.append("more")
        said = "; ".join(self.said[pk] for pk in piece.opens)
        describe = f' aria-description="{escape(said)}"' if said else ""
        spans = " ".join(map(str, piece.spans))
        return (
            f'<mark class="{" ".join(classes)}" data-start="{piece.start}" data-spans="{spans}"{describe}>{text}</mark>'
        )

    def tag(self, span: Span) -> str:
        """One line of the margin: the label's stroke and name, whose it is, what is said of it."""
        label = self.lines[span.label_id]
        analyst = self.desk.sets[span.assignment_id].analyst
        extras = [_("unsure")] if span.unsure else []
        extras += [_("note")] if span.note else []
        more = f" <em>{escape(', '.join(extras))}</em>" if extras else ""
        return (
            f'<li><a class="tag" href="?span={span.pk}" data-span="{span.pk}" data-start="{span.start}">'
            f'<i class="s{label.number}"></i>{escape(label.label.name)} '
            f'<b title="{escape(str(analyst))}">{escape(analyst.short)}</b>{more}</a></li>'
        )

    def _know(self, span: Span) -> None:
        line = self.lines[span.label_id]
        analyst = self.desk.sets[span.assignment_id].analyst
        self.numbers[span.pk] = line.number
        self.mine[span.pk] = analyst.pk == self.desk.viewer.pk
        self.said[span.pk] = _("%(label)s by %(person)s") % {"label": line.label.name, "person": analyst}
