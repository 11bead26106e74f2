"""Marking: adding, changing, deleting and restoring spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.assignment.models import Assignment
from annotate.codebook.models import Attribute, Label
from annotate.codebook.queries import called_now, lineage
from annotate.codebook.rules import why_not_give, why_not_values
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.database.columns import new_id
from annotate.database.writing import insert_unless_there
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import rules
from annotate.spans.actions.revisions import record_change
from annotate.spans.models import Span
from annotate.spans.queries.sets import audience_of, others_can_be_seen
from annotate.text.extent import Extent, NoExtent


@dataclass(frozen=True)
class Answer:
    """What came of a write: the span, whether it is new, what a twin has that was not taken over, what it touched, and
    the line that tells it where it was written now, not before."""

    span: Span
    new: bool = False
    differs: tuple[str, ...] = ()
    touched: tuple[Extent, ...] = ()
    line: JournalLine | None = None


@transaction.atomic
def add_span(
    article: Article,
    *,
    extent: Extent,
    quote: str,
    label: Label,
    codebook_id: int,
    note: str = "",
    unsure: bool = False,
    attributes: Mapping[str, Any] | None = None,
    by: Membership,
    at: datetime,
    action: str | None = None,
) -> Answer:
    """Give an extent a label. The quote must be what the article says there; a twin answers with itself.

    `codebook_id` is the version the label is given under. Refused where the person may not mark now, Unfit where the
    extent, the label or a value is none, Clash (with `found`) where the quote is not what the text says.
    """
    words: dict[str, Any] = {"note": note, "unsure": unsure, "attributes": dict(attributes or {})}
    asked = journal.fingerprint("add_span", article.pk, str(extent), label.key, *words.values())
    assignment, line = assignments.hold_answering(article, by.user_id, action=action, asked=asked)
    if line:
        return _answer_again(line, words)
    if reason := rules.why_not_mark(article, assignment, by=by):
        raise Refused(reason)
    check_extent(article, extent, quote)
    check_words(label, note=note, attributes=attributes or {})
    if assignment is None:
        saw_others = others_can_be_seen(by, article)
        assignment = assignments.begin_work(article, by=by, saw_others=saw_others, at=at)
    else:
        assignments.open_work(assignment, article, by=by.user_id, at=at)
    span = Span(
        assignment=assignment, article=article, label=label, extent=extent, codebook_id=codebook_id, created_at=at,
        changed_at=at, **words,
    )  # fmt: skip
    while not insert(span):
        if twin := find_twin(span):
            _note(twin, by=by, at=at, action=action, asked=asked)
            return Answer(twin, differs=_differs(twin, words), touched=(extent,))
        span.pk = new_id()  # the id was taken: draw another
    line = write_line("span_added", span, by=by, at=at, before=None, action=action, asked=asked)
    return Answer(span, new=True, touched=(extent,), line=line)


@transaction.atomic
def change_span(
    span: Span,
    *,
    version: int,
    label: Label | None = None,
    codebook_id: int | None = None,
    extent: Extent | None = None,
    quote: str | None = None,
    note: str | None = None,
    unsure: bool | None = None,
    attributes: Mapping[str, Any] | None = None,
    by: Membership,
    at: datetime,
    action: str | None = None,
) -> Answer:
    """Change what is given. `version` is the one the person saw: Clash with the span where another change came first.

    An extent comes with its quote. Clash with the twin where the span would become one.
    """
    asked = journal.fingerprint(
        "change_span", span.pk, version, label and label.key, extent and str(extent), note, unsure, attributes
    )
    held, line = hold_span(span, by=by, action=action, asked=asked)
    if line:
        return _answer_again(line)
    if held.deleted_at is not None:
        raise Clash(_("This span is deleted. Restore it first."), span=held)
    _same_version(held, version)
    before = state_of(held)
    place = extent or held.extent
    if quote or place != held.extent:
        check_extent(held.article, place, quote)
        held.extent = place
    if label is not None and label.pk != held.label_id:
        held.label = label
        held.codebook_id = codebook_id or held.codebook_id
    held.note = held.note if note is None else note
    held.unsure = held.unsure if unsure is None else unsure
    held.attributes = held.attributes if attributes is None else dict(attributes)
    if held.label_id != span.label_id or note is not None or attributes is not None:
        check_words(held.label, note=held.note, attributes=held.attributes)
    if state_of(held) == before:
        return _note(held, by=by, at=at, action=action, asked=asked)
    return _store("span_changed", held, by=by, at=at, before=before, action=action, asked=asked)


@transaction.atomic
def delete_span(
    span: Span, *, version: int | None = None, by: Membership, at: datetime, action: str | None = None
) -> Answer:
    """Take a span away; it can be restored. Deleted twice is deleted once."""
    asked = journal.fingerprint("delete_span", span.pk, version)
    held, line = hold_span(span, by=by, action=action, asked=asked)
    if line:
        return Answer(held)
    if held.deleted_at is not None:
        return _note(held, by=by, at=at, action=action, asked=asked)
    if version is not None:
        _same_version(held, version)
    before = state_of(held)
    held.deleted_at = at
    return _store("span_deleted", held, by=by, at=at, before=before, action=action, asked=asked)


@transaction.atomic
def restore_span(span: Span, *, by: Membership, at: datetime, action: str | None = None) -> Answer:
    """Bring a deleted span back. Clash with the twin where one stands in its place."""
    asked = journal.fingerprint("restore_span", span.pk)
    held, line = hold_span(span, by=by, action=action, asked=asked)
    if line:
        return Answer(held)
    if held.deleted_at is None:
        return _note(held, by=by, at=at, action=action, asked=asked)
    before = state_of(held)
    held.deleted_at = held.folded_into = None
    return _store("span_restored", held, by=by, at=at, before=before, action=action, asked=asked)


def put_state(
    span: Span, state: Mapping[str, Any] | None, *, verb: str, turn: Turn, undoes: int | None,
    by: Membership, at: datetime, action: str | None, asked: str,
) -> Answer:  # fmt: skip
    """For undo and redo: make a held span what a journal line says it was; None means it did not stand yet."""
    before = state_of(span)
    if state is None or state["deleted"]:
        span.deleted_at = at
    else:
        span.deleted_at = span.folded_into = None
        span.extent = Extent.of((start, end) for start, end in state["ranges"])
        if (key := called_now(span.label.project_id, state["label"])) != span.label.key:
            span.label = Label.objects.get(project=span.label.project_id, key=key)
            if reason := why_not_give(span.label):
                raise Clash(reason)
        span.note, span.unsure, span.attributes = state["note"], state["unsure"], state["attributes"]
    return _store(verb, span, by=by, at=at, before=before, action=action, asked=asked, turn=turn, undoes=undoes)


def state_of(span: Span) -> dict[str, Any]:
    """All that can be changed of a span, in the archive's words, for the journal."""
    return {
        "label": span.label.key,
        "ranges": [list(pair) for pair in span.extent],
        "note": span.note,
        "unsure": span.unsure,
        "attributes": span.attributes,
        "deleted": span.deleted_at is not None,
    }


def hold_span(
    span: Span, *, by: Membership, action: str | None = None, asked: str = ""
) -> tuple[Span, JournalLine | None]:
    """The span as it is now, its set locked; and the line of this client action where it was done before."""
    assignment = Assignment.objects.select_for_update(no_key=True).get(pk=span.assignment_id)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line), line
    held = Span.objects.select_related("label").get(pk=span.pk)
    held.assignment, held.article = assignment, span.article
    if reason := rules.why_not_change(span.article, assignment, by=by):
        raise Refused(reason)
    return held, None


def check_extent(article: Article, extent: Extent, quote: str | None) -> None:
    """Unfit where the extent is none of this article's, Clash where the text says something else there."""
    text = frozen(article.pk).text
    try:
        extent.check(text)
    except NoExtent as error:
        raise Unfit(rules.why_no_extent(error)) from error
    if (there := extent.quote(text)) != quote:
        raise Clash(_("The text says something else there."), found=there)


def check_words(label: Label, *, note: str, attributes: Mapping[str, Any]) -> None:
    """Unfit where the label is retired, the note too long, or a value not what the codebook declares."""
    reason = why_not_give(label) or rules.why_not_words(note, most=rules.LONGEST_NOTE)
    if attributes and not reason:
        labels = {other.pk: other for other in Label.objects.filter(project=label.project_id)}
        declared = Attribute.objects.filter(project=label.project_id)
        reason = why_not_values(attributes, label_keys=lineage(label, labels), attributes=declared)
    if reason:
        raise Unfit(reason)


def write_line(
    verb: str, span: Span, *, by: Membership, at: datetime, before: dict[str, Any] | None, action: str | None = None,
    asked: str = "", turn: Turn = Turn.DO, undoes: int | None = None,
) -> JournalLine:  # fmt: skip
    """The journal line of a change of a span, under the audience's next revision."""
    return record_change(
        verb, span.pk, article=span.article, audience=audience_of(by), by=by.user_id, at=at, before=before,
        after={**state_of(span), "version": span.version}, action=action, asked=asked, turn=turn, undoes=undoes,
    )  # fmt: skip


def _store(
    verb: str, span: Span, *, by: Membership, at: datetime, before: dict[str, Any], action: str | None, asked: str,
    turn: Turn = Turn.DO, undoes: int | None = None,
) -> Answer:  # fmt: skip
    span.version += 1
    span.changed_at = at
    fields = [
        "extent", "label", "note", "unsure", "attributes", "codebook", "deleted_at", "folded_into", "version",
        "changed_at",
    ]  # fmt: skip
    try:
        with transaction.atomic():
            span.save(update_fields=fields)
    except IntegrityError as error:
        _check_not_merged(error)
        twin = find_twin(span)
        if twin is None:
            raise
        raise Clash(_("The same words have this label already."), span=twin) from None
    line = write_line(verb, span, by=by, at=at, before=before, action=action, asked=asked, turn=turn, undoes=undoes)
    was = Extent.of((start, end) for start, end in before["ranges"])
    return Answer(span, touched=(was, span.extent), line=line)


def insert(span: Span) -> bool:
    """Write a new span; False where its twin stands, or its id is taken. Clash where its label was just merged."""
    try:
        return insert_unless_there(span)
    except IntegrityError as error:
        _check_not_merged(error)
        raise


def _check_not_merged(error: IntegrityError) -> None:
    """Clash where the database refused a span because its label was merged since the request was read."""
    if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) == "span_label_is_not_merged":
        raise Clash(_("This label was merged into another meanwhile.")) from None


def _note(span: Span, *, by: Membership, at: datetime, action: str | None, asked: str) -> Answer:
    """Nothing to do. That it was so is noted, so that the same request, sent again later, does nothing then either."""
    if action is not None:
        journal.record(
            "span_found", span.pk, by=by.user_id, at=at, project=by.project_id, article=span.article_id,
            after={**state_of(span), "version": span.version}, action=action, asked=asked,
            audience=audience_of(by),
        )  # fmt: skip
    return Answer(span)


def find_twin(span: Span) -> Span | None:
    """The standing span of the same set, label and extent; None where there is none."""
    standing = Span.objects.filter(deleted_at=None).exclude(pk=span.pk).select_related("label", "assignment")
    return standing.filter(assignment=span.assignment_id, label=span.label_id, extent=span.extent).first()


def _differs(twin: Span, sent: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, value in sent.items() if value != getattr(twin, name))


def _same_version(span: Span, version: int) -> None:
    if span.version != version:
        raise Clash(_("This span was changed meanwhile. Look at it as it is now, then decide."), span=span)


def _answer_again(line: JournalLine, words: Mapping[str, Any] | None = None) -> Answer:
    span = _as_it_was(line)
    return Answer(span, new=line.verb == "span_added", differs=_differs(span, words or {}))


def _as_it_was(line: JournalLine) -> Span:
    """The span as this line left it: what its request was answered."""
    span = Span.objects.select_related("label", "assignment", "article").get(pk=line.subject)
    state = line.after or {}
    span.extent = Extent.of((start, end) for start, end in state["ranges"])
    if state["label"] != span.label.key:
        span.label = Label.objects.get(project=line.project, key=state["label"])
    span.note, span.unsure, span.attributes = state["note"], state["unsure"], state["attributes"]
    span.version = state.get("version", span.version)
    span.deleted_at = line.at if state["deleted"] else None
    span.changed_at = line.at if line.verb != "span_found" else span.changed_at
    return span
