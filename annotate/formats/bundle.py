"""What any format writes or reads: pure frozen values, and what a file could not say.

Offsets are Unicode code points of the article's text, end exclusive. Times are strings, UTC, as RFC 3339 writes them
with `Z`; a fraction has six digits or is not there. People are the names they go by in the file. The fields of every
value stand in `docs/data.md`, in the order in which files have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from annotate.text.extent import Extent, NoExtent

LARGEST_ID = 2**53 - 1

Id = Annotated[int, Meta(ge=1, le=LARGEST_ID)]
Offset = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1)]
Instant = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z$")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Ranges = tuple[tuple[Offset, Offset], ...]
State = dict[str, Any]


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value with slots; read strictly: every field is there, has its type, and none is unknown."""


class Block(Value, frozen=True):
    """A stretch of an article and what it is: a heading, a paragraph, a caption."""

    kind: str
    start: Offset
    end: Offset


class Article(Value, frozen=True):
    """One opinion piece. Without its text where texts are left out: then its SHA-256 still names it."""

    id: Id
    external_id: str
    title: str
    byline: str
    outlet: str
    published_on: Day | None
    language: str
    url: str
    sha256: Sha256
    text: str | None
    blocks: tuple[Block, ...]
    supersedes: Id | None


class Span(Value, frozen=True, gc=False):
    """An extent that a person has given a label. `quote` is None where texts are left out."""

    id: Id
    article: Id
    label: str
    start: Offset
    end: Offset
    ranges: Ranges
    quote: str | None
    analyst: str | None
    note: str
    unsure: bool
    attributes: State
    codebook_version: Number
    version: Number
    created_at: Instant
    updated_at: Instant


class GoldSpan(Span, frozen=True, gc=False):
    """A span that reviewers settled on: `analyst` is None, `from_spans` are the spans it was decided from."""

    decided_by: str
    from_spans: tuple[Id, ...]
    reason: str


class Marked(NamedTuple):
    """A span of a set, and what became of it: open, handed in, kept, changed, rejected; empty where nobody asked."""

    span: Span
    status: str = ""


class Sheet(NamedTuple):
    """One article with its spans, by start, end, id, and the answers about it. The spans are read once, before the
    next sheet."""

    article: Article
    marks: Iterator[Marked]
    answers: tuple[Answer, ...] = ()


class Project(Value, frozen=True):
    """The study itself."""

    id: Id
    slug: str
    name: str
    mode: str
    tolerance: str
    reasons: tuple[str, ...]
    created_at: Instant
    closed_at: Instant | None


class Person(Value, frozen=True):
    """Somebody the archive speaks of. Everything else in it names people by `username`."""

    username: str
    name: str


class Membership(Value, frozen=True):
    """A person in the project, in a role."""

    id: Id
    person: str
    role: str
    created_at: Instant
    updated_at: Instant
    ended_at: Instant | None


class Label(Value, frozen=True):
    """One entry of the codebook as it stands. Spans name it by `key`."""

    id: Id
    key: str
    name: str
    color: str
    stroke: str
    definition: str
    examples: tuple[State, ...]
    counter_examples: tuple[State, ...]
    parent: str | None
    position: Offset
    retired_at: Instant | None
    merged_into: str | None
    split_from: str | None
    split_in: Number | None


class Attribute(Value, frozen=True):
    """Something more that can be said of a span."""

    id: Id
    key: str
    name: str
    kind: str
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    definition: str
    required: bool
    position: Offset


class CodebookVersion(Value, frozen=True):
    """The whole codebook as it was published. Spans name it by `number`."""

    id: Id
    number: Number
    codebook: State
    note: str
    published_at: Instant
    published_by: str | None


class Draft(Value, frozen=True):
    """The codebook as its leads are changing it, where they are."""

    id: Id
    codebook: State
    updated_at: Instant


class Inline(Value, frozen=True):
    """An emphasis, a strong word or a link in an article's text."""

    kind: str
    start: Offset
    end: Offset
    href: str | None


class ArchivedArticle(Article, frozen=True):
    """An article with its source, as bytes (base64 in the file), and its history."""

    inlines: tuple[Inline, ...]
    source: bytes
    source_name: str
    source_sha256: Sha256
    encoding: str
    notes: tuple[str, ...]
    created_at: Instant
    created_by: str
    updated_at: Instant
    withdrawn_at: Instant | None
    withdrawn_because: str


class Round(Value, frozen=True):
    """One wave of assignments of the same articles."""

    id: Id
    number: Number
    name: str
    way: str
    per_article: Number
    quota: Number | None
    due_on: Day | None
    training: bool
    articles: tuple[Id, ...]
    created_at: Instant
    closed_at: Instant | None


class Assignment(Value, frozen=True):
    """One analyst on one article: the home of their spans."""

    id: Id
    article: Id
    analyst: str
    round: Number
    training: bool
    due_on: Day | None
    seconds_spent: Annotated[int, Meta(ge=0)]
    state: str
    returned_because: str
    saw_others: bool
    decided_at: Instant | None
    created_at: Instant
    updated_at: Instant
    handed_in_at: Instant | None


class ArchivedSpan(Span, frozen=True, gc=False):
    """A span, deleted or not; `folded_into` is the twin that took it up when labels were merged, `copied_from` the span
    of the superseded article that it was taken over from (archives from before there was such a thing lack it)."""

    deleted_at: Instant | None
    folded_into: Id | None
    copied_from: Id | None = None


class Link(Value, frozen=True):
    """What a span says of another span, or of a link."""

    id: Id
    article: Id
    kind: str
    source: Id
    target_span: Id | None
    target_link: Id | None
    made_by: str
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None


class Comment(Value, frozen=True):
    """Something said about a span."""

    id: Id
    span: Id
    made_by: str
    text: str
    created_at: Instant
    updated_at: Instant
    deleted_at: Instant | None


class Answer(Value, frozen=True):
    """What somebody answers to a question about a whole article; in an archive without a value where taken away."""

    id: Id
    article: Id
    question: str
    value: str
    analyst: str | None
    codebook_version: Number
    version: Number
    created_at: Instant
    updated_at: Instant


class GoldAnswer(Answer, frozen=True):
    """An answer that reviewers settled on: `analyst` is None, `from_answers` are the answers it was decided from."""

    decided_by: str
    from_answers: tuple[Id, ...]
    reason: str


class AnswerDecision(Value, frozen=True):
    """What a reviewer said of answers to a question: a value, or none (an empty one rejects)."""

    id: Id
    article: Id
    question: str
    value: str
    reason: str
    codebook_version: Number
    decided_by: str
    decided_at: Instant
    undone_at: Instant | None
    answers: tuple[Id, ...]


class DecidedSpan(Value, frozen=True):
    """A span a decision speaks of, and since when it no longer does."""

    span: Id
    undone_at: Instant | None


class Decision(Value, frozen=True):
    """What a reviewer said of spans: a label and an extent, or none (`label` None rejects)."""

    id: Id
    article: Id
    label: str | None
    start: Offset
    end: Offset
    ranges: Ranges
    quote: str
    reason: str
    codebook_version: Number
    decided_by: str
    decided_at: Instant
    undone_at: Instant | None
    spans: tuple[DecidedSpan, ...]


class JournalLine(Value, frozen=True):
    """One thing that happened. `undoes` is the number of another line; `audience` a person, `all`, or None."""

    number: Number
    verb: str
    at: Instant
    by: str | None
    article: Id | None
    subject: Id
    before: State | None
    after: State | None
    turn: Offset
    undoes: Number | None
    audience: str | None
    revision: Offset | None
    action: str | None
    asked: str


class Loss(StrEnum):
    """Sorts of things that one format or another cannot say."""

    LINKS = "links"
    COMMENTS = "comments"
    DECISIONS = "decisions"
    WORK = "work"
    ANSWERS = "answers"
    INLINES = "inlines"
    DETAILS = "details"
    BLOCKS = "blocks"
    EMPTY = "empty"
    ATTRIBUTES = "attributes"
    UNSURE = "unsure"
    RANGES = "ranges"
    ORIGIN = "origin"
    CODEBOOK = "codebook"
    LONG = "long"


class Losses:
    """What a file could not say, counted while it is written: read it when the stream has ended."""

    def __init__(self) -> None:
        self._counts: dict[Loss, int] = {}

    def add(self, what: Loss, count: int = 1) -> None:
        """So many more of a sort."""
        if count:
            self._counts[what] = self._counts.get(what, 0) + count

    def __iter__(self) -> Iterator[tuple[Loss, int]]:
        """Each sort that was lost with its count, in the order of `Loss`."""
        return iter([(what, self._counts[what]) for what in Loss if what in self._counts])


class Damaged(ValueError):
    """A file is not what its format promises. `code` names the fault, `where` the line or the record."""

    def __init__(self, code: str, where: str, said: str = "") -> None:
        super().__init__(code, where, said)
        self.code = code
        self.where = where
        self.said = said


def check_extent(ranges: tuple[tuple[int, int], ...], start: int, end: int, *, where: str) -> None:
    """Damaged unless the ranges are sorted, disjoint, and `start` and `end` are their outer bounds."""
    try:
        extent = Extent.of(ranges)
    except NoExtent as error:
        raise Damaged("extent", where) from error
    if extent.ranges != ranges or (extent.start, extent.end) != (start, end):
        raise Damaged("extent", where)


def in_pieces(chunks: Iterable[bytes], *, size: int = 64 * 1024) -> Iterator[bytes]:
    """The same bytes in pieces of at least `size` (but the last): few enough for a socket, small enough for memory."""
    waiting: list[bytes] = []
    length = 0
    for chunk in chunks:
        waiting.append(chunk)
        length += len(chunk)
        if length >= size:
            yield b"".join(waiting)
            waiting.clear()
            length = 0
    if waiting:
        yield b"".join(waiting)
