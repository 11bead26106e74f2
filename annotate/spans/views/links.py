"""Links of a span: the form that makes one without pointing into the text, and what the desk sends."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from annotate.corpus.entry import find_article
from annotate.projects.http import Request
from annotate.projects.refusals import Unfit
from annotate.spans import actions
from annotate.spans.entry import find_link, find_span, standing_link, standing_span
from annotate.spans.forms import LinkForm
from annotate.spans.models import Link, LinkKind
from annotate.spans.queries.links import find_targets
from annotate.spans.queries.panel import find_panel
from annotate.spans.views.marks import Visit, perform_beside, visit


@require_GET
def links(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """What a span can be linked to, as a form; as a part of the panel where the desk asks."""
    membership, article = find_article(request.user, slug, article_id)
    span = find_span(request.user, span_id, article=article)
    context = {
        "panel": find_panel(membership, span), "targets": find_targets(membership, span), "kinds": LinkKind,
        "article": article, "project": membership.project, "membership": membership,
    }  # fmt: skip
    return render(request, "spans/links.html#choose" if request.htmx else "spans/links.html", context)


@require_POST
def add_link(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Say that a span supports or attacks another, or undercuts a link."""
    at_desk = visit(request, slug, article_id, at_span=span_id)

    def act() -> tuple[Link, bool]:
        form = LinkForm(request.POST)
        if not form.is_valid():
            raise Unfit(_("Choose what the span does, and to what."))
        what, pk = form.cleaned_data["target"].split("-")
        find = standing_span if what == "span" else standing_link
        return actions.add_link(
            standing_span(request.user, at_desk.article, span_id), kind=LinkKind(form.cleaned_data["kind"]),
            target=find(request.user, at_desk.article, int(pk)), by=at_desk.membership, at=now(),
            action=at_desk.mark.action,
        )  # fmt: skip

    return perform_beside(at_desk, act, _("Link saved."))


@require_POST
def delete_link(request: Request, slug: str, article_id: int, link_id: int) -> HttpResponse:
    """Take a link away."""
    at_desk, link = _visit(request, slug, article_id, link_id)
    return perform_beside(
        at_desk,
        lambda: actions.delete_link(link, by=at_desk.membership, at=now(), action=at_desk.mark.action),
        _("Link deleted. Undo brings it back."),
    )


@require_POST
def restore_link(request: Request, slug: str, article_id: int, link_id: int) -> HttpResponse:
    """Bring a deleted link back."""
    at_desk, link = _visit(request, slug, article_id, link_id)
    return perform_beside(
        at_desk,
        lambda: actions.restore_link(link, by=at_desk.membership, at=now(), action=at_desk.mark.action),
        _("Link restored."),
    )


def _visit(request: Request, slug: str, article_id: int, link_id: int) -> tuple[Visit, Link]:
    at_desk = visit(request, slug, article_id)
    link = find_link(request.user, link_id, article=at_desk.article)
    return replace(at_desk, at_span=link.source_id), link
