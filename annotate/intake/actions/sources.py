"""Taking in files: each is read, and then taken in by the corpus; one that cannot be had stops none of the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from annotate.corpus.actions import Arrival, Taken, take_in_many
from annotate.corpus.models import Article
from annotate.corpus.rules import LONGEST
from annotate.formats.files import read_file, read_pasted
from annotate.formats.unpacking import File, Skipped, Unpacked
from annotate.projects.models import Membership
from annotate.projects.refusals import Refused, Unfit
from annotate.text.unreadable import Unreadable


@dataclass(frozen=True)
class Outcome:
    """What became of one file: an article, new or there before; or the reason why not; or passed over in silence."""

    name: str
    article: Article | None = None
    new: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()

    @property
    def skipped(self) -> bool:
        """Hidden files and a system's own: nobody meant to bring them."""
        return self.article is None and not self.reason


@dataclass(frozen=True)
class Count:
    """The files of one import: what came in, what was there, what was refused, what was passed over."""

    new: int
    there: int
    refused: int
    skipped: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Count:
        """Every outcome counts once."""
        new = there = refused = skipped = 0
        for outcome in outcomes:
            new += outcome.new
            skipped += outcome.skipped
            refused += bool(outcome.reason)
            there += outcome.article is not None and not outcome.new and not outcome.reason
        return cls(new, there, refused, skipped)

    @property
    def files(self) -> int:
        """All of them."""
        return self.new + self.there + self.refused + self.skipped


def take_in_files(
    files: Iterable[Unpacked], *, encoding: str | None = None, by: Membership, at: datetime
) -> Iterator[Outcome]:
    """Take each file in; an outcome for each, in order. `encoding` overrides what the files say of themselves."""
    waiting: deque[Outcome | Arrival] = deque()  # all that was read and not answered yet, in order

    def arrivals() -> Iterator[Arrival]:
        for file in files:
            told = _read(file, encoding)
            waiting.append(told)
            if isinstance(told, Arrival):
                yield told

    for taken in take_in_many(by.project, arrivals(), by=by, at=at):
        while isinstance(told := waiting.popleft(), Outcome):
            yield told
        yield outcome_of(told, taken)
    for told in waiting:
        assert isinstance(told, Outcome), "every arrival was answered"
        yield told


def _read(file: Unpacked, encoding: str | None) -> Outcome | Arrival:
    """The article in a file, on its way in; or what became of a file that has none."""
    if isinstance(file, Skipped):
        return Outcome(file.name)
    if not isinstance(file, File):
        return Outcome(file.name, reason=translated(file.refusal))
    try:
        return Arrival(read_file(file.name, file.data, encoding=encoding), file.data, name=file.name)
    except Unreadable as reason:
        return Outcome(file.name, reason=translated(reason))


def arrival_of_correction(article: Article, text: str, file: UploadedFile[Any] | None) -> Arrival:
    """A corrected text on its way in: pasted, or a file. What is said about the article comes along but for its title.

    Unreadable where there is no article in it; UnicodeEncodeError where the text has half a character.
    """
    words = {name: getattr(article, name) for name in LONGEST if name != "title"}
    if file is None:
        return Arrival(read_pasted(text), text.encode(), words=words, published_on=article.published_on)
    data, name = file.read(), file.name or ""
    return Arrival(read_file(name, data), data, name=name, words=words, published_on=article.published_on)


def outcome_of(arrival: Arrival, taken: Taken) -> Outcome:
    """What became of an arrival, in words."""
    notes = tuple(_(note.sentence) % note.parameters for note in arrival.source.notes)
    reason = str(taken.refused) if taken.refused else ""
    return Outcome(arrival.name, taken.article, taken.new, reason, notes)


def translated(reason: Unreadable) -> str:
    """A reader's refusal in the person's language."""
    return _(reason.sentence) % reason.parameters


def unfit(reason: Unreadable) -> Refused:
    """A reader's refusal as an action's."""
    return Unfit(translated(reason))
