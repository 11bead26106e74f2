"""Beginning a project with its codebook, and publishing versions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.codebook.queries import codebook_now, questions_of, seen_as, snapshot
from annotate.database.writing import delete_unless_named
from annotate.journal import actions as journal
from annotate.projects.actions import create_project
from annotate.projects.models import Membership, Mode, Project, User
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.text.color import nth

DEFAULT = Path(__file__).parent.parent / "default.toml"


def default_codebook() -> dict[str, Any]:
    """The codebook that a new project starts with: claim, evidence, rhetoric with five kinds, aside."""
    return tomllib.loads(DEFAULT.read_text(encoding="utf-8"))


@transaction.atomic
def begin_project(
    slug: str,
    *,
    name: str,
    mode: Mode,
    codebook: Mapping[str, Any],
    lead: User,
    at: datetime,
    action: str | None = None,
) -> Project:
    """A project with its first lead and its codebook, published as version 1.

    Clash where the short name cannot be had or two labels have one key, Unfit where a label cannot be written.
    """
    asked = journal.fingerprint("begin_project", slug, name, mode, codebook)
    if line := journal.answered(by=lead.pk, action=action, asked=asked):
        return Project.objects.get(pk=line.subject)
    try:
        project = create_project(slug, name=name, mode=mode, lead=lead, at=at, action=action, asked=asked)
    except Clash:  # perhaps with this very request, which came twice at once
        line = journal.answered(by=lead.pk, action=action, asked=asked)
        if line is None:
            raise
        return Project.objects.get(pk=line.subject)
    write_codebook(project, codebook=codebook, by=lead, at=at)
    return project


@transaction.atomic
def write_codebook(project: Project, *, codebook: Mapping[str, Any], by: User, at: datetime) -> CodebookVersion:
    """A new project's labels, attributes and guidelines, published as version 1.

    `codebook` has `labels`, and where wanted `attributes` and `guidelines`; what an entry leaves out is filled in, a
    colour by the palette's next. Unfit where a label cannot be written, Clash where two have one key.
    """
    whole = complete(codebook)
    check(whole)
    _apply(project, whole, at=at)
    return publish(project, guidelines=whole["guidelines"], questions=whole["questions"], note="", by=by, at=at)


@transaction.atomic
def publish_draft(
    project: Project, *, note: str, seen: str, by: Membership, at: datetime, action: str | None = None
) -> CodebookVersion:
    """The draft becomes the next version, with a note; labels that leave it may not be in use.

    `seen` is the mark of the draft that the person saw. Clash where it changed since, or where there is nothing new.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    asked = journal.fingerprint("publish_draft", project.pk, note, seen)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return CodebookVersion.objects.get(pk=line.subject)
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    draft = Draft.objects.filter(project=project).first()
    if reason := rules.why_not_publish(draft.codebook if draft else None, codebook_now(project).codebook):
        raise Clash(reason)
    assert draft is not None
    if seen_as(draft.codebook) != seen:
        raise Clash(_("The draft was changed meanwhile. Look at it as it is now, then publish."))
    check(draft.codebook)
    _apply(project, draft.codebook, at=at)
    guidelines, questions = draft.codebook["guidelines"], questions_of(draft.codebook)
    draft.delete()
    return publish(
        project, guidelines=guidelines, questions=questions, note=note, by=by.user, at=at, action=action, asked=asked
    )


@transaction.atomic
def publish(
    project: Project, *, guidelines: str, note: str, by: User, at: datetime,
    questions: Sequence[Mapping[str, Any]] | None = None, action: str | None = None, asked: str = "",
) -> CodebookVersion:  # fmt: skip
    """The codebook as its rows stand becomes the next version; spans made from now on remember it.

    `questions` about whole articles have no rows: where none are given, those of the last version stay.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    last = CodebookVersion.objects.filter(project=project).last()
    if questions is None:
        questions = questions_of(last.codebook) if last else []
    version = CodebookVersion.objects.create(
        project=project, number=last.number + 1 if last else 1, note=note,
        codebook=snapshot(project, guidelines=guidelines, questions=questions),
        published_at=at, published_by=by.pk,
    )  # fmt: skip
    journal.record(
        "codebook_published", version.pk, by=by.pk, at=at, project=project.pk,
        after={"number": version.number, "note": note}, action=action, asked=asked,
    )  # fmt: skip
    return version


def complete(codebook: Mapping[str, Any]) -> dict[str, Any]:
    """A codebook with every field of every entry: names from keys, colours and strokes from the palette."""
    labels = []
    for number, entry in enumerate(codebook.get("labels", ())):
        color, stroke = nth(number)
        own = (entry.get("color") or color).lower()
        labels.append({
            "key": entry["key"],
            "name": entry.get("name") or entry["key"],
            "color": own,
            "stroke": entry.get("stroke") or (stroke if own == color else "solid"),
            "definition": entry.get("definition", ""),
            "examples": list(entry.get("examples", ())),
            "counter_examples": list(entry.get("counter_examples", ())),
            "parent": entry.get("parent"),
            "retired": bool(entry.get("retired")),
            "merged_into": None,
        })  # fmt: skip
    attributes = [
        {
            "key": entry["key"],
            "name": entry.get("name") or entry["key"],
            "kind": entry["kind"],
            "choices": list(entry.get("choices", ())),
            "labels": list(entry.get("labels", ())),
            "definition": entry.get("definition", ""),
            "required": bool(entry.get("required")),
        }
        for entry in codebook.get("attributes", ())
    ]
    questions = [
        {
            "key": entry["key"],
            "name": entry.get("name") or entry["key"],
            "kind": entry["kind"],
            "choices": list(entry.get("choices", ())),
            "definition": entry.get("definition", ""),
            "required": bool(entry.get("required")),
        }
        for entry in codebook.get("questions", ())
    ]
    return {
        "labels": labels, "attributes": attributes, "questions": questions,
        "guidelines": codebook.get("guidelines", ""),
    }  # fmt: skip


def check(codebook: Mapping[str, Any]) -> None:
    """Clash where two entries have one key, Unfit where this cannot be a codebook."""
    if key := rules.twice(codebook):
        raise Clash(_("There are two entries with the key “%(key)s”.") % {"key": key})
    if reason := rules.why_not_codebook(codebook):
        raise Unfit(reason)


def _apply(project: Project, codebook: Mapping[str, Any], *, at: datetime) -> None:
    """Make the rows say what a checked codebook says."""
    _apply_labels(project, codebook["labels"], at=at)
    there = {attribute.key: attribute for attribute in Attribute.objects.filter(project=project)}
    for number, entry in enumerate(codebook["attributes"]):
        attribute = there.pop(entry["key"], None) or Attribute(project=project)
        for name, value in {**entry, "position": number}.items():
            setattr(attribute, name, value)
        attribute.save()
    for attribute in there.values():
        attribute.delete()


def _apply_labels(project: Project, entries: list[dict[str, Any]], *, at: datetime) -> None:
    there = {label.key: label for label in Label.objects.select_for_update().filter(project=project).order_by("pk")}
    for number, entry in enumerate(entries):
        label = there.setdefault(entry["key"], Label(project=project, key=entry["key"]))
        label.name, label.color, label.stroke = entry["name"], entry["color"], entry["stroke"]
        label.definition, label.position = entry["definition"], number
        label.examples, label.counter_examples = entry["examples"], entry["counter_examples"]
        if not entry["retired"] and label.merged_into_id is None:
            label.retired_at = None
        elif label.retired_at is None:
            label.retired_at = at
        label.parent = None  # until all are there
        label.save()
    for entry in entries:
        if entry["parent"] is not None:
            label = there[entry["key"]]
            label.parent = there[entry["parent"]]
            label.save(update_fields=["parent"])
    left = there.keys() - {entry["key"] for entry in entries}
    Label.objects.filter(project=project, key__in=left).update(parent=None)
    for key in sorted(left):
        if not delete_unless_named(there[key]):
            raise Clash(_("“%(name)s” is in use, so it stays: retire it instead.") % {"name": there[key].name})
