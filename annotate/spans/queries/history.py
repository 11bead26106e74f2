"""What became of a span, line by line, in words: read from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from annotate.codebook.models import Attribute, Label
from annotate.corpus.queries import frozen
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import lines_of
from annotate.projects.models import Membership, User
from annotate.spans.models import Span
from annotate.text.extent import Extent

NOTED = ("span_found",)
"""Lines that note a request which changed nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a span that changed: its name, what it was and what it became, in words; empty for nothing.
    `quoted`: the words are the article's, and in its language."""

    name: str
    was: str
    now: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One deed: when, by whom, what it did, and whether it was an undo or a redo."""

    at: datetime
    person: str
    deed: str
    turn: Turn
    changes: tuple[Change, ...]


def find_history(membership: Membership, span: Span) -> list[HistoryLine]:
    """What happened to a span that this member may see, the oldest first."""
    lines = list(lines_of(span.pk, article=span.article_id, verbs="span_").exclude(verb__in=NOTED))
    people = {person.pk: str(person) for person in User.objects.filter(pk__in={line.by for line in lines})}
    words = _Words(
        text=frozen(span.article_id).text,
        labels=dict(Label.objects.filter(project=membership.project_id).values_list("key", "name")),
        attributes=dict(Attribute.objects.filter(project=membership.project_id).values_list("key", "name")),
    )
    return [
        HistoryLine(
            at=line.at,
            person=people.get(line.by or 0, _("the installation")),
            deed=_deed(line),
            turn=Turn(line.turn),
            changes=tuple(words.changes(line.before or {}, line.after or {})),
        )
        for line in lines
    ]


def _deed(line: JournalLine) -> str:
    """What a line did, by the states it tells of: an undo says what it came to, not what it undid."""
    was_there = line.before is not None and not line.before.get("deleted", False)
    is_there = line.after is not None and not line.after.get("deleted", False)
    if line.before is None and line.verb == "span_copied":
        return _("taken over from the article before its correction")
    if line.before is None:
        return _("marked")
    if was_there == is_there:
        return _("changed")
    return _("restored") if is_there else _("deleted")


@dataclass(frozen=True)
class _Words:
    """Says the parts of a span's state as people know them."""

    text: str
    labels: Mapping[str, str]
    attributes: Mapping[str, str]

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
        """What differs between two states; of a state that was none, everything that is said."""
        said_before, said_after = self.say(before), self.say(after)
        names = [*said_after, *(name for name in said_before if name not in said_after)]
        pairs = ((name, said_before.get(name, ""), said_after.get(name, "")) for name in names)
        return [Change(name, was, now, quoted=name == _("Words")) for name, was, now in pairs if was != now]

    def say(self, state: Mapping[str, Any]) -> dict[str, str]:
        if not state:
            return {}
        said = {_("Label"): self.labels.get(state["label"], state["label"])}
        if "ranges" in state:
            said[_("Words")] = Extent.of((start, end) for start, end in state["ranges"]).quote(self.text)
        if state.get("note"):
            said[_("Note")] = state["note"]
        if state.get("unsure"):
            said[_("Unsure")] = _("yes")
        for key, value in state.get("attributes", {}).items():
            said[self.attributes.get(key, key)] = _("yes") if value is True else str(value)
        return said
