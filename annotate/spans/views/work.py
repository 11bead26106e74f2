"""Giving out articles, handing in, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from annotate.corpus.entry import find_article
from annotate.corpus.queries import articles_of
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Role
from annotate.projects.queries import members
from annotate.projects.refusals import Refused
from annotate.spans import actions
from annotate.spans.views.marks import read, refuse


@require_POST
def assign(request: Request, slug: str) -> HttpResponse:
    """Give the chosen articles to an analyst; those they have already stay as they are."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    chosen = [int(value) for value in request.POST.getlist("article") if value.isdecimal() and len(value) < 17]
    if not chosen:
        messages.error(request, _("Choose articles first."))
        return redirect("assignment:articles", slug)
    analyst = get_object_or_404(members(membership), user__username=request.POST.get("analyst", ""))
    given = 0
    for article in articles_of(membership).without_text().filter(pk__in=chosen, withdrawn_at=None):
        _assignment, new = actions.assign_article(article, analyst=analyst, by=membership, at=now())
        given += new
    said = ngettext("%(count)s article given to %(person)s.", "%(count)s articles given to %(person)s.", given)
    messages.success(request, said % {"count": given, "person": analyst.user})
    return redirect("assignment:articles", slug)


@require_POST
def hand_in(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One's work here is done."""
    membership, article = find_article(request.user, slug, article_id)
    mark = read(request, membership)
    try:
        actions.hand_in(article, by=membership, at=now(), action=mark.action)
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark)
    messages.success(request, _("Handed in. You can take it back until a reviewer begins."))
    return redirect("spans:desk", slug, article_id)


@require_POST
def take_back(request: Request, slug: str, article_id: int) -> HttpResponse:
    """One's work again."""
    membership, article = find_article(request.user, slug, article_id)
    mark = read(request, membership)
    try:
        actions.take_back(article, by=membership, at=now(), action=mark.action)
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark)
    messages.success(request, _("Taken back. Mark on, and hand in again."))
    return redirect("spans:desk", slug, article_id)
