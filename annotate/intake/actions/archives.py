"""A project comes back from an archive as it was: ids, times, deleted spans, journal and all."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any, TypeVar

import msgspec
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment, Round
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.corpus.models import Article, Block
from annotate.database.writing import copy_in, keys_checked_at_once, next_ids
from annotate.formats import archive, bundle
from annotate.intake import rules
from annotate.intake.actions.accounts import Accounts
from annotate.journal import actions as journal
from annotate.journal.models import PEOPLE, JournalLine
from annotate.projects.models import RESERVED, SLUG, Membership, Project
from annotate.projects.refusals import Clash, Unfit
from annotate.review.models import AnswerDecision, DecidedSpan, Decision
from annotate.spans.models import EVERYBODY, Answer, Comment, Link, Span
from annotate.spans.rules import why_no_extent
from annotate.text.extent import Extent, NoExtent

CHUNK = 1000
"""So many rows are written at a time."""

TEXTS = 8
"""So many articles are in memory at a time."""

SECTION: dict[type, str] = {kind: name for name, kind in archive.SECTIONS.items()}
SECTION[bundle.Project] = "project"
"""What the list of a sort of record is called."""

One = TypeVar("One")


@dataclass(frozen=True)
class Restored:
    """What came back: the project, who of the archive is who here, whose accounts were made for it, how much it is."""

    project: Project
    people: dict[str, str]
    made: list[str]
    counts: dict[str, int]


@transaction.atomic
def import_archive(
    lines: Iterable[bytes], *, slug: str | None = None, people: Mapping[str, str] | None = None, at: datetime
) -> Restored:
    """Bring a project back as its archive has it: all of it, or nothing and a sentence.

    `slug` is its short name here, where not that of the archive. `people` says who of the archive is who here; nobody
    is taken for somebody because of an equal name: one who is not named, and whose name is free, gets a closed account
    of that name, without a password. Unfit where the archive is damaged or contradicts itself, Clash where something
    of it is here already. The line that tells of it is the installation's, so that the project's own journal stays.
    """
    restore = _Restore(slug=slug, people=dict(people or {}))
    try:
        with keys_checked_at_once():
            for kind, records in groupby(archive.read(lines), key=type):
                restore.take(kind, records)
    except bundle.Damaged as damage:
        raise Unfit(rules.why_damaged(damage)) from damage
    restored = restore.finish()
    journal.record(
        "project_imported", restored.project.pk, by=None, at=at,
        after={
            "slug": restored.project.slug, "accounts": restored.people, "made": restored.made,
            "counts": restored.counts,
        },
    )  # fmt: skip
    return restored


class _Restore:
    """An import on its way: what its later records will name."""

    def __init__(self, *, slug: str | None, people: dict[str, str]) -> None:
        self._slug = slug
        self._accounts = Accounts(people)
        self._labels: dict[str, int] = {}
        self._merged: dict[int, int] = {}
        self._versions: dict[int, int] = {}
        self._articles: set[int] = set()
        self._assignments: dict[tuple[int, str], int] = {}
        self._answers: dict[int, int] = {}
        self._lines = array("q")
        self._counts: dict[str, int] = {}
        self._takers: dict[type, Callable[[Iterator[Any]], None]] = {
            bundle.Project: self._take_project,
            bundle.Person: self._accounts.take,
            bundle.Membership: self._take_memberships,
            bundle.Label: self._take_labels,
            bundle.Attribute: self._take_attributes,
            bundle.CodebookVersion: self._take_codebook_versions,
            bundle.Draft: self._take_drafts,
            bundle.ArchivedArticle: self._take_articles,
            bundle.Round: self._take_rounds,
            bundle.Assignment: self._take_assignments,
            bundle.ArchivedSpan: self._take_spans,
            bundle.Link: self._take_links,
            bundle.Comment: self._take_comments,
            bundle.Decision: self._take_decisions,
            bundle.Answer: self._take_answers,
            bundle.AnswerDecision: self._take_answer_decisions,
            bundle.JournalLine: self._take_journal,
        }

    def take(self, kind: type, records: Iterator[Any]) -> None:
        """One list of the archive. Clash where the database refuses it: what it names is missing, or an id is taken."""
        try:
            self._takers[kind](self._counted(kind, records))
        except (IntegrityError, DataError) as error:
            raise Clash(_why_refused(kind, error)) from error

    def finish(self) -> Restored:
        """What is computed from the rest, once all is there."""
        if not CodebookVersion.objects.filter(project=self._project).exists():
            raise Unfit(_("This archive has no codebook."))
        for label, into in self._merged.items():  # last: a merge that is still moving spans has some of the old label
            Label.objects.filter(pk=label).update(merged_into=into)
        return Restored(self._project, self._accounts.names, self._accounts.made, self._counts)

    def _counted(self, kind: type, records: Iterator[One]) -> Iterator[One]:
        for record in records:
            self._counts[SECTION[kind]] = self._counts.get(SECTION[kind], 0) + 1
            yield record

    def _take_project(self, records: Iterator[bundle.Project]) -> None:
        record = next(records)
        there = Project.objects.filter(pk=record.id).first()
        if there is not None:
            raise Clash(_("This project is here already, as “%(slug)s”.") % {"slug": there.slug})
        slug = self._slug or record.slug
        if not re.fullmatch(SLUG, slug):
            raise Unfit(
                _("“%(slug)s” is no short name: small letters, digits and single hyphens only.") % {"slug": slug}
            )
        if Project.objects.filter(slug=slug).exists():
            sentence = _("There is another project “%(slug)s” here. Choose a short name for this one with --as.")
            raise Clash(sentence % {"slug": slug})
        copy_in(
            Project, ("id", "slug", "name", "mode", "tolerance", "reasons", "created_at", "closed_at"),
            [(record.id, slug, record.name, record.mode, record.tolerance, list(record.reasons), record.created_at,
              record.closed_at)],
        )  # fmt: skip
        self._project = Project.objects.get(pk=record.id)

    def _take_memberships(self, records: Iterator[bundle.Membership]) -> None:
        names = ("id", "project", "user", "role", "created_at", "changed_at", "ended_at")
        _copy(Membership, names, (
            (one.id, self._project.pk, self._accounts.of(one.person), one.role, one.created_at, one.updated_at,
             one.ended_at)
            for one in records
        ))  # fmt: skip

    def _take_labels(self, records: Iterator[bundle.Label]) -> None:
        labels = list(records)
        self._labels = {label.key: label.id for label in labels}
        self._merged = {label.id: self._label(label.merged_into) for label in labels if label.merged_into}
        names = (
            "id", "project", "key", "name", "color", "stroke", "definition", "examples", "counter_examples", "parent",
            "position", "retired_at", "split_from", "split_in",
        )  # fmt: skip
        _copy(Label, names, (
            (one.id, self._project.pk, one.key, one.name, one.color, one.stroke, one.definition, _json(one.examples),
             _json(one.counter_examples), one.parent and self._label(one.parent), one.position, one.retired_at,
             one.split_from and self._label(one.split_from), one.split_in)
            for one in labels
        ))  # fmt: skip

    def _take_attributes(self, records: Iterator[bundle.Attribute]) -> None:
        names = ("id", "project", "key", "name", "kind", "choices", "labels", "definition", "required", "position")
        _copy(Attribute, names, (
            (one.id, self._project.pk, one.key, one.name, one.kind, list(one.choices), list(one.labels), one.definition,
             one.required, one.position)
            for one in records
        ))  # fmt: skip

    def _take_codebook_versions(self, records: Iterator[bundle.CodebookVersion]) -> None:
        names = ("id", "project", "number", "codebook", "note", "published_at", "published_by")
        for one in records:
            self._versions[one.number] = one.id
            by = self._accounts.find(one.published_by)
            row = (one.id, self._project.pk, one.number, _json(one.codebook), one.note, one.published_at, by)
            _copy(CodebookVersion, names, [row])

    def _take_drafts(self, records: Iterator[bundle.Draft]) -> None:
        _copy(Draft, ("id", "project", "codebook", "changed_at"), (
            (one.id, self._project.pk, _json(one.codebook), one.updated_at) for one in records
        ))  # fmt: skip

    def _take_articles(self, records: Iterator[bundle.ArchivedArticle]) -> None:
        names = (
            "id", "project", "external_id", "title", "byline", "outlet", "published_on", "language", "url", "text",
            "inlines", "sha256", "source", "source_name", "source_sha256", "encoding", "notes", "created_at",
            "created_by", "changed_at", "withdrawn_at", "withdrawn_because",
        )  # fmt: skip
        older: dict[int, int] = {}
        while some := list(islice(records, TEXTS)):
            self._articles.update(one.id for one in some)
            older.update((one.id, one.supersedes) for one in some if one.supersedes is not None)
            _copy(Article, names, (
                (one.id, self._project.pk, one.external_id, one.title, one.byline, one.outlet, one.published_on,
                 one.language, one.url, one.text, _json([msgspec.structs.astuple(line) for line in one.inlines]),
                 one.sha256, one.source, one.source_name, one.source_sha256, one.encoding, list(one.notes),
                 one.created_at, self._accounts.of(one.created_by), one.updated_at, one.withdrawn_at,
                 one.withdrawn_because)
                for one in some
            ))  # fmt: skip
            _copy(Block, ("article", "number", "start", "end", "kind"), (
                (one.id, number, block.start, block.end, block.kind)
                for one in some for number, block in enumerate(one.blocks)
            ))  # fmt: skip
        for newer, article in older.items():  # now that all are there
            self._check_article(article, _("superseded"))
            Article.objects.filter(pk=newer).update(supersedes=article)

    def _take_rounds(self, records: Iterator[bundle.Round]) -> None:
        names = (
            "id", "project", "number", "name", "way", "per_article", "quota", "due_on", "training", "created_at",
            "closed_at",
        )  # fmt: skip
        rounds = list(records)
        _copy(Round, names, (
            (one.id, self._project.pk, one.number, one.name, one.way, one.per_article, one.quota, one.due_on,
             one.training, one.created_at, one.closed_at)
            for one in rounds
        ))  # fmt: skip
        for one in rounds:
            for article in one.articles:
                self._check_article(article, _("round"))
        _copy(Round.articles.through, ("round", "article"), (
            (one.id, article) for one in rounds for article in one.articles
        ))  # fmt: skip

    def _take_assignments(self, records: Iterator[bundle.Assignment]) -> None:
        names = (
            "id", "article", "analyst", "round", "training", "due_on", "seconds_spent", "state", "returned_because",
            "saw_others", "decided_at", "created_at", "changed_at", "handed_in_at",
        )  # fmt: skip

        def row(one: bundle.Assignment) -> tuple[Any, ...]:
            self._check_article(one.article, _("assignment"))
            self._assignments[one.article, one.analyst] = one.id
            return (
                one.id, one.article, self._accounts.of(one.analyst), one.round, one.training, one.due_on,
                one.seconds_spent, one.state, one.returned_because, one.saw_others, one.decided_at, one.created_at,
                one.updated_at, one.handed_in_at,
            )  # fmt: skip

        _copy(Assignment, names, map(row, records))

    def _take_spans(self, records: Iterator[bundle.ArchivedSpan]) -> None:
        names = (
            "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
            "created_at", "changed_at", "deleted_at",
        )  # fmt: skip
        what, folded, copied = _("span"), dict[int, int](), dict[int, int]()
        for text, some in self._with_texts(records, what):
            _copy(Span, names, (
                (one.id, self._assignment(one), one.article, self._label(one.label), _check(one, text, what),
                 one.note, one.unsure, _json(one.attributes), self._version(one.codebook_version), one.version,
                 one.created_at, one.updated_at, one.deleted_at)
                for one in some
            ))  # fmt: skip
            folded.update((one.id, one.folded_into) for one in some if one.folded_into is not None)
            copied.update((one.id, one.copied_from) for one in some if one.copied_from is not None)
        self._articles_of({*folded.values(), *copied.values()}, what)
        for span, twin in folded.items():  # now that all are there
            Span.objects.filter(pk=span).update(folded_into=twin)
        for span, original in copied.items():
            Span.objects.filter(pk=span).update(copied_from=original)

    def _take_links(self, records: Iterator[bundle.Link]) -> None:
        names = (
            "id", "article", "kind", "source", "target_span", "target_link", "made_by", "created_at", "changed_at",
            "deleted_at",
        )  # fmt: skip
        for article, some in groupby(records, key=lambda one: one.article):
            links = _targets_first(list(some))
            self._check_article(article, _("link"))
            _copy(Link, names, (
                (one.id, one.article, one.kind, one.source, one.target_span, one.target_link,
                 self._accounts.of(one.made_by), one.created_at, one.updated_at, one.deleted_at)
                for one in links
            ))  # fmt: skip

    def _take_comments(self, records: Iterator[bundle.Comment]) -> None:
        names = ("id", "span", "made_by", "text", "created_at", "changed_at", "deleted_at")
        while some := list(islice(records, CHUNK)):
            self._articles_of({one.span for one in some}, _("comment"))
            _copy(Comment, names, (
                (one.id, one.span, self._accounts.of(one.made_by), one.text, one.created_at, one.updated_at,
                 one.deleted_at)
                for one in some
            ))  # fmt: skip

    def _take_decisions(self, records: Iterator[bundle.Decision]) -> None:
        names = (
            "id", "article", "label", "extent", "reason", "codebook", "decided_by", "decided_at", "undone_at",
        )  # fmt: skip
        what = _("decision")
        for text, some in self._with_texts(records, what):
            homes = self._articles_of({said.span for one in some for said in one.spans}, what)
            if any(homes[said.span] != one.article for one in some for said in one.spans):
                raise Unfit(_("A decision of the archive speaks of a span of another article."))
            _copy(Decision, names, (
                (one.id, one.article, one.label and self._label(one.label), _check(one, text, what),
                 one.reason, self._version(one.codebook_version), self._accounts.of(one.decided_by), one.decided_at,
                 one.undone_at)
                for one in some
            ))  # fmt: skip
            _copy(DecidedSpan, ("decision", "span", "undone_at"), (
                (one.id, said.span, said.undone_at) for one in some for said in one.spans
            ))  # fmt: skip

    def _take_answers(self, records: Iterator[bundle.Answer]) -> None:
        names = ("id", "assignment", "question", "value", "codebook", "version", "created_at", "changed_at")

        def row(one: bundle.Answer) -> tuple[Any, ...]:
            self._check_article(one.article, _("answer"))
            self._answers[one.id] = one.article
            home = self._assignments.get((one.article, one.analyst or ""))
            if home is None:
                sentence = _("Answer %(id)s of the archive is in no set: its analyst was never given its article.")
                raise Unfit(sentence % {"id": one.id})
            return (
                one.id, home, one.question, one.value, self._version(one.codebook_version), one.version, one.created_at,
                one.updated_at,
            )  # fmt: skip

        _copy(Answer, names, map(row, records))

    def _take_answer_decisions(self, records: Iterator[bundle.AnswerDecision]) -> None:
        names = (
            "id", "article", "question", "value", "reason", "codebook", "decided_by", "decided_at", "undone_at",
        )  # fmt: skip
        while some := list(islice(records, CHUNK)):
            for one in some:
                self._check_article(one.article, _("decision"))
                if any(self._answers.get(answer) != one.article for answer in one.answers):
                    raise Unfit(_("A decision of the archive speaks of an answer that is none of its article's."))
            _copy(AnswerDecision, names, (
                (one.id, one.article, one.question, one.value, one.reason, self._version(one.codebook_version),
                 self._accounts.of(one.decided_by), one.decided_at, one.undone_at)
                for one in some
            ))  # fmt: skip
            _copy(AnswerDecision.answers.through, ("answerdecision", "answer"), (
                (one.id, answer) for one in some for answer in one.answers
            ))  # fmt: skip

    def _take_journal(self, records: Iterator[bundle.JournalLine]) -> None:
        names = (
            "id", "verb", "at", "by", "project", "article", "subject", "before", "after", "turn", "undoes", "audience",
            "revision", "action", "asked",
        )  # fmt: skip
        while some := list(islice(records, CHUNK)):
            if [one.number for one in some] != list(range(len(self._lines) + 1, len(self._lines) + len(some) + 1)):
                raise Unfit(_("The archive's journal is not numbered from 1."))
            self._lines.extend(next_ids(JournalLine, len(some)))
            _copy(JournalLine, names, (
                (self._lines[one.number - 1], one.verb, one.at, self._accounts.find(one.by), self._project.pk,
                 self._article_or_none(one), one.subject, self._state(one.before), self._state(one.after), one.turn,
                 self._undone(one), self._audience(one.audience), one.revision, one.action, one.asked)
                for one in some
            ))  # fmt: skip
        with connection.cursor() as cursor:  # every revision has its line: the last of each is how far it has come
            cursor.execute(
                "INSERT INTO annotate_revision (article_id, audience, number) "
                "SELECT article, audience, max(revision) FROM annotate_journalline "
                "WHERE project = %s AND revision IS NOT NULL GROUP BY article, audience",
                [self._project.pk],
            )

    def _with_texts(self, records: Iterator[Any], what: str) -> Iterator[tuple[str, list[Any]]]:
        """Records that lie in articles, some at a time, with the text they lie in."""
        for article, of_article in groupby(records, key=lambda one: one.article):
            self._check_article(article, what)
            text, left = Article.objects.values_list("text", flat=True).get(pk=article), iter(of_article)
            while some := list(islice(left, CHUNK)):
                yield text, some

    def _articles_of(self, spans: set[int], what: str) -> dict[int, int]:
        """In which article of this project each span lies."""
        found = dict(Span.objects.filter(pk__in=spans, article__project=self._project).values_list("pk", "article"))
        if missing := spans - found.keys():
            sentence = _("A %(what)s of the archive speaks of span %(id)s, which is not in it.")
            raise Unfit(sentence % {"what": what, "id": min(missing)})
        return found

    def _check_article(self, article: int, what: str) -> None:
        if article not in self._articles:
            sentence = _("The archive has no article %(id)s, but speaks of it (%(what)s).")
            raise Unfit(sentence % {"id": article, "what": what})

    def _label(self, key: str) -> int:
        if key not in self._labels:
            raise Unfit(
                _("The archive speaks of the label “%(key)s”, which its codebook does not have.") % {"key": key}
            )
        return self._labels[key]

    def _version(self, number: int) -> int:
        if number not in self._versions:
            raise Unfit(_("The archive has no version %(number)s of its codebook.") % {"number": number})
        return self._versions[number]

    def _assignment(self, span: bundle.ArchivedSpan) -> int:
        found = self._assignments.get((span.article, span.analyst or ""))
        if found is None:
            sentence = _("Span %(id)s of the archive is in no set: its analyst was never given its article.")
            raise Unfit(sentence % {"id": span.id})
        return found

    def _article_or_none(self, line: bundle.JournalLine) -> int | None:
        if line.article is not None:
            self._check_article(line.article, _("journal"))
        return line.article

    def _undone(self, line: bundle.JournalLine) -> int | None:
        if line.undoes is None:
            return None
        if line.undoes >= line.number:
            raise Unfit(_("Journal line %(number)s takes back a later one.") % {"number": line.number})
        return self._lines[line.undoes - 1]

    def _audience(self, audience: str | None) -> int | None:
        return EVERYBODY if audience == RESERVED[0] else self._accounts.find(audience)

    def _state(self, state: bundle.State | None) -> str | None:
        """A journal line's state, with people by their ids here."""
        if state is None:
            return None
        people = {key: self._accounts.of(state[key]) for key in PEOPLE if isinstance(state.get(key), str)}
        return _json({**state, **people})


def _check(record: bundle.ArchivedSpan | bundle.Decision, text: str, what: str) -> str:
    """The extent of a record as the database takes it. Unfit where it is none of the text's, or the quote lies."""
    extent = Extent(record.ranges)
    try:
        extent.check(text)
    except NoExtent as error:
        sentence = _("%(what)s %(id)s of the archive: %(why)s")
        raise Unfit(sentence % {"what": what.capitalize(), "id": record.id, "why": why_no_extent(error)}) from error
    if extent.quote(text) != record.quote:
        raise Unfit(rules.why_damaged(bundle.Damaged("quote", f"{what} {record.id}")))
    written = ",".join(f"[{start},{end})" for start, end in extent)
    return f"{{{written}}}"


def _targets_first(links: list[bundle.Link]) -> list[bundle.Link]:
    """One article's links, so that a link comes after the one it undercuts. Unfit where that is not among them."""
    ordered: list[bundle.Link] = []
    there: set[int | None] = {None}
    while links:
        ready = [link for link in links if link.target_link in there]
        if not ready:
            sentence = _("Link %(id)s of the archive undercuts a link that is not in it.")
            raise Unfit(sentence % {"id": links[0].id})
        ordered += ready
        there.update(link.id for link in ready)
        links = [link for link in links if link.id not in there]
    return ordered


def _copy(model: type[Any], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """The rows by COPY, some at a time: what makes a row may ask the database itself."""
    waiting = iter(rows)
    while some := list(islice(waiting, CHUNK)):
        copy_in(model, names, some)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _why_refused(kind: type, error: Exception) -> str:
    said = getattr(error.__cause__, "diag", None)
    what = {"what": SECTION[kind], "why": str(error).split("\n")[0]}
    if said is not None and (said.constraint_name or "").endswith("_pkey"):
        return _("An id of the archive (%(what)s) is taken here already: %(why)s") % {
            **what,
            "why": said.message_detail,
        }
    return _("The database refuses something of the archive (%(what)s): %(why)s") % what
