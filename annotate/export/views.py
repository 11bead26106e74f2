"""The page on which a file is chosen, and the file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from annotate.export.entry import check_wanted, find_export, sets_for
from annotate.export.forms import ExportForm
from annotate.export.http import stream
from annotate.export.queries.counts import counts_of
from annotate.export.queries.files import preview
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership
from annotate.projects.refusals import Refused


@require_GET
def page(request: Request, slug: str) -> HttpResponse:
    """Choose a file; see how much is in it and how it begins."""
    membership = find_membership(request.user, slug)
    form = ExportForm(request.GET.dict(), sets=sets_for(membership))
    context, status = {"membership": membership, "project": membership.project, "form": form}, 200
    try:
        context |= _shown(membership, form)
    except Refused as refusal:
        context["problem"], status = str(refusal), refusal.status
    response = render(request, "export/page.html#shown" if request.htmx else "export/page.html", context, status=status)
    patch_cache_control(response, no_store=True)
    return response


@require_GET
def download(request: Request, slug: str) -> HttpResponseBase:
    """The file."""
    membership = find_membership(request.user, slug)
    form = ExportForm(request.GET.dict(), sets=sets_for(membership))
    return stream(find_export(request.user, slug, form.wanted()))


def _shown(membership: Membership, form: ExportForm) -> dict[str, object]:
    """How much is in the file that is wanted, how it begins, and where it is."""
    wanted = form.wanted()
    check_wanted(membership, wanted)
    return {
        "counts": counts_of(membership.project, wanted, viewer=membership.user),
        "preview": preview(membership.project, wanted, viewer=membership.user),
        "query": urlencode(form.chosen()),
    }
