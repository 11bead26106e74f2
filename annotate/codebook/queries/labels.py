"""Labels as pages and marks need them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from annotate.codebook.models import Attribute, CodebookVersion, Label
from annotate.database.asking import Part, find_row
from annotate.projects.models import Project


class Given(NamedTuple):
    """A label to give to a span, and the id of the codebook version that is published now."""

    label: Label
    codebook_id: int


_LABEL = Part(Label, "l")
_LABEL_TO_GIVE = f"""
    SELECT {_LABEL}, (
        SELECT v.id FROM annotate_codebookversion v WHERE v.project_id = l.project_id ORDER BY v.number DESC LIMIT 1
    )
    FROM annotate_label l WHERE l.project_id = %s AND l.key = %s
"""


def label_to_give(project_id: int, key: str) -> Given | None:
    """The label of this key, with the version it is given under, in one statement; None where there is none."""
    row = find_row(_LABEL_TO_GIVE, [project_id, key])
    return None if row is None else Given(_LABEL.read(row[: len(_LABEL)]), row[len(_LABEL)])


def find_label(project: Project, key: str) -> Label | None:
    """The label of this key, retired or not; None where there is none."""
    return Label.objects.filter(project=project, key=key).select_related("merged_into", "parent").first()


def called_now(project_id: int, key: str) -> str:
    """The key of the label that the label of this key has been merged into, by now; its own where it never was."""
    into = dict(
        Label.objects.filter(project=project_id).exclude(merged_into=None).values_list("key", "merged_into__key")
    )
    while key in into:
        key = into[key]
    return key


KEYS = "123456789bgijklopqrsvwxz"
"""The single keys of labels, in order: digits, then letters that the desk does not use otherwise. 24, as many as there
are colours and strokes."""


_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Example:
    """A passage of the codebook, in pieces `(text, whether it is the span)`, and why it is one or is none."""

    pieces: tuple[tuple[str, bool], ...]
    why: str

    @classmethod
    def of(cls, written: dict[str, str]) -> Example:
        """The example of `{passage, why}`; square brackets in the passage show the span."""
        parts = _BRACKETS.split(written["passage"])
        pieces = tuple((part, number % 2 == 1) for number, part in enumerate(parts) if part)
        return cls(pieces, written.get("why", ""))


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label as pages show it: its place in the tree, its key, its number in the stylesheet."""

    label: Label
    number: int
    depth: int
    press: str
    attributes: tuple[Attribute, ...]
    parent_name: str

    @property
    def examples(self) -> list[Example]:
        """Passages that are this."""
        return [Example.of(written) for written in self.label.examples]

    @property
    def counter_examples(self) -> list[Example]:
        """Passages that look like this and are something else."""
        return [Example.of(written) for written in self.label.counter_examples]


def label_lines(project: Project, *, with_retired: bool = False) -> list[LabelLine]:
    """The published labels as a tree written down: each parent followed by its children, in their order."""
    labels = list(Label.objects.filter(project=project))
    return _write_down(labels, list(Attribute.objects.filter(project=project)), with_retired=with_retired)


class Published(NamedTuple):
    """A version of a codebook, and its labels as pages show them, retired ones too."""

    version: CodebookVersion
    lines: tuple[LabelLine, ...]


@lru_cache(maxsize=64)
def published(version_id: int) -> Published:
    """The version published last, by its id. Kept in memory: nobody changes a label without publishing another one.

    For pages only: an action that is about to publish sees its own changes in `codebook_now` and `label_lines`.
    """
    version = CodebookVersion.objects.select_related("project").get(pk=version_id)
    return Published(version, tuple(label_lines(version.project, with_retired=True)))


_NEWEST = "SELECT id FROM annotate_codebookversion WHERE project_id = %s ORDER BY number DESC LIMIT 1"


def published_now(project: Project) -> Published:
    """What is published last."""
    row = find_row(_NEWEST, [project.pk])
    assert row is not None, "a project is made with its first version"
    return published(row[0])


def lines_of(codebook: Mapping[str, Any], *, with_retired: bool = True) -> list[LabelLine]:
    """The same of a codebook that is no rows: a draft, or an older version. Its labels are never saved."""
    number_of = {entry["key"]: number for number, entry in enumerate(codebook["labels"], start=1)}
    labels = [
        Label(
            id=number, key=entry["key"], name=entry["name"], color=entry["color"], stroke=entry["stroke"],
            definition=entry["definition"], examples=entry["examples"], counter_examples=entry["counter_examples"],
            parent_id=number_of.get(entry["parent"]), retired_at=_LONG_AGO if entry["retired"] else None,
        )
        for number, entry in enumerate(codebook["labels"], start=1)
    ]  # fmt: skip
    attributes = [Attribute(id=number, **entry) for number, entry in enumerate(codebook["attributes"], start=1)]
    return _write_down(labels, attributes, with_retired=with_retired)


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""A snapshot says that a label is retired, not since when."""


def _write_down(labels: Sequence[Label], attributes: Sequence[Attribute], *, with_retired: bool) -> list[LabelLine]:
    by_pk = {label.pk: label for label in labels}
    children: dict[int | None, list[Label]] = {}
    for label in labels:
        children.setdefault(label.parent_id, []).append(label)
    number_of = {label.pk: number for number, label in enumerate(labels, start=1)}
    press_of = _keys(labels)
    lines: list[LabelLine] = []

    def write(parent: int | None, depth: int) -> None:
        for label in children.get(parent, ()):
            if label.retired_at is None or with_retired:
                fitting = tuple(attribute for attribute in attributes if fits(attribute, lineage(label, by_pk)))
                above = by_pk[label.parent_id].name if label.parent_id else ""
                lines.append(LabelLine(label, number_of[label.pk], depth, press_of.get(label.pk, ""), fitting, above))
            write(label.pk, depth + 1)

    write(None, 0)
    return lines


def _keys(labels: Sequence[Label]) -> dict[int, str]:
    """A single key for each usable label: those without a parent first, so that they keep the low digits."""
    usable = [label for label in labels if label.retired_at is None]
    ordered = sorted(usable, key=lambda label: label.parent_id is not None)
    return {label.pk: key for label, key in zip(ordered, KEYS, strict=False)}


def lineage(label: Label, by_pk: dict[int, Label]) -> list[str]:
    """The keys of a label and of its parents, nearest first."""
    keys, at = [label.key], label.parent_id
    while at is not None:
        keys.append(by_pk[at].key)
        at = by_pk[at].parent_id
    return keys


def fits(attribute: Attribute, keys: Iterable[str]) -> bool:
    """Whether an attribute is declared for a label whose lineage has these keys."""
    return not attribute.labels or bool(set(keys) & set(attribute.labels))
