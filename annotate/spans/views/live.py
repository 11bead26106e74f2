"""The ticket with which a page hears of an article."""

from __future__ import annotations

import time

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from annotate.corpus.entry import find_article
from annotate.live.addresses import stream_address
from annotate.live.tickets import LIFE_SECONDS, Ticket
from annotate.projects.http import Request
from annotate.spans.models import EVERYBODY
from annotate.spans.queries.sets import audience_of


@require_GET
def ticket(request: Request, slug: str, article_id: int) -> HttpResponse:
    """Where the stream is, and this person's right to hear of this article: their own audience's changes and steps.

    Where people work blind nobody meets anybody, reviewers neither: even that somebody has the article open tells
    that work goes on.
    """
    membership, article = find_article(request.user, slug, article_id)
    own, audience = membership.user_id, audience_of(membership)
    given = Ticket(
        article=article.pk, person=own, audiences=tuple(dict.fromkeys((audience, own))), meets=audience == EVERYBODY,
        name=str(request.user), short=request.user.short, until=int(time.time()) + LIFE_SECONDS,
    )  # fmt: skip
    response = JsonResponse(
        {
            "address": stream_address(request),
            "ticket": given.signed(),
            "seconds": LIFE_SECONDS,
            "meets": given.meets,
        }
    )
    patch_cache_control(response, no_store=True)
    return response
