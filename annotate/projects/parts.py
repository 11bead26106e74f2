"""Pages that go out in parts: a browser lays out what has come while the rest is printed."""

from __future__ import annotations

import gzip
import io
import secrets
from collections.abc import Iterable, Iterator
from itertools import chain

from django.http import StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.translation import get_language, override

FIRST, LATER = 16_000, 64_000
"""How many characters a part should have: the first about what a window shows, so that it is there soon."""

HOLE = "\0"
"""Where a template leaves room for what is long. No text of ours has it: PostgreSQL keeps none that does."""


class PageInParts(StreamingHttpResponse):
    """A page around something long, of which every part goes out as soon as it is printed, in the language of now.

    `page` has one HOLE, for `pieces`. Once the first part is gone, nothing else can be said instead: whoever prints
    asks all their questions before.
    """

    def __init__(self, page: str, pieces: Iterable[str]) -> None:
        begin, end = page.split(HOLE)
        super().__init__(in_parts(_in_language(get_language(), chain([begin], pieces, [end]))))


def in_parts(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces put together to parts that are worth sending; the first goes by itself, so that the browser begins."""
    gathered: list[str] = []
    length, enough = 0, 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length >= enough:
            yield "".join(gathered)
            gathered, length, enough = [], 0, LATER if enough else FIRST
    if gathered:
        yield "".join(gathered)


def _in_language(language: str | None, pieces: Iterable[str]) -> Iterator[str]:
    with override(language):
        yield from pieces


def compressed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts as gzip, each to be read when it has come.

    The name in its head has any length, so that the length of a page tells nothing of its secrets (the attack called
    BREACH; Django's middleware does the same).
    """
    buffer = io.BytesIO()
    name = "a" * secrets.randbelow(GZipMiddleware.max_random_bytes)
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as file:
        for part in parts:
            file.write(part)
            file.flush()
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.BytesIO) -> bytes:
    found = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return found
