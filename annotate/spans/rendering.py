"""Printing rows: the one place where text and marks become HTML.

Plain functions over strings, because a page has thousands of pieces (browser trials: 31 ms for 5,000 spans, a template
three times that). Every text is escaped here, once. Inside a block stands nothing but text and its pieces.

A block is a row: its text, its margin list, the rails of what covers it. Of a block too long for that, each chunk has
an id of its own, and so have its margin list and its rails: an answer replaces those alone.

    r12    the row of block 12        r12-3    its chunk 3
    t12    its margin list            t12-3    that of the chunk
    c12    its rails                  c12-3    those of the chunk
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from annotate.codebook.queries import LabelLine
from annotate.corpus.models import BlockKind
from annotate.spans.queries.desk import Desk, SpanLine
from annotate.spans.queries.layout import Laid, Piece
from annotate.text.blocks import ARGUMENT
from annotate.text.direction import direction

ELEMENTS = {"title": "h1", "heading": "h2", "quotation": "blockquote", "pull-quote": "blockquote"}

STYLES = {"emphasis": "em", "strong": "st", "link": "ln"}

LANE_LETTERS = "abcd"
"""The lines under the words, from the text down; the fourth is drawn where lines are people's, on the review page."""

KIND_NAMES = {kind.value: kind.label for kind in BlockKind}

MOST_NAMED = 8
"""A piece under more spans names only those drawn in lanes: the margin has all of them, with their extents."""


def rows_html(
    desk: Desk, laid: Iterable[Laid], *, to_mark: bool = False, changed: Collection[int] | None = None
) -> SafeString:
    """What was laid out, each part replaceable by its id: rows, chunks of a row with their margin lists, rails."""
    return mark_safe(
        "".join(printed_rows(desk, laid, to_mark=to_mark, changed=changed))
    )  # escaped piece by piece below


def printed_rows(
    desk: Desk, laid: Iterable[Laid], *, to_mark: bool = False, changed: Collection[int] | None = None
) -> Iterator[str]:
    """`rows_html`, block by block.

    `to_mark`: with a way, in each row, to mark without selecting in the text; and, as every mark is answered with a
    row, without the ids of the spans over each piece. Only pages on which nobody marks read these.

    `changed`: for a page that knows all spans but these. The margin lines of what it knows are told by their ids alone,
    in order: they are most of an answer to a mark, and to keep a line costs the browser less than to compare it.
    """
    lines = {line.label.pk: line for line in desk.labels}
    printer = _Printer(desk, lines, to_mark=to_mark, changed=changed)
    by_block = groupby(laid, key=lambda part: part.stretch.block.number)
    return (printer.block(list(parts)) for _number, parts in by_block)


class _Printer:
    """What all rows of one answer share."""

    def __init__(
        self, desk: Desk, lines: Mapping[int, LabelLine], *, to_mark: bool, changed: Collection[int] | None
    ) -> None:
        self.revision = desk.tag.revision
        self.sets = desk.sets
        self.lines = lines
        self.spans: dict[int, SpanLine] = {}
        self.said: dict[tuple[int, int], str] = {}
        self.tag_frames: dict[tuple[int, int], tuple[str, str]] = {}
        self.tags_named = escape(_("Spans that begin here"))
        self.unsure, self.note = escape(_("unsure")), escape(_("note"))
        self.to_mark = to_mark
        self.changed = changed
        self.way_in = escape(_("Mark in paragraph %(number)s")) if to_mark else ""
        self.language = escape(desk.article.language)
        self.number_of = {label: line.number for label, line in lines.items()}
        self.others = {pk for pk, work in desk.sets.items() if work.analyst_id != desk.viewer.pk}

    def block(self, parts: Sequence[Laid]) -> str:
        """What of a block is to be printed: its row where all of it was laid out, else the parts that were."""
        for part in parts:
            self.spans.update((span.pk, span) for span in part.spans)
        if len(parts) == parts[0].stretch.chunks and all(part.pieces for part in parts):
            return self.row(parts)
        return "".join(self.part(part) for part in parts)

    def row(self, parts: Sequence[Laid]) -> str:
        """One block with its margin and its rails."""
        block = parts[0].stretch.block
        element = ELEMENTS.get(block.kind, "p")
        aside = "" if block.kind in ARGUMENT else f' data-aside="{escape(str(KIND_NAMES[block.kind]))}"'
        way = direction("".join(piece.text for part in parts for piece in part.pieces))
        if parts[0].stretch.is_block:
            body, margin = self.pieces(parts[0]), self.tags(parts[0])
        else:
            body = "".join(map(self.chunk, parts))
            margin = f'<div class="margin">{"".join(map(self.tags, parts))}</div>'
        way_in = self.way_in and (
            f'<a class="to-mark" href="quote/?block={block.number}">{self.way_in % {"number": block.number + 1}}</a>'
        )
        return (
            f'<div class="row k-{block.kind}" id="r{block.number}" data-rev="{self.revision}"{aside} dir="{way}">'
            f'<{element} class="text" lang="{self.language}" data-start="{block.start}" data-end="{block.end}">'
            f"{body}</{element}>{margin}{''.join(map(self.rails, parts))}{way_in}</div>"
        )

    def part(self, part: Laid) -> str:
        """A stretch to be put into a row that is on the page."""
        if not part.pieces:
            return self.rails(part)
        return self.chunk(part) + self.tags(part) + self.rails(part)

    def chunk(self, part: Laid) -> str:
        """A chunk of a long block: inline, so that the block stays one paragraph to eyes, ears and clipboard."""
        name, stretch = self.name(part), part.stretch
        return (
            f'<span class="chunk" id="r{name}" data-rev="{self.revision}" data-start="{stretch.start}"'
            f' data-end="{stretch.end}">{self.pieces(part)}</span>'
        )

    def tags(self, part: Laid) -> str:
        """The margin list of a stretch."""
        return (
            f'<ul class="tags" id="t{self.name(part)}" data-rev="{self.revision}" data-count="{len(part.tags)}"'
            f' aria-label="{self.tags_named}">'
            f"{self.tag_lines(part)}</ul>"
        )

    def tag_lines(self, part: Laid) -> str:
        """The lines of a margin list; for a page that knows most of them, those that stay as ids between the others."""
        changed = self.changed
        if changed is None:
            return "".join(map(self.tag, part.tags))
        found: list[str] = []
        for stays, spans in groupby(part.tags, key=lambda span: span.pk not in changed):
            if stays:
                found.append(f'<li data-known="{" ".join(str(span.pk) for span in spans)}"></li>')
            else:
                found.extend(map(self.tag, spans))
        return "".join(found)

    def rails(self, part: Laid) -> str:
        """Lines along a stretch for the spans that cover it: those of the longest reach stand outermost."""
        rails = "".join(
            f'<i class="v{self.number_of[span.label_id]}{" o" if span.set_id in self.others else ""}"'
            f' data-span="{span.pk}"></i>'
            for span in part.covers
        )
        return f'<div class="rails" id="c{self.name(part)}" data-rev="{self.revision}">{rails}</div>'

    def name(self, part: Laid) -> str:
        """What the ids of a stretch end in."""
        stretch = part.stretch
        return f"{stretch.block.number}" if stretch.is_block else f"{stretch.block.number}-{stretch.chunk}"

    def pieces(self, part: Laid) -> str:
        """The text of a stretch."""
        return "".join(map(self.piece, part.pieces))

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
        named = "" if self.to_mark else f' data-spans="{self.named(piece)}"'
        return f'<mark class="{" ".join(classes)}" data-start="{piece.start}"{named}{describe}>{text}</mark>'

    def named(self, piece: Piece) -> str:
        """The ids of the spans over a piece."""
        return " ".join(map(str, piece.spans if len(piece.spans) <= MOST_NAMED else [pk for pk, _lane in piece.lanes]))

    def tag(self, span: SpanLine) -> str:
        """One line of the margin: the label's stroke and name, whose it is, what is said of it."""
        frame = self.tag_frames.get((span.label_id, span.set_id))
        if frame is None:
            line, analyst = self.lines[span.label_id], self.sets[span.set_id].analyst
            frame = self.tag_frames[span.label_id, span.set_id] = (
                f'<span class="s{line.number}">{escape(line.label.name)}</span> ',
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
