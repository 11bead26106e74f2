"""Adding labels and publishing versions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook.models import Attribute, CodebookVersion, Label
from annotate.codebook.queries import snapshot
from annotate.journal import actions as journal
from annotate.projects.actions import create_project
from annotate.projects.models import Mode, Project, User
from annotate.projects.refusals import Clash, Unfit
from annotate.text.color import is_color, nth

DEFAULT = Path(__file__).parent / "default.toml"


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

    `codebook` has `labels` (parents before children), and where wanted `attributes` and `guidelines`. Unfit where a
    label cannot be written, Clash where two have one key.
    """
    labels: dict[str, Label] = {}
    for number, fields in enumerate(codebook.get("labels", ())):
        label = add_label(project, number=number, parents=labels, by=by, at=at, **fields)
        labels[label.key] = label
    for number, fields in enumerate(codebook.get("attributes", ())):
        Attribute.objects.create(project=project, position=number, **fields)
    return publish(project, guidelines=codebook.get("guidelines", ""), note="", by=by, at=at)


@transaction.atomic
def add_label(
    project: Project,
    *,
    number: int,
    key: str,
    by: User,
    at: datetime,
    name: str = "",
    color: str | None = None,
    stroke: str | None = None,
    definition: str = "",
    examples: Sequence[Mapping[str, str]] = (),
    counter_examples: Sequence[Mapping[str, str]] = (),
    parent: str | None = None,
    parents: Mapping[str, Label] | None = None,
) -> Label:
    """One label at place `number` (from 0), in the colour given or the palette's next."""
    next_color, next_stroke = nth(number)
    color = (color or next_color).lower()
    if not is_color(color):
        raise Unfit(_("“%(color)s” is no colour: write it as #rrggbb.") % {"color": color})
    label = Label(
        project=project, key=key, name=name or key, color=color,
        stroke=stroke or (next_stroke if color == next_color else "solid"),
        definition=definition, examples=list(examples), counter_examples=list(counter_examples),
        parent=(parents or {})[parent] if parent else None, position=number,
    )  # fmt: skip
    try:
        label.clean_fields(exclude=["id", "parent", "project"])
    except ValidationError as error:
        raise Unfit(
            _("The label “%(key)s” cannot be written: %(why)s") % {"key": key, "why": " ".join(error.messages)}
        ) from error
    if Label.objects.filter(project=project, key=key).exists():
        raise Clash(_("There are two labels with the key “%(key)s”.") % {"key": key})
    label.save(force_insert=True)
    journal.record("label_added", label.pk, by=by.pk, at=at, project=project.pk, after={"key": key, "name": label.name})
    return label


@transaction.atomic
def publish(project: Project, *, guidelines: str, note: str, by: User, at: datetime) -> CodebookVersion:
    """The codebook as it stands becomes the next version; spans made from now on remember it."""
    Project.objects.select_for_update().get(pk=project.pk)
    last = CodebookVersion.objects.filter(project=project).last()
    version = CodebookVersion.objects.create(
        project=project, number=last.number + 1 if last else 1, note=note,
        codebook=snapshot(project, guidelines=guidelines),
        published_at=at, published_by=by.pk,
    )  # fmt: skip
    journal.record(
        "codebook_published",
        version.pk,
        by=by.pk,
        at=at,
        project=project.pk,
        after={"number": version.number, "note": note},
    )
    return version
