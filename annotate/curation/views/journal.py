"""The journal: what happened, when, by whom; filtered; taken back where it can be."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from annotate.codebook.queries import label_lines
from annotate.curation import actions
from annotate.curation.forms import JournalForm
from annotate.curation.queries.lines import find_line, list_lines, verbs_of
from annotate.curation.views.steps import budget
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.queries import memberships
from annotate.projects.refusals import Refused


@require_GET
def journal(request: Request, slug: str) -> HttpResponse:
    """The newest lines that one may read and that are asked for; older ones by `?before=`."""
    membership = find_membership(request.user, slug)
    labels = [(line.label.key, line.label.name) for line in label_lines(membership.project, with_retired=True)]
    verbs = [(verb, verb.replace("_", " ")) for verb in verbs_of(membership)]
    people = [member.user for member in memberships(membership)]
    form = JournalForm(request.GET, people=people, labels=labels, verbs=verbs)
    lines, more = list_lines(membership, form.asked())
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "membership": membership, "project": membership.project, "form": form, "lines": lines, "more": more,
        "query": query.urlencode(), "people": people,
    }  # fmt: skip
    return render(request, "curation/journal.html#listed" if request.htmx else "curation/journal.html", context)


@require_POST
def revert(request: Request, slug: str, line_id: int) -> HttpResponse:
    """Take back what a line tells."""
    membership = find_membership(request.user, slug)
    line = find_line(membership, line_id)
    if line is None:
        raise Http404
    try:
        actions.revert_line(line, by=membership, at=now(), enough=budget())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. The journal has a line of that, too."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("curation:journal", slug)
