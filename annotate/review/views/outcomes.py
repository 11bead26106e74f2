"""What became of one's spans: the way back from the review to the desk."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from annotate.codebook.queries import codebook_now
from annotate.corpus.entry import find_article
from annotate.projects.http import Request
from annotate.review.queries import count_outcomes, find_answer_outcomes, find_outcomes


@require_GET
def outcomes(request: Request, slug: str, article_id: int) -> HttpResponse:
    """The settled spans of an article, and the answers about it, with what became of them and why; as a part of the
    desk where it asks."""
    membership, found = find_article(request.user, slug, article_id)
    listed = find_outcomes(membership, found)
    answers = find_answer_outcomes(membership, found)
    if not listed and not answers:
        raise Http404
    context = {
        "membership": membership,
        "project": membership.project,
        "article": found,
        "outcomes": listed,
        "answers": answers,
        "counts": count_outcomes(listed),
        "codebook": codebook_now(membership.project),
    }
    response = render(request, "review/outcomes.html#outcomes" if request.htmx else "review/outcomes.html", context)
    patch_cache_control(response, no_store=True)
    return response
