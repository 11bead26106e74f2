"""Changing the draft: one for a project, begun by its first change, shared by its leads, published or thrown away.

What a change touches - a label, an attribute, the guidelines, the order, or all of it - is written to the journal as it
was and as it is, in the shape that `_now` reads and `_put` writes; so any change can be taken back that nobody has
written over.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.actions.publishing import check, complete
from annotate.codebook.models import CodebookVersion, Draft
from annotate.codebook.queries import codebook_now, entry_of, questions_of, seen_as
from annotate.codebook.states import DRAFTED
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import line_of_subject_to_undo
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Missing, Refused
from annotate.text.color import unused

Codebook = dict[str, Any]
State = dict[str, Any]


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
    return _change(project, "label_added", state, change, by=by, at=at, action=action, said=[name, parent])


def change_label(
    project: Project, key: str, *, words: Mapping[str, Any], seen: str, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Other words, colour or stroke for a label; its name too: the key stays, so spans keep it.

    `words` has any of name, color, stroke, definition, examples, counter_examples. `seen` is the mark of the entry that
    the person saw: Clash where somebody changed it since.
    """

    def change(codebook: Codebook) -> None:
        entry = _entry(codebook, "labels", key, seen=seen)
        entry.update({name: words[name] for name in words.keys() & _WORDS})

    state = {"label": key, "entry": None, "place": None}
    return _change(project, "label_changed", state, change, by=by, at=at, action=action, said=[words, seen])


_WORDS = {"name", "color", "stroke", "definition", "examples", "counter_examples"}


def move_label(
    project: Project, key: str, *, parent: str | None, before: str | None = None, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Put a label, with those under it, under another parent or none: before one of its new siblings, or last."""

    def change(codebook: Codebook) -> None:
        entry = _entry(codebook, "labels", key)
        others = [other for other in codebook["labels"] if other is not entry]
        entry["parent"] = parent
        place = next((number for number, other in enumerate(others) if other["key"] == before), len(others))
        codebook["labels"] = in_tree_order([*others[:place], entry, *others[place:]])

    state = {"label": key, "order": None}
    return _change(project, "label_moved", state, change, by=by, at=at, action=action, said=[parent, before])


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
        entry = _entry(codebook, "labels", key)
        if entry["merged_into"]:
            raise Clash(_("“%(label)s” was merged. Take the merge back instead.") % {"label": entry["name"]})
        entry["retired"] = retired

    state = {"label": key, "entry": None, "place": None}
    verb = "label_retired" if retired else "label_revived"
    return _change(project, verb, state, change, by=by, at=at, action=action)


def drop_label(
    project: Project, key: str, *, spans: int, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """A label that nothing speaks of leaves the draft. `spans`: how many spans and decisions have it, which the caller
    counts; Refused where there are any. The database refuses it too when the draft is published."""

    def change(codebook: Codebook) -> None:
        entry = _entry(codebook, "labels", key)
        if reason := rules.why_not_drop(entry, spans=spans):
            raise Refused(reason)
        if any(other["parent"] == key for other in codebook["labels"]):
            raise Clash(_("There are labels under “%(label)s”. Move them first.") % {"label": entry["name"]})
        codebook["labels"].remove(entry)

    state = {"label": key, "entry": None, "place": None}
    return _change(project, "label_dropped", state, change, by=by, at=at, action=action)


def add_attribute(
    project: Project, *, entry: Mapping[str, Any], by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Something more that can be said of spans: `entry` as in a version. Clash where the key is taken."""

    def change(codebook: Codebook) -> None:
        codebook["attributes"].extend(complete({"attributes": [entry]})["attributes"])

    state = {"attribute": entry["key"], "entry": None, "place": None}
    return _change(project, "attribute_added", state, change, by=by, at=at, action=action, said=entry)


def change_attribute(
    project: Project, key: str, *, entry: Mapping[str, Any], seen: str, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Other words, choices or labels for an attribute. Its kind stays, once it was published."""

    def change(codebook: Codebook) -> None:
        old = _entry(codebook, "attributes", key, seen=seen)
        new = complete({"attributes": [{**entry, "key": key}]})["attributes"][0]
        published = entry_of(codebook_now(project).codebook, of="attributes", key=key)
        if published and (reason := rules.why_not_kind(published, new)):
            raise Clash(reason)
        old.update(new)

    state = {"attribute": key, "entry": None, "place": None}
    return _change(project, "attribute_changed", state, change, by=by, at=at, action=action, said=[entry, seen])


def drop_attribute(
    project: Project, key: str, *, spans: int, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """An attribute of which no span has a value leaves the draft; `spans` as for a label."""

    def change(codebook: Codebook) -> None:
        entry = _entry(codebook, "attributes", key)
        if spans:
            names = {"attribute": entry["name"], "spans": spans}
            raise Refused(_("“%(attribute)s” stays: %(spans)s spans have a value of it.") % names)
        codebook["attributes"].remove(entry)

    state = {"attribute": key, "entry": None, "place": None}
    return _change(project, "attribute_dropped", state, change, by=by, at=at, action=action)


def add_question(
    project: Project, *, entry: Mapping[str, Any], by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Something more to ask about a whole article: `entry` as in a version. Clash where the key is taken."""

    def change(codebook: Codebook) -> None:
        codebook["questions"] = [*questions_of(codebook), *complete({"questions": [entry]})["questions"]]

    state = {"question": entry["key"], "entry": None, "place": None}
    return _change(project, "question_added", state, change, by=by, at=at, action=action, said=entry)


def change_question(
    project: Project, key: str, *, entry: Mapping[str, Any], seen: str, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Other words or answers for a question. Its kind stays, once it was published."""

    def change(codebook: Codebook) -> None:
        old = _entry(codebook, "questions", key, seen=seen)
        new = complete({"questions": [{**entry, "key": key}]})["questions"][0]
        published = entry_of(codebook_now(project).codebook, of="questions", key=key)
        if published and (reason := rules.why_not_kind(published, new)):
            raise Clash(reason)
        old.update(new)

    state = {"question": key, "entry": None, "place": None}
    return _change(project, "question_changed", state, change, by=by, at=at, action=action, said=[entry, seen])


def drop_question(project: Project, key: str, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """A question leaves the draft: from the next version on it is not asked. Older versions keep it."""

    def change(codebook: Codebook) -> None:
        codebook["questions"].remove(_entry(codebook, "questions", key))

    state = {"question": key, "entry": None, "place": None}
    return _change(project, "question_dropped", state, change, by=by, at=at, action=action)


def write_guidelines(
    project: Project, text: str, *, seen: str, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """The guidelines, in Markdown. `seen` is the mark of those that the person began with."""

    def change(codebook: Codebook) -> None:
        if seen_as(codebook["guidelines"]) != seen:
            raise Clash(_("The guidelines were changed meanwhile."), found=codebook["guidelines"])
        codebook["guidelines"] = text.replace("\r\n", "\n")

    state = {"guidelines": None}
    return _change(project, "guidelines_written", state, change, by=by, at=at, action=action, said=[text, seen])


def copy_codebook(
    project: Project, version: CodebookVersion, *, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Take over another project's published codebook: its labels, attributes and guidelines come into the draft.

    What has the same key here takes over what is said there; what is here alone stays, after it. Labels that are
    retired there stay there. Who may read that codebook is the caller's question.
    """

    def change(codebook: Codebook) -> None:
        coming = taken_from(version)
        for of in ("labels", "attributes", "questions"):
            keys = {entry["key"] for entry in coming[of]}
            here = codebook.get(of, [])
            stays = [entry for entry in here if entry["key"] not in keys]
            codebook[of] = [*_with_own_marks(coming[of], here), *stays]
        codebook["labels"] = in_tree_order(codebook["labels"])
        codebook["guidelines"] = coming["guidelines"]

    state = {"codebook": None, "from": version.project.slug, "version": version.number}
    return _change(project, "codebook_copied", state, change, by=by, at=at, action=action)


@transaction.atomic
def discard_draft(project: Project, *, by: Membership, at: datetime, action: str | None = None) -> JournalLine | None:
    """Throw the draft away. The journal keeps it, and it can be had back while there is no other."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = journal.fingerprint("discard_draft", project.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return line
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    draft = Draft.objects.filter(project=project).first()
    if draft is None:
        return None
    published = codebook_now(project).codebook
    line = journal.record(
        "draft_discarded", draft.pk, by=by.user_id, at=at, project=project.pk, before={"codebook": draft.codebook},
        after={"codebook": published}, action=action, asked=asked,
    )  # fmt: skip
    draft.delete()
    return line


@transaction.atomic
def undo_draft(project: Project, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """Take back the last change of the draft that still stands, whoever of its leads made it."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = journal.fingerprint("undo_draft", project.pk)
    draft = Draft.objects.filter(project=project).first()
    if draft is not None and journal.answered(by=by.user_id, action=action, asked=asked):
        return draft
    line = draft and line_of_subject_to_undo(draft.pk, verbs=DRAFTED)
    if not line:
        raise Clash(_("There is nothing to undo."))
    return revert_draft(project, line, by=by, at=at, action=action, asked=asked)


@transaction.atomic
def revert_draft(
    project: Project, line: JournalLine, *, by: Membership, at: datetime, action: str | None = None, asked: str = ""
) -> Draft:
    """Take back one change of the draft. Clash where somebody has written over it, or it is published."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = asked or journal.fingerprint("revert_draft", line.pk)
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    draft = Draft.objects.filter(project=project).first()
    if draft is None and line.verb == "draft_discarded":
        draft = _begin(project, at=at)
    elif draft is None or draft.pk != line.subject:
        raise Clash(_("This draft is published or gone. Change the codebook anew."))
    before, after = line.before or {}, line.after or {}
    if _said(_now(draft.codebook, after)) != _said(after):
        raise Clash(_("This was changed again since, so it stays as it is."))
    _put(draft.codebook, before)
    return _store(
        draft, line.verb, before=after, after=before, by=by, at=at, action=action, asked=asked, turn=Turn.UNDO,
        undoes=line.pk,
    )  # fmt: skip


def carry_into_draft(project: Project, change: Callable[[Codebook], None], *, at: datetime) -> None:
    """Tell the draft, where there is one, what was published beside it, so that it does not take that back."""
    draft = Draft.objects.select_for_update().filter(project=project).first()
    if draft is not None:
        change(draft.codebook)
        draft.changed_at = at
        draft.save(update_fields=["codebook", "changed_at"])


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


@transaction.atomic
def _change(
    project: Project, verb: str, state: State, change: Callable[[Codebook], None], *, by: Membership, at: datetime,
    action: str | None, said: object = None,
) -> Draft:  # fmt: skip
    """Change the draft, beginning one where there is none. `state` names what is touched; its values are filled in."""
    Project.objects.select_for_update().get(pk=project.pk)
    asked = journal.fingerprint(verb, project.pk, sorted(state.items(), key=str), said)
    if journal.answered(by=by.user_id, action=action, asked=asked):
        return Draft.objects.filter(project=project).first() or Draft(project=project)
    if reason := rules.why_not_edit(by=by):
        raise Refused(reason)
    draft = Draft.objects.filter(project=project).first() or _begin(project, at=at)
    before = _now(draft.codebook, state)
    changed = copy.deepcopy(draft.codebook)
    change(changed)
    check(changed)
    if changed == draft.codebook:
        return draft
    draft.codebook = changed
    return _store(draft, verb, before=before, after=_now(changed, state), by=by, at=at, action=action, asked=asked)


def _begin(project: Project, *, at: datetime) -> Draft:
    return Draft(project=project, codebook=copy.deepcopy(codebook_now(project).codebook), changed_at=at)


def _store(
    draft: Draft, verb: str, *, before: State, after: State, by: Membership, at: datetime, action: str | None,
    asked: str, turn: Turn = Turn.DO, undoes: int | None = None,
) -> Draft:  # fmt: skip
    draft.changed_at = at
    draft.save()
    journal.record(
        verb, draft.pk, by=by.user_id, at=at, project=draft.project_id, before=before, after=after, action=action,
        asked=asked, turn=turn, undoes=undoes,
    )  # fmt: skip
    return draft


def _now(codebook: Codebook, like: State) -> State:
    """What a state speaks of, as this codebook has it."""
    if "codebook" in like:
        return {**like, "codebook": copy.deepcopy(codebook)}
    if "guidelines" in like:
        return {"guidelines": codebook["guidelines"]}
    if "order" in like:
        return {**like, "order": [[entry["key"], entry["parent"]] for entry in codebook["labels"]]}
    of, key = _home(like)
    entry = entry_of(codebook, of=of, key=key)
    place = None if entry is None else codebook[of].index(entry)
    return {**like, "entry": copy.deepcopy(entry), "place": place}


def _put(codebook: Codebook, state: State) -> None:
    """Make a codebook have what a state says."""
    if "codebook" in state:
        codebook.clear()
        codebook.update(copy.deepcopy(state["codebook"]))
    elif "guidelines" in state:
        codebook["guidelines"] = state["guidelines"]
    elif "order" in state:
        by_key = {entry["key"]: entry for entry in codebook["labels"]}
        codebook["labels"] = [{**by_key[key], "parent": parent} for key, parent in state["order"]]
    else:
        of, key = _home(state)
        codebook[of] = [entry for entry in codebook[of] if entry["key"] != key]
        if state["entry"] is not None:
            codebook[of].insert(state["place"], copy.deepcopy(state["entry"]))
    check(codebook)


def _said(state: State) -> State:
    """A state without the place in the list, which other changes move."""
    return {name: value for name, value in state.items() if name != "place"}


def _home(state: State) -> tuple[str, str]:
    return next((of, state[name]) for name, of in _HOMES.items() if name in state)


_HOMES = {"label": "labels", "attribute": "attributes", "question": "questions"}


def _entry(codebook: Codebook, of: str, key: str, *, seen: str | None = None) -> dict[str, Any]:
    entry = entry_of(codebook, of=of, key=key)
    if entry is None:
        raise Missing(_("The codebook has no “%(key)s”.") % {"key": key})
    if seen is not None and seen_as(entry) != seen:
        raise Clash(_("“%(name)s” was changed meanwhile.") % {"name": entry["name"]}, found=entry)
    return entry


def taken_from(version: CodebookVersion) -> Codebook:
    """A published codebook as another project takes it over: without its retired labels; those under one move up,
    attributes forget it."""
    codebook = version.codebook
    gone = {entry["key"]: entry["parent"] for entry in codebook["labels"] if entry["retired"]}

    def above(key: str | None) -> str | None:
        while key in gone:
            key = gone[key]
        return key

    labels = [{**entry, "parent": above(entry["parent"])} for entry in codebook["labels"] if entry["key"] not in gone]
    attributes = []
    for entry in codebook["attributes"]:
        left = [key for key in entry["labels"] if key not in gone]
        if left or not entry["labels"]:  # none left would mean: declared for all
            attributes.append({**entry, "labels": left})
    return copy.deepcopy({
        "labels": labels, "attributes": attributes, "questions": questions_of(codebook),
        "guidelines": codebook["guidelines"],
    })  # fmt: skip


def _with_own_marks(coming: list[dict[str, Any]], here: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries that come, with what belongs to the rows here: whether a label was merged, what kind values have."""
    own = {entry["key"]: entry for entry in here}
    kept = []
    for entry in coming:
        mine = own.get(entry["key"])
        if mine and mine.get("merged_into"):
            kept.append(mine)
        elif mine and "kind" in mine and mine["kind"] != entry["kind"]:
            names = {"name": mine["name"]}
            raise Clash(_("“%(name)s” is of another kind here, and there may be values of it.") % names)
        else:
            kept.append(entry)
    return kept
