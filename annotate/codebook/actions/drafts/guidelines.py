"""The guidelines of the draft."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from annotate.codebook.actions.drafts.changes import Codebook, change_draft
from annotate.codebook.models import Draft
from annotate.codebook.queries import seen_as
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash


def write_guidelines(
    project: Project, text: str, *, seen: str, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """The guidelines, in Markdown. `seen` is the mark of those that the person began with."""

    def change(codebook: Codebook) -> None:
        if seen_as(codebook["guidelines"]) != seen:
            raise Clash(_("The guidelines were changed meanwhile."), found=codebook["guidelines"])
        codebook["guidelines"] = text.replace("\r\n", "\n")

    state = {"guidelines": None}
    return change_draft(project, "guidelines_written", state, change, by=by, at=at, action=action, said=[text, seen])
