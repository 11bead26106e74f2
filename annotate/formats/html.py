"""A saved web page: the article is found, the chrome dropped, the markup cleaned by bleach and then read as text.

What the markup says is kept as hints for the blocks (headings, captions, quotations, names of classes) and as inlines
(emphasis, links). Nothing of the markup itself goes on.
"""

from __future__ import annotations

import re
from dataclasses import replace

import bleach
import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from annotate.formats.composing import SCHEMES, Composer, address
from annotate.formats.html_article import Article, find_article
from annotate.formats.html_metadata import read_metadata
from annotate.formats.html_names import kind_of
from annotate.formats.source import InlineKind, Metadata, Source
from annotate.text.blocks import BlockKind
from annotate.text.decoding import decode
from annotate.text.notes import Note, gettext_noop
from annotate.text.unreadable import LoneSurrogate, NoText, TooDeep

MAX_DEPTH = 500
"""How deep elements may be nested; no page needs a tenth of it, and cleaning takes the square of it."""

_WHOLE_PAGE = gettext_noop("No article was found in the page: all of its text was taken.")

_INLINES = {
    "em": InlineKind.EMPHASIS,
    "i": InlineKind.EMPHASIS,
    "cite": InlineKind.EMPHASIS,
    "strong": InlineKind.STRONG,
    "b": InlineKind.STRONG,
    "a": InlineKind.LINK,
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSE = frozenset({"li", "tr", "dt", "dd", "summary", "caption"})
"""Lines that follow each other without a blank one."""
_LINES = _HEADINGS | _CLOSE | {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "blockquote", "figure", "figcaption"),
    *("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "pre", "hr", "address", "details", "center", "fieldset"),
    *("td", "th"),
}
_OTHERS = frozenset({"br", "span", "q", "sup", "sub", "small", "u", "s", "time", "code", "font", "abbr", "mark"})
_CLEAN = bleach.Cleaner(
    tags=_LINES | _OTHERS | set(_INLINES),
    attributes={"*": ["class", "id"], "a": ["href", "rel", "class", "id"]},
    protocols=SCHEMES,
    strip=True,
    strip_comments=True,
)

_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)|<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED_WITHIN = 4096

_TITLE = "annotate-title"
"""The class by which the title is known again after cleaning."""
_BOLD_WORDS = 12
_LINKED_WORDS = 25


def read(data: bytes | str, *, encoding: str | None = None) -> Source:
    """The article in a page; `encoding` overrides what the page declares. Unreadable where there is none."""
    decoded = decode(data, declared=_declared(data), override=encoding) if isinstance(data, bytes) else None
    page = _parse(decoded.text if decoded else str(data))
    metadata = read_metadata(page)
    article = find_article(page, headline=metadata.title)
    composer = Composer()
    title = _compose(composer, _cleaned(article), metadata)
    return composer.source(
        metadata=replace(metadata, title=title or metadata.title),
        encoding=decoded and decoded.encoding,
        how=decoded and decoded.how,
        notes=(decoded and decoded.note, None if article.found else Note(_WHOLE_PAGE)),
    )


def _declared(data: bytes) -> str | None:
    """The label of the encoding that a page declares in its first bytes, as the HTML standard's prescan finds it."""
    found = _DECLARATION.search(_COMMENT.sub(b"", data[:_DECLARED_WITHIN]))
    return (found[1] or found[2]).decode("ascii") if found else None


def _parse(text: str) -> HtmlElement:
    """The page as a tree. It is parsed from UTF-8, since lxml refuses text that declares another encoding."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as half:
        raise LoneSurrogate(place=half.start, character=f"U+{ord(text[half.start]):04X}") from None
    try:
        page = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:  # "Document is empty"
        raise NoText() from None
    if _depth(page) > MAX_DEPTH:
        raise TooDeep(limit=MAX_DEPTH)
    return page


def _depth(page: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _cleaned(article: Article) -> HtmlElement:
    if article.title is not None:
        article.title.set("class", _TITLE)
    markup = lxml.html.tostring(article.root, encoding="unicode", with_tail=False)
    return lxml.html.fragment_fromstring(_CLEAN.clean(markup), create_parent="div")


def _compose(composer: Composer, article: HtmlElement, metadata: Metadata) -> str:
    """Write what a reader of the page sees of the article, with its marks. Answers the title, empty if it has none."""
    title = ""
    begun: list[int] = []
    walk = etree.iterwalk(article, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _LINES:
                composer.end_block(blank=element.tag not in _CLOSE)
            elif element.tag == "br":
                composer.end_line()
            elif element.tag == "q":
                composer.write("“")
            begun.append(composer.begin())
            if _is_note_mark(element):
                walk.skip_subtree()
            else:
                composer.write(element.text or "")
        else:
            start = begun.pop()
            if element.tag == "q":
                composer.write("”")
            if element.get("class") == _TITLE:
                title = composer.since(start)
                composer.mark(start, BlockKind.TITLE)
            else:
                _mark(composer, start, element, metadata.url)
            if element.tag in _LINES:
                composer.end_block(blank=element.tag not in _CLOSE)
            elif _is_glued(element):
                composer.write(" ")
            composer.write(element.tail or "")
    return title


def _mark(composer: Composer, start: int, element: HtmlElement, base: str) -> None:
    kind = _kind(element)
    if kind:
        composer.mark(start, kind)
    elif inline := _INLINES.get(element.tag):
        href = address(element.get("href") or "", base) if inline is InlineKind.LINK else None
        if href or inline is not InlineKind.LINK:
            composer.mark(start, inline, href)


def _kind(element: HtmlElement) -> BlockKind | None:
    """What a part is, by its element and by what it is called."""
    named = kind_of((element.get("class"), element.get("id")))
    if element.tag == "figcaption":
        return BlockKind.CAPTION
    if element.tag in _HEADINGS:
        return named or BlockKind.HEADING
    if element.tag == "blockquote":
        around = {kind_of((outer.get("class"), outer.get("id"))) for outer in element.iterancestors()}
        pulled = BlockKind.PULL_QUOTE in (*around, named) or element.getparent().tag == "aside"
        return BlockKind.PULL_QUOTE if pulled else BlockKind.QUOTATION
    if element.tag in _INLINES:
        return BlockKind.BYLINE if element.get("rel") == "author" else None
    return named


def _is_note_mark(element: HtmlElement) -> bool:
    """Whether a part is the number of a footnote, or the arrow back from one."""
    if element.tag == "sup":
        return any("#" in (link.get("href") or "") for link in element.iter("a"))
    return (
        element.tag == "a"
        and "#" in (element.get("href") or "")
        and not any(map(str.isalnum, str(element.text_content())))
    )


def _is_glued(element: HtmlElement) -> bool:
    """Whether a part of a heading touches the next one, which only the page's style sets apart: a rubric and a title."""
    after = element.getnext()
    if element.tail or after is None or not any(outer.tag in _HEADINGS for outer in element.iterancestors()):
        return False
    return not str(after.text_content())[:1].islower()  # as it does where a capital is set apart
