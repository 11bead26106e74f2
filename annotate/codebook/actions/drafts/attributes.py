"""What the draft has people say more: attributes of spans, questions about whole articles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from annotate.codebook import rules
from annotate.codebook.actions.drafts.changes import Codebook, change_draft, find_entry
from annotate.codebook.actions.publishing import complete
from annotate.codebook.models import Draft
from annotate.codebook.queries import codebook_now, entry_of, questions_of
from annotate.projects.models import Membership, Project
from annotate.projects.refusals import Clash, Refused


def add_attribute(
    project: Project, *, entry: Mapping[str, Any], by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Something more that can be said of spans: `entry` as in a version. Clash where the key is taken."""

    def change(codebook: Codebook) -> None:
        codebook["attributes"].extend(complete({"attributes": [entry]})["attributes"])

    state = {"attribute": entry["key"], "entry": None, "place": None}
    return change_draft(project, "attribute_added", state, change, by=by, at=at, action=action, said=entry)


def change_attribute(
    project: Project, key: str, *, entry: Mapping[str, Any], seen: str, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Other words, choices or labels for an attribute. Its kind stays, once it was published."""

    def change(codebook: Codebook) -> None:
        _rewrite(codebook, project, of="attributes", key=key, entry=entry, seen=seen)

    state = {"attribute": key, "entry": None, "place": None}
    return change_draft(project, "attribute_changed", state, change, by=by, at=at, action=action, said=[entry, seen])


def drop_attribute(
    project: Project, key: str, *, spans: int, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """An attribute of which no span has a value leaves the draft; `spans` as for a label."""

    def change(codebook: Codebook) -> None:
        entry = find_entry(codebook, "attributes", key)
        if spans:
            names = {"attribute": entry["name"], "spans": spans}
            raise Refused(_("“%(attribute)s” stays: %(spans)s spans have a value of it.") % names)
        codebook["attributes"].remove(entry)

    state = {"attribute": key, "entry": None, "place": None}
    return change_draft(project, "attribute_dropped", state, change, by=by, at=at, action=action)


def add_question(
    project: Project, *, entry: Mapping[str, Any], by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Something more to ask about a whole article: `entry` as in a version. Clash where the key is taken."""

    def change(codebook: Codebook) -> None:
        codebook["questions"] = [*questions_of(codebook), *complete({"questions": [entry]})["questions"]]

    state = {"question": entry["key"], "entry": None, "place": None}
    return change_draft(project, "question_added", state, change, by=by, at=at, action=action, said=entry)


def change_question(
    project: Project, key: str, *, entry: Mapping[str, Any], seen: str, by: Membership, at: datetime,
    action: str | None = None,
) -> Draft:  # fmt: skip
    """Other words or answers for a question. Its kind stays, once it was published."""

    def change(codebook: Codebook) -> None:
        _rewrite(codebook, project, of="questions", key=key, entry=entry, seen=seen)

    state = {"question": key, "entry": None, "place": None}
    return change_draft(project, "question_changed", state, change, by=by, at=at, action=action, said=[entry, seen])


def drop_question(project: Project, key: str, *, by: Membership, at: datetime, action: str | None = None) -> Draft:
    """A question leaves the draft: from the next version on it is not asked. Older versions keep it."""

    def change(codebook: Codebook) -> None:
        codebook["questions"].remove(find_entry(codebook, "questions", key))

    state = {"question": key, "entry": None, "place": None}
    return change_draft(project, "question_dropped", state, change, by=by, at=at, action=action)


def _rewrite(codebook: Codebook, project: Project, *, of: str, key: str, entry: Mapping[str, Any], seen: str) -> None:
    """Other words for an attribute or a question. Clash where it is not as seen, or of another kind than published."""
    old = find_entry(codebook, of, key, seen=seen)
    new = complete({of: [{**entry, "key": key}]})[of][0]
    published = entry_of(codebook_now(project).codebook, of=of, key=key)
    if published and (reason := rules.why_not_kind(published, new)):
        raise Clash(reason)
    old.update(new)
