"""The labels of the draft, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.actions.drafts.changes import Codebook, change_draft, find_entry
from annotate.codebook.actions.publishing import complete
from annotate.codebook.models import Draft
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Refused
from annotate.text.color import unused

_WORDS = {"name", "color", "stroke", "definition", "examples", "counter_examples"}


def add_label(
    project: Project, *, key: str, name: str, parent: str | None = None, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """A new label, last of its parent's, in the palette's first colour that is free. Clash where the key is taken."""

    def change(codebook: Codebook) -> None:
        color, stroke = next(unused({(other["color"], other["stroke"]) for other in codebook["labels"]}))
        entry = {"key": key, "name": name or key, "color": color, "stroke": stroke, "parent": parent}
        codebook["labels"].append(complete({"labels": [entry]})["labels"][0])
        codebook["labels"] = in_tree_order(codebook["labels"])

    state = {"label": key, "entry": None, "place": None}
    return change_draft(project, "label_added", state, change, by=by, at=at, action=action, said=[name, parent])


def change_label(
    project: Project, key: str, *, words: Mapping[str, Any], seen: str, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Other words, colour or stroke for a label; its name too: the key stays, so spans keep it.

    `words` has any of name, color, stroke, definition, examples, counter_examples. `seen` is the mark of the entry that
    the person saw: Clash where somebody changed it since.
    """

    def change(codebook: Codebook) -> None:
        entry = find_entry(codebook, "labels", key, seen=seen)
        entry.update({name: words[name] for name in words.keys() & _WORDS})

    state = {"label": key, "entry": None, "place": None}
    return change_draft(project, "label_changed", state, change, by=by, at=at, action=action, said=[words, seen])


def move_label(
    project: Project, key: str, *, parent: str | None, before: str | None = None, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Put a label, with those under it, under another parent or none: before one of its new siblings, or last."""

    def change(codebook: Codebook) -> None:
        entry = find_entry(codebook, "labels", key)
        others = [other for other in codebook["labels"] if other is not entry]
        entry["parent"] = parent
        place = next((number for number, other in enumerate(others) if other["key"] == before), len(others))
        codebook["labels"] = in_tree_order([*others[:place], entry, *others[place:]])

    state = {"label": key, "order": None}
    return change_draft(project, "label_moved", state, change, by=by, at=at, action=action, said=[parent, before])


def retire_label(project: Project, key: str, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """From the next version on a label is given to no new span; those that have it keep it."""
    return _set_retired(project, key, retired=True, by=by, at=at, action=action)


def revive_label(project: Project, key: str, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """A retired label may be given again, from the next version on."""
    return _set_retired(project, key, retired=False, by=by, at=at, action=action)


def _set_retired(
    project: Project, key: str, *, retired: bool, by: Membership, at: datetime, action: str | None
) -> Draft:
    def change(codebook: Codebook) -> None:
        entry = find_entry(codebook, "labels", key)
        if entry["merged_into"]:
            raise Clash(_("“%(label)s” was merged. Take the merge back instead.") % {"label": entry["name"]})
        entry["retired"] = retired

    state = {"label": key, "entry": None, "place": None}
    verb = "label_retired" if retired else "label_revived"
    return change_draft(project, verb, state, change, by=by, at=at, action=action)


def drop_label(
    project: Project, key: str, *, spans: int, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """A label that nothing speaks of leaves the draft. `spans`: how many spans and decisions have it, which the caller
    counts; Refused where there are any. The database refuses it too when the draft is published."""

    def change(codebook: Codebook) -> None:
        entry = find_entry(codebook, "labels", key)
        if reason := rules.why_not_drop(entry, spans=spans):
            raise Refused(reason)
        if any(other["parent"] == key for other in codebook["labels"]):
            raise Clash(_("There are labels under “%(label)s”. Move them first.") % {"label": entry["name"]})
        codebook["labels"].remove(entry)

    state = {"label": key, "entry": None, "place": None}
    return change_draft(project, "label_dropped", state, change, by=by, at=at, action=action)


def in_tree_order(labels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each parent followed by those under it, siblings in the order given. A label under no label here stays last."""
    found: list[dict[str, Any]] = []

    def write(parent: str | None) -> None:
        for entry in labels:
            if entry["parent"] == parent:
                found.append(entry)
                write(entry["key"])

    write(None)
    return found + [entry for entry in labels if entry not in found]
