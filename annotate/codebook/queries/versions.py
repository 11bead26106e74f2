"""A codebook as plain values: as it stands, as it was published, as its draft has it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.projects.models import Project


def snapshot(project: Project, *, guidelines: str, questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The codebook as it stands, as plain JSON: what a version keeps. Guidelines and questions have no rows."""
    labels = list(Label.objects.filter(project=project))
    key_of = {label.pk: label.key for label in labels}
    return {
        "labels": [
            {
                "key": label.key,
                "name": label.name,
                "color": label.color,
                "stroke": label.stroke,
                "definition": label.definition,
                "examples": label.examples,
                "counter_examples": label.counter_examples,
                "parent": key_of.get(label.parent_id or 0),
                "retired": label.retired_at is not None,
                "merged_into": key_of.get(label.merged_into_id or 0),
            }
            for label in labels
        ],
        "attributes": [
            {
                "key": attribute.key,
                "name": attribute.name,
                "kind": attribute.kind,
                "choices": attribute.choices,
                "labels": attribute.labels,
                "definition": attribute.definition,
                "required": attribute.required,
            }
            for attribute in Attribute.objects.filter(project=project)
        ],
        "questions": [dict(entry) for entry in questions],
        "guidelines": guidelines,
    }


def codebook_now(project: Project | int) -> CodebookVersion:
    """The version published last."""
    project_id = project if isinstance(project, int) else project.pk
    version = CodebookVersion.objects.filter(project_id=project_id).last()
    assert version is not None, "a project is made with its first version"
    return version


@lru_cache(maxsize=4096)
def version_number(version_id: int) -> int:
    """The number of a published version. Kept in memory: the database lets nobody change one."""
    return CodebookVersion.objects.values_list("number", flat=True).get(pk=version_id)


def questions_of(codebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a codebook asks about whole articles; nothing, where it was published before there were questions."""
    return list(codebook.get("questions", ()))


def draft_of(project: Project) -> Draft | None:
    """What somebody is making of the codebook; None where nobody is."""
    return Draft.objects.filter(project=project).first()


def find_codebook(project: Project) -> dict[str, Any]:
    """The codebook as its leads have it before them: the draft, or what is published where there is none."""
    draft = draft_of(project)
    found: dict[str, Any] = draft.codebook if draft is not None else codebook_now(project).codebook
    return found


def entry_of(codebook: dict[str, Any], *, of: str, key: str) -> dict[str, Any] | None:
    """The label (`of="labels"`), attribute or question of this key; None where there is none."""
    found: dict[str, Any] | None = next((entry for entry in codebook.get(of, ()) if entry["key"] == key), None)
    return found


def seen_as(value: object) -> str:
    """A short mark of what somebody saw, by which it is known again: the same only where nothing changed meanwhile."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
