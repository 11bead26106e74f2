"""Settling an article, reopening it, giving work back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotate.assignment.models import Assignment
from annotate.corpus.entry import find_article
from annotate.projects.http import Request
from annotate.projects.models import Role
from annotate.projects.refusals import Refused
from annotate.review import actions
from annotate.review.forms import ReturnForm


@require_POST
def settle(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Every handed-in set is settled; what was accepted is gold."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    act = partial(actions.settle_article, found, by=membership, at=now())
    _do(request, act, done=_("Settled. What was accepted is the gold set."))
    return redirect("review:article", slug, article_id)


@require_POST
def reopen(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Decide anew on a settled article."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    act = partial(actions.reopen_article, found, by=membership, at=now())
    _do(request, act, done=_("Open again. What was decided stands until you decide anew."))
    return redirect("review:article", slug, article_id)


@require_POST
def return_work(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Give somebody's work back to them, with a reason."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = ReturnForm(request.POST)
    work = get_object_or_404(Assignment, article=found, analyst__username=request.POST.get("analyst", ""))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(actions.return_work, found, analyst=work.analyst_id, reason=reason, by=membership, at=now())
        _do(request, act, done=_("Returned to %(person)s.") % {"person": work.analyst})
    else:
        messages.error(request, _("Say why the work is returned."))
    return redirect("review:article", slug, article_id)


def _do(request: Request, act: Callable[[], object], *, done: str) -> None:
    """Do it, and tell that it is done; where it is refused, tell why."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
