"""One file → one Source: which reader it is for, by what is in it and, where that leaves a choice, by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotate.formats import html, markdown, plain
from annotate.formats.markup import BEGINNING, is_page
from annotate.formats.source import Source

_PAGE_NAMES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})


def read_file(name: str, data: bytes, *, encoding: str | None = None) -> Source:
    """The article in a file; `encoding` overrides what its bytes and markup say. Unreadable where there is none."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in _PAGE_NAMES or is_page(_as_ascii(data[:BEGINNING])):
        return html.read(data, encoding=encoding)
    if ending in _MARKDOWN_NAMES:
        return markdown.read(data, encoding=encoding)
    return plain.read(data, encoding=encoding)


def read_pasted(text: str) -> Source:
    """The article in pasted text; the source of a page is read as a page. Unreadable where there is none."""
    return html.read(text) if is_page(text) else plain.read(text)


def _as_ascii(beginning: bytes) -> str:
    """The beginning of a text in any encoding with its ASCII in place: pages in UTF-16 begin as others do."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.replace(b"\0", b"")
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").decode("latin-1")
