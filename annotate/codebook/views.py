"""The codebook page, its stylesheet, and the page that makes a project with its codebook."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from annotate.codebook import actions
from annotate.codebook.models import CodebookVersion
from annotate.codebook.queries import codebook_now, label_lines
from annotate.codebook.rendering import guidelines_html, stylesheet
from annotate.projects.actions import create_project as make_project
from annotate.projects.entry import find_membership
from annotate.projects.forms import ProjectForm
from annotate.projects.http import Request
from annotate.projects.models import Mode
from annotate.projects.refusals import Refused


@require_GET
def codebook(request: Request, slug: str) -> HttpResponse:
    """Labels with definitions, examples and counter-examples; guidelines."""
    membership = find_membership(request.user, slug)
    version = codebook_now(membership.project)
    lines = label_lines(membership.project, with_retired=True)
    context = {"membership": membership, "project": membership.project, "version": version, "lines": lines}
    context["guidelines"] = guidelines_html(version)
    return render(request, "codebook/codebook.html", context)


@require_GET
def colors(request: Request, slug: str, number: int) -> HttpResponse:
    """The stylesheet of a published version: it never changes, so it may be kept for ever."""
    membership = find_membership(request.user, slug)
    version = get_object_or_404(CodebookVersion, project=membership.project_id, number=number)
    response = HttpResponse(stylesheet(version), content_type="text/css; charset=utf-8")
    patch_cache_control(response, private=True, max_age=365 * 24 * 3600, immutable=True)
    return response


@require_http_methods(["GET", "POST"])
def create_project(request: Request) -> HttpResponse:
    """A project of one's own, with the default codebook."""
    form = ProjectForm(request.POST or None)
    if form.is_valid():
        clean, at = form.cleaned_data, now()
        try:
            with transaction.atomic():
                project = make_project(
                    clean["slug"], name=clean["name"], mode=Mode(clean["mode"]), lead=request.user, at=at
                )
                actions.write_codebook(project, codebook=actions.default_codebook(), by=request.user, at=at)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, _("The project is made. Take in its first articles."))
            return redirect("assignment:articles", project.slug)
    return render(request, "codebook/create_project.html", {"form": form}, status=422 if form.is_bound else 200)
