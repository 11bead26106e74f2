"""What stands before every view: a database that is away, a person who has not signed in, a refusal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from annotate.projects.parts import PageInParts, compressed
from annotate.projects.refusals import Refused

log = logging.getLogger("annotate")

ALWAYS_OPEN = ("projects:password", "projects:sign_out", "projects:sign_in")
"""Where somebody with a one-time password may go before they have chosen their own."""


NOBODY_S = ("/api/", "/healthz", "/readyz")
"""Where it is not asked who asks: programs name themselves in their own way, or are answered without a database."""


def outage(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer 503 with a sentence while the database cannot be reached or written; clients then try again."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return say_outage(request, exception)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler of 500. It sees what middleware raises, too: a session that cannot be read is an outage."""
    exception = sys.exception()
    answer = say_outage(request, exception) if isinstance(exception, Exception) else None
    return answer or server_error(request)


def say_outage(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The 503 of an exception that says the database is away or full; None for any other exception."""
    sentence = outage_sentence(exception)
    if sentence is None:
        return None
    log.error("the database does not serve: %s", exception)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": _("Not available"), "status": 503, "detail": sentence}
        response: HttpResponse = JsonResponse(problem, status=503, content_type="application/problem+json")
    elif request.headers.get("HX-Request"):
        response = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    else:  # without context processors: they would ask the database
        response = HttpResponse(
            render_to_string("problem.html", {"title": _("Not available"), "sentence": sentence}), status=503
        )
    response["Retry-After"] = "2"
    return response


def outage_sentence(exception: Exception) -> str | None:
    """What to tell the person, where the exception speaks of the database's state and not of ours."""
    if not isinstance(exception, OperationalError | InterfaceError | DatabaseError):
        return None
    said = str(exception)
    if getattr(exception.__cause__, "sqlstate", None) == "53100" or "No space left" in said or "File too large" in said:
        return _("The disk of the server is full. Nothing that was saved is lost; this could not be saved.")
    if isinstance(exception, OperationalError | InterfaceError):
        return _("The database does not answer right now. Nothing that was saved is lost. Try again in a moment.")
    return None


class Compressed(GZipMiddleware):
    """Django's compression, which keeps back what it can press better together; a part of a page goes at once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, PageInParts):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.streaming_content = compressed(iter(response))
            response["Content-Encoding"] = "gzip"
        return response


class Language(LocaleMiddleware):
    """Answers in the language that a person chose, else in one that the request asks for, else in English.

    A client of the API is a program of whoever wrote it: it hears what its own Accept-Language asks for.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith(NOBODY_S):
            return
        chosen = getattr(request.user, "language", "")
        if chosen in dict(settings.LANGUAGES):
            activate(chosen)
            request.LANGUAGE_CODE = chosen


class SignInRequired(LoginRequiredMiddleware):
    """Every view is closed unless it says otherwise; a one-time password opens only the page that changes it."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        closed = super().process_view(request, view_func, view_args, view_kwargs)
        if closed is not None:
            return closed
        match = request.resolver_match
        if getattr(request.user, "one_time_password", False) and (match is None or match.view_name not in ALWAYS_OPEN):
            return redirect("projects:password")
        return None

    def handle_no_permission(  # type: ignore[override]  # Django's own never has anything but a redirect to say
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Parts of a page are answered 401: a sign-in page would land inside the desk."""
        if request.headers.get("HX-Request"):
            return HttpResponse(_("Sign in again."), status=401, content_type="text/plain; charset=utf-8")
        return super().handle_no_permission(request, view_func)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no view took up becomes a page with its sentence."""
        if not isinstance(exception, Refused):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(str(exception), status=exception.status, content_type="text/plain; charset=utf-8")
        return render(
            request, "problem.html", {"title": _("Not this"), "sentence": str(exception)}, status=exception.status
        )
