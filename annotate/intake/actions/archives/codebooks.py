"""An archive's codebook: labels, attributes, versions, what a lead was drafting."""

from __future__ import annotations

from collections.abc import Iterator

from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.formats import bundle
from annotate.intake.actions.archives.arrived import Arrived
from annotate.intake.actions.archives.rows import as_json, copy_rows


def take_labels(arrived: Arrived, records: Iterator[bundle.Label]) -> None:
    """The labels; what they were merged into is told at the end."""
    labels = list(records)
    arrived.labels = {label.key: label.id for label in labels}
    arrived.merged = {label.id: arrived.label(label.merged_into) for label in labels if label.merged_into}
    names = (
        "id", "project", "key", "name", "color", "stroke", "definition", "examples", "counter_examples", "parent",
        "position", "retired_at", "split_from", "split_in",
    )  # fmt: skip
    copy_rows(Label, names, (
        (one.id, arrived.project.pk, one.key, one.name, one.color, one.stroke, one.definition, as_json(one.examples),
         as_json(one.counter_examples), one.parent and arrived.label(one.parent), one.position, one.retired_at,
         one.split_from and arrived.label(one.split_from), one.split_in)
        for one in labels
    ))  # fmt: skip


def take_attributes(arrived: Arrived, records: Iterator[bundle.Attribute]) -> None:
    """What is said of spans."""
    names = ("id", "project", "key", "name", "kind", "choices", "labels", "definition", "required", "position")
    copy_rows(Attribute, names, (
        (one.id, arrived.project.pk, one.key, one.name, one.kind, list(one.choices), list(one.labels), one.definition,
         one.required, one.position)
        for one in records
    ))  # fmt: skip


def take_codebook_versions(arrived: Arrived, records: Iterator[bundle.CodebookVersion]) -> None:
    """The published versions, each by itself: one can be large."""
    names = ("id", "project", "number", "codebook", "note", "published_at", "published_by")
    for one in records:
        arrived.versions[one.number] = one.id
        by = arrived.accounts.find(one.published_by)
        row = (one.id, arrived.project.pk, one.number, as_json(one.codebook), one.note, one.published_at, by)
        copy_rows(CodebookVersion, names, [row])


def take_drafts(arrived: Arrived, records: Iterator[bundle.Draft]) -> None:
    """The draft, where there is one."""
    copy_rows(Draft, ("id", "project", "codebook", "changed_at"), (
        (one.id, arrived.project.pk, as_json(one.codebook), one.updated_at) for one in records
    ))  # fmt: skip
