"""What a reviewer's buttons do: decide a cluster, or many at one stroke, undo, comment, pin."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotate.codebook.models import Label
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article
from annotate.journal.actions import answered_of
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.review import actions
from annotate.review.entry import find_decision
from annotate.review.forms import CommentForm, DecideAnswerForm, DecideForm, PinForm, StrokeForm
from annotate.review.queries import ClusterLine, Proposal, find_sheet
from annotate.review.rules import why_not_decide
from annotate.review.views.pages import show_answer
from annotate.spans.actions import add_comment
from annotate.spans.entry import find_span
from annotate.spans.rules import why_no_extent
from annotate.text.extent import ELLIPSIS, Extent, NoExtent
from annotate.text.quotes import find_quote

AROUND = 2_000
"""How far from a cluster, in code points, words are looked for that somebody typed instead of selecting them."""


@require_POST
def decide(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Decide a cluster, in whichever way the button says."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = DecideForm(request.POST)

    def act() -> None:
        clean = _clean(form)
        cluster = find_sheet(membership, found).just(clean["spans"])
        if cluster is None:
            spans = [find_span(request.user, pk, article=found) for pk in clean["spans"]]  # theirs to see, or 404
            changed = _("These spans changed meanwhile: work was handed in or returned. Look again, then decide.")
            raise Clash(why_not_decide(found, spans) or changed)
        proposals = _proposals(membership, cluster, clean, request.POST.getlist("quote"))
        said = {"standing": clean["standing"], "by": membership, "at": now(), "action": clean["action"] or None}
        if clean["how"] == "each":
            actions.decide_many(found, proposals, how="each", **said)
        else:
            (one,) = proposals
            actions.decide(
                found, span_ids=one.span_ids, label=one.label, extent=one.extent, quote=one.quote, reason=one.reason,
                **said,
            )  # fmt: skip

    return _perform(request, membership, found, act, spans=_ids(request.POST.get("spans", "")))


@require_POST
def decide_answer(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Say which answer to a question about the article stands: somebody's, another, or none."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = DecideAnswerForm(request.POST)

    def act() -> None:
        clean = _clean(form)
        actions.decide_answer(
            found, question=clean["question"], value=_answer(membership, found, clean), reason=clean["reason"],
            standing=clean["standing"], by=membership, at=now(), action=clean["action"] or None,
        )  # fmt: skip

    return _perform(request, membership, found, act)


def _answer(membership: Membership, article: Article, clean: dict[str, Any]) -> str:
    """The answer that the button stands for; none is empty. Clash where whose it was did not answer so any more."""
    how, _colon, of = clean["how"].partition(":")
    if how != "take":
        return clean["value"].replace("\r\n", "\n") if how == "value" else ""
    cases = find_sheet(membership, article).cases
    taken = next((case.of(int(of)) for case in cases if case.key == clean["question"]), None)
    if taken is None:
        raise Clash(_("This answer is not there any more. Look again, then decide."))
    return taken


@require_POST
def decide_many(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Decide at one stroke over the clusters that wait, where they are as many as the page said."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = StrokeForm(request.POST)

    def act() -> None:
        clean = _clean(form)
        strokes = find_sheet(membership, found).strokes
        stroke = next((one for one in strokes if one.how == clean["how"]), None)
        if stroke is None or stroke.count != clean["count"]:
            raise Clash(_("Something was decided meanwhile, so the count is another now. Look again, then decide."))
        actions.decide_many(
            found, stroke.proposals, how=stroke.how, standing=(), by=membership, at=now(),
            action=clean["action"] or None,
        )  # fmt: skip

    return _perform(request, membership, found, act, everything=True)


@require_POST
def undo(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Take one's last step here back, whatever it was."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)

    def act() -> None:
        actions.undo_step(found, by=membership, at=now(), action=request.POST.get("action") or None)

    return _perform(request, membership, found, act, everything=True)


@require_POST
def undo_decision(request: Request, slug: str, article_id: int, decision_id: int) -> HttpResponse:
    """Take a decision back."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    decision = find_decision(request.user, decision_id, article=found)
    spans = [row.span_id for row in decision.decided.filter(undone_at=None)]

    def act() -> None:
        actions.undo_decision(decision, by=membership, at=now(), action=request.POST.get("action") or None)

    return _perform(request, membership, found, act, spans=spans)


@require_POST
def comment(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Say something of a span; its analyst reads it too."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.REVIEWER)
    form = CommentForm(request.POST)
    spans: list[int] = []

    def act() -> None:
        clean = _clean(form)
        span = find_span(request.user, clean["span"], article=found)
        spans.append(span.pk)
        add_comment(span, text=clean["text"], by=membership, at=now(), action=clean["action"] or None)

    return _perform(request, membership, found, act, spans=spans)


@require_POST
def pin_decision(request: Request, slug: str, article_id: int, decision_id: int) -> HttpResponse:
    """Make a decision's words and reason an example, or a counter-example, of a label."""
    membership, found = find_article(request.user, slug, article_id, at_least=Role.LEAD)
    decision = find_decision(request.user, decision_id, article=found)
    form = PinForm(request.POST, project=membership.project_id)
    spans = [row.span_id for row in decision.decided.filter(undone_at=None)]

    def act() -> None:
        clean = _clean(form)
        actions.pin_decision(decision, label=clean["label"], counter=clean["counter"], by=membership, at=now())
        if not request.htmx:
            messages.success(
                request, _("Pinned to “%(label)s”, in the draft of the codebook.") % {"label": clean["label"]}
            )

    return _perform(request, membership, found, act, spans=spans)


def _perform(
    request: Request, membership: Membership, article: Article, act: Callable[[], None], *,
    spans: Collection[int] = (), everything: bool = False,
) -> HttpResponse:  # fmt: skip
    """Do it, and answer with what changed; where it is refused, with what stands and the sentence why.

    A request that comes again, because its answer was lost, is answered with what stands now.
    """
    action = request.POST.get("action", "")
    try:
        if not (action and answered_of(by=membership.user_id, actions=[action])):
            act()
    except NoExtent as error:
        problem, status = why_no_extent(error), Unfit.status
    except Refused as refusal:
        problem, status = str(refusal), refusal.status
    else:
        return show_answer(request, membership, article, spans=spans, everything=everything)
    return show_answer(request, membership, article, spans=spans, everything=everything, problem=problem, status=status)


def _clean(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Unfit(_("This cannot be read. Reload the page."))
    return form.cleaned_data


def _ids(written: str) -> list[int]:
    return [int(word) for word in written.split() if word.isdecimal() and len(word) < 17]


def _proposals(
    membership: Membership, cluster: ClusterLine, clean: dict[str, Any], quotes: list[str]
) -> list[Proposal]:
    """What the button proposes, each with the reason that was given. Unfit where it proposes nothing."""
    how, _colon, of = clean["how"].partition(":")
    found: list[Proposal | None]
    match how:
        case "take":
            found = [cluster.of(int(of))]
        case "union":
            found = [cluster.widest()]
        case "common":
            found = [cluster.narrowest()]
        case "extent":
            found = [cluster.set_to(Extent.parse(clean["extent"]), ELLIPSIS.join(quotes))]
        case "words":
            found = [_where_it_says(cluster, clean["words"])]
        case "label":
            found = [cluster.relabelled(_label(membership, clean["label"]))]
        case "each":
            found = list(cluster.each())
        case "reject":
            found = [cluster.none()]
        case _:
            found = [cluster.most()]
    proposals = [replace(one, reason=clean["reason"]) for one in found if one is not None]
    if len(proposals) != len(found):
        raise Unfit(_("There are no such words here."))
    return proposals


def _where_it_says(cluster: ClusterLine, words: str) -> Proposal | None:
    """The place nearest to the cluster that says these words."""
    start, end = max(0, cluster.union.start - AROUND), min(len(cluster.text), cluster.union.end + AROUND)
    places = find_quote(cluster.text, words, start=start, end=end) if words else []
    nearest = min(places, key=lambda place: abs(place[0] - cluster.union.start), default=None)
    return None if nearest is None else cluster.set_to(Extent.one(*nearest), cluster.text[slice(*nearest)])


def _label(membership: Membership, key: str) -> Label:
    label = Label.objects.filter(project=membership.project_id, key=key).first()
    if label is None:
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": key})
    return label
