"""Spans: marking, changing, deleting, restoring; one at a time or in bulk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Annotated

from django.db import transaction
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Body, Query, Router
from pydantic import ValidationError, WrapValidator

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.parameters import Key, PathId, derived
from annotate.api.problems import answer, problem, problem_of_errors, problem_of_refusal, problem_of_reuse
from annotate.api.replies import no_content, reply
from annotate.api.schemas.common import Gone
from annotate.api.schemas.problems import SpanAnswer, SpanAnswers
from annotate.api.schemas.spans import SpanIn, SpanOut, SpanPatch, TwinOut, span_out, twin_out
from annotate.codebook.queries import Given, label_to_give
from annotate.corpus.entry import article_by_id
from annotate.corpus.models import Article
from annotate.journal.actions import ActionReused
from annotate.projects.entry import membership_in
from annotate.projects.models import Membership, User
from annotate.projects.refusals import Refused, Unfit
from annotate.spans import actions
from annotate.spans.entry import find_span
from annotate.spans.models import Span
from annotate.spans.queries.lists import list_spans as spans_listed

router = Router(tags=["spans"])

MOST_AT_ONCE = 1000


def _or_the_error(value: object, read: Callable[[object], SpanIn]) -> SpanIn | ValidationError:
    try:
        return read(value)
    except ValidationError as error:
        return error


Parts = Annotated[
    list[Annotated[SpanIn, WrapValidator(_or_the_error)]],
    Body(..., max_length=MOST_AT_ONCE),
]
"""Spans to make, each read by itself: one that is none becomes its error, and does not spoil the others."""

Atomic = Annotated[bool, Query(description="All or nothing.")]
Version = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="The version one has seen.")]


@router.get("/articles/{int:article_id}/spans", response=Page[SpanOut | Gone])
def list_spans(request: ApiRequest, article_id: PathId, page: AskedSync) -> HttpResponse:
    """The standing spans one may see, by start, end, id.

    With `updated_since` also what was deleted: one's own spans whole, with `deleted_at`, others' as their id alone.
    """
    membership, article = article_by_id(request.auth, article_id)

    def write(span: Span) -> SpanOut | Gone:
        if span.deleted_at is not None and span.assignment.analyst_id != request.auth.pk:
            return {"id": span.pk, "deleted_at": span.deleted_at}
        return span_out(span)

    rows = spans_listed(membership, article, since=page.updated_since)
    return reply_page(rows, by=("start", "end", "id"), of="spans", page=page, write=write)


@router.post("/articles/{int:article_id}/spans", response={201: SpanOut, 200: TwinOut})
def add_span(request: ApiRequest, article_id: PathId, payload: SpanIn, key: Key) -> HttpResponse:
    """Mark: 201 with the span; 200 with the one that is there already, and in `differs` what of the request it has not.

    409 with `found` where the quote is not what the text says there; 422 where an extent, label or value is none.
    """
    membership, article = article_by_id(request.auth, article_id)
    added = _add(article, payload, _label(membership, payload.label), by=membership, action=key)
    if added.new:
        return reply(span_out(added.span, analyst=request.auth.username), status=201)
    return reply(twin_out(added.span, differs=added.differs, analyst=request.auth.username))


@router.post("/articles/{int:article_id}/spans/bulk", response=SpanAnswers)
def add_spans(
    request: ApiRequest, article_id: PathId, payload: Parts, key: Key, *, atomic: Atomic = False
) -> HttpResponse:
    """Mark up to 1,000 times: for each, in order, the status it would have had alone, with the span or the problem.

    With `atomic=true` all or nothing: where one cannot be, none is stored and the answer is 422 with the same items;
    those that could have been have status 424.
    """
    membership, article = article_by_id(request.auth, article_id)
    label = cache(partial(_label, membership))

    def mark_all() -> list[SpanAnswer]:
        return [
            _answer_part(article, part, label, by=membership, action=derived(key, number))
            for number, part in enumerate(payload)
        ]

    if not atomic:
        return reply({"items": mark_all()})
    with transaction.atomic():
        items = mark_all()
        refused = sum(item["status"] >= 400 for item in items)
        transaction.set_rollback(refused > 0)
    if not refused:
        return reply({"items": items})
    sentence = _("%(count)s of these spans cannot be, so none was stored.") % {"count": refused}
    held_back: SpanAnswer = {"status": 424, "problem": problem(424, sentence)}
    return answer(problem(422, sentence, items=[item if item["status"] >= 400 else held_back for item in items]))


@router.get("/spans/{int:span_id}", response=SpanOut)
def read_span(request: ApiRequest, span_id: PathId) -> HttpResponse:
    """A span one may see; one's own also after it was deleted, with `deleted_at`."""
    return reply(span_out(find_span(request.auth, span_id)))


@router.patch("/spans/{int:span_id}", response=SpanOut)
def change_span(request: ApiRequest, span_id: PathId, payload: SpanPatch, key: Key) -> HttpResponse:
    """Change what is given of one's own span; `version` is the one that the change was made from.

    409 with `span` as it is where another change came first, with the twin where it would become one, and with `found`
    where the quote is not what the text says there.
    """
    membership, span = _own(request.auth, span_id)
    given = _label(membership, payload.label) if payload.label is not None else None
    changed = actions.change_span(
        span, version=payload.version, label=given and given.label, codebook_id=given and given.codebook_id,
        extent=payload.extent(), quote=payload.quote, note=payload.note, unsure=payload.unsure,
        attributes=payload.attributes, by=membership, at=now(), action=key,
    )  # fmt: skip
    return reply(span_out(changed.span, analyst=request.auth.username))


@router.delete("/spans/{int:span_id}", response={204: None})
def delete_span(request: ApiRequest, span_id: PathId, key: Key, version: Version = None) -> HttpResponse:
    """Take one's own span away; it can be restored. 409 with `span` where `version` is given and is not its own."""
    membership, span = _own(request.auth, span_id)
    actions.delete_span(span, version=version, by=membership, at=now(), action=key)
    return no_content()


@router.post("/spans/{int:span_id}/restore", response=SpanOut)
def restore_span(request: ApiRequest, span_id: PathId, key: Key) -> HttpResponse:
    """Bring one's own deleted span back. 409 with `span`, its twin, where one stands in its place."""
    membership, span = _own(request.auth, span_id)
    restored = actions.restore_span(span, by=membership, at=now(), action=key)
    return reply(span_out(restored.span, analyst=request.auth.username))


def _own(user: User, span_id: int) -> tuple[Membership, Span]:
    """The span and the person's membership. Whether it is theirs to change is the actions' to say."""
    span = find_span(user, span_id)
    membership = membership_in(user, span.article.project_id)
    span.article.project = membership.project
    return membership, span


def _label(membership: Membership, key: str) -> Given:
    given = label_to_give(membership.project_id, key)
    if given is None:
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": key})
    return given


def _add(article: Article, wanted: SpanIn, given: Given, *, by: Membership, action: str | None) -> actions.Answer:
    return actions.add_span(
        article, extent=wanted.extent(), quote=wanted.quote, label=given.label, codebook_id=given.codebook_id,
        note=wanted.note, unsure=wanted.unsure, attributes=wanted.attributes, by=by, at=now(), action=action,
    )  # fmt: skip


def _answer_part(
    article: Article,
    part: SpanIn | ValidationError,
    label: Callable[[str], Given],
    *,
    by: Membership,
    action: str | None,
) -> SpanAnswer:
    """What came of one span of many: the same answer as alone, as data."""
    try:
        if isinstance(part, ValidationError):
            said = problem_of_errors(part)
        else:
            added = _add(article, part, label(part.label), by=by, action=action)
            span = span_out(added.span, analyst=by.user.username)
            if added.new:
                return {"status": 201, "span": span}
            return {"status": 200, "span": span, "differs": list(added.differs)}
    except Refused as refusal:
        said = problem_of_refusal(refusal)
    except ActionReused:
        said = problem_of_reuse()
    return {"status": said["status"], "problem": said}
