"""The codebook as it is published, its versions and what differs between them; the page that makes a project."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from annotate.codebook import actions
from annotate.codebook.forms import NewProjectForm
from annotate.codebook.models import CodebookVersion
from annotate.codebook.queries import codebook_now, draft_of, label_lines, lines_of, questions_of
from annotate.codebook.queries.differences import difference
from annotate.codebook.queries.places import search
from annotate.codebook.rendering import guidelines_html, stylesheet
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Mode
from annotate.projects.queries import projects_of
from annotate.projects.refusals import Refused


@require_GET
def codebook(request: Request, slug: str) -> HttpResponse:
    """Labels with definitions, examples and counter-examples; guidelines."""
    membership = find_membership(request.user, slug)
    version = codebook_now(membership.project)
    context = _context(membership, version) | {
        "lines": label_lines(membership.project, with_retired=True),
        "guidelines": guidelines_html(version.codebook["guidelines"]),
        "questions": questions_of(version.codebook),
        "draft": draft_of(membership.project),
    }
    return render(request, "codebook/codebook.html", context)


@require_GET
def find(request: Request, slug: str) -> HttpResponse:
    """What the codebook says about some words: labels and sections of the guidelines. A part of the desk, too."""
    membership = find_membership(request.user, slug)
    version = codebook_now(membership.project)
    words = request.GET.get("q", "")
    found = search(version.codebook, words) if words.strip() else None
    context = _context(membership, version) | {
        "words": words,
        "found": found,
        "sections": [guidelines_html(section) for section in found.sections] if found else [],
    }
    return render(request, "codebook/find.html#found" if request.htmx else "codebook/find.html", context)


@require_GET
def versions(request: Request, slug: str) -> HttpResponse:
    """Every version that was published, the newest first."""
    membership = find_membership(request.user, slug)
    listed = CodebookVersion.objects.filter(project=membership.project_id).defer("codebook").order_by("-number")
    context = _context(membership, codebook_now(membership.project)) | {"versions": listed}
    return render(request, "codebook/versions.html", context)


@require_GET
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """The codebook as it was published under a number."""
    membership = find_membership(request.user, slug)
    found = get_object_or_404(CodebookVersion, project=membership.project_id, number=number)
    context = _context(membership, found) | {
        "lines": lines_of(found.codebook),
        "guidelines": guidelines_html(found.codebook["guidelines"]),
        "questions": questions_of(found.codebook),
        "newest": codebook_now(membership.project),
    }
    return render(request, "codebook/version.html", context)


@require_GET
def compare(request: Request, slug: str) -> HttpResponse:
    """What differs between two versions: `?older=1&newer=3`; where one is not said, the two published last."""
    membership = find_membership(request.user, slug)
    every = CodebookVersion.objects.filter(project=membership.project_id)
    newest = codebook_now(membership.project).number
    newer = get_object_or_404(every, number=_number(request, "newer", newest))
    older = get_object_or_404(every, number=_number(request, "older", max(1, newer.number - 1)))
    context = _context(membership, newer) | {
        "older": older,
        "newer": newer,
        "numbers": range(1, newest + 1),
        "difference": difference(older.codebook, newer.codebook),
    }
    return render(request, "codebook/compare.html", context)


@require_GET
def colors(request: Request, slug: str, number: int) -> HttpResponse:
    """The stylesheet of a published version: it never changes, so it may be kept for ever."""
    membership = find_membership(request.user, slug)
    found = get_object_or_404(CodebookVersion, project=membership.project_id, number=number)
    response = HttpResponse(stylesheet(found.codebook), content_type="text/css; charset=utf-8")
    patch_cache_control(response, private=True, max_age=365 * 24 * 3600, immutable=True)
    return response


@require_http_methods(["GET", "POST"])
def create_project(request: Request) -> HttpResponse:
    """A project of one's own, with the default codebook or with that of another project one belongs to."""
    own = [membership.project for membership in projects_of(request.user)]
    form = NewProjectForm(request.POST or None, projects=own)
    if form.is_valid():
        clean, at = form.cleaned_data, now()
        source = next((project for project in own if project.slug == clean["codebook"]), None)
        begins = actions.taken_from(codebook_now(source)) if source else actions.default_codebook()
        try:
            project = actions.begin_project(
                clean["slug"], name=clean["name"], mode=Mode(clean["mode"]), codebook=begins, lead=request.user, at=at
            )
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, _("The project is made. Take in its first articles."))
            return redirect("assignment:articles", project.slug)
    return render(request, "codebook/create_project.html", {"form": form}, status=422 if form.is_bound else 200)


def _context(membership: Membership, version: CodebookVersion) -> dict[str, object]:
    return {"membership": membership, "project": membership.project, "version": version}


def _number(request: Request, name: str, otherwise: int) -> int:
    written = request.GET.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 9 else otherwise
