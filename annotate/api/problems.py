"""Refusals on the wire: RFC 9457 problem details (application/problem+json), one shape for every status from 400 up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ValidationError as PydanticError

from annotate.api.replies import reply
from annotate.api.schemas.problems import Fault, Problem
from annotate.api.schemas.spans import span_out
from annotate.journal.actions import ActionReused
from annotate.projects.middleware import say_outage
from annotate.projects.refusals import Refused
from annotate.spans.models import Span

MEDIA_TYPE = "application/problem+json"


class NotRead(Exception):
    """The body is not what this address reads: `status` says whether by its type or by its content."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def problem(status: int, detail: str, **more: Any) -> Problem:
    """A problem's fields. `title` is the status in words, as `about:blank` asks for."""
    title = HTTPStatus(status).phrase
    return cast("Problem", {"type": "about:blank", "title": title, "status": status, "detail": detail, **more})


def answer(body: Problem) -> HttpResponse:
    """The response that says it."""
    response = reply(body, status=body["status"], content_type=MEDIA_TYPE)
    if body["status"] == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def problem_of_refusal(refusal: Refused) -> Problem:
    """An action's refusal, with what it found: a span as the API says it, a text, an id."""
    found = {name: span_out(it) if isinstance(it, Span) else it for name, it in refusal.found.items()}
    return problem(refusal.status, str(refusal), **found)


def problem_of_faults(found: Iterable[Mapping[str, Any]]) -> Problem:
    """What pydantic found wrong; the first element of each place says whether it is the body or a parameter."""
    faults = [_fault(error["loc"][0], error["loc"][1:], error["msg"].removeprefix("Value error, ")) for error in found]
    more = _(" (and %(count)s more)") % {"count": len(faults) - 3} if len(faults) > 3 else ""
    return problem(422, "; ".join(map(_said, faults[:3])) + more, errors=faults)


def problem_of_errors(error: PydanticError) -> Problem:
    """What pydantic found wrong with one part of a body."""
    return problem_of_faults({"loc": ("body", "part", *fault["loc"]), "msg": fault["msg"]} for fault in error.errors())


def problem_of_reuse() -> Problem:
    """The client used its key for something else before."""
    return problem(422, _("This Idempotency-Key was used before, for another request. Each request has its own."))


def nothing_here() -> Problem:
    """The same words for what is not there and for what the caller may not see."""
    return problem(404, _("There is nothing under this address."))


def not_allowed(refused: HttpResponse) -> HttpResponse:
    """The 405 with its Allow header, as a problem."""
    said = answer(problem(405, _("This address does not take that method; see Allow.")))
    said["Allow"] = ", ".join(sorted(refused["Allow"].split(", ")))
    return said


def install(api: NinjaAPI) -> None:
    """Make every refusal of the API a problem."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(problem_of_refusal(error))

    @api.exception_handler(ActionReused)
    def reused(request: HttpRequest, error: ActionReused) -> HttpResponse:
        return answer(problem_of_reuse())

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(nothing_here())

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(problem(401, _("Send the header “Authorization: Bearer …” with a token that stands.")))

    @api.exception_handler(ValidationError)
    def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        if any(fault["loc"][0] == "path" for fault in error.errors):
            return answer(nothing_here())  # an id that cannot be one is an address with nothing under it
        return answer(problem_of_faults(error.errors))

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return answer(problem(413, _("This is more than is taken in at once.")))

    @api.exception_handler(HttpError)
    def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
        cause = error.__cause__  # ninja wraps whatever went wrong while it read the body
        if isinstance(cause, NotRead):
            return answer(problem(cause.status, str(cause)))
        return answer(problem(error.status_code, str(error)))

    @api.exception_handler(Exception)
    def outage(request: HttpRequest, error: Exception) -> HttpResponse:
        said = say_outage(request, error)
        if said is None:
            raise error  # ours to mend: Django logs it and answers 500
        return said


def _fault(source: str, place: tuple[Any, ...], detail: str) -> Fault:
    if source == "body":  # the first step is the name of our own parameter
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in place[1:])
        return {"detail": detail, "pointer": "#" + "".join(f"/{step}" for step in steps)}
    return {"detail": detail, "parameter": str(place[-1]) if place else source}


def _said(fault: Fault) -> str:
    place = fault.get("parameter") or fault.get("pointer", "#").removeprefix("#/").removeprefix("#")
    return f"{place}: {fault['detail']}" if place else fault["detail"]
