"""The articles in review, one of them cluster by cluster, its gold as it was, training beside gold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from annotate.codebook.queries import codebook_now
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article
from annotate.live.addresses import allow_stream, stream_address
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import TOLERANCES, Membership, Role
from annotate.review.queries import (
    ClusterLine,
    Sheet,
    articles_in_review,
    find_comparison,
    find_review_tag,
    find_settlements,
    find_sheet,
)
from annotate.spans.queries.desk import find_desk
from annotate.spans.queries.layout import lay_out
from annotate.spans.rendering import rows_html


@require_GET
def index(request: Request, slug: str) -> HttpResponse:
    """What is handed in, and what is settled."""
    membership = find_membership(request.user, slug, at_least=Role.REVIEWER)
    context = {"membership": membership, "project": membership.project, "articles": articles_in_review(membership)}
    return render(request, "review/index.html", context)


@require_GET
def compare(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One's handed-in training work beside the gold."""
    membership, found = find_article(request.user, slug, article_id)
    comparison = find_comparison(membership, found)
    if comparison is None:
        raise Http404
    context = {
        "membership": membership,
        "project": membership.project,
        "article": found,
        "comparison": comparison,
        "codebook": codebook_now(membership.project),
    }
    return render(request, "review/compare.html", context)


@require_GET
def article(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One article with everybody's handed-in spans, each person's in a line of their own, and its clusters."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    sheet = find_sheet(membership, found)
    desk = find_desk(membership, found)
    desk = replace(
        desk,
        sets={person.work.pk: person.work for person in sheet.people},
        lane_of={person.work.pk: person.lane for person in sheet.people},
    )
    context = page_context(membership, found, sheet) | {
        "desk": desk,
        "rows": rows_html(desk, lay_out(desk)),
        "current": _current(sheet, request.GET.get("cluster", "")),
        "streams": bool(stream_address(request)),
    }
    response = render(request, "review/article.html", context)
    allow_stream(request, response)
    patch_cache_control(response, no_store=True)
    return response


@require_GET
def changes(request: Request, slug: str, article_id: int) -> HttpResponse:
    """All clusters and counts anew, where something was decided, said or handed in since the page's tag; else 304."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    if request.GET.get("since", "") == find_review_tag(membership, found):
        return HttpResponseNotModified()
    return render_answer(request, membership, found, find_sheet(membership, found), everything=True)


@require_GET
def history(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The gold of an article each time it was settled, and who opened it again."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    context = {
        "membership": membership,
        "project": membership.project,
        "article": found,
        "settlements": find_settlements(membership, found),
        "codebook": codebook_now(membership.project),
    }
    return render(request, "review/history.html", context)


def show_answer(
    request: Request, membership: Membership, found: Article, *, spans: Collection[int] = (), problem: str = "",
    status: int = 200, everything: bool = False,
) -> HttpResponse:  # fmt: skip
    """The clusters of these spans as they stand, or all, and the counts; the page itself where no script asked."""
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        address = reverse("review:article", args=[membership.project.slug, found.pk])
        return redirect(f"{address}?cluster={min(spans)}" if spans and problem else address)
    sheet = find_sheet(membership, found)
    return render_answer(
        request, membership, found, sheet, clusters=sheet.holding(spans), everything=everything, problem=problem,
        status=status,
    )  # fmt: skip


def render_answer(
    request: Request, membership: Membership, found: Article, sheet: Sheet, *, clusters: Collection[ClusterLine] = (),
    everything: bool = False, problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Parts of the page, each to be put in the place of what has its id."""
    context = page_context(membership, found, sheet) | {
        "changed": clusters,
        "everything": everything,
        "problem": problem,
    }
    response = render(request, "review/article.html#answer", context, status=status)
    patch_cache_control(response, no_store=True)
    return response


def page_context(membership: Membership, article: Article, sheet: Sheet) -> dict[str, object]:
    """What all parts of the page need."""
    return {
        "membership": membership,
        "project": membership.project,
        "article": article,
        "sheet": sheet,
        "tolerance": dict(TOLERANCES)[sheet.tolerance.value],
        "may_decide": sheet.why_not_review is None and not sheet.settled,
    }


def _current(sheet: Sheet, asked: str) -> ClusterLine | None:
    """The cluster that the address names; else the first that waits, else the first."""
    named = [cluster for cluster in sheet.clusters if str(cluster.pk) == asked]
    waiting = [cluster for cluster in sheet.clusters if cluster.outcome == "open"]
    return next(iter([*named, *waiting, *sheet.clusters]), None)
