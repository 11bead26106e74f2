"""What a block of an article can be, and which kinds are the author's argument."""

from __future__ import annotations

from enum import StrEnum


class BlockKind(StrEnum):
    """The kinds of `product.md` §2; the values are those of tables, pages and export."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    """The lines under the title that say what the piece says."""
    HEADING = "heading"
    """A heading inside the piece, or what stands for one: a row of asterisks, a number."""
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    """Somebody else's words, set apart."""
    PULL_QUOTE = "pull-quote"
    """Words of the piece repeated in large type: what they say is said elsewhere already."""
    CAPTION = "caption"
    CROSS_LINK = "cross-link"
    """A line inside the piece that leads to another one, or to the section it is filed under."""
    BYLINE = "byline"
    """Who, when and under which heading of the paper: author, rubric, date, reading time."""
    AUTHOR_NOTE = "author-note"
    DISCLAIMER = "disclaimer"
    """Whose opinion this is not; what was corrected."""
    SOURCE = "source"
    """Where it appeared, who owns it, where it ends; notes and references."""
    TEASER = "teaser"
    """What invites the reader elsewhere: other stories, newsletters, comments, advertisements."""


KINDS = tuple(BlockKind)

ARGUMENT = frozenset(
    {BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.QUOTATION}
)
"""Shown as the piece itself."""

MUTED = frozenset(KINDS) - ARGUMENT
"""Shown set apart. To call a teaser a paragraph is a blemish; to call a paragraph a teaser is a fault."""
