"""Answers: plain dictionaries, typed where they are made (`schemas`), written by orjson.

Nothing of what goes out is validated again at run time: mypy holds each dictionary to its shape, the shapes are what
OpenAPI documents, and the suite's schemathesis run compares the two. Validating answers cost more than making them.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from django.http import HttpResponse, StreamingHttpResponse

OPTIONS = orjson.OPT_UTC_Z
"""Times go out as RFC 3339 in UTC with Z."""


def reply(body: object, *, status: int = 200, content_type: str = "application/json") -> HttpResponse:
    """A JSON answer. Whose token asked decides what is in it, so nobody may keep it for others."""
    response = HttpResponse(orjson.dumps(body, option=OPTIONS), status=status, content_type=content_type)
    response["Cache-Control"] = "no-store"
    return response


def no_content() -> HttpResponse:
    """Done, and nothing to say."""
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def reply_in_lines(chunks: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """NDJSON: a JSON object a line, sent a chunk of lines at a time, as they come."""
    written = (
        b"".join(orjson.dumps(line, option=OPTIONS | orjson.OPT_APPEND_NEWLINE) for line in chunk) for chunk in chunks
    )
    return StreamingHttpResponse(written, content_type="application/x-ndjson", headers={"Cache-Control": "no-store"})
