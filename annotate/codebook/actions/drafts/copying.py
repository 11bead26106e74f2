"""What the draft takes over of another project's codebook."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from annotate.codebook.actions.drafts.changes import Codebook, change_draft
from annotate.codebook.actions.drafts.labels import in_tree_order
from annotate.codebook.models import CodebookVersion, Draft
from annotate.codebook.queries import questions_of
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash


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
    return change_draft(project, "codebook_copied", state, change, by=by, at=at, action=action)


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
