"""A corrected article: what changed, and which of one's own spans and links are taken over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from annotate.assignment.queries import visible_work
from annotate.codebook.queries import codebook_now
from annotate.corpus.entry import find_article
from annotate.corpus.queries import corrected_by, difference_of
from annotate.journal.actions import ActionReused, once
from annotate.projects.http import Request
from annotate.projects.refusals import Refused
from annotate.spans import actions, rules
from annotate.spans.forms import CopyForm
from annotate.spans.queries.copies import find_copies, find_link_copies, steps_of
from annotate.spans.views.marks import reused


@require_GET
def correction(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The superseded and the corrected text beside each other, and proposals for one's own spans; else 404."""
    membership, article = find_article(request.user, slug, article_id)
    older = corrected_by(article, viewer=membership)
    if older is None:
        raise Http404
    copies, links = find_copies(membership, article), find_link_copies(membership, article)
    work = visible_work(membership).filter(article=article, analyst=membership.user_id).first()
    context = {
        "membership": membership, "project": membership.project, "article": article, "older": older,
        "difference": difference_of(older, article), "copies": copies, "steps": steps_of(copies),
        "open": sum(copy.open for copy in copies), "taken": sum(copy.taken for copy in copies),
        "gone": sum(copy.extent is None and not copy.taken for copy in copies),
        "links": links, "links_ready": sum(link.ready for link in links),
        "codebook": codebook_now(membership.project),
        "why_not_mark": rules.why_not_mark(article, work, by=membership),
    }  # fmt: skip
    return render(request, "spans/correction.html", context)


@require_POST
def copy_spans(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Take over one proposal, or all from a score on, which are as many as the person was told."""
    membership, article = find_article(request.user, slug, article_id)
    form = CopyForm(request.POST)
    back = redirect("spans:correction", slug, article.pk)
    if not form.is_valid():
        messages.error(request, _("Choose what to take over first."))
        return back
    chosen = form.chosen(find_copies(membership, article), find_link_copies(membership, article))
    if chosen is None:
        messages.error(request, _("Something has changed meanwhile: look again, then decide."))
        return back

    def act() -> actions.Copied:
        return actions.copy_spans(
            article, chosen, codebook_id=codebook_now(membership.project).pk, by=membership, at=now(),
            action=form.cleaned_data["action"] or None,
        )  # fmt: skip

    try:
        copied = once(act)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ActionReused:
        messages.error(request, str(reused()))
    else:
        _tell(request, copied)
    return back


def _tell(request: Request, copied: actions.Copied) -> None:
    if copied.new or not copied.links:
        said = ngettext(
            "%(count)s span taken over. Undo on the desk takes it back.",
            "%(count)s spans taken over. Undo on the desk takes them back together.",
            copied.new,
        )
        messages.success(request, said % {"count": copied.new})
    if copied.links:
        said = ngettext("%(count)s link taken over.", "%(count)s links taken over.", copied.links)
        messages.success(request, said % {"count": copied.links})
    if copied.there:
        said = ngettext("%(count)s stood there already.", "%(count)s stood there already.", copied.there)
        messages.info(request, said % {"count": copied.there})
    if copied.left:
        said = ngettext("%(count)s was left out: %(why)s", "%(count)s were left out: %(why)s", copied.left)
        messages.warning(request, said % {"count": copied.left, "why": copied.why})
