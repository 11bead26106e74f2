"""Taking articles in: pasted, or as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotate.corpus.actions import Arrival, take_in, take_in_correction
from annotate.corpus.entry import find_article
from annotate.formats.files import read_pasted
from annotate.formats.unpacking import unpack_streams
from annotate.intake.actions.sources import Count, arrival_of_correction, take_in_files, translated
from annotate.intake.forms import CorrectForm, FilesForm, PasteForm
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused
from annotate.text.unreadable import Unreadable

WORDS = ("title", "byline", "outlet", "language", "url")


@require_GET
def add(request: Request, slug: str) -> HttpResponse:
    """The two ways in."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    return _show(request, membership)


@require_POST
def paste(request: Request, slug: str) -> HttpResponse:
    """One article from pasted text."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _show(request, membership, paste=form, status=422)
    clean = form.cleaned_data
    words = {name: clean[name] for name in WORDS}
    try:
        source = read_pasted(clean["text"])
        arrival = Arrival(source, clean["text"].encode(), words=words, published_on=clean["published_on"])
        taken = take_in(membership.project, arrival, by=membership, at=now())
    except Unreadable as reason:
        form.add_error("text", translated(reason))
    except UnicodeEncodeError:
        form.add_error("text", _("These are no characters that can be kept."))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        assert taken.article is not None
        if taken.new:
            messages.success(request, _("“%(title)s” is in.") % {"title": taken.article.title})
        else:
            messages.info(request, _("This article was here already: here it is."))
        return redirect("corpus:about", slug, taken.article.pk)
    return _show(request, membership, paste=form, status=422)


@require_http_methods(["GET", "POST"])
def correct(request: Request, slug: str, article_id: int) -> HttpResponse:
    """A corrected text of an article, which supersedes it."""
    membership, article = find_article(request.user, slug, article_id, at_least=Role.LEAD)
    form = CorrectForm(request.POST, request.FILES) if request.method == "POST" else CorrectForm()
    if form.is_valid():
        try:
            arrival = arrival_of_correction(article, form.cleaned_data["text"], form.cleaned_data["file"])
            taken = take_in_correction(article, arrival, by=membership, at=now())
        except Unreadable as reason:
            form.add_error(None, translated(reason))
        except UnicodeEncodeError:
            form.add_error("text", _("These are no characters that can be kept."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            assert taken.article is not None
            messages.success(request, _("“%(title)s” is in.") % {"title": taken.article.title})
            return redirect("spans:correction", slug, taken.article.pk)
    context = {"membership": membership, "project": membership.project, "article": article, "form": form}
    return render(request, "intake/correct.html", context, status=422 if form.is_bound else 200)


@require_POST
def upload(request: Request, slug: str) -> HttpResponse:
    """Files and zips of them; what became of each is told, and the count adds up."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, membership, files=form, status=422)
    streams = [(file.name or "", file.file) for file in form.cleaned_data["files"]]
    try:
        outcomes = list(
            take_in_files(
                unpack_streams(streams), encoding=form.cleaned_data["encoding"] or None, by=membership, at=now()
            )
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, membership, files=form, status=422)
    context = {
        "membership": membership,
        "project": membership.project,
        "outcomes": outcomes,
        "count": Count.of(outcomes),
    }
    return render(request, "intake/outcomes.html", context)


def _show(
    request: Request,
    membership: Membership,
    *,
    paste: PasteForm | None = None,
    files: FilesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "membership": membership,
        "project": membership.project,
        "paste": paste or PasteForm(),
        "files": files or FilesForm(),
    }
    return render(request, "intake/add.html", context, status=status)
