"""The draft of the codebook is read, then published: here, because what leaves it may be in use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotate.codebook.queries import codebook_now, find_codebook, seen_as
from annotate.codebook.queries.differences import difference
from annotate.curation import actions
from annotate.curation.forms import PublishForm
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Role
from annotate.projects.refusals import Refused


@require_http_methods(["GET", "POST"])
def publish(request: Request, slug: str) -> HttpResponse:
    """What is new in the draft, to be read before it is published."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    drafted, published = find_codebook(membership.project), codebook_now(membership.project)
    form = PublishForm(request.POST or None, initial={"seen": seen_as(drafted)})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        clean = form.cleaned_data
        try:
            version = actions.publish_draft(
                membership.project, note=clean["note"].strip(), seen=clean["seen"], by=membership, at=now()
            )
        except Refused as refusal:
            form = PublishForm(initial={"seen": seen_as(drafted), "note": clean["note"]})
            messages.error(request, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Published as version %(number)s.") % {"number": version.number})
            return redirect("codebook:codebook", slug)
    context = {
        "membership": membership, "project": membership.project, "form": form, "published": published,
        "difference": difference(published.codebook, drafted),
    }  # fmt: skip
    return render(request, "curation/publish.html", context, status=status)
