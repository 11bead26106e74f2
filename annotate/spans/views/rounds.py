"""Who has what: rounds, how far everybody is, dealing out, taking from a queue, declining."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from annotate.assignment import actions as work
from annotate.assignment.entry import find_assignment, find_round
from annotate.assignment.forms import DealForm, RoundForm, TermsForm, WantedForm
from annotate.assignment.models import Round, Way
from annotate.assignment.queries import deal_of, list_articles, loads, readers_of, rounds_of, waiting_for
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article
from annotate.journal.actions import once
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.queries import members
from annotate.projects.refusals import Refused
from annotate.spans import actions

PAGE = 50
"""So many articles of a round stand on a page."""


@require_GET
def rounds(request: Request, slug: str) -> HttpResponse:
    """How far everybody is, what waits for whom, the rounds, and for leads a new one, over what they found in the list
    of articles where they come with its address."""
    membership = find_membership(request.user, slug)
    return _show_rounds(request, membership, RoundForm(project=membership.project, listed=_listed(request, membership)))


@require_POST
def open_round(request: Request, slug: str) -> HttpResponse:
    """A new round over the articles chosen; then people can be chosen."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    form = RoundForm(request.POST, project=membership.project, listed=_listed(request, membership))
    if form.is_valid():
        clean = form.cleaned_data
        try:
            found = work.open_round(
                membership.project, articles=form.articles(membership), name=clean["name"], way=Way(clean["way"]),
                per_article=clean["per_article"], quota=clean["quota"], due_on=clean["due_on"],
                training=clean["training"], by=membership, at=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(round)s is open.") % {"round": found})
            return redirect("spans:round", slug, found.number)
    return _show_rounds(request, membership, form, status=422)


@require_GET
def show_round(request: Request, slug: str, number: int) -> HttpResponse:
    """One round: its terms, how far its people are, who reads what; for leads what dealing would give."""
    membership, found = find_round(request.user, slug, number)
    people = list(members(membership))
    chosen = DealForm(request.GET if "person" in request.GET else None, people=people)
    return _show_round(request, membership, found, chosen, people)


@require_POST
def deal_round(request: Request, slug: str, number: int) -> HttpResponse:
    """Give the round's articles out evenly among the people chosen."""
    membership, found = find_round(request.user, slug, number, at_least=Role.LEAD)
    people = list(members(membership))
    form = DealForm(request.POST, people=people)

    def act() -> str:
        dealt = actions.deal_round(found, form.chosen(), by=membership, at=now())
        said = ngettext("%(count)s assignment made.", "%(count)s assignments made.", len(dealt.given))
        return said % {"count": len(dealt.given)}

    return _do(request, membership, found, act)


@require_POST
def change_round(request: Request, slug: str, number: int) -> HttpResponse:
    """Another name, quota or due date."""
    membership, found = find_round(request.user, slug, number, at_least=Role.LEAD)
    form = TermsForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(said) for some in form.errors.values() for said in some))
        return redirect("spans:round", slug, number)

    def act() -> str:
        work.change_round(found, **form.cleaned_data, by=membership, at=now())
        return _("Changed.")

    return _do(request, membership, found, act)


@require_POST
def close_round(request: Request, slug: str, number: int) -> HttpResponse:
    """Nobody is given further articles of it; or again they are."""
    membership, found = find_round(request.user, slug, number, at_least=Role.LEAD)

    def act() -> str:
        if found.closed_at is None:
            work.close_round(found, by=membership, at=now())
            return _("Closed. What was given stays.")
        work.reopen_round(found, by=membership, at=now())
        return _("Open again.")

    return _do(request, membership, found, act)


@require_POST
def take_next(request: Request, slug: str, number: int) -> HttpResponse:
    """The next article of a round's queue, for whoever asks."""
    membership, found = find_round(request.user, slug, number)
    action = request.POST.get("action") or None
    try:
        taken = once(lambda: actions.take_next(found, by=membership, at=now(), action=action))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assignment:articles", slug)
    return redirect("spans:desk", slug, taken.article_id)


@require_POST
def decline(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One will not read this article, and says why."""
    membership, article = find_article(request.user, slug, article_id)
    action = request.POST.get("action") or None
    reason = request.POST.get("reason", "")[:2000]
    try:
        once(lambda: work.decline_work(article, by=membership, reason=reason, at=now(), action=action))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("spans:desk", slug, article_id)
    messages.success(request, _("Declined. The lead sees why."))
    return redirect("assignment:articles", slug)


@require_POST
def call_back(request: Request, slug: str, assignment_id: int) -> HttpResponse:
    """A lead takes an article away from somebody who has not begun with it."""
    membership, assignment = find_assignment(request.user, assignment_id)
    get_object_or_404(members(membership), user=request.user, role=Role.LEAD, project__slug=slug)
    try:
        work.call_back_work(assignment, assignment.article, by=membership, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Called back."))
    return redirect("spans:round", slug, assignment.round)


@require_POST
def spend(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The desk reports how long it was in sight and in use since it last did."""
    membership, article = find_article(request.user, slug, article_id)
    seconds = request.POST.get("seconds", "")
    if seconds.isdecimal() and len(seconds) < 5:
        work.add_time(article, by=membership, seconds=int(seconds))
    return HttpResponse(status=204)


def _do(request: Request, membership: Membership, found: Round, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("spans:round", membership.project.slug, found.number)


def _listed(request: Request, membership: Membership) -> QuerySet[Article] | None:
    """What the list of articles found under the filters of this address; None where it names none."""
    if not request.GET:
        return None
    people = [member.user for member in members(membership)]
    return list_articles(membership, WantedForm(request.GET, by=membership, people=people).wanted())


def _show_rounds(request: Request, membership: Membership, form: RoundForm, *, status: int = 200) -> HttpResponse:
    context = {
        "membership": membership, "project": membership.project, "rounds": rounds_of(membership), "form": form,
        "loads": loads(membership, list(members(membership)), today=localdate()),
        "waiting": waiting_for(membership), "leads": membership.role == Role.LEAD, "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "spans/rounds.html", context, status=status)


def _show_round(
    request: Request, membership: Membership, found: Round, form: DealForm, people: list[Membership]
) -> HttpResponse:
    page = Paginator(readers_of(membership, found), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "membership": membership, "project": membership.project, "round": found, "form": form,
        "query": query.urlencode(), "page": page,
        "terms": TermsForm(initial={"name": found.name, "quota": found.quota, "due_on": found.due_on}),
        "loads": loads(membership, people, today=localdate(), number=found.number),
        "leads": membership.role == Role.LEAD,
    }  # fmt: skip
    if context["leads"] and found.closed_at is None and found.way == Way.DEALT and form.is_bound:
        dealt = deal_of(found, form.chosen())
        context["dealt"] = dealt
        context["shares"] = [
            (member.user, sum(person == member.user_id for _article, person in dealt.given)) for member in form.chosen()
        ]
    return render(request, "spans/round.html", context)
