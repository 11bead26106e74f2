"""Taking over one's spans and links of a superseded article into the corrected one: many in one step, undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.assignment import actions as assignments
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.database.columns import new_id
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import rules
from annotate.spans.actions.links import hold_link, link_state, put_link, put_link_state, write_link_line
from annotate.spans.actions.spans import check_extent, check_words, find_twin, insert, put_state, state_of, write_line
from annotate.spans.models import Link, LinkKind, Span
from annotate.spans.queries.copies import find_link_copies
from annotate.spans.queries.sets import audience_of, others_can_be_seen
from annotate.text.extent import Extent


@dataclass(frozen=True)
class Copied:
    """What came of it: so many are new, so many were there already, and so many can be given no more: `why`.

    `links` is how many links came along.
    """

    new: int
    there: int = 0
    left: int = 0
    why: str = ""
    links: int = 0


@transaction.atomic
def copy_spans(
    article: Article,
    chosen: Sequence[tuple[Span, Extent]],
    *,
    codebook_id: int,
    by: Membership,
    at: datetime,
    action: str | None = None,
) -> Copied:
    """One's own spans of the superseded article become spans of one's set on this one, each on its extent there.

    Label, note, doubt and values come along; `codebook_id` is the version they are given under now, and each remembers
    what it was `copied_from`. A twin is there already. So does every link of one's own all of whose ends are there
    then: with nothing `chosen`, those alone, which waited for somebody else's span. Refused where the person may not
    mark now; Unfit where a span is not their own or not of the superseded article, where none at all can be given,
    and where there is nothing to do.
    """
    assignment = assignments.hold(article, by.user_id)
    asked = journal.fingerprint("copy_spans", article.pk, [(span.pk, str(extent)) for span, extent in chosen])
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        told = line.after or {}
        return Copied(len(told["spans"]), told["there"], told["left"], links=len(told["links"]))
    if reason := rules.why_not_mark(article, assignment, by=by):
        raise Refused(reason)
    if not chosen and not any(link.ready for link in find_link_copies(by, article)):
        raise Unfit(_("There is nothing to take over."))
    if any(not _is_own(span, article, by) for span, _extent in chosen):
        raise Unfit(_("Only your own spans of the article that this one supersedes are taken over."))
    if assignment is None:
        saw_others = others_can_be_seen(by, article)
        assignment = assignments.begin_work(article, by=by, saw_others=saw_others, at=at)
    else:
        assignments.open_work(assignment, article, by=by.user_id, at=at)
    new: list[Span] = []
    there, why = 0, list[str]()
    for original, extent in chosen:
        copy = Span(
            assignment=assignment, article=article, label=original.label, extent=extent, codebook_id=codebook_id,
            note=original.note, unsure=original.unsure, attributes=original.attributes, copied_from=original,
            created_at=at, changed_at=at,
        )  # fmt: skip
        try:
            is_new = _put(copy)
        except Unfit as refusal:
            why.append(str(refusal))
            continue
        if is_new:
            new.append(copy)
            write_line("span_copied", copy, by=by, at=at, before=None)
        else:
            there += 1
    if why and not new and not there:
        raise Unfit(why[0])
    links = _copy_links(article, by=by, at=at)
    more = {"there": there, "left": len(why)}
    _write_step(article, new, links, by=by, at=at, before=None, more=more, action=action, asked=asked)
    return Copied(len(new), there, len(why), why[0] if why else "", len(links))


def turn_copies(
    line: JournalLine, article: Article, turn: Turn, *, by: Membership, at: datetime, action: str | None, asked: str
) -> tuple[Extent, ...]:
    """Take a step of copying back as one, or do it again: the extents touched. Clash where one was changed since."""
    states = line.after or {}
    versions = dict(states["spans"])
    found = Span.objects.select_related("label", "assignment").filter(pk__in=versions)
    spans = list(found.select_for_update(of=("self",)).order_by("pk"))
    if any(span.version != versions[span.pk] for span in spans):
        raise Clash(_("One of these spans was changed since, so they all stay as they are."))
    for span in spans:
        span.article = article
        stood = span.deleted_at is None
        state = None if stood else {**state_of(span), "deleted": False}
        put_state(span, state, verb="span_copied", turn=turn, undoes=None, by=by, at=at, action=None, asked="")
    links = _turn_links(states["links"], turn, by=by, at=at)
    _write_step(
        article, spans, links, by=by, at=at, before=states, turn=turn, undoes=line.pk, action=action, asked=asked
    )
    return tuple(span.extent for span in [*spans, *(link.source for link in links)])


def _copy_links(article: Article, *, by: Membership, at: datetime) -> list[Link]:
    """The links of one's own whose ends are there now, made anew; those that undercut one of them come after it."""
    made: list[Link] = []
    for _pass in ("between spans", "undercutting those"):
        for copy in find_link_copies(by, article):
            if copy.source is None or copy.target is None or copy.taken:
                continue
            link, is_new = put_link(copy.source, LinkKind(copy.link.kind), copy.target, article=article, by=by, at=at)
            if is_new:
                write_link_line("link_copied", link, by=by, at=at, before=None)
                made.append(link)
    return made


def _turn_links(ids: Sequence[int], turn: Turn, *, by: Membership, at: datetime) -> list[Link]:
    """Take the links of a step away, or bring them back. Clash where one was changed since."""
    links = [hold_link(link) for link in Link.objects.filter(pk__in=ids).order_by("pk")]
    undoing = turn == Turn.UNDO
    if any((link.deleted_at is None) != undoing for link in links):
        raise Clash(_("One of these links was changed since, so all stays as it is."))
    for link in links:
        state = {**link_state(link), "deleted": undoing}
        put_link_state(link, state, verb="link_copied", turn=turn, undoes=None, by=by, at=at, action=None, asked="")
    return links


def _is_own(span: Span, article: Article, by: Membership) -> bool:
    return (
        article.supersedes_id is not None
        and span.article_id == article.supersedes_id
        and span.assignment.analyst_id == by.user_id
        and span.deleted_at is None
    )


def _put(copy: Span) -> bool:
    """Whether the copy is new; not, where its twin stands. Unfit where it cannot be given."""
    check_extent(copy.article, copy.extent, copy.extent.quote(frozen(copy.article_id).text))
    check_words(copy.label, note=copy.note, attributes=copy.attributes)
    while not insert(copy):
        if find_twin(copy):
            return False
        copy.pk = new_id()  # the id was taken: draw another
    return True


def _write_step(
    article: Article, spans: Sequence[Span], links: Sequence[Link], *, by: Membership, at: datetime,
    before: dict[str, Any] | None, more: dict[str, Any] | None = None, turn: Turn = Turn.DO, undoes: int | None = None,
    action: str | None, asked: str,
) -> None:  # fmt: skip
    """The one line that undo reads: which spans, and their versions after it, and which links."""
    if not spans and not links and action is None:
        return  # nothing was done, and nobody will ask again
    verb = "spans_copied" if spans or links else "copies_found"  # undo does not stop at what did nothing
    told = {"spans": [[span.pk, span.version] for span in spans], "links": [link.pk for link in links]}
    after = {**told, **(more or {})}
    journal.record(
        verb, article.pk, by=by.user_id, at=at, project=article.project_id, article=article.pk,
        before=before, after=after, turn=turn, undoes=undoes, audience=audience_of(by), action=action, asked=asked,
    )  # fmt: skip
