"""What the desk sends: each view reads a form, calls one action, and answers with the rows it touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotate.codebook.models import Attribute
from annotate.codebook.queries import Given, label_to_give
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article
from annotate.journal.actions import ActionReused, once
from annotate.journal.models import JournalLine
from annotate.projects.http import Request
from annotate.projects.models import Membership
from annotate.projects.refusals import Refused, Unfit
from annotate.spans import actions
from annotate.spans.entry import find_span
from annotate.spans.forms import Mark, read_mark
from annotate.spans.models import Span
from annotate.spans.queries.answers import QuestionLine, own_answers
from annotate.spans.queries.desk import Desk, Lens, Tag, find_desk
from annotate.spans.queries.layout import Touched, touched_since, touched_too
from annotate.spans.views.desk import show_rows
from annotate.text.extent import Extent


@dataclass(frozen=True)
class Visit:
    """Somebody at an article who sends a mark; or something about the span whose page they come from, or an answer to
    the question of this key."""

    request: Request
    membership: Membership
    article: Article
    mark: Mark
    at_span: int | None = None
    question: str | None = None

    def back(self) -> HttpResponseRedirect:
        """Where somebody without script goes on: the page they came from."""
        slug = self.membership.project.slug
        if self.at_span is not None:
            return redirect("spans:span", slug, self.article.pk, self.at_span)
        return redirect("spans:desk", slug, self.article.pk)


def visit(request: Request, slug: str, article_id: int, *, at_span: int | None = None) -> Visit:
    """The visit of a request: 404 where there is none, Unfit where the form cannot be read."""
    membership, article = find_article(request.user, slug, article_id)
    attributes = list(Attribute.objects.filter(project=membership.project_id)) if "attributes" in request.POST else []
    return Visit(request, membership, article, read_mark(request.POST, attributes), at_span)


@require_POST
def add_span(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Mark: an extent, its quote, a label."""
    at_desk = visit(request, slug, article_id)
    mark = at_desk.mark

    def act() -> actions.Answer:
        if mark.extent is None or mark.label is None:
            raise Unfit(_("Select words first, then choose a label."))
        given = _given(at_desk, mark.label)
        return actions.add_span(
            at_desk.article, extent=mark.extent, quote=mark.quote, label=given.label, codebook_id=given.codebook_id,
            note=mark.note or "", unsure=bool(mark.unsure), attributes=mark.attributes, by=at_desk.membership, at=now(),
            action=mark.action,
        )  # fmt: skip

    return perform(
        at_desk,
        act,
        lambda answer: _("%(label)s saved: %(quote)s") if answer.new else _("%(label)s was there already: %(quote)s"),
    )


@require_POST
def change_span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Relabel, move, note, unsure, attributes: whatever the form holds."""
    at_desk = visit(request, slug, article_id)
    mark, span = at_desk.mark, find_span(request.user, span_id, article=at_desk.article)

    def act() -> actions.Answer:
        given = _given(at_desk, mark.label) if mark.label else None
        return actions.change_span(
            span, version=mark.version, label=given and given.label, codebook_id=given and given.codebook_id,
            extent=mark.extent, quote=mark.quote if mark.extent else None, note=mark.note, unsure=mark.unsure,
            attributes=mark.attributes, by=at_desk.membership, at=now(), action=mark.action,
        )  # fmt: skip

    return perform(at_desk, act, lambda _answer: _("%(label)s changed."), touched=[span.extent])


@require_POST
def delete_span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Take a span away; undo and the list of deleted spans bring it back."""
    at_desk = visit(request, slug, article_id)
    mark, span = at_desk.mark, find_span(request.user, span_id, article=at_desk.article)

    def act() -> actions.Answer:
        version = mark.version or None
        return actions.delete_span(span, version=version, by=at_desk.membership, at=now(), action=mark.action)

    return perform(at_desk, act, lambda _answer: _("%(label)s deleted. Undo brings it back."), touched=[span.extent])


@require_POST
def restore_span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """Bring a deleted span back."""
    at_desk = visit(request, slug, article_id)
    span = find_span(request.user, span_id, article=at_desk.article)

    def act() -> actions.Answer:
        return actions.restore_span(span, by=at_desk.membership, at=now(), action=at_desk.mark.action)

    return perform(at_desk, act, lambda _answer: _("%(label)s restored."), touched=[span.extent])


@require_POST
def undo(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Take back one's last deed on this article."""
    at_desk = visit(request, slug, article_id)
    return _turn(at_desk, actions.undo, _("Undone."))


@require_POST
def redo(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Do again what was taken back."""
    at_desk = visit(request, slug, article_id)
    return _turn(at_desk, actions.redo, _("Done again."))


def perform(
    at_desk: Visit,
    act: Callable[[], actions.Answer],
    say: Callable[[actions.Answer], str],
    *,
    touched: Sequence[Extent] = (),
) -> HttpResponse:
    """Call an action on one span and answer with the rows it touched, or with its refusal."""
    try:
        answer = once(act)
    except Refused as refusal:
        return refuse(at_desk, refusal, touched=touched)
    except ActionReused:
        return refuse(at_desk, reused(), touched=touched)
    quote = at_desk.mark.quote
    words = {"label": answer.span.label.name, "quote": quote if len(quote) <= 60 else quote[:57] + "…"}
    return show(at_desk, answer.touched, said=say(answer) % words, span=answer.span, last=answer.line)


def perform_beside(at_desk: Visit, act: Callable[[], object], said: str) -> HttpResponse:
    """Call an action on what stands beside a span, a link or a comment, and answer with what changed meanwhile.

    No row shows it: the panel asks for the span anew.
    """
    try:
        once(act)
    except Refused as refusal:
        return refuse(at_desk, refusal)
    except ActionReused:
        return refuse(at_desk, reused())
    return show(at_desk, (), said=said)


def refuse(at_desk: Visit, refusal: Refused, *, touched: Sequence[Extent] = ()) -> HttpResponse:
    """The sentence, and the rows as they are now; nothing was changed."""
    request = at_desk.request
    if not request.htmx:
        messages.error(request, str(refusal))
        return at_desk.back()
    desk = find_desk(at_desk.membership, at_desk.article, lens=Lens.of(request.GET))
    questions = [line for line in own_answers(at_desk.membership, at_desk.article) if line.key == at_desk.question]
    return show_rows(
        request, desk, _again(desk, at_desk.mark, touched), said=str(refusal), questions=questions,
        status=refusal.status,
    )  # fmt: skip


def _turn(at_desk: Visit, action: Callable[..., tuple[str, tuple[Extent, ...]]], said: str) -> HttpResponse:
    def act() -> tuple[str, tuple[Extent, ...]]:
        return action(at_desk.article, by=at_desk.membership, at=now(), action=at_desk.mark.action)

    try:
        verb, touched = once(act)
    except Refused as refusal:
        return refuse(at_desk, refusal)
    except ActionReused:
        return refuse(at_desk, reused())
    questions = own_answers(at_desk.membership, at_desk.article) if verb.startswith("answer_") else ()
    return show(at_desk, touched, said=said, questions=questions)


def show(
    at_desk: Visit, touched: Sequence[Extent], *, said: str, span: Span | None = None,
    last: JournalLine | None = None, questions: Sequence[QuestionLine] = (),
) -> HttpResponse:  # fmt: skip
    """The rows touched and all that changed since the page's tag; a whole page again where no script asked. `last` is
    the line of what was just done.

    A header tells the span's version, so that what the page has queued behind this change builds on it.
    """
    request = at_desk.request
    if not request.htmx:
        messages.success(request, said)
        return at_desk.back()
    desk = find_desk(at_desk.membership, at_desk.article, lens=Lens.of(request.GET), last=last)
    stands = span if span and span.deleted_at is None else None
    response = show_rows(
        request, desk, _again(desk, at_desk.mark, touched), said=said, span_id=stands.pk if stands else None,
        questions=questions,
    )  # fmt: skip
    if span is not None:
        response["Annotate-Span"] = f"{span.pk} {span.version}"
    return response


def _given(at_desk: Visit, key: str) -> Given:
    given = label_to_give(at_desk.membership.project_id, key)
    if given is None:
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": key})
    return given


def reused() -> Unfit:
    """The refusal of a client action id that was used for something else."""
    return Unfit(_("This was sent before, as something else. Reload the page."))


def _again(desk: Desk, mark: Mark, touched: Sequence[Extent]) -> Touched:
    since = Tag.parse(mark.since)
    return touched_too(desk, touched_since(desk, since) if since else Touched(), touched)
