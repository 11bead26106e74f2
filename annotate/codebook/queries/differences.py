"""What differs between two codebooks: versions, or the last version and its draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from annotate.codebook.queries.versions import questions_of
from annotate.text.differences import Piece, differences

Codebook = Mapping[str, Any]


@dataclass(frozen=True)
class Detail:
    """One thing that an entry says otherwise, word by word."""

    name: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Change:
    """A label or attribute that is new, gone, or says something otherwise."""

    key: str
    name: str
    sort: Literal["new", "gone", "changed"]
    details: list[Detail] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """All that differs. Falsy where nothing does."""

    labels: list[Change]
    attributes: list[Change]
    questions: list[Change]
    guidelines: list[Piece]
    order: bool

    def __bool__(self) -> bool:
        return bool(self.labels or self.attributes or self.questions or self.guidelines or self.order)


def difference(older: Codebook, newer: Codebook) -> Difference:
    """What is new, gone and otherwise in the newer."""
    guidelines = (
        [] if older["guidelines"] == newer["guidelines"] else differences(older["guidelines"], newer["guidelines"])
    )
    return Difference(
        labels=_changes(older["labels"], newer["labels"]),
        attributes=_changes(older["attributes"], newer["attributes"]),
        questions=_changes(questions_of(older), questions_of(newer)),
        guidelines=guidelines,
        order=_order(older, newer) != _order(newer, older),
    )


def _order(one: Codebook, other: Codebook) -> list[str]:
    """The keys of one that the other has too, in the order of one."""
    there = {entry["key"] for entry in other["labels"]}
    return [entry["key"] for entry in one["labels"] if entry["key"] in there]


def _changes(older: list[dict[str, Any]], newer: list[dict[str, Any]]) -> list[Change]:
    old = {entry["key"]: entry for entry in older}
    found = []
    for entry in newer:
        was = old.pop(entry["key"], None)
        if was is None:
            found.append(Change(entry["key"], entry["name"], "new", _details({}, entry)))
        elif details := _details(was, entry):
            found.append(Change(entry["key"], entry["name"], "changed", details))
    found += [Change(entry["key"], entry["name"], "gone") for entry in old.values()]
    return found


def _details(was: dict[str, Any], now: dict[str, Any]) -> list[Detail]:
    names = _names()
    return [
        Detail(names.get(name, name), differences(_said(was.get(name)), _said(value)))
        for name, value in now.items()
        if name != "key" and was.get(name) != value and (was or _said(value))
    ]


def _names() -> dict[str, str]:
    return {
        "name": _("Name"), "color": _("Colour"), "stroke": _("Stroke"), "definition": _("Definition"),
        "examples": _("Examples"), "counter_examples": _("Counter-examples"), "parent": _("Under"),
        "retired": _("Retired"), "merged_into": _("Merged into"), "kind": _("Kind"), "choices": _("Choices"),
        "labels": _("Labels"), "required": _("Required"),
    }  # fmt: skip


def _said(value: Any) -> str:
    """A value as people read it; examples a line each."""
    if value is None or value is False:
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return "\n".join(f"{one['passage']} ({one.get('why', '')})" for one in value)
        return ", ".join(value)
    return str(value)
