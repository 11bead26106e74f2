"""A label in use: how often, by whom, on which words; the queue of a split."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now, find_label, label_lines
from annotate.concord.actions import find_label_agreement
from annotate.curation import actions
from annotate.curation.forms import ExampleForm, SortForm
from annotate.curation.queries.effects import spans_of
from annotate.curation.queries.usage import passages, usage_of
from annotate.curation.queries.work import is_running, last_step, spans_to_sort
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused
from annotate.spans.entry import find_span
from annotate.spans.queries.sets import visible_spans

PAGE = 30


@require_GET
def label(request: Request, slug: str, key: str) -> HttpResponse:
    """How a label is used, as far as one may see, and what can be done to it."""
    membership = find_membership(request.user, slug, at_least=Role.REVIEWER)
    found = _label(membership, key)
    spans = spans_of(found, by=membership).select_related("assignment__analyst", "article")
    spans = spans.defer("article__text", "article__source", "article__inlines")
    if unsure := request.GET.get("unsure") == "1":
        spans = spans.filter(unsure=True)
    page = Paginator(spans.order_by("article__created_at", "article_id", "start", "end", "id"), PAGE).get_page(
        request.GET.get("page")
    )
    line = last_step(found)
    context = _context(membership, found) | {
        "usage": usage_of(found, by=membership), "page": page, "passages": passages(list(page)), "unsure": unsure,
        "query": "unsure=1" if unsure else "", "step": line, "running": line is not None and is_running(line),
        "waiting": _waiting(membership, found).count(), "agreement": find_label_agreement(membership, key),
    }  # fmt: skip
    return render(request, "curation/label.html", context)


@require_POST
def add_example(request: Request, slug: str, key: str) -> HttpResponse:
    """Put a real span among the label's examples or counter-examples, in the draft."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    form = ExampleForm(request.POST)
    if form.is_valid():
        clean = form.cleaned_data
        span = visible_spans(request.user).select_related("label", "assignment", "article").filter(
            pk=clean["span"], label__key=key, article__project=membership.project_id
        ).first()  # fmt: skip
        if span is None:
            raise Http404
        try:
            actions.add_example(span, why=clean["why"], counter=clean["sort"] == "counter", by=membership, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It stands in the draft of the codebook now."))
    return redirect("curation:label", slug, key)


@require_http_methods(["GET", "POST"])
def sort(request: Request, slug: str, key: str) -> HttpResponse:
    """The next span of a split label, to say which part it is; and the word on one."""
    membership = find_membership(request.user, slug, at_least=Role.REVIEWER)
    found = _label(membership, key)
    if request.method == "POST":
        form = SortForm(request.POST)
        if form.is_valid():
            span = find_span(request.user, form.cleaned_data["span"])
            try:
                actions.sort_span(span, into=_label(membership, form.cleaned_data["into"]), by=membership, at=now())
            except Refused as refusal:
                messages.error(request, str(refusal))
        return redirect("curation:sort", slug, key)
    waiting = _waiting(membership, found)
    spans = waiting.select_related("assignment__analyst", "article").defer(
        "article__text", "article__source", "article__inlines"
    )
    first = list(spans.order_by("article__created_at", "article_id", "start", "end", "id")[:1])
    lines = {line.label.pk: line for line in label_lines(membership.project, with_retired=True)}
    parts = found.split_off.filter(retired_at=None).order_by("position")
    context = _context(membership, found) | {
        "waiting": waiting.count(), "passages": passages(first, around=400), "own": lines[found.pk],
        "parts": [lines[part.pk] for part in parts],
    }  # fmt: skip
    return render(request, "curation/sort.html", context)


@require_POST
def end_split(request: Request, slug: str, key: str) -> HttpResponse:
    """What still waits stays what it is."""
    membership = find_membership(request.user, slug, at_least=Role.REVIEWER)
    found = _label(membership, key)
    try:
        actions.end_split(found, by=membership, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("What was left stays “%(label)s”.") % {"label": found.name})
    return redirect("curation:label", slug, key)


def _label(membership: Membership, key: str) -> Label:
    found = find_label(membership.project, key)
    if found is None:
        raise Http404
    return found


def _waiting(membership: Membership, label: Label) -> Any:
    """What waits to be sorted and this member may see."""
    return spans_to_sort(label).filter(pk__in=visible_spans(membership.user).filter(label=label))


def _context(membership: Membership, label: Label) -> dict[str, Any]:
    lines = {line.label.pk: line for line in label_lines(membership.project, with_retired=True)}
    return {
        "membership": membership, "project": membership.project, "label": label, "line": lines[label.pk],
        "version": codebook_now(membership.project), "leads": membership.role == Role.LEAD,
    }  # fmt: skip
