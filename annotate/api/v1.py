"""Version 1 of the API: its routers under one roof, and how it is described.

Clusters join as a further router in ROUTERS.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from annotate.api import problems
from annotate.api.auth import Bearer
from annotate.api.openapi import describe_problems
from annotate.api.parsing import StrictParser
from annotate.api.routers import (
    agreement,
    answers,
    articles,
    assignments,
    codebook,
    comments,
    decisions,
    files,
    links,
    members,
    projects,
    spans,
)
from annotate.journal.actions import once

ROUTERS: tuple[Router, ...] = (
    projects.router,
    members.router,
    codebook.router,
    articles.router,
    assignments.router,
    spans.router,
    comments.router,
    links.router,
    answers.router,
    decisions.router,
    agreement.router,
    files.router,
)

DESCRIPTION = """Read opinion pieces closely as a team: articles in, spans marked, work handed in, decisions made.

Offsets are Unicode code points, ends exclusive. Times are RFC 3339 in UTC. What the caller may not see is not there:
404, the same as for what does not exist. Every unsafe call may carry an `Idempotency-Key`.
"""


class Api(NinjaAPI):
    """ninja's, described in our words."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        return describe_problems(super().get_openapi_schema(**options))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def answered_once(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The operation, asked again where the same Idempotency-Key came twice at once."""

    @wraps(view)
    def ask(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return once(partial(view, *args, **kwargs))

    return ask


def make_api() -> Api:
    """Everything put together."""
    api = Api(
        title="Annotate",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        auth=Bearer(),
        parser=StrictParser(),
        docs_decorator=require_safe,
    )
    problems.install(api)
    api.add_decorator(answered_once)
    for router in ROUTERS:
        api.add_router("", router)
    return api


api = make_api()
