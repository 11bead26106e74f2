"""Merging, splitting and dropping labels, with the spans that have them; publishing what leaves some out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment
from annotate.codebook import actions as codebook
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.codebook.queries import codebook_now
from annotate.curation import rules
from annotate.curation.actions.moving import (
    Move,
    bites,
    bites_back,
    move_decisions,
    move_spans,
    put_back_spans,
)
from annotate.curation.queries.work import (
    has_unseen_work,
    is_running,
    left_out,
    spans_to_sort,
    uses_of_attribute,
    uses_of_label,
)
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import turned_back
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Missing, Refused
from annotate.review.models import DecidedSpan, Decision
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_spans

LONGEST_REST = 0.2
"""Seconds between two bites, at most."""

NEVER = lambda: False  # noqa: E731  # as a default: nothing says stop


def merge_label(
    label: Label, *, into: Label, by: Membership, at: datetime, action: str | None = None,
    enough: Callable[[], bool] = NEVER,
) -> JournalLine:  # fmt: skip
    """One label becomes another, for good or until taken back: nobody gives it any more from the first moment, and its
    spans and gold follow, in many short transactions. Its line is the step: taking it back takes everything back.

    `enough` is asked between them, and may stop it: `go_on` then goes on. Refused and Clash as in the codebook.
    """
    line = codebook.merge_label(label, into=into, by=by, at=at, action=action)
    go_on(line, by=by, at=at, enough=enough)
    return line


def split_label(
    label: Label, *, into: Sequence[Mapping[str, Any]], by: Membership, at: datetime, action: str | None = None
) -> JournalLine:
    """New labels beside one; the spans it has wait, one by one, for somebody to say which each of them is."""
    return codebook.split_label(label, into=into, by=by, at=at, action=action)


def go_on(line: JournalLine, *, by: Membership, at: datetime, enough: Callable[[], bool] = NEVER) -> bool:
    """Go on with a merge, or with taking back a merge or split, where it stopped; True when all is done.

    Anybody may: what is to be done was decided by the one whose name is on the line.
    """
    if line.project != by.project_id:
        raise Missing(_("There is no such step in this project."))
    began = time.perf_counter()
    for _bite in _bites(line, by.project, at=at):
        if enough():
            break
        time.sleep(min(LONGEST_REST, time.perf_counter() - began))  # as long as it took: others want the database too
        began = time.perf_counter()
    return not is_running(line)


def _bites(line: JournalLine, project: Project, *, at: datetime) -> Iterator[None]:
    after, before = line.after or {}, line.before or {}
    if line.turn == Turn.UNDO:
        return bites_back(project, step=before["version"], at=at)
    if turned_back(line):
        return iter(())
    labels = {label.key: label for label in Label.objects.filter(project=project)}
    version = CodebookVersion.objects.get(project=project, number=after["version"])
    move = Move(project, labels[after["label"]], labels[after["into"]], version, version.number)
    return bites(move, at=at)


@transaction.atomic
def sort_span(span: Span, *, into: Label, by: Membership, at: datetime, action: str | None = None) -> JournalLine:
    """Say which part of its split label a span is, or that it stays what it is.

    Gold follows once all the spans it was decided from are the same part. Clash where the span was sorted meanwhile.
    """
    works = _hold_article(span)
    asked = journal.fingerprint("sort_span", span.pk, into.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line
    held = visible_spans(by.user).select_related("label").filter(pk=span.pk).first()
    if held is None:
        raise Missing(_("There is no such span."))
    source = held.label
    if reason := rules.why_not_sort(source, into=into, by=by):
        raise Refused(reason)
    if not spans_to_sort(source).filter(pk=held.pk).exists():
        raise Clash(_("This span was sorted meanwhile."))
    move = Move(by.project, source, into, codebook_now(by.project), source.split_in or 0)
    line = move_spans(
        move, works[held.assignment_id], [held.pk], at=at, verb=rules.SORTED, by=by.user_id, action=action, asked=asked
    )
    if source.pk != into.pk:
        _let_gold_follow(held, move, at=at)
    return line


def end_split(label: Label, *, by: Membership, at: datetime, enough: Callable[[], bool] = NEVER) -> bool:
    """Everything still waiting stays what it is; True when nothing waits any more.

    Also what the person cannot see yet, as it is their word on the label, not on a span. It can be taken back with the
    split.
    """
    if reason := rules.why_not_sort(label, into=label, by=by):
        raise Refused(reason)
    move = Move(by.project, label, label, codebook_now(by.project), label.split_in or 0)
    for work_id in spans_to_sort(label).order_by().values_list("assignment", flat=True).distinct():
        _keep_rest(move, work_id, at=at)
        if enough():
            break
    return not spans_to_sort(label).exists()


@transaction.atomic
def _keep_rest(move: Move, work_id: int, *, at: datetime) -> None:
    works = _hold_article(Span(article_id=Assignment.objects.values_list("article", flat=True).get(pk=work_id)))
    spans = list(spans_to_sort(move.source).filter(assignment=work_id).order_by("pk").values_list("pk", flat=True))
    if spans:
        move_spans(move, works[work_id], spans, at=at)


@transaction.atomic
def unsort_span(line: JournalLine, *, by: Membership, at: datetime, action: str | None = None) -> JournalLine:
    """Take one word on a span of a split label back: it waits again."""
    asked = journal.fingerprint("unsort_span", line.pk)
    if answered := journal.answered(by=by.user_id, action=action, asked=asked):
        return answered
    if reason := rules.why_not_revert(line, by=by, turned_back=turned_back(line)):
        raise Refused(reason)
    return put_back_spans(line, at=at, by=by.user_id, action=action, asked=asked)


@transaction.atomic
def publish_draft(
    project: Project, *, note: str, seen: str, by: Membership, at: datetime, action: str | None = None
) -> CodebookVersion:
    """The draft becomes the next version, as `codebook.publish_draft` has it.

    Refused where it leaves out what is in use, or while there is work that the person does not see. What was in no use
    when it left the draft may be by now, and whether it is would be told by the answer.
    """
    labels, attributes = left_out(project)
    held = list(labels.select_for_update(of=["self"]))  # from here on nobody marks with them
    for label in held:
        _check_drop(label, uses=uses_of_label(project, label.key), by=by)
    for attribute in attributes:
        _check_drop(attribute, uses=uses_of_attribute(project, attribute.key), by=by)
    return codebook.publish_draft(project, note=note, seen=seen, by=by, at=at, action=action)


def drop_label(project: Project, key: str, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """A label that nothing speaks of leaves the draft; Refused where a span, a decision or another label does, or where
    that cannot be told without telling of work the person does not see."""
    published = Label.objects.filter(project=project, key=key).first()
    uses = uses_of_label(project, key)
    _check_drop(published, uses=uses, by=by)
    return codebook.drop_label(project, key, spans=uses, by=by, at=at, action=action)


def drop_attribute(project: Project, key: str, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """An attribute of which no span has a value leaves the draft; Refused as for a label."""
    published = Attribute.objects.filter(project=project, key=key).first()
    uses = uses_of_attribute(project, key)
    _check_drop(published, uses=uses, by=by)
    return codebook.drop_attribute(project, key, spans=uses, by=by, at=at, action=action)


def _check_drop(published: Label | Attribute | None, *, uses: int, by: Membership) -> None:
    """Refused where a published entry stays. What was never published nobody can have used."""
    if published is None:
        return
    if reason := rules.why_not_drop(published.name, uses=uses, unseen=has_unseen_work(by)):
        raise Refused(reason)


def _hold_article(span: Span) -> dict[int, Assignment]:
    """All sets of the span's article, locked in one order, as review locks them."""
    works = Assignment.objects.select_for_update(of=["self"], no_key=True).filter(article=span.article_id)
    return {work.pk: work for work in works.select_related("article__project").order_by("pk")}


def _let_gold_follow(span: Span, move: Move, *, at: datetime) -> None:
    """Gold of the split label whose standing spans all have the new one now has it too."""
    found = Decision.objects.standing().filter(label=move.source, decided__span=span, decided__undone_at=None)
    for decision in found:
        spans = DecidedSpan.objects.filter(decision=decision, undone_at=None).values("span")
        if not Span.objects.standing().filter(pk__in=spans).exclude(label=move.target).exists():
            move_decisions(move, span.article_id, [decision], at=at)
