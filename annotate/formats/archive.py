"""The archive: everything of a project, so that it can come back as it was. It says all, and cannot say nothing.

One JSON object whose lists have one record a line, so that a reader of lines never holds more than one record:

    {"format":"annotate-archive","version":1,
    "project":{…},
    "people":[
    {…},
    {…}
    ],
    "memberships":[
    …
    "counts":{"people":2,…},
    "sha256":"…"}

The lists come in the order of `SECTIONS`; `sha256` is that of all bytes before its own line. There is no time of export
in it: the same project gives the same bytes, and so does an archive that came back and goes out again.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec

from annotate.formats.bundle import (
    Answer,
    AnswerDecision,
    ArchivedArticle,
    ArchivedSpan,
    Assignment,
    Attribute,
    CodebookVersion,
    Comment,
    Damaged,
    Decision,
    Draft,
    JournalLine,
    Label,
    Link,
    Losses,
    Membership,
    Person,
    Project,
    Round,
    Value,
    check_extent,
)

FORMAT = "annotate-archive"
VERSION = 1

SECTIONS: Final[Mapping[str, type[Value]]] = {
    "people": Person,
    "memberships": Membership,
    "labels": Label,
    "attributes": Attribute,
    "codebook_versions": CodebookVersion,
    "drafts": Draft,
    "articles": ArchivedArticle,
    "rounds": Round,
    "assignments": Assignment,
    "spans": ArchivedSpan,
    "links": Link,
    "comments": Comment,
    "decisions": Decision,
    "answers": Answer,
    "answer_decisions": AnswerDecision,
    "journal": JournalLine,
}
"""The lists of an archive in their order, so that whatever a record names came before it (links name later ones)."""


@dataclass(frozen=True)
class Archive:
    """Everything of a project; each list is read once, in the order of `SECTIONS`."""

    project: Project
    people: Iterable[Person] = ()
    memberships: Iterable[Membership] = ()
    labels: Iterable[Label] = ()
    attributes: Iterable[Attribute] = ()
    codebook_versions: Iterable[CodebookVersion] = ()
    drafts: Iterable[Draft] = ()
    articles: Iterable[ArchivedArticle] = ()
    rounds: Iterable[Round] = ()
    assignments: Iterable[Assignment] = ()
    spans: Iterable[ArchivedSpan] = ()
    links: Iterable[Link] = ()
    comments: Iterable[Comment] = ()
    decisions: Iterable[Decision] = ()
    answers: Iterable[Answer] = ()
    answer_decisions: Iterable[AnswerDecision] = ()
    journal: Iterable[JournalLine] = ()


class _Head(msgspec.Struct):
    """The first line. It is read leniently, so that a later version can be told from what is no archive."""

    format: str
    version: int


Shape = TypeVar("Shape")


def write(archive: Archive, *, losses: Losses) -> Iterator[bytes]:
    """The archive, a record at a time. The same values give the same bytes; `losses` stays empty."""
    digest = hashlib.sha256()
    for piece in _body(archive):
        digest.update(piece)
        yield piece
    yield b'"sha256":"%s"}\n' % digest.hexdigest().encode()


def _body(archive: Archive) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    counts: dict[str, int] = {}
    yield encoder.encode(_Head(FORMAT, VERSION))[:-1] + b',\n"project":' + encoder.encode(archive.project) + b",\n"
    for name in SECTIONS:
        yield b'"%s":[' % name.encode()
        count = 0
        for count, record in enumerate(getattr(archive, name), start=1):
            yield (b",\n" if count > 1 else b"\n") + encoder.encode(record)
        yield b"\n],\n"
        counts[name] = count
    yield b'"counts":' + encoder.encode(counts) + b",\n"


def read(lines: Iterable[bytes]) -> Iterator[Value]:
    """The project, then every record of every list, in order, each checked as far as it can be by itself.

    Damaged where a line is not what `write` writes there, where a text or a source is not what its SHA-256 says, where
    an extent is none, and at the end where something is missing. Believe nothing of it before it has ended.
    """
    reader = _Lines(lines)
    head = reader.decode(_Head, close=b"}", fault="no archive")
    if head.format != FORMAT:
        raise Damaged("no archive", reader.where)
    if head.version != VERSION:
        raise Damaged("version", reader.where, str(head.version))
    yield reader.decode(Project, begins=b'"project":')
    counts: dict[str, int] = {}
    for name, kind in SECTIONS.items():
        counts[name] = 0
        for record in _section(reader, name, kind):
            counts[name] += 1
            yield record
    if reader.decode(dict[str, int], begins=b'"counts":') != counts:
        raise Damaged("counts", reader.where)
    reader.check_end()


def _section(reader: _Lines, name: str, kind: type[Value]) -> Iterator[Value]:
    if reader.next() != b'"%s":[' % name.encode():
        raise Damaged("unreadable", reader.where, f"“{name}” expected")
    decoder = msgspec.json.Decoder(kind)
    more = True
    while (line := reader.next()) != b"],":
        if not more:
            raise Damaged("unreadable", reader.where)
        more = line.endswith(b",")
        try:
            record = decoder.decode(line[:-1] if more else line)
        except msgspec.DecodeError as error:
            raise Damaged("unreadable", reader.where, str(error)) from error
        _check(record, reader.where)
        yield record


def _check(record: Value, where: str) -> None:
    """Damaged where a record contradicts itself."""
    if isinstance(record, ArchivedArticle):
        _check_article(record, where)
    elif isinstance(record, ArchivedSpan | Decision):
        check_extent(record.ranges, record.start, record.end, where=where)


def _check_article(article: ArchivedArticle, where: str) -> None:
    if article.text is None:
        raise Damaged("text", where)
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.sha256:
        raise Damaged("sha256", where)
    if hashlib.sha256(article.source).hexdigest() != article.source_sha256:
        raise Damaged("source", where)
    if not unicodedata.is_normalized("NFC", article.text):
        raise Damaged("nfc", where)
    at = 0
    for block in article.blocks:
        if not at <= block.start < block.end <= len(article.text):
            raise Damaged("block", where)
        at = block.end
    if any(not line.start < line.end <= len(article.text) for line in article.inlines):
        raise Damaged("inline", where)


class _Lines:
    """The lines of a file: counted, hashed, and Damaged where they end too early."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._digest = hashlib.sha256()
        self._number = 0

    @property
    def where(self) -> str:
        return f"line {self._number}"

    def next(self) -> bytes:
        """The next line, without its end."""
        line = next(self._lines, b"")
        if not line.endswith(b"\n"):
            raise Damaged("ends early", self.where)
        self._number += 1
        self._digest.update(line)
        return line[:-1]

    def decode(self, kind: type[Shape], *, begins: bytes = b"", close: bytes = b"", fault: str = "unreadable") -> Shape:
        """The value that the next line says between `begins` and its comma, closed with `close`."""
        line = self.next()
        if not (line.startswith(begins) and line.endswith(b",")):
            raise Damaged(fault, self.where)
        try:
            return msgspec.json.decode(line[len(begins) : -1] + close, type=kind)
        except msgspec.DecodeError as error:
            raise Damaged(fault, self.where, str(error)) from error

    def check_end(self) -> None:
        """The last line says the hash of all before it, and nothing follows."""
        expected = b'"sha256":"%s"}' % self._digest.hexdigest().encode()
        if self.next() != expected:
            raise Damaged("changed", self.where)
        if next(self._lines, b""):
            raise Damaged("unreadable", self.where)
