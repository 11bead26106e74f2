"""Markdown (CommonMark and tables), with or without front matter, by markdown-it-py.

Of raw HTML in it the words stay, and the line breaks.
"""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotate.formats.composing import Composer, address
from annotate.formats.source import NOTHING_SAID, InlineKind, Metadata, Source, iso_date
from annotate.text.blocks import BlockKind
from annotate.text.decoding import decode

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_ENTRY = re.compile(r"(?m)^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$")
_NAMES = {
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors"),
    "outlet": ("outlet", "publication", "source", "site"),
    "language": ("language", "lang"),
    "url": ("url", "canonical", "canonical_url", "link"),
}
"""What we call an entry of the front matter, and what others do."""
_DATES = ("published_on", "date", "published", "pubdate")

_INLINES = {"em": InlineKind.EMPHASIS, "strong": InlineKind.STRONG, "link": InlineKind.LINK}
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(?:script|style|template)\b", re.IGNORECASE)
_LINES = frozenset({"paragraph", "heading", "list_item", "blockquote", "tr", "table"})
_HINTS = {"blockquote": BlockKind.QUOTATION}


def read(data: bytes | str, *, encoding: str | None = None) -> Source:
    """The article in a Markdown text; `encoding` overrides what its bytes say. Unreadable where there is none."""
    decoded = decode(data, override=encoding)
    text = decoded.text
    front = _FRONT_MATTER.match(text)
    composer = Composer()
    _compose(composer, _parser().parse(text[front.end() :] if front else text))
    return composer.source(metadata=_metadata(front[1]) if front else NOTHING_SAID, decoded=decoded)


def _parser() -> MarkdownIt:
    """A parser that takes every link for one: which addresses are kept is decided once, in `address`."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _metadata(front: str) -> Metadata:
    """What the front matter's plain entries say; lists and nested entries are passed over."""
    entries = {name.lower(): words.strip("\"'") for name, words in _ENTRY.findall(front) if words[:1] not in "[{|>&"}
    said = {ours: next((entries[name] for name in theirs if entries.get(name)), "") for ours, theirs in _NAMES.items()}
    said["url"] = address(said["url"]) or ""
    return Metadata(**said, published_on=next(filter(None, (iso_date(entries.get(name, "")) for name in _DATES)), None))


def _compose(composer: Composer, tokens: list[Token]) -> None:
    opened: list[int] = []
    titled = False
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            opened.append(composer.begin())
        elif token.nesting == -1:
            start = opened.pop()
            if name == "heading":
                kind = BlockKind.TITLE if token.tag == "h1" and not titled else BlockKind.HEADING
                titled = titled or kind is BlockKind.TITLE
                composer.mark(start, kind)
            elif name in _HINTS:
                composer.mark(start, _HINTS[name])
            if name in _LINES:
                composer.end_block(blank=not token.hidden and name not in ("list_item", "tr"))
            elif name in ("td", "th"):
                composer.write(" ")
        elif token.type == "inline":
            _compose_inline(composer, token.children or [])
        elif token.type in ("code_block", "fence"):
            for line in token.content.splitlines():
                composer.write(line)
                composer.end_line()
            composer.end_block()
        elif token.type == "html_block":
            composer.write(_words_of(token.content))
            composer.end_block()


def _compose_inline(composer: Composer, tokens: list[Token]) -> None:
    """Write a paragraph's words. The emphasised words under a picture are its caption."""
    start = composer.begin()
    opened: list[tuple[int, str]] = []
    unseen = False
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            opened.append((composer.begin(), str(token.attrGet("href") or "")))
        elif token.nesting == -1:
            place, href = opened.pop()
            kind = _INLINES.get(name)
            if kind is InlineKind.LINK:
                if usable := address(href):
                    composer.mark(place, kind, usable)
            elif kind:
                composer.mark(place, kind)
        elif token.type == "hardbreak":
            composer.end_line()
        elif token.type == "softbreak":
            composer.write("\n")
        elif token.type == "html_inline":
            if _BREAK.match(token.content):
                composer.end_line()
            unseen = bool(_UNSEEN.match(token.content))
        elif token.type in ("text", "code_inline") and not unseen:
            composer.write(token.content)
    if _is_caption(tokens):
        composer.mark(start, BlockKind.CAPTION)


def _is_caption(tokens: list[Token]) -> bool:
    """Whether a paragraph is a picture and, below it, nothing but emphasised words."""
    depth = 0
    pictured = False
    for token in tokens:
        pictured = pictured or token.type == "image"
        if token.type in ("em_open", "em_close"):
            depth += token.nesting
        elif token.type == "text" and token.content.strip() and not depth:
            return False
    return pictured


def _words_of(markup: str) -> str:
    """What a reader sees of raw HTML, as one paragraph."""
    try:
        raw = lxml.html.fragment_fromstring(markup, create_parent="div")
    except etree.ParserError:  # nothing but a comment
        return ""
    etree.strip_elements(raw, "script", "style", "template", etree.Comment, with_tail=False)
    return " ".join(words for words in raw.itertext())
