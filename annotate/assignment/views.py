"""The articles of a project, and the way to the next one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from annotate.assignment.forms import WantedForm
from annotate.assignment.queries import list_articles, next_for, progress_of, queues_for
from annotate.assignment.states import MARKABLE
from annotate.corpus.queries import articles_of
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Role
from annotate.projects.queries import members

PAGE = 50


@require_GET
def articles(request: Request, slug: str) -> HttpResponse:
    """The articles, searched, filtered and sorted; one's progress; what is next."""
    membership = find_membership(request.user, slug)
    leads = Role(membership.role).reaches(Role.LEAD)
    people = [member.user for member in members(membership)]
    form = WantedForm(request.GET, by=membership, people=people)
    page = Paginator(list_articles(membership, form.wanted()), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "membership": membership, "project": membership.project, "form": form, "page": page,
        "people": people, "leads": leads,
        "query": query.urlencode(), "next": next_for(membership), "progress": progress_of(membership),
        "queues": queues_for(membership), "markable": MARKABLE,
    }  # fmt: skip
    return render(request, "assignment/articles.html#listed" if request.htmx else "assignment/articles.html", context)


@require_GET
def next_article(request: Request, slug: str) -> HttpResponse:
    """On to what this person should read next; `?after=` leaves out the article they come from."""
    membership = find_membership(request.user, slug)
    after = request.GET.get("after", "")
    leave = articles_of(membership).filter(pk=int(after)).first() if after.isdecimal() and len(after) < 17 else None
    found = next_for(membership, after=leave)
    if found is None:
        messages.success(request, _("Nothing is waiting for you here."))
        return redirect("assignment:articles", slug)
    return redirect("spans:desk", slug, found.pk)
