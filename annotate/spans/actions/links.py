"""Links: supports, attacks, undercuts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.corpus.models import Article
from annotate.database.columns import new_id
from annotate.database.writing import insert_unless_there
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import rules
from annotate.spans.actions.revisions import record_change, tell_others
from annotate.spans.models import Link, LinkKind, Span
from annotate.spans.queries.sets import audience_of


@transaction.atomic
def add_link(
    source: Span, *, kind: LinkKind, target: Span | Link, by: Membership, at: datetime, action: str | None = None
) -> tuple[Link, bool]:
    """Say that a span supports or attacks another, or undercuts a link. The same link again answers with itself.

    Unfit where the ends are not one article's, or the kind does not go with the target.
    """
    asked = journal.fingerprint("add_link", source.pk, kind, type(target).__name__, target.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _answer_again(line)
    if reason := rules.why_not_say(source.article, by=by):
        raise Refused(reason)
    if target.article_id != source.article_id or target.pk == source.pk:
        raise Unfit(_("A link leads from a span to another span, or a link, of the same article."))
    if isinstance(target, Link) != (kind == LinkKind.UNDERCUTS):
        raise Unfit(_("A span supports or attacks a span, and undercuts a link."))
    link, is_new = put_link(source, kind, target, article=source.article, by=by, at=at)
    if not is_new:
        if line := journal.answered(by=by.user_id, action=action, asked=asked):  # it came twice at once
            return _answer_again(line)
        _note(link, by=by, at=at, action=action, asked=asked)
        return link, False
    write_link_line("link_added", link, by=by, at=at, before=None, action=action, asked=asked)
    return link, True


@transaction.atomic
def delete_link(link: Link, *, by: Membership, at: datetime, action: str | None = None) -> Link:
    """Take a link away; it can be restored."""
    return _set_deleted(link, "link_deleted", deleted=True, by=by, at=at, action=action)


@transaction.atomic
def restore_link(link: Link, *, by: Membership, at: datetime, action: str | None = None) -> Link:
    """Bring a deleted link back."""
    return _set_deleted(link, "link_restored", deleted=False, by=by, at=at, action=action)


def put_link(
    source: Span, kind: LinkKind, target: Span | Link, *, article: Article, by: Membership, at: datetime
) -> tuple[Link, bool]:
    """A new link, its line not yet written; or the standing one that says the same, and False."""
    link = Link(
        article=article, kind=kind, source=source, made_by=by.user, created_at=at, changed_at=at,
        **({"target_link": target} if isinstance(target, Link) else {"target_span": target}),
    )  # fmt: skip
    while not insert_unless_there(link):
        if there := _same_link(link):
            return there, False
        link.pk = new_id()  # the id was taken: draw another
    return link, True


def _same_link(link: Link) -> Link | None:
    """The standing link, another one, that says the same."""
    return (
        Link.objects.filter(
            source=link.source_id, kind=link.kind, target_span=link.target_span_id, target_link=link.target_link_id,
            deleted_at=None,
        )
        .exclude(pk=link.pk)
        .first()
    )  # fmt: skip


def hold_link(link: Link) -> Link:
    """The link as it is now, locked."""
    return Link.objects.select_for_update(of=["self"]).select_related("source", "article").get(pk=link.pk)


def link_state(link: Link) -> dict[str, Any]:
    """All that can be changed of a link, for the journal."""
    return {
        "kind": link.kind, "source": link.source_id, "target_span": link.target_span_id,
        "target_link": link.target_link_id, "deleted": link.deleted_at is not None,
    }  # fmt: skip


def put_link_state(
    link: Link, state: Mapping[str, Any] | None, *, verb: str, turn: Turn, undoes: int | None, by: Membership,
    at: datetime, action: str | None, asked: str,
) -> None:  # fmt: skip
    """For undo and redo: make a held link stand, or not, as a journal line says it did. Clash where it stands twice."""
    if state is not None and not state["deleted"] and _same_link(link):
        raise Clash(_("The same link is there already."))
    before = link_state(link)
    link.deleted_at = at if state is None or state["deleted"] else None
    link.changed_at = at
    link.save(update_fields=["deleted_at", "changed_at"])
    write_link_line(verb, link, by=by, at=at, before=before, action=action, asked=asked, turn=turn, undoes=undoes)


def _set_deleted(link: Link, verb: str, *, deleted: bool, by: Membership, at: datetime, action: str | None) -> Link:
    held = hold_link(link)
    asked = journal.fingerprint(verb, link.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _answer_again(line)[0]
    if reason := rules.why_not_say(held.article, by=by):
        raise Refused(reason)
    if held.made_by_id != by.user_id:
        raise Refused(_("This link is somebody else's."))
    if (held.deleted_at is not None) == deleted:
        _note(held, by=by, at=at, action=action, asked=asked)
        return held
    if not deleted and _same_link(held):
        raise Clash(_("The same link is there already."))
    before = link_state(held)
    held.deleted_at = at if deleted else None
    held.changed_at = at
    held.save(update_fields=["deleted_at", "changed_at"])
    write_link_line(verb, held, by=by, at=at, before=before, action=action, asked=asked)
    return held


def _answer_again(line: JournalLine) -> tuple[Link, bool]:
    """The link as this line left it: what its request was answered."""
    link = Link.objects.get(pk=line.subject)
    link.deleted_at = line.at if (line.after or {})["deleted"] else None
    link.changed_at = line.at if line.verb != "link_found" else link.changed_at
    return link, line.verb == "link_added"


def _note(link: Link, *, by: Membership, at: datetime, action: str | None, asked: str) -> None:
    """Nothing to do. That it was so is noted, so that the same request, sent again later, does nothing then either."""
    if action is not None:
        journal.record(
            "link_found", link.pk, by=by.user_id, at=at, project=by.project_id, article=link.article_id,
            after=link_state(link), action=action, asked=asked,
            audience=audience_of(by),
        )  # fmt: skip


def write_link_line(
    verb: str, link: Link, *, by: Membership, at: datetime, before: dict[str, Any] | None, action: str | None = None,
    asked: str = "", turn: Turn = Turn.DO, undoes: int | None = None,
) -> None:  # fmt: skip
    """The journal line of a change of a link, under the audience's next revision."""
    record_change(
        verb, link.pk, article=link.article, audience=audience_of(by), by=by.user_id, at=at, before=before,
        after=link_state(link), action=action, asked=asked, turn=turn, undoes=undoes,
    )  # fmt: skip
    ends = [link.source_id, link.target_span_id]
    if link.target_link is not None:
        ends += [link.target_link.source_id, link.target_link.target_span_id]
    tell_others([pk for pk in ends if pk], by=by)
