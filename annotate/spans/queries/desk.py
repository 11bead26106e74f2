"""The desk: what one person sees of one article now. How it is cut and laid out, `layout.py` says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict

from annotate.assignment.models import Assignment
from annotate.assignment.states import MARKABLE
from annotate.codebook.models import CodebookVersion
from annotate.codebook.queries import LabelLine, published
from annotate.corpus.models import Article, Block
from annotate.corpus.queries import Frozen, blocks_of, frozen
from annotate.database.asking import find_rows
from annotate.database.columns import read_extent
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import article_last_worked_on, can_turn, line_to_undo
from annotate.projects.models import Membership, User
from annotate.spans.queries.sets import Sight, audience_of, sight_of
from annotate.spans.rules import why_not_mark
from annotate.spans.states import UNDOABLE
from annotate.text.extent import Extent

LONG_PAGE = 100_000
"""From how many code points on a page is laid out where it is looked at; below, that costs more in scrolling."""


@dataclass(frozen=True)
class Lens:
    """Whose spans and which labels somebody wants to see just now; none named means all. Its home is the address."""

    people: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: QueryDict) -> Lens:
        """The lens that an address asks for: ?people=ana&people=ben&labels=claim."""
        return cls(frozenset(query.getlist("people")), frozenset(query.getlist("labels")))

    def __bool__(self) -> bool:
        return bool(self.people or self.labels)


class SpanLine(NamedTuple):
    """What a page prints of a span. Plain values: a page has thousands."""

    pk: int
    set_id: int
    label_id: int
    extent: Extent
    unsure: bool
    has_note: bool
    version: int


_SPANS = """
    SELECT s.id, s.assignment_id, s.label_id, s.start, s."end", s.extent::text, s.unsure, s.note <> '', s.version
    FROM annotate_span s
    WHERE s.article_id = %(article)s AND s.assignment_id = ANY(%(sets)s) AND s.label_id = ANY(%(labels)s)
    AND s.deleted_at IS NULL AND s.start < %(end)s AND s."end" > %(start)s
    ORDER BY s.start, s."end", s.id
"""


@dataclass(frozen=True)
class Desk:
    """One article as one person sees it now."""

    membership: Membership
    article: Article
    assignment: Assignment | None
    sets: dict[int, Assignment]
    standing: Mapping[int, int]
    """How many spans stand in each set."""
    labels: Sequence[LabelLine]
    codebook: CodebookVersion
    blocks: list[Block]
    tag: Tag
    lens: Lens = field(default_factory=Lens)
    lane_of: Mapping[int, int | None] | None = None
    """By set its line under the words (None: no line), where lines are people's; else None, and spans are packed."""
    last: JournalLine | None = None
    """What the viewer did here just now, where that is known: the desk need not ask what it says."""

    @property
    def viewer(self) -> User:
        return self.membership.user

    @cached_property
    def frozen(self) -> Frozen:
        """The text, and its inlines."""
        return frozen(self.article.pk)

    @cached_property
    def is_long(self) -> bool:
        """Whether the browser should lay out only what is looked at: measured as worth it on long texts alone."""
        return bool(self.article.length > LONG_PAGE)

    @cached_property
    def why_not_mark(self) -> str | None:
        """Why this person may not mark here now, as a sentence; None when they may."""
        return why_not_mark(self.article, self.assignment, by=self.membership)

    @cached_property
    def people(self) -> list[User]:
        """Whose sets are seen, by name, the viewer first."""
        return sorted(
            (work.analyst for work in self.sets.values()),
            key=lambda person: (person.pk != self.viewer.pk, str(person), person.pk),
        )

    @property
    def sets_seen(self) -> list[int]:
        """The sets whose spans the lens shows."""
        people = self.lens.people
        return [pk for pk, work in self.sets.items() if not people or work.analyst.username in people]

    @property
    def labels_seen(self) -> list[int]:
        """The labels whose spans the lens shows."""
        labels = self.lens.labels
        return [line.label.pk for line in self.labels if not labels or line.label.key in labels]

    def spans(self, within: Extent | None = None) -> list[SpanLine]:
        """The standing spans seen through the lens, in order; of the stretch `within` where that is given."""
        asked = {
            "article": self.article.pk,
            "sets": self.sets_seen,
            "labels": self.labels_seen,
            "start": within.start if within else 0,
            "end": within.end if within else self.article.length,
        }
        return [
            SpanLine(pk, work, label, read_extent(start, end, extent), unsure, has_note, version)
            for pk, work, label, start, end, extent, unsure, has_note, version in find_rows(_SPANS, asked)
        ]

    def count(self) -> tuple[int, int]:
        """How many spans are seen, and of how many people."""
        return sum(self.standing.values()), sum(spans > 0 for spans in self.standing.values())

    @cached_property
    def turns(self) -> tuple[bool, bool]:
        """Whether there is something to undo here, and something to redo."""
        if self.last and self.last.turn == Turn.DO and self.last.verb in UNDOABLE:
            return True, False
        return can_turn(self.article.pk, by=self.viewer.pk, verbs=UNDOABLE)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo here."""
        return self.turns[0]

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo here."""
        return self.turns[1]

    @cached_property
    def undo_elsewhere(self) -> Article | None:
        """Where there is nothing to undo here: the article of this project on which the viewer did something last, if
        they still mark there and it can be undone."""
        begun = Assignment.objects.filter(
            analyst=self.viewer, article__project=self.membership.project_id, state__in=MARKABLE,
            article__withdrawn_at=None, article__project__closed_at=None,
        ).exclude(article=self.article)  # fmt: skip
        last = article_last_worked_on(begun.values_list("article", flat=True), by=self.viewer.pk, verbs=UNDOABLE)
        if last is None or line_to_undo(last, by=self.viewer.pk, verbs=UNDOABLE) is None:
            return None
        return Article.objects.only("title").get(pk=last)


@dataclass(frozen=True)
class Tag:
    """What a page knows: its audience's revision, and a mark of everything else that it shows."""

    revision: int
    frame: str

    def __str__(self) -> str:
        return f"{self.revision}.{self.frame}"

    @classmethod
    def parse(cls, written: str) -> Tag | None:
        """The tag of `str(tag)`; None where it is none."""
        revision, dot, frame = written.partition(".")
        return cls(int(revision), frame) if dot and revision.isdecimal() and len(revision) < 19 else None


def find_desk(
    membership: Membership, article: Article, *, lens: Lens | None = None, last: JournalLine | None = None
) -> Desk:
    """The desk of this person at this article. The tag is read first: what comes after may be newer, never older.

    `last`: the line of what they did there right before.
    """
    sight = sight_of(membership, article)
    codebook, sets = published(sight.codebook_id), {seen.work.pk: seen.work for seen in sight.sets}
    return Desk(
        membership=membership,
        article=article,
        assignment=next((work for work in sets.values() if work.analyst_id == membership.user_id), None),
        sets=sets,
        standing={seen.work.pk: seen.spans for seen in sight.sets},
        labels=codebook.lines,
        codebook=codebook.version,
        blocks=blocks_of(article),
        tag=_tag(membership, article, sight),
        lens=lens or Lens(),
        last=last,
    )


def find_tag(membership: Membership, article: Article) -> Tag:
    """The tag alone, for a page that asks whether anything is new."""
    return _tag(membership, article, sight_of(membership, article, counted=False))


def _tag(membership: Membership, article: Article, sight: Sight) -> Tag:
    parts: list[object] = [
        article.changed_at.timestamp(),
        published(sight.codebook_id).version.number,
        membership.role,
        membership.project.closed_at,
    ]
    for work, revision, _spans in sight.sets:
        mine = work.analyst_id == membership.user_id
        if mine or audience_of(membership):
            parts += [work.pk, work.state, work.changed_at.timestamp(), 0 if mine else revision]
    return Tag(sight.revision, hashlib.sha256(repr(parts).encode()).hexdigest()[:16])
