"""The page of agreement, its counting in small steps, and the passages behind its numbers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_POST

from annotate.codebook.queries import codebook_now, label_lines
from annotate.concord import actions
from annotate.concord.entry import find_question
from annotate.concord.forms import NOTHING, QuestionForm
from annotate.concord.queries.passages import PAGE, Wanted, count_passages, list_passages
from annotate.concord.queries.selection import Choices, Question, Selection, find_choices, find_selection
from annotate.concord.queries.sheet import make_sheet
from annotate.concord.queries.tallies import GAMMA, find_kept
from annotate.corpus.models import Article
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership
from annotate.projects.refusals import Refused

SLICE = 0.4
"""Seconds that one request may count."""


@require_GET
def agreement(request: Request, slug: str) -> HttpResponse:
    """How far people agree: counted at once where that is quick, else with its progress."""
    asked = _ask(request, slug)
    return _answer(request, "concord/agreement.html", {**asked, **_shown(asked, at_once=actions.AT_ONCE)})


@require_POST
def count_articles(request: Request, slug: str) -> HttpResponse:
    """Count on for a moment; the progress, or the page where nothing waits any more."""
    asked = _ask(request, slug)
    if not request.htmx:
        _shown(asked)
        return redirect(_address(asked))
    return _answer(request, "concord/agreement.html", {**asked, **_shown(asked)}, part="shown")


@require_POST
def count_gamma(request: Request, slug: str) -> HttpResponse:
    """Count γ on for a moment: its progress, or its numbers."""
    asked = _ask(request, slug)
    if "selection" in asked and actions.count_articles(asked["selection"], seconds=SLICE):
        actions.count_gamma(asked["selection"], seconds=SLICE)
    if not request.htmx:
        return redirect(_address(asked))
    return _answer(request, "concord/agreement.html", {**asked, **_gamma(asked), "counting": True}, part="gamma")


@require_GET
def passages(request: Request, slug: str) -> HttpResponse:
    """The places on which people differ, or those of a cell: each with what the two said."""
    asked = _ask(request, slug)
    context = {**asked, "wanted": request.GET.get("labels", ""), "agreed": request.GET.get("agreed", "")}
    if "selection" in asked:
        context |= _listed(request, asked)
    return _answer(request, "concord/passages.html", context)


def _ask(request: Request, slug: str) -> dict[str, Any]:
    """Who asks, and what: the selection, or the sentence why there is none."""
    membership = find_membership(request.user, slug)
    choices = find_choices(membership)
    lines = label_lines(membership.project, with_retired=True)
    form = QuestionForm(request.GET.dict(), lines=lines, choices=choices)
    context: dict[str, Any] = {
        "membership": membership, "project": membership.project, "form": form, "query": form.query(),
        "labels": {line.label.key: line.label.name for line in lines}, "choices": choices,
        "lines": {line.label.key: line for line in lines},
    }  # fmt: skip
    try:
        question = find_question(membership, **form.chosen(), choices=choices)
    except Refused as refusal:
        return {**context, "problem": str(refusal), "status": refusal.status}
    if question.article is not None:
        context["article"] = Article.objects.only("title").get(pk=question.article)
    return {**context, "question": question, "selection": find_selection(membership, question)}


def _shown(asked: dict[str, Any], *, at_once: int | None = None) -> dict[str, Any]:
    """The sheet, or how far the counting is; that, too, where numbers of more than `at_once` articles are to come."""
    if "selection" not in asked:
        return {}
    selection: Selection = asked["selection"]
    question: Question = asked["question"]
    if not actions.count_articles(selection, seconds=SLICE):
        return {"kept": find_kept(selection)}
    if not selection.articles:
        return {}
    if at_once is not None and len(selection.articles) > at_once and not actions.has_report(selection, question):
        return {"kept": find_kept(selection)}
    choices: Choices = asked["choices"]
    form: QuestionForm = asked["form"]
    sheet = make_sheet(
        actions.find_report(selection, question),
        people=choices.people,
        labels=asked["labels"],
        query=form.query,
    )
    questions = actions.find_answers(asked["membership"], selection)
    return {"sheet": sheet, "questions": questions, **_gamma(asked)}


def _gamma(asked: dict[str, Any]) -> dict[str, Any]:
    """γ's numbers where it is counted to the end, else how far it is."""
    if "selection" not in asked:
        return {}
    kept = find_kept(asked["selection"])
    numbers = actions.find_gammas(asked["selection"], asked["question"].label) if kept.gamma_is_whole else []
    return {"kept": kept, "gammas": numbers, "gamma_settings": GAMMA}


def _listed(request: Request, asked: dict[str, Any]) -> dict[str, Any]:
    selection: Selection = asked["selection"]
    if not actions.count_articles(selection, seconds=SLICE):
        return {"kept": find_kept(selection)}
    labels = [None if key == NOTHING else key for key in request.GET.get("labels", "").split(",") if key]
    wanted = Wanted(
        labels=(labels[0], labels[1]) if len(labels) == 2 else None,
        label=asked["question"].label,
        agreed=bool(request.GET.get("agreed")),
    )
    counts = count_passages(selection, wanted)
    page = Paginator(range(sum(counts)), PAGE).get_page(request.GET.get("page"))
    found = list_passages(
        selection, wanted, counts, page=page.number, people=asked["choices"].people, lines=asked["lines"]
    )
    extra = {name: request.GET.get(name) for name in ("labels", "agreed")}
    return {
        "page": page, "listed": found, "query": asked["form"].query(**extra),
        "version": codebook_now(asked["project"]),
        "named": [NOTHING if key is None else asked["labels"].get(key, key) for key in labels],
    }  # fmt: skip


def _address(asked: dict[str, Any]) -> str:
    membership: Membership = asked["membership"]
    address = reverse("concord:agreement", args=[membership.project.slug])
    return f"{address}?{asked['query']}" if asked["query"] else address


def _answer(request: Request, template: str, context: dict[str, Any], *, part: str = "") -> HttpResponse:
    name = f"{template}#{part}" if part and request.htmx else template
    response = render(request, name, context, status=context.get("status", 200))
    patch_cache_control(response, no_store=True)
    return response
