"""What is known about an article, and what a lead may correct of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotate.corpus import actions
from annotate.corpus.entry import find_article
from annotate.corpus.forms import DescribeForm, KindForm, WithdrawForm
from annotate.corpus.models import Article, Block, BlockKind
from annotate.corpus.queries import blocks_of, corrected_by, correction_of, frozen
from annotate.corpus.rules import LONGEST
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused


@require_http_methods(["GET", "POST"])
def about(request: Request, slug: str, article_id: int) -> HttpResponse:
    """What is said about the article and what its blocks are; a lead may correct both."""
    membership, article = find_article(request.user, slug, article_id)
    form = DescribeForm(request.POST or None, initial=_initial(article))
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in LONGEST}
        published_on = form.cleaned_data["published_on"]
        try:
            actions.describe_article(article, words=words, published_on=published_on, by=membership, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("corpus:about", slug, article_id)
    return _show(request, membership, article, form, status=422 if form.is_bound else 200)


@require_POST
def correct_kind(request: Request, slug: str, article_id: int, number: int) -> HttpResponse:
    """Say what a block is."""
    membership, article = find_article(request.user, slug, article_id, at_least=Role.LEAD)
    block = get_object_or_404(Block.objects.select_related("article"), article=article, number=number)
    form = KindForm(request.POST)
    if form.is_valid():
        actions.correct_kind(block, kind=BlockKind(form.cleaned_data["kind"]), by=membership, at=now())
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("corpus:about", slug, article_id)


@require_POST
def withdraw_article(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Hide an article with its spans."""
    membership, article = find_article(request.user, slug, article_id, at_least=Role.LEAD)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the article is withdrawn."))
        return redirect("corpus:about", slug, article_id)
    actions.withdraw_article(article, reason=form.cleaned_data["reason"], by=membership, at=now())
    messages.success(request, _("“%(title)s” is withdrawn. A lead can put it back.") % {"title": article.title})
    return redirect("assignment:articles", slug)


@require_POST
def put_back_article(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Show a withdrawn article again."""
    membership, article = find_article(request.user, slug, article_id, at_least=Role.LEAD)
    try:
        actions.put_back_article(article, by=membership, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is back, with its spans.") % {"title": article.title})
    return redirect("corpus:about", slug, article_id)


@require_GET
def source(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The bytes as they came in: to be kept, never to be shown as a page."""
    membership, article = find_article(request.user, slug, article_id)
    data = Article.objects.values_list("source", flat=True).get(pk=article.pk)
    response = HttpResponse(bytes(data), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="article-{article.pk}.source"'
    response["Content-Security-Policy"] = "sandbox"
    return response


def _show(
    request: Request, membership: Membership, article: Article, form: DescribeForm, *, status: int
) -> HttpResponse:
    text = frozen(article.pk).text
    context = {
        "membership": membership, "project": membership.project, "article": article, "form": form,
        "kinds": BlockKind.choices,
        "older": corrected_by(article, viewer=membership), "correction": correction_of(article),
        "blocks": [(block, text[block.start : block.end]) for block in blocks_of(article)],
    }  # fmt: skip
    return render(request, "corpus/about.html", context, status=status)


def _initial(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in (*LONGEST, "published_on")}
