"""What every reader of articles gives: a canonical text with its blocks and inlines, and what the source says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from annotate.text.beginning import first_words
from annotate.text.blocks import ARGUMENT, Block, BlockKind, Hint, find_blocks
from annotate.text.blocks.bylines import is_name, name_after_by
from annotate.text.canonical import Canonical, OffsetMap
from annotate.text.decoding import Decoded, How
from annotate.text.notes import Note
from annotate.text.unreadable import MAX_CHARACTERS, MAX_TITLE, NoText, TitleTooLong, TooLong


class InlineKind(StrEnum):
    """What can be set apart inside a line: emphasis is rhetoric, and a link is often the evidence."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    LINK = "link"


@dataclass(frozen=True, slots=True, order=True)
class Inline:
    """`text[start:end]`, in code points of the canonical text, inside one line. Only a link has an `href`."""

    start: int
    end: int
    kind: InlineKind
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What markup or front matter says of a piece; empty where it says nothing."""

    title: str = ""
    byline: str = ""
    outlet: str = ""
    published_on: date | None = None
    language: str = ""
    """A language tag (BCP 47)."""
    url: str = ""


NOTHING_SAID = Metadata()


@dataclass(frozen=True, slots=True)
class Source:
    """One piece, read."""

    text: str
    """Canonical."""
    map: OffsetMap | None
    """From the decoded source to `text`; None where markup was taken away, so that no place answers to a place."""
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...]
    title: str
    byline: str
    outlet: str
    published_on: date | None
    language: str
    url: str
    encoding: str
    """As Python calls it; empty where the source came as text."""
    how: How
    notes: tuple[Note, ...]
    """What the person who brings it should look at."""


LONGEST_BEGINNING = 80
"""How many code points of a text may stand for its title."""

_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)


def source(
    canonical: Canonical,
    *,
    map: OffsetMap | None,
    hints: Sequence[Hint] = (),
    inlines: Iterable[Inline] = (),
    metadata: Metadata = NOTHING_SAID,
    decoded: Decoded,
    notes: Iterable[Note | None] = (),
) -> Source:
    """Find the blocks and put everything together. What the metadata does not say, title and byline say.

    A piece that has no title anywhere is called by the first words of its argument.

    NoText, TooLong, TitleTooLong (all Unreadable) where it cannot be an article.
    """
    text = canonical.text
    if not text or text.isspace():
        raise NoText()
    if len(text) > MAX_CHARACTERS:
        raise TooLong(limit=f"{MAX_CHARACTERS:,}")
    blocks = find_blocks(text, hints=hints, author=metadata.byline)
    title = metadata.title.strip() or _title(text, blocks)
    if len(title) > MAX_TITLE:
        raise TitleTooLong(length=f"{len(title):,}", limit=f"{MAX_TITLE:,}")
    return Source(
        text=text,
        map=map,
        blocks=tuple(blocks),
        inlines=tuple(sorted(inlines)),
        title=title,
        byline=metadata.byline or _byline(text, blocks),
        outlet=metadata.outlet,
        published_on=metadata.published_on,
        language=metadata.language,
        url=metadata.url,
        encoding=decoded.encoding,
        how=decoded.how,
        notes=tuple(note for note in (decoded.note, *notes) if note),
    )


def iso_date(words: str) -> date | None:
    """The day of an ISO 8601 date or time, as written: the day it was where it was published. None for all else."""
    try:
        found = _ISO_DATE.fullmatch(words.strip())
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _title(text: str, blocks: Sequence[Block]) -> str:
    """The first line that is a title, else the beginning of the first line of argument, else that of the text."""
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            return text[block.start : block.end]
    named = next((block for block in blocks if block.kind in ARGUMENT), blocks[0])
    return first_words(text[named.start : named.end], LONGEST_BEGINNING)


def _byline(text: str, blocks: Iterable[Block]) -> str:
    """The name of the first byline that says "by", or else of the first that is nothing but a name."""
    lines = [text[block.start : block.end] for block in blocks if block.kind is BlockKind.BYLINE]
    return next(filter(None, map(name_after_by, lines)), "") or next(filter(is_name, lines), "")
