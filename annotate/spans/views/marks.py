"""What the desk sends: each view reads a form, calls one action, and answers with the rows it touched."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotate.codebook.models import Attribute, Label
from annotate.codebook.queries import codebook_now
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article, Block
from annotate.projects.http import Request
from annotate.projects.models import Membership
from annotate.projects.refusals import Refused, Unfit
from annotate.spans import actions
from annotate.spans.entry import find_span
from annotate.spans.forms import Mark, read_mark
from annotate.spans.models import Span
from annotate.spans.queries.desk import Desk, Lens, Tag, blocks_changed, blocks_touched, find_desk
from annotate.spans.views.desk import show_rows
from annotate.text.extent import Extent


@require_POST
def add_span(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Mark: an extent, its quote, a label."""
    membership, article = find_article(request.user, slug, article_id)
    mark = read(request, membership)
    try:
        if mark.extent is None or mark.label is None:
            raise Unfit(_("Select words first, then choose a label."))
        answer = actions.add_span(
            article, extent=mark.extent, quote=mark.quote, label=_label(membership, mark.label),
            codebook_id=codebook_now(membership.project).pk, note=mark.note or "", unsure=bool(mark.unsure),
            attributes=mark.attributes, by=membership, at=now(), action=mark.action,
        )  # fmt: skip
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark)
    said = _("%(label)s saved: %(quote)s") if answer.new else _("%(label)s was there already: %(quote)s")
    return _answer(
        request, membership, article, mark, answer.touched, said=_say(said, answer.span, mark), span=answer.span
    )


@require_POST
def change_span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Relabel, move, note, unsure, attributes: whatever the form holds."""
    membership, article = find_article(request.user, slug, article_id)
    span = find_span(request.user, span_id, article=article)
    mark = read(request, membership)
    try:
        answer = actions.change_span(
            span, version=mark.version, label=_label(membership, mark.label) if mark.label else None,
            codebook_id=codebook_now(membership.project).pk, extent=mark.extent, quote=mark.quote, note=mark.note,
            unsure=mark.unsure, attributes=mark.attributes, by=membership, at=now(), action=mark.action,
        )  # fmt: skip
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark, touched=[span.extent])
    said = _say(_("%(label)s changed."), answer.span, mark)
    return _answer(request, membership, article, mark, answer.touched, said=said, span=answer.span)


@require_POST
def delete_span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Take a span away; undo and the list of deleted spans bring it back."""
    membership, article = find_article(request.user, slug, article_id)
    span = find_span(request.user, span_id, article=article)
    mark = read(request, membership)
    try:
        answer = actions.delete_span(span, version=mark.version or None, by=membership, at=now(), action=mark.action)
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark, touched=[span.extent])
    said = _say(_("%(label)s deleted. Undo brings it back."), answer.span, mark)
    return _answer(request, membership, article, mark, answer.touched, said=said)


@require_POST
def restore_span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Bring a deleted span back."""
    membership, article = find_article(request.user, slug, article_id)
    span = find_span(request.user, span_id, article=article)
    mark = read(request, membership)
    try:
        answer = actions.restore_span(span, by=membership, at=now(), action=mark.action)
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark, touched=[span.extent])
    said = _say(_("%(label)s restored."), answer.span, mark)
    return _answer(request, membership, article, mark, answer.touched, said=said, span=answer.span)


@require_POST
def undo(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Take back one's last deed on this article."""
    membership, article = find_article(request.user, slug, article_id)
    mark = read(request, membership)
    try:
        _verb, touched = actions.undo(article, by=membership, at=now(), action=mark.action)
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark)
    return _answer(request, membership, article, mark, touched, said=_("Undone."))


@require_POST
def redo(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Do again what was taken back."""
    membership, article = find_article(request.user, slug, article_id)
    mark = read(request, membership)
    try:
        _verb, touched = actions.redo(article, by=membership, at=now(), action=mark.action)
    except Refused as refusal:
        return refuse(request, membership, article, refusal, mark)
    return _answer(request, membership, article, mark, touched, said=_("Done again."))


def read(request: Request, membership: Membership) -> Mark:
    """The request's form as a mark. Unfit where it cannot be read."""
    attributes = list(Attribute.objects.filter(project=membership.project_id)) if "attributes" in request.POST else []
    return read_mark(request.POST, attributes)


def _label(membership: Membership, key: str) -> Label:
    label = Label.objects.filter(project=membership.project_id, key=key).first()
    if label is None:
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": key})
    return label


def _say(sentence: str, span: Span, mark: Mark) -> str:
    quote = mark.quote if len(mark.quote) <= 60 else mark.quote[:57] + "…"
    return sentence % {"label": span.label.name, "quote": quote}


def _answer(
    request: Request,
    membership: Membership,
    article: Article,
    mark: Mark,
    touched: Iterable[Extent],
    *,
    said: str,
    span: Span | None = None,
) -> HttpResponse:
    """The rows touched and all that changed since the page's tag; a whole page again where no script asked."""
    if not request.htmx:
        messages.success(request, said)
        return redirect("spans:desk", membership.project.slug, article.pk)
    desk = find_desk(membership, article, lens=Lens.of(request.GET))
    return show_rows(request, desk, _blocks(desk, mark, touched), said=said, span_id=span.pk if span else None)


def refuse(
    request: Request,
    membership: Membership,
    article: Article,
    refusal: Refused,
    mark: Mark,
    *,
    touched: Iterable[Extent] = (),
) -> HttpResponse:
    """The sentence, and the rows as they are now; nothing was changed."""
    if not request.htmx:
        messages.error(request, str(refusal))
        return redirect("spans:desk", membership.project.slug, article.pk)
    desk = find_desk(membership, article, lens=Lens.of(request.GET))
    response = show_rows(request, desk, _blocks(desk, mark, touched), said=str(refusal), status=refusal.status)
    response["Annotate-Refused"] = "1"
    return response


def _blocks(desk: Desk, mark: Mark, touched: Iterable[Extent]) -> list[Block]:
    since = Tag.parse(mark.since)
    changed = blocks_changed(desk, since=since) if since else []
    numbers = {block.number for block in [*changed, *blocks_touched(desk, touched)]}
    return [block for block in desk.blocks if block.number in numbers]
