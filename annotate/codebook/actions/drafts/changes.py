"""How the draft is changed, whatever is changed in it, and how a change is told so that it can be taken back.

What a change touches - a label, an attribute, the guidelines, the order, or all of it - is written to the journal as it
was and as it is, in the shape that `state_now` reads and `put_state` writes; so any change can be taken back that
nobody has written over.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.actions.publishing import check
from annotate.codebook.models import Draft
from annotate.codebook.queries import codebook_now, entry_of, seen_as
from annotate.journal import actions as journal
from annotate.journal.models import Turn
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Missing, Refused

Codebook = dict[str, Any]
State = dict[str, Any]


@transaction.atomic
def change_draft(
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
    draft = Draft.objects.filter(project=project).first() or begin_draft(project, at=at)
    before = state_now(draft.codebook, state)
    changed = copy.deepcopy(draft.codebook)
    change(changed)
    check(changed)
    if changed == draft.codebook:
        return draft
    draft.codebook = changed
    return store_draft(
        draft, verb, before=before, after=state_now(changed, state), by=by, at=at, action=action, asked=asked
    )


def begin_draft(project: Project, *, at: datetime) -> Draft:
    """A draft that is as the codebook is now, not stored yet."""
    return Draft(project=project, codebook=copy.deepcopy(codebook_now(project).codebook), changed_at=at)


def store_draft(
    draft: Draft, verb: str, *, before: State, after: State, by: Membership, at: datetime, action: str | None,
    asked: str, turn: Turn = Turn.DO, undoes: int | None = None,
) -> Draft:  # fmt: skip
    """Store a draft that was changed, with the line that tells of it."""
    draft.changed_at = at
    draft.save()
    journal.record(
        verb, draft.pk, by=by.user_id, at=at, project=draft.project_id, before=before, after=after, action=action,
        asked=asked, turn=turn, undoes=undoes,
    )  # fmt: skip
    return draft


def state_now(codebook: Codebook, like: State) -> State:
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


def put_state(codebook: Codebook, state: State) -> None:
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


_HOMES = {"label": "labels", "attribute": "attributes", "question": "questions"}


def _home(state: State) -> tuple[str, str]:
    return next((of, state[name]) for name, of in _HOMES.items() if name in state)


def find_entry(codebook: Codebook, of: str, key: str, *, seen: str | None = None) -> dict[str, Any]:
    """The entry of this key in the list `of`. Missing where there is none; Clash where it is not what was `seen`."""
    entry = entry_of(codebook, of=of, key=key)
    if entry is None:
        raise Missing(_("The codebook has no “%(key)s”.") % {"key": key})
    if seen is not None and seen_as(entry) != seen:
        raise Clash(_("“%(name)s” was changed meanwhile.") % {"name": entry["name"]}, found=entry)
    return entry
