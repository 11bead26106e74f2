"""What is done to labels at once, because spans move with it: merging one into another, splitting one.

Each publishes a version of its own, and tells the draft. The spans are moved by `curation.actions`, which knows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.actions.drafts.changes import Codebook
from annotate.codebook.actions.drafts.labels import in_tree_order
from annotate.codebook.actions.drafts.undoing import carry_into_draft
from annotate.codebook.actions.publishing import complete, publish
from annotate.codebook.models import Attribute, CodebookVersion, Label
from annotate.codebook.queries import codebook_now, entry_of, lineage
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import turned_back
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Refused
from annotate.text.color import unused


@transaction.atomic
def merge_label(label: Label, *, into: Label, by: Membership, at: datetime, action: str | None = None) -> JournalLine:
    """From now on `label` is `into`: nobody can give it any more, not even a request on its way here.

    Labels under it go under `into`; attributes declared for it are declared for `into` too, so that no value is left
    undeclared. Its line says which version was published. The spans are still to be moved.
    """
    labels = _hold(label.project)
    asked = journal.fingerprint("merge_label", label.pk, into.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line
    label, into = labels[label.pk], labels[into.pk]
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    if reason := rules.why_not_merge(label, into=into, labels=labels):
        raise Clash(reason)
    parents = _children_move(label, into, labels)
    attributes = _declare_for(into, label, labels)
    before = {"label": label.key, "retired_at": label.retired_at and label.retired_at.isoformat(), "into": None}
    label.retired_at, label.merged_into = label.retired_at or at, into
    label.save(update_fields=["retired_at", "merged_into"])
    note = _("Merged %(label)s into %(into)s.") % {"label": label.key, "into": into.key}
    version = _publish_beside_draft(label.project, note=note, by=by, at=at)
    return journal.record(
        "label_merged", label.pk, by=by.user_id, at=at, project=label.project_id,
        before={**before, "parents": parents[0], "attributes": attributes[0]},
        after={
            "label": label.key, "into": into.key, "version": version.number, "parents": parents[1],
            "attributes": attributes[1],
        },
        action=action, asked=asked,
    )  # fmt: skip


@transaction.atomic
def unmerge_label(line: JournalLine, *, by: Membership, at: datetime, action: str | None = None) -> JournalLine:
    """Take a merge back: the label is what it was, and can be given again. Spans are still to be moved."""
    labels = _hold(by.project)
    asked = journal.fingerprint("unmerge_label", line.pk)
    if answered := journal.answered(by=by.user_id, action=action, asked=asked):
        return answered
    by_key = {label.key: label for label in labels.values()}
    before, after = line.before or {}, line.after or {}
    label, into = by_key[after["label"]], by_key[after["into"]]
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    if label.merged_into_id != into.pk or turned_back(line):
        raise Clash(_("This merge was taken back already."))
    if into.merged_into_id is not None:
        raise Clash(rules.why_not_give(into) or "")
    label.merged_into = None
    label.retired_at = datetime.fromisoformat(before["retired_at"]) if before["retired_at"] else None
    label.save(update_fields=["retired_at", "merged_into"])
    for key, parent in before["parents"].items():
        child = by_key.get(key)
        if child is not None and child.parent_id == _pk(by_key, after["parents"][key]):
            child.parent = by_key.get(parent)
            child.save(update_fields=["parent"])
    for key, keys in before["attributes"].items():
        Attribute.objects.filter(project=by.project, key=key, labels=after["attributes"][key]).update(labels=keys)
    note = _("Took back that %(label)s was merged into %(into)s.") % {"label": label.key, "into": into.key}
    version = _publish_beside_draft(by.project, note=note, by=by, at=at)
    return journal.record(
        "label_merged", label.pk, by=by.user_id, at=at, project=by.project_id, before=after,
        after={**before, "version": version.number}, turn=Turn.UNDO, undoes=line.pk, action=action, asked=asked,
    )  # fmt: skip


@transaction.atomic
def split_label(
    label: Label, *, into: Sequence[Mapping[str, Any]], by: Membership, at: datetime, action: str | None = None
) -> JournalLine:
    """New labels beside one, between which its spans are sorted: `into` has the key and name of each.

    They stand under the same parent, and have the attributes declared for the one that is split. The label stays, for
    what is none of the new ones. Clash where a key is taken.
    """
    labels = _hold(label.project)
    asked = journal.fingerprint("split_label", label.pk, [[entry["key"], entry["name"]] for entry in into])
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line
    label = labels[label.pk]
    keys = [str(entry["key"]) for entry in into]
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    if reason := rules.why_not_split(label, keys=keys, taken=[other.key for other in labels.values()]):
        raise Clash(reason)
    _add_labels(label, into, labels=list(labels.values()))
    attributes = _name_in_attributes(label.project, [label.key], more=keys)
    note = _("Split %(label)s: %(keys)s.") % {"label": label.key, "keys": ", ".join(keys)}
    version = _publish_beside_draft(label.project, note=note, by=by, at=at)
    before = label.split_in
    label.split_in = version.number
    label.save(update_fields=["split_in"])
    return journal.record(
        "label_split", label.pk, by=by.user_id, at=at, project=label.project_id,
        before={"label": label.key, "split_in": before, "attributes": attributes[0]},
        after={"label": label.key, "into": keys, "version": version.number, "attributes": attributes[1]},
        action=action, asked=asked,
    )  # fmt: skip


@transaction.atomic
def unsplit_label(line: JournalLine, *, by: Membership, at: datetime, action: str | None = None) -> JournalLine:
    """Take a split back: its new labels are retired, nothing waits to be sorted. Spans are still to be moved."""
    labels = {label.key: label for label in _hold(by.project).values()}
    asked = journal.fingerprint("unsplit_label", line.pk)
    if answered := journal.answered(by=by.user_id, action=action, asked=asked):
        return answered
    before, after = line.before or {}, line.after or {}
    label = labels[after["label"]]
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    if turned_back(line) or label.split_in != after["version"]:
        raise Clash(_("This label was split again, or the split was taken back."))
    if label.merged_into_id is not None:
        raise Clash(rules.why_not_give(label) or "")
    label.split_in = before["split_in"]
    label.save(update_fields=["split_in"])
    Label.objects.filter(project=by.project, key__in=after["into"], retired_at=None).update(retired_at=at)
    note = _("Took back that %(label)s was split.") % {"label": label.key}
    version = _publish_beside_draft(by.project, note=note, by=by, at=at)
    return journal.record(
        "label_split", label.pk, by=by.user_id, at=at, project=by.project_id, before=after,
        after={**before, "version": version.number}, turn=Turn.UNDO, undoes=line.pk, action=action, asked=asked,
    )  # fmt: skip


def _hold(project: Project) -> dict[int, Label]:
    """The project's labels, all locked against new spans of them: a span's row names its label, and so waits."""
    Project.objects.select_for_update().get(pk=project.pk)
    return {label.pk: label for label in Label.objects.select_for_update().filter(project=project).order_by("pk")}


def _pk(by_key: Mapping[str, Label], key: str | None) -> int | None:
    return by_key[key].pk if key is not None and key in by_key else None


def _children_move(label: Label, into: Label, labels: Mapping[int, Label]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Labels under `label` go under `into`; where `into` is one of them, it takes the place of `label` first."""
    moves: dict[int, int | None] = {}
    if label.key in lineage(into, dict(labels)):
        moves[into.pk] = label.parent_id
    moves |= {child.pk: into.pk for child in labels.values() if child.parent_id == label.pk and child.pk != into.pk}
    before, after = {}, {}
    for pk, parent in moves.items():
        child = labels[pk]
        before[child.key] = labels[child.parent_id].key if child.parent_id else None
        after[child.key] = labels[parent].key if parent else None
        child.parent_id = parent
        child.save(update_fields=["parent"])
    return before, after


def _declare_for(into: Label, label: Label, labels: Mapping[int, Label]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is declared for `label` is declared for `into` too."""
    return _name_in_attributes(
        into.project, lineage(label, dict(labels)), more=[into.key], unless=lineage(into, dict(labels))
    )


def _name_in_attributes(
    project: Project, keys: Sequence[str], *, more: Sequence[str], unless: Sequence[str] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Attributes that name one of `keys` name `more` as well, but for those that name one of `unless` already."""
    before, after = {}, {}
    for attribute in Attribute.objects.filter(project=project, labels__overlap=list(keys)):
        if set(attribute.labels) & set(unless):
            continue
        before[attribute.key] = list(attribute.labels)
        attribute.labels = [*attribute.labels, *(key for key in more if key not in attribute.labels)]
        after[attribute.key] = attribute.labels
        attribute.save(update_fields=["labels"])
    return before, after


def _add_labels(label: Label, into: Sequence[Mapping[str, Any]], *, labels: Sequence[Label]) -> None:
    """The new labels of a split, right after the one that is split."""
    free = unused({(other.color, other.stroke) for other in labels})
    painted = [{**entry, "color": color, "stroke": stroke} for entry, (color, stroke) in zip(into, free, strict=False)]
    entries = complete({"labels": painted})["labels"]
    Label.objects.bulk_create(
        Label(
            project=label.project, key=entry["key"], name=entry["name"], color=entry["color"], stroke=entry["stroke"],
            parent_id=label.parent_id, position=label.position, split_from=label,
        )
        for entry in entries
    )  # fmt: skip
    order = sorted(
        Label.objects.filter(project=label.project), key=lambda one: (one.position, one.split_from_id == label.pk)
    )
    for position, one in enumerate(order):
        one.position = position
    Label.objects.bulk_update(order, ["position"])


def _publish_beside_draft(project: Project, *, note: str, by: Membership, at: datetime) -> CodebookVersion:
    """Publish the rows as they stand, without the draft, and take into the draft what is new in them."""
    older = codebook_now(project).codebook
    version = publish(project, guidelines=older["guidelines"], note=note, by=by.user, at=at)
    newer = version.codebook

    def change(draft: Codebook) -> None:
        for of in ("labels", "attributes"):
            for entry in newer[of]:
                old, mine = entry_of(older, of=of, key=entry["key"]), entry_of(draft, of=of, key=entry["key"])
                if old is None and mine is None:
                    draft[of].append(dict(entry))
                elif old is not None and mine is not None:
                    mine.update({name: value for name, value in entry.items() if value != old.get(name)})
        draft["labels"] = in_tree_order(draft["labels"])

    carry_into_draft(project, change, at=at)
    return version
