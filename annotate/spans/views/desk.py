"""The desk, its parts that renew themselves, and the list of spans."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from annotate.assignment.queries import next_for, place_of
from annotate.codebook.rendering import guidelines_html
from annotate.corpus.actions import find_reading
from annotate.corpus.entry import find_article
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.live.addresses import allow_stream, stream_address
from annotate.projects.forms import LookForm
from annotate.projects.http import Request
from annotate.projects.models import Membership
from annotate.projects.parts import HOLE, PageInParts
from annotate.spans.entry import find_span
from annotate.spans.queries.answers import QuestionLine, own_answers
from annotate.spans.queries.desk import Desk, Lens, Tag, find_desk, find_tag
from annotate.spans.queries.finding import spans_saying
from annotate.spans.queries.history import find_history
from annotate.spans.queries.layout import Touched, everything, lay_out, touched_since
from annotate.spans.queries.panel import find_panel
from annotate.spans.rendering import printed_rows, rows_html


@require_GET
def desk(request: Request, slug: str, article_id: int) -> HttpResponseBase:
    """The whole desk."""
    membership, article = find_article(request.user, slug, article_id)
    found = find_desk(membership, article, lens=Lens.of(request.GET))
    context = {
        "desk": found,
        "membership": membership,
        "project": membership.project,
        "article": article,
        "questions": own_answers(membership, article),
        "place": place_of(membership, article),
        "next": next_for(membership, after=article),
        "guidelines": guidelines_html(found.codebook.codebook["guidelines"]),
        "streams": bool(stream_address(request)),
        "look": LookForm.of(request.user),
        "rows": HOLE,
    }
    laid = lay_out(found)
    page = render_to_string("spans/desk.html", context, request)
    response = PageInParts(page, printed_rows(found, laid, to_mark=found.why_not_mark is None))
    allow_stream(request, response)
    response["Speculation-Rules"] = f'"{reverse("spans:fetched_ahead")}"'
    return response


@login_not_required
@require_GET
def fetched_ahead(request: HttpRequest) -> HttpResponse:
    """What a browser that can do so fetches before it is asked for (HTML standard, speculation rules; by a header, so
    that no script stands in the page): the next article, once the desk's script says that it is near."""
    rules = {"prefetch": [{"where": {"selector_matches": "#next.near"}, "eagerness": "immediate"}]}
    response = JsonResponse(rules, content_type="application/speculationrules+json")
    patch_cache_control(response, public=True, max_age=24 * 3600)
    return response


@require_GET
def changes(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The rows that changed since the page's tag; 304 where none did."""
    membership, article = find_article(request.user, slug, article_id)
    since = Tag.parse(request.GET.get("since", ""))
    if since is not None and since == find_tag(membership, article):
        return HttpResponseNotModified()
    found = find_desk(membership, article, lens=Lens.of(request.GET))
    return show_rows(request, found, touched_since(found, since) if since else everything(found))


@require_GET
def spans(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The spans of an article as a list, a page at a time; as a part of the desk where htmx asks."""
    membership, article = find_article(request.user, slug, article_id)
    found = find_desk(membership, article, lens=Lens.of(request.GET))
    page = Paginator(found.spans(), 200).get_page(request.GET.get("page"))
    text = frozen(article.pk).text
    lines = {line.label.pk: line for line in found.labels}
    listed = [(span, lines[span.label_id], found.sets[span.set_id].analyst, span.extent.quote(text)) for span in page]
    context = {
        "desk": found,
        "membership": membership,
        "project": membership.project,
        "article": article,
        "page": page,
        "listed": listed,
    }
    return render(request, "spans/list.html#listed" if request.htmx else "spans/list.html", context)


@require_GET
def found(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The spans, seen through the lens, whose label, person or note says `?words=`."""
    membership, article = find_article(request.user, slug, article_id)
    at_desk = find_desk(membership, article, lens=Lens.of(request.GET))
    response = JsonResponse({"spans": spans_saying(at_desk, request.GET.get("words", ""))})
    patch_cache_control(response, no_store=True)
    return response


@require_GET
def span(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """One span in the panel: what it is, and the forms that change it."""
    membership, article = find_article(request.user, slug, article_id)
    return show_panel(request, membership, article, span_id)


@require_GET
def history(request: Request, slug: str, article_id: int, span_id: int) -> HttpResponse:
    """What became of a span: who did what, when; as a part of the panel where the desk asks."""
    membership, article = find_article(request.user, slug, article_id)
    panel = find_panel(membership, find_span(request.user, span_id, article=article))
    context = {
        "panel": panel, "history": find_history(membership, panel.span), "article": article,
        "project": membership.project, "membership": membership,
    }  # fmt: skip
    return render(request, "spans/history.html#history" if request.htmx else "spans/history.html", context)


@require_GET
def reading(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The sentences and words of the article, as borders in code points; they never change."""
    membership, article = find_article(request.user, slug, article_id)
    article.text = frozen(article.pk).text
    found = find_reading(article)
    response = JsonResponse({"sentences": found.sentences, "words": found.words})
    patch_cache_control(response, private=True, max_age=365 * 24 * 3600, immutable=True)
    return response


def show_rows(
    request: Request, desk: Desk, touched: Touched, *, said: str = "", span_id: int | None = None,
    questions: Sequence[QuestionLine] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Rows, these questions about the article and the bar's standing parts, each to be put in the place of what has
    its id. Where not everything is printed again, people and labels are the same, and the form that filters them stays.
    """
    context = {
        "desk": desk, "article": desk.article, "project": desk.membership.project, "membership": desk.membership,
        "rows": rows_html(desk, lay_out(desk, touched), to_mark=desk.why_not_mark is None, changed=touched.changed),
        "said": said,
        "span_id": span_id, "questions": questions, "lens_stays": touched.whole != everything(desk).whole,
    }  # fmt: skip
    response = render(request, "spans/desk.html#answer", context, status=status)
    patch_cache_control(response, no_store=True)
    return response


def show_panel(
    request: Request, membership: Membership, article: Article, span_id: int, *, status: int = 200
) -> HttpResponse:
    """The panel of one span that this person may see."""
    panel = find_panel(membership, find_span(request.user, span_id, article=article))
    context = {"panel": panel, "article": article, "project": membership.project, "membership": membership}
    return render(request, "spans/desk.html#panel" if request.htmx else "spans/span.html", context, status=status)
