"""Marking by quote: the way without script, and for whoever would rather paste than select."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotate.codebook.queries import label_to_give
from annotate.corpus.entry import find_article
from annotate.projects.http import Request
from annotate.projects.refusals import Refused
from annotate.spans import actions
from annotate.spans.forms import QuoteForm
from annotate.spans.queries.desk import Desk, find_desk
from annotate.text.extent import Extent
from annotate.text.quotes import find_quote

AROUND = 40
"""How many code points of the text stand on either side of a place that is asked about."""

SHORT = 70


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block says a quote, with what stands before and behind it."""

    extent: Extent
    before: str
    quote: str
    behind: str


@require_http_methods(["GET", "POST"])
def quote(request: Request, slug: str, article_id: int) -> HttpResponse:
    """A form: a paragraph, words of it, a label. Where the paragraph says the words twice it asks which are meant."""
    membership, article = find_article(request.user, slug, article_id)
    desk = find_desk(membership, article)
    sent = request.POST if request.method == "POST" else None
    blocks = [(block.number, f"{block.number + 1}: {_short(desk, block.start, block.end)}") for block in desk.blocks]
    labels = [
        (line.label.key, f"{line.parent_name} › {line.label.name}" if line.parent_name else line.label.name)
        for line in desk.labels
        if line.label.retired_at is None
    ]
    form = QuoteForm(sent, blocks=blocks, labels=labels, initial=request.GET.dict())
    places: list[Place] = []
    if form.is_valid():
        places = _places(desk, form.cleaned_data["block"], form.cleaned_data["quote"])
        chosen = [place for place in places if str(place.extent) == form.cleaned_data["place"]]
        if not places:
            form.add_error("quote", _("This paragraph does not say that."))
        elif len(places) == 1 or chosen:
            try:
                said = _mark(desk, (chosen or places)[0], form.cleaned_data["label"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, said)
                kept = urlencode({name: form.cleaned_data[name] for name in ("block", "label")})
                return redirect(f"{reverse('spans:quote', args=[slug, article.pk])}?{kept}")
    context = {
        "membership": membership, "project": membership.project, "article": article, "desk": desk, "form": form,
        "places": places if len(places) > 1 and form.is_valid() else [],
    }  # fmt: skip
    return render(request, "spans/quote.html", context, status=422 if sent and not form.is_valid() else 200)


def _places(desk: Desk, number: int, words: str) -> list[Place]:
    block = next(block for block in desk.blocks if block.number == number)
    text = desk.frozen.text
    return [
        Place(
            Extent.one(start, end),
            text[max(block.start, start - AROUND) : start],
            text[start:end],
            text[end : min(block.end, end + AROUND)],
        )
        for start, end in find_quote(text, words, start=block.start, end=block.end)
    ]


def _mark(desk: Desk, place: Place, label: str) -> str:
    """Mark there, by the same action as the desk; the sentence that says so."""
    given = label_to_give(desk.membership.project_id, label)
    assert given is not None, "the form offers only labels of this codebook"
    answer = actions.add_span(
        desk.article, extent=place.extent, quote=place.quote, label=given.label, codebook_id=given.codebook_id,
        by=desk.membership, at=now(),
    )  # fmt: skip
    said = _("%(label)s saved: %(quote)s") if answer.new else _("%(label)s was there already: %(quote)s")
    return said % {"label": given.label.name, "quote": place.quote}


def _short(desk: Desk, start: int, end: int) -> str:
    text = desk.frozen.text
    return text[start:end] if end - start <= SHORT else text[start : start + SHORT - 1] + "…"
