"""What reviewers decide; gold is what stands of it with a label."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.parameters import Key, PathId
from annotate.api.replies import no_content, reply
from annotate.api.schemas.common import Gone
from annotate.api.schemas.decisions import (
    ArticleState,
    ClustersOut,
    DecisionIn,
    DecisionOut,
    cluster_out,
    decision_out,
)
from annotate.codebook.queries import label_to_give
from annotate.corpus.entry import article_by_id
from annotate.projects.entry import membership_in
from annotate.projects.models import Role
from annotate.projects.refusals import Refused, Unfit
from annotate.projects.rules import why_not_as
from annotate.review import actions
from annotate.review.entry import find_decision
from annotate.review.models import Decision
from annotate.review.queries import find_sheet, spans_told
from annotate.review.queries import list_decisions as decisions_listed

router = Router(tags=["decisions"])


@router.get("/articles/{int:article_id}/decisions", response=Page[DecisionOut | Gone])
def list_decisions(request: ApiRequest, article_id: PathId, page: AskedSync) -> HttpResponse:
    """The standing decisions one may see. With `updated_since` also those undone, with `deleted_at`."""
    membership, article = article_by_id(request.auth, article_id)

    def write(decision: Decision) -> DecisionOut | Gone:
        if decision.undone_at is not None:
            return {"id": decision.pk, "deleted_at": decision.undone_at}
        return decision_out(decision)

    rows = decisions_listed(membership, article, since=page.updated_since)
    return reply_page(rows, by=("decided_at", "id"), of="decisions", page=page, write=write)


@router.get("/articles/{int:article_id}/clusters", response=ClustersOut)
def list_clusters(request: ApiRequest, article_id: PathId) -> HttpResponse:
    """The clusters of handed-in spans: which speak of the same place, and what was decided there. For reviewers."""
    membership, article = article_by_id(request.auth, article_id)
    if reason := why_not_as(Role.REVIEWER, membership):
        raise Refused(reason)
    return reply(
        {"items": [cluster_out(cluster) for cluster in find_sheet(membership, article).clusters], "next": None}
    )


@router.post("/articles/{int:article_id}/decisions", response={201: DecisionOut, 200: DecisionOut})
def decide(request: ApiRequest, article_id: PathId, payload: DecisionIn, key: Key) -> HttpResponse:
    """Say what becomes of handed-in spans: 201, or 200 with the gold span that is there, which takes them up.

    `label: null` rejects. Deciding anew on a span undoes what was decided of it. For reviewers.
    """
    membership, article = article_by_id(request.auth, article_id)
    given = None if payload.label is None else label_to_give(membership.project_id, payload.label)
    if given is None and payload.label is not None:
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": payload.label})
    decision, new = actions.decide(
        article, span_ids=payload.spans, label=given and given.label, extent=payload.extent(), quote=payload.quote,
        reason=payload.reason, standing=payload.standing, by=membership, at=now(), action=key,
    )  # fmt: skip
    spans = payload.spans if new else spans_told(decision, viewer=request.auth)
    return reply(decision_out(decision, spans=spans), status=201 if new else 200)


@router.delete("/decisions/{int:decision_id}", response={204: None})
def undo_decision(request: ApiRequest, decision_id: PathId, key: Key) -> HttpResponse:
    """Take a decision back: its spans are undecided again. For reviewers."""
    decision = find_decision(request.auth, decision_id)
    membership = membership_in(request.auth, decision.article.project_id)
    actions.undo_decision(decision, by=membership, at=now(), action=key)
    return no_content()


@router.post("/articles/{int:article_id}/settle", response=ArticleState)
def settle_article(request: ApiRequest, article_id: PathId, key: Key) -> HttpResponse:
    """Settle the article's handed-in work, once every span of it is decided. For reviewers."""
    membership, article = article_by_id(request.auth, article_id)
    actions.settle_article(article, by=membership, at=now(), action=key)
    return reply({"id": article.pk, "state": "settled"})


@router.post("/articles/{int:article_id}/reopen", response=ArticleState)
def reopen_article(request: ApiRequest, article_id: PathId, key: Key) -> HttpResponse:
    """Let a settled article be decided on again; what was decided stands until it is decided anew. For reviewers."""
    membership, article = article_by_id(request.auth, article_id)
    actions.reopen_article(article, by=membership, at=now(), action=key)
    return reply({"id": article.pk, "state": "handed-in"})
