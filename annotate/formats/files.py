"""One file → one Source: which reader it is for, by what is in it and, where that leaves a choice, by its name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from annotate.formats import html, markdown, plain
from annotate.formats.source import Source

_PAGE_NAMES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})

_BEGINNING = 1024
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_file(name: str, data: bytes, *, encoding: str | None = None) -> Source:
    """The article in a file; `encoding` overrides what its bytes and markup say. Unreadable where there is none."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in _PAGE_NAMES or _PAGE.match(_as_ascii(data[:_BEGINNING])):
        return html.read(data, encoding=encoding)
    if ending in _MARKDOWN_NAMES:
        return markdown.read(data, encoding=encoding)
    return plain.read(data, encoding=encoding)


def _as_ascii(beginning: bytes) -> bytes:
    """The beginning of a text in any encoding with its ASCII in place: pages in UTF-16 begin as others do."""
    marked = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return beginning.replace(b"\0", b"").lstrip(b"\xff\xfe") if marked else beginning
