"""The addresses of the API. Every one of them, and every one that is none, is answered in JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from annotate.api.parsing import can_be_read_in_chunks, is_chunked
from annotate.api.problems import answer, not_allowed, nothing_here, problem
from annotate.api.v1 import api

STREAMS = ("take_in_articles",)
"""Operations that read their body as it arrives."""


def door(view: Callable[..., HttpResponseBase], name: str | None) -> Callable[..., HttpResponseBase]:
    """Open without a session: behind it a token is asked for. What Django says in HTML is said as a problem."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        streams = name in STREAMS and can_be_read_in_chunks(request)
        if is_chunked(request) and not streams:  # Django would take the body for empty
            return answer(problem(411, _("Send the body with a Content-Length.")))
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return answer(nothing_here())
        if isinstance(response, HttpResponse) and response.status_code == 405:
            return not_allowed(response)
        return response

    return enter


@csrf_exempt
@login_not_required
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other address."""
    return answer(nothing_here())


def _opened(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    return [
        URLPattern(pattern.pattern, door(pattern.callback, pattern.name), pattern.default_args, pattern.name)
        for pattern in patterns
        if isinstance(pattern, URLPattern)
    ]


urlpatterns = [
    path("api/v1/", include((_opened(api.urls[0]), "api"))),
    re_path("^api/", nowhere),
]
