"""The articles in review, and one of them, span by span."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from annotate.assignment.models import Assignment
from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused, Unfit
from annotate.review import actions
from annotate.review.entry import find_decision
from annotate.review.forms import DecideForm, ReturnForm
from annotate.review.queries import Sheet, articles_in_review, find_comparison, find_sheet
from annotate.spans.entry import find_span
from annotate.spans.queries.desk import find_desk
from annotate.spans.queries.layout import lay_out
from annotate.spans.rendering import rows_html
from annotate.spans.rules import why_no_extent
from annotate.text.extent import ELLIPSIS, Extent, NoExtent


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
    """One article with its handed-in spans, to be decided one by one."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    sheet = find_sheet(membership, found)
    desk = find_desk(membership, found)
    desk = replace(desk, sets={pk: work for pk, work in desk.sets.items() if pk in {s.pk for s in sheet.sets}})
    context = _context(membership, found, sheet) | {"desk": desk, "rows": rows_html(desk, lay_out(desk))}
    return render(request, "review/article.html", context)


@require_POST
def decide(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Accept, change or reject one span."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _answer(request, membership, found, problem=_("This cannot be read. Reload the page."), status=422)
    clean = form.cleaned_data
    span = find_span(request.user, clean["span"], article=found)
    label: Label | None = span.label
    try:
        extent, quote = span.extent, span.extent.quote(frozen(found.pk).text)
        if clean["verdict"] == "reject":
            label = None
        elif clean["verdict"] == "change":
            label = _label(membership, clean["label"]) if clean["label"] else span.label
            if clean["extent"]:
                extent, quote = Extent.parse(clean["extent"]), ELLIPSIS.join(request.POST.getlist("quote"))
        actions.decide(
            found, span_ids=[span.pk], label=label, extent=extent, quote=quote, reason=clean["reason"], by=membership,
            at=now(), action=clean["action"] or None,
        )  # fmt: skip
    except NoExtent as error:
        return _answer(request, membership, found, problem=why_no_extent(error), status=422)
    except Refused as refusal:
        return _answer(request, membership, found, problem=str(refusal), status=refusal.status)
    return _answer(request, membership, found, spans=[span.pk])


@require_POST
def undo_decision(request: Request, slug: str, article_id: int, decision_id: int) -> HttpResponse:
    """Take a decision back."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    decision = find_decision(request.user, decision_id, article=found)
    spans = [row.span_id for row in decision.decided.filter(undone_at=None)]
    try:
        actions.undo_decision(decision, by=membership, at=now(), action=request.POST.get("action") or None)
    except Refused as refusal:
        return _answer(request, membership, found, problem=str(refusal), status=refusal.status)
    return _answer(request, membership, found, spans=spans)


@require_POST
def settle(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Every handed-in set is settled; what was accepted is gold."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    try:
        actions.settle_article(found, by=membership, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Settled. What was accepted is the gold set."))
    return redirect("review:article", slug, article_id)


@require_POST
def reopen(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Decide anew on a settled article."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    try:
        actions.reopen_article(found, by=membership, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Open again. What was decided stands until you decide anew."))
    return redirect("review:article", slug, article_id)


@require_POST
def return_work(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Give somebody's work back to them, with a reason."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = ReturnForm(request.POST)
    work = get_object_or_404(Assignment, article=found, analyst__username=request.POST.get("analyst", ""))
    if not form.is_valid():
        messages.error(request, _("Say why the work is returned."))
        return redirect("review:article", slug, article_id)
    try:
        actions.return_work(found, analyst=work.analyst_id, reason=form.cleaned_data["reason"], by=membership, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Returned to %(person)s.") % {"person": work.analyst})
    return redirect("review:article", slug, article_id)


def _label(membership: Membership, key: str) -> Label:
    label = Label.objects.filter(project=membership.project_id, key=key).first()
    if label is None:
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": key})
    return label


def _context(membership: Membership, article: Article, sheet: Sheet) -> dict[str, object]:
    return {"membership": membership, "project": membership.project, "article": article, "sheet": sheet}


def _answer(
    request: Request, membership: Membership, article: Article, *, spans: list[int] | None = None, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The cases that changed and the counts; the whole page again where no script asked."""
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect("review:article", membership.project.slug, article.pk)
    sheet = find_sheet(membership, article)
    changed = [case for case in sheet.cases if spans and case.span.pk in spans]
    context = _context(membership, article, sheet) | {"cases": changed, "problem": problem}
    response = render(request, "review/article.html#answer", context, status=status)
    patch_cache_control(response, no_store=True)
    return response
