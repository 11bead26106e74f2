"""Giving out articles, handing in, taking back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from annotate.assignment.actions import Terms
from annotate.assignment.forms import GiveForm
from annotate.assignment.models import Assignment
from annotate.corpus.queries import articles_of
from annotate.journal.actions import once
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Role
from annotate.projects.queries import members
from annotate.projects.refusals import Refused
from annotate.spans import actions
from annotate.spans.views.marks import Visit, refuse, visit


@require_POST
def assign(request: Request, slug: str) -> HttpResponse:
    """Give the chosen articles to an analyst; those they have already stay as they are. Back to the list as it was
    filtered, ordered and turned over."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    listed = reverse("assignment:articles", args=[slug])
    back = redirect(f"{listed}?{query}" if (query := QueryDict(request.POST.get("back", "")).urlencode()) else listed)
    chosen = [int(value) for value in request.POST.getlist("article") if value.isdecimal() and len(value) < 17]
    if not chosen:
        messages.error(request, _("Choose articles first."))
        return back
    form = GiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Until when? A day is written like 2026-03-04."))
        return back
    analyst = get_object_or_404(members(membership), user__username=request.POST.get("analyst", ""))
    given, terms = 0, Terms(due_on=form.cleaned_data["due_on"])
    for article in articles_of(membership).without_text().filter(pk__in=chosen, withdrawn_at=None):
        _assignment, new = actions.assign_article(article, analyst=analyst, by=membership, at=now(), terms=terms)
        given += new
    said = ngettext("%(count)s article given to %(person)s.", "%(count)s articles given to %(person)s.", given)
    messages.success(request, said % {"count": given, "person": analyst.user})
    return back


@require_POST
def hand_in(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One's work here is done."""
    at_desk = visit(request, slug, article_id)
    return _step(at_desk, actions.hand_in, _("Handed in. You can take it back until a reviewer begins."))


@require_POST
def take_back(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One's work again."""
    at_desk = visit(request, slug, article_id)
    return _step(at_desk, actions.take_back, _("Taken back. Mark on, and hand in again."))


def _step(at_desk: Visit, action: Callable[..., Assignment], said: str) -> HttpResponse:
    try:
        once(lambda: action(at_desk.article, by=at_desk.membership, at=now(), action=at_desk.mark.action))
    except Refused as refusal:
        return refuse(at_desk, refusal)
    messages.success(at_desk.request, said)
    return redirect("spans:desk", at_desk.membership.project.slug, at_desk.article.pk)
