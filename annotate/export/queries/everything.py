"""Everything of a project, as an archive holds it. No blindness here: who may ask for it is decided before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import msgspec

from annotate.assignment.models import Assignment, Round
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.corpus.models import Article
from annotate.database.reading import as_text, instant, rows
from annotate.export.queries.people import People
from annotate.export.queries.rows import (
    ARTICLES,
    BY_ARTICLE,
    DECISIONS,
    analysts_answers,
    blocks_of,
    codebooks_of,
    labels_of,
    quote_of,
    ranges_of,
    spans_decided,
)
from annotate.formats import bundle
from annotate.formats.archive import Archive
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Project
from annotate.review.models import AnswerDecision, Decision
from annotate.spans.models import Answer, Comment, Link, Span

_MADE = (as_text("created_at"), as_text("changed_at"))


def everything(project: Project, people: People) -> Archive:
    """The project with all its lists, each read when its turn comes."""
    return Archive(
        project=_project(project, people),
        people=people.all(),
        memberships=_memberships(project, people),
        labels=_labels(project, people),
        attributes=_attributes(project, people),
        codebook_versions=_codebook_versions(project, people),
        drafts=_drafts(project, people),
        articles=_articles(project, people),
        rounds=_rounds(project, people),
        assignments=_assignments(project, people),
        spans=_spans(project, people),
        links=_links(project, people),
        comments=_comments(project, people),
        decisions=_decisions(project, people),
        answers=analysts_answers(Answer.objects.filter(assignment__article__project=project), people),
        answer_decisions=_answer_decisions(project, people),
        journal=_journal(project, people),
    )


def _project(project: Project, people: People) -> bundle.Project:
    created, closed = Project.objects.values_list(as_text("created_at"), as_text("closed_at")).get(pk=project.pk)
    return bundle.Project(
        id=project.pk, slug=project.slug, name=project.name, mode=project.mode, tolerance=project.tolerance,
        reasons=tuple(map(people.words, project.reasons)), created_at=instant(created), closed_at=_at(closed),
    )  # fmt: skip


def _memberships(project: Project, people: People) -> Iterator[bundle.Membership]:
    found = Membership.objects.filter(project=project).order_by("created_at", "id")
    for pk, user, role, created, changed, ended in rows(found, "id", "user", "role", *_MADE, as_text("ended_at")):
        yield bundle.Membership(pk, people.name(user), role, instant(created), instant(changed), _at(ended))


def _labels(project: Project, people: People) -> Iterator[bundle.Label]:
    labels = Label.objects.filter(project=project).order_by("position", "id")
    key_of = {label.pk: label.key for label in labels}
    for label in labels:
        yield bundle.Label(
            id=label.pk, key=label.key, name=label.name, color=label.color, stroke=label.stroke,
            definition=people.words(label.definition), examples=tuple(people.values(label.examples)),
            counter_examples=tuple(people.values(label.counter_examples)),
            parent=key_of.get(label.parent_id or 0), position=label.position,
            retired_at=None if label.retired_at is None else _iso(label.retired_at),
            merged_into=key_of.get(label.merged_into_id or 0), split_from=key_of.get(label.split_from_id or 0),
            split_in=label.split_in,
        )  # fmt: skip


def _attributes(project: Project, people: People) -> Iterator[bundle.Attribute]:
    for attribute in Attribute.objects.filter(project=project).order_by("position", "id"):
        yield bundle.Attribute(
            id=attribute.pk, key=attribute.key, name=attribute.name, kind=attribute.kind,
            choices=tuple(attribute.choices), labels=tuple(attribute.labels),
            definition=people.words(attribute.definition), required=attribute.required, position=attribute.position,
        )  # fmt: skip


def _codebook_versions(project: Project, people: People) -> Iterator[bundle.CodebookVersion]:
    for version in CodebookVersion.objects.filter(project=project).order_by("number").iterator(chunk_size=10):
        yield bundle.CodebookVersion(
            id=version.pk, number=version.number, codebook=people.values(version.codebook),
            note=people.words(version.note), published_at=_iso(version.published_at),
            published_by=people.called(version.published_by),
        )  # fmt: skip


def _drafts(project: Project, people: People) -> Iterator[bundle.Draft]:
    for draft in Draft.objects.filter(project=project):
        yield bundle.Draft(
            id=draft.pk, codebook=people.values(draft.codebook), updated_at=_iso(draft.changed_at)
        )  # fmt: skip


def _articles(project: Project, people: People) -> Iterator[bundle.ArchivedArticle]:
    columns = (
        "id", "external_id", "title", "byline", "outlet", as_text("published_on"), "language", "url", "sha256", "text",
        "supersedes", "inlines", "source", "source_name", "source_sha256", "encoding", "notes", "created_by",
        "withdrawn_because", *_MADE, as_text("withdrawn_at"),
    )  # fmt: skip
    found = rows(Article.objects.filter(project=project).order_by("created_at", "id"), *columns, chunk=ARTICLES)
    while some := list(islice(found, ARTICLES)):
        blocks = blocks_of([row[0] for row in some])
        for row in some:
            (pk, external_id, title, byline, outlet, published_on, language, url, sha256, text, supersedes, inlines,
             source, source_name, source_sha256, encoding, notes, created_by, because, created, changed,
             withdrawn) = row  # fmt: skip
            yield bundle.ArchivedArticle(
                id=pk, external_id=external_id, title=title, byline=byline, outlet=outlet, published_on=published_on,
                language=language, url=url, sha256=sha256, text=text, blocks=tuple(blocks.get(pk, ())),
                inlines=tuple(bundle.Inline(*line) for line in inlines), source=bytes(source),
                source_name=people.words(source_name), source_sha256=source_sha256, encoding=encoding,
                notes=tuple(people.words(note) for note in notes), supersedes=supersedes,
                created_at=instant(created),
                created_by=people.name(created_by), updated_at=instant(changed), withdrawn_at=_at(withdrawn),
                withdrawn_because=people.words(because),
            )  # fmt: skip


def _rounds(project: Project, people: People) -> Iterator[bundle.Round]:
    for one in Round.objects.filter(project=project).order_by("number"):
        yield bundle.Round(
            id=one.pk, number=one.number, name=people.words(one.name), way=one.way, per_article=one.per_article,
            quota=one.quota, due_on=None if one.due_on is None else one.due_on.isoformat(), training=one.training,
            articles=tuple(one.articles.order_by("created_at", "id").values_list("pk", flat=True)),
            created_at=_iso(one.created_at), closed_at=None if one.closed_at is None else _iso(one.closed_at),
        )  # fmt: skip


def _assignments(project: Project, people: People) -> Iterator[bundle.Assignment]:
    found = Assignment.objects.filter(article__project=project).order_by("article__created_at", "article_id", "id")
    columns = (
        "id", "article", "analyst", "round", "training", as_text("due_on"), "seconds_spent", "state",
        "returned_because", "saw_others", as_text("decided_at"), *_MADE,
        as_text("handed_in_at"),
    )  # fmt: skip
    for row in rows(found, *columns):
        (pk, article, analyst, number, training, due, spent, state, because, saw, decided, created, changed,
         handed_in) = row  # fmt: skip
        yield bundle.Assignment(
            id=pk, article=article, analyst=people.name(analyst), round=number, training=training,
            due_on=due, seconds_spent=spent, state=state,
            returned_because=people.words(because), saw_others=saw, decided_at=_at(decided),
            created_at=instant(created), updated_at=instant(changed), handed_in_at=_at(handed_in),
        )  # fmt: skip


def _spans(project: Project, people: People) -> Iterator[bundle.ArchivedSpan]:
    labels, codebooks, text_of = labels_of(project), codebooks_of(project), _Texts()
    found = Span.objects.filter(article__project=project).order_by(*BY_ARTICLE)
    columns = (
        "id", "article", "label", "start", "end", as_text("extent"), "assignment__analyst", "note", "unsure",
        as_text("attributes"), "codebook", "version", *_MADE, as_text("deleted_at"), "folded_into", "copied_from",
    )  # fmt: skip
    for row in rows(found, *columns):
        (pk, article, label, start, end, extent, analyst, note, unsure, attributes, codebook, version, created, changed,
         deleted, folded_into, copied_from) = row  # fmt: skip
        ranges = ranges_of(extent, (start, end))
        yield bundle.ArchivedSpan(
            pk, article, labels[label], start, end, ranges, quote_of(text_of[article], ranges, start, end),
            people.name(analyst), people.words(note), unsure,
            {} if attributes == "{}" else people.values(msgspec.json.decode(attributes)),
            codebooks[codebook], version, instant(created), instant(changed), _at(deleted), folded_into, copied_from,
        )  # fmt: skip


def _links(project: Project, people: People) -> Iterator[bundle.Link]:
    found = Link.objects.filter(article__project=project)
    found = found.order_by("article__created_at", "article_id", "created_at", "id")
    columns = (
        "id",
        "article",
        "kind",
        "source",
        "target_span",
        "target_link",
        "made_by",
        *_MADE,
        as_text("deleted_at"),
    )
    for pk, article, kind, source, to_span, to_link, made_by, created, changed, deleted in rows(found, *columns):
        yield bundle.Link(
            id=pk, article=article, kind=kind, source=source, target_span=to_span, target_link=to_link,
            made_by=people.name(made_by), created_at=instant(created), updated_at=instant(changed),
            deleted_at=_at(deleted),
        )  # fmt: skip


def _comments(project: Project, people: People) -> Iterator[bundle.Comment]:
    found = Comment.objects.filter(span__article__project=project).order_by("created_at", "id")
    columns = ("id", "span", "made_by", "text", *_MADE, as_text("deleted_at"))
    for pk, span, made_by, text, created, changed, deleted in rows(found, *columns):
        yield bundle.Comment(
            id=pk, span=span, made_by=people.name(made_by), text=people.words(text), created_at=instant(created),
            updated_at=instant(changed), deleted_at=_at(deleted),
        )  # fmt: skip


def _decisions(project: Project, people: People) -> Iterator[bundle.Decision]:
    labels, codebooks, text_of = labels_of(project), codebooks_of(project), _Texts()
    columns = (
        "id", "article", "label", "start", "end", as_text("extent"), "reason", "codebook", "decided_by",
        as_text("decided_at"), as_text("undone_at"),
    )  # fmt: skip
    found = rows(Decision.objects.filter(article__project=project).order_by(*BY_ARTICLE), *columns)
    while some := list(islice(found, DECISIONS)):
        spans = spans_decided([row[0] for row in some])
        for pk, article, label, start, end, extent, reason, codebook, decided_by, decided, undone in some:
            ranges = ranges_of(extent, (start, end))
            yield bundle.Decision(
                id=pk, article=article, label=labels.get(label), start=start, end=end, ranges=ranges,
                quote=quote_of(text_of[article], ranges, start, end) or "", reason=people.words(reason),
                codebook_version=codebooks[codebook], decided_by=people.name(decided_by), decided_at=instant(decided),
                undone_at=_at(undone), spans=tuple(bundle.DecidedSpan(*one) for one in spans.get(pk, ())),
            )  # fmt: skip


def _answer_decisions(project: Project, people: People) -> Iterator[bundle.AnswerDecision]:
    found = AnswerDecision.objects.filter(article__project=project).select_related("codebook")
    found = found.prefetch_related("answers").order_by(
        "article__created_at", "article_id", "question", "decided_at", "id"
    )
    for one in found.iterator(chunk_size=DECISIONS):
        yield bundle.AnswerDecision(
            id=one.pk, article=one.article_id, question=one.question, value=people.values(one.value),
            reason=people.words(one.reason), codebook_version=one.codebook.number,
            decided_by=people.name(one.decided_by_id), decided_at=_iso(one.decided_at),
            undone_at=None if one.undone_at is None else _iso(one.undone_at),
            answers=tuple(sorted(said.pk for said in one.answers.all())),
        )  # fmt: skip


def _journal(project: Project, people: People) -> Iterator[bundle.JournalLine]:
    """The project's lines, numbered from 1; a line that takes back one of another project's does not exist."""
    numbers: dict[int, int] = {}
    undone = set(
        JournalLine.objects.filter(project=project.pk).exclude(undoes=None).values_list("undoes", flat=True).iterator()
    )
    columns = (
        "id", "verb", as_text("at"), "by", "article", "subject", "before", "after", "turn", "undoes", "audience",
        "revision", "action", "asked",
    )  # fmt: skip
    found = rows(JournalLine.objects.filter(project=project.pk).order_by("id"), *columns)
    for number, row in enumerate(found, start=1):
        pk, verb, at, by, article, subject, before, after, turn, undoes, audience, revision, action, asked = row
        if pk in undone:
            numbers[pk] = number
        action, asked = people.request(action, asked)
        yield bundle.JournalLine(
            number=number, verb=verb, at=instant(at), by=people.called(by), article=article, subject=subject,
            before=people.state(before), after=people.state(after), turn=turn, undoes=numbers.get(undoes),
            audience=people.audience(audience), revision=revision, action=action, asked=asked,
        )  # fmt: skip


class _Texts:
    """The text of one article at a time, for spans that come article by article."""

    def __init__(self) -> None:
        self._article, self._text = 0, ""

    def __getitem__(self, article: int) -> str:
        if article != self._article:
            self._article = article
            self._text = Article.objects.values_list("text", flat=True).get(pk=article)
        return self._text


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _at(written: str | None) -> str | None:
    return None if written is None else instant(written)
