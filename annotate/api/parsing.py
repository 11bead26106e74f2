"""Reading bodies: strict JSON, named as such; lines, as they arrive."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from annotate.api.problems import NotRead

NDJSON = "application/x-ndjson"

LONGEST_LINE = 12 * 2**20
"""Bytes: six for each of the 2,000,000 code points that an article may have."""


class StrictParser(Parser):
    """JSON as RFC 8259 has it (no NaN, no halves of surrogate pairs), sent as JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type not in {"application/json", ""}:
            raise NotRead(415, _("Send JSON, with the header “Content-Type: application/json”."))
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise NotRead(422, _("This is no JSON: %(why)s") % {"why": error}) from error


def lines_of(request: HttpRequest) -> Iterator[bytes]:
    """The body line by line, as it arrives. Of a line that is too long only so much that this can be told."""
    body = io.BufferedReader(_Body(_reader(request)), buffer_size=2**16)
    while line := body.readline(LONGEST_LINE + 1):
        yield line
        while line and not line.endswith(b"\n"):  # the rest of a line that is too long
            line = body.readline(LONGEST_LINE)


def is_chunked(request: HttpRequest) -> bool:
    """Whether the body says its end itself instead of its length; Django then takes it for empty."""
    return "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()


def can_be_read_in_chunks(request: HttpRequest) -> bool:
    """Whether the server finds the end of such a body. WSGI has no word for it; servers that do so set this one."""
    return bool(request.META.get("wsgi.input_terminated"))


def _reader(request: HttpRequest) -> Callable[[int], bytes]:
    """What reads the body: Django, or, of a body without a length, the server itself."""
    reader: Callable[[int], bytes] = request.META["wsgi.input"].read if is_chunked(request) else request.read
    return reader


class _Body(io.RawIOBase):
    """A request's body as a raw stream, read only by `read`: granian's own `readline` drops line ends."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        super().__init__()
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
