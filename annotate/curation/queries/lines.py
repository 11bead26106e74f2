"""The journal as a page reads it: lines one may read, filtered, with what was before and after in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from annotate.corpus.queries import articles_known_to
from annotate.curation.rules import why_not_revert
from annotate.journal.models import PEOPLE, JournalLine
from annotate.projects.models import Membership, User
from annotate.review.queries import visible_lines
from annotate.text.differences import Piece, differences

PAGE = 50

LONGEST = 120
"""So many characters of a piece that is the same, gone or new are shown; of a longer one its ends."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the journal; empty asks for nothing. `before` is the line to read on from."""

    person: str = ""
    article: int | None = None
    label: str = ""
    verb: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Change:
    """One thing that a line says was so, and is so."""

    name: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Told:
    """A line of the journal as people read it."""

    line: JournalLine
    person: str
    article: str
    changes: list[Change]
    why_not_revert: str | None

    @property
    def verb(self) -> str:
        """What happened, in words."""
        return self.line.verb.replace("_", " ")


def list_lines(membership: Membership, asked: Asked) -> tuple[list[Told], int | None]:
    """The newest lines that this member may read and that are asked for, and the id to read on from."""
    found = _lines(membership, asked)
    lines = list(found[: PAGE + 1])
    more = lines[PAGE - 1].pk if len(lines) > PAGE else None
    return _told(membership, lines[:PAGE]), more


def find_line(membership: Membership, line_id: int) -> JournalLine | None:
    """The line of this id, where this member may read it."""
    return visible_lines(membership.user).filter(project=membership.project_id, pk=line_id).first()


def verbs_of(membership: Membership) -> list[str]:
    """What has happened, in the lines that this member may read, by name."""
    lines = visible_lines(membership.user).filter(project=membership.project_id)
    return sorted(lines.order_by().values_list("verb", flat=True).distinct())


def _lines(membership: Membership, asked: Asked) -> QuerySet[JournalLine]:
    found = visible_lines(membership.user).filter(project=membership.project_id)
    if asked.person:
        found = found.filter(by__in=User.objects.filter(username__iexact=asked.person).values("pk"))
    if asked.article is not None:
        found = found.filter(article=asked.article)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.label:
        found = found.filter(
            Q(before__label=asked.label) | Q(after__label=asked.label) | Q(before__into=asked.label)
            | Q(after__into=asked.label) | Q(after__into__contains=[asked.label])
        )  # fmt: skip
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    return found.order_by(F("id").desc())


def _told(membership: Membership, lines: list[JournalLine]) -> list[Told]:
    spoken = {state.get(key) for line in lines for state in (line.before, line.after) if state for key in PEOPLE}
    named = {pk for pk in (*spoken, *(line.by for line in lines)) if isinstance(pk, int)}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=named)}
    known = articles_known_to(membership.user).filter(pk__in={line.article for line in lines if line.article})
    articles = dict(known.values_list("pk", "title"))
    undone = set(JournalLine.objects.filter(undoes__in=[line.pk for line in lines]).values_list("undoes", flat=True))
    return [
        Told(
            line=line,
            person=people.get(line.by or 0, ""),
            article=articles.get(line.article or 0, ""),
            changes=changes_of(line.before or {}, line.after or {}, people),
            why_not_revert=why_not_revert(line, by=membership, turned_back=line.pk in undone),
        )
        for line in lines
    ]


def changes_of(before: dict[str, Any], after: dict[str, Any], people: Mapping[int, str]) -> list[Change]:
    """What differs between two states, a part a line; what an entry of the codebook says is taken apart."""
    flat_before, flat_after = _flat(before), _flat(after)
    found = []
    for name in dict.fromkeys([*flat_before, *flat_after]):
        was, now = (_said(flat.get(name), people if name in PEOPLE else {}) for flat in (flat_before, flat_after))
        if was != now:
            found.append(Change(name.replace("_", " "), [_shortened(piece) for piece in differences(was, now)]))
    return found


def _flat(state: dict[str, Any]) -> dict[str, Any]:
    entry = state.get("entry")
    rest = {name: value for name, value in state.items() if name not in {"entry", "place", "version"}}
    return {**rest, **entry} if isinstance(entry, dict) else rest


def _shortened(piece: Piece) -> Piece:
    """A long piece without its middle."""
    text = piece.text
    return piece if len(text) <= LONGEST else Piece(f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}", piece.sort)


def _said(value: Any, people: Mapping[int, str]) -> str:
    """A value in words: who it is where it is a person's id; long lists are told by their length."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, int) and value in people:
        return people[value]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | dict) and len(str(value)) > 200:
        return _("%(count)s entries") % {"count": len(value)}
    if isinstance(value, list):
        return ", ".join(_said(one, {}) if not isinstance(one, list) else "–".join(map(str, one)) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(one, {})}" for name, one in value.items())
    return str(value)
