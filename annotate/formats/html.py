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
from annotate.text.blocks import MUTED, BlockKind
from annotate.text.decoding import decode
from annotate.text.notes import Note, gettext_noop
from annotate.text.unreadable import MAX_CHARACTERS, LoneSurrogate, NoText, TooLong, TooTangled

MAX_DEPTH = 200
MAX_ELEMENTS = 50_000
"""How deep the elements of a page may be nested, and how many there may be."""
MAX_ELEMENTS_CLEANED = 10_000
MAX_ESCAPES_CLEANED = 50_000
"""Elements and escaped characters of the piece alone; cleaning can take the square of their number."""
LITTER = 500_000
"""White space between elements, in characters, that a page may have beyond its text."""

_DEEP = gettext_noop("elements inside each other")
_ELEMENTS = gettext_noop("elements")
_ESCAPES = gettext_noop("escaped characters")

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
_GLUED = _HEADINGS | {"figcaption"}
_CLOSE = frozenset({"li", "tr", "dt", "dd", "summary", "caption"})
"""Lines that follow each other without a blank one."""
_LINES = _HEADINGS | _CLOSE
_LINES |= {"p", "div", "section", "article", "aside", "header", "footer", "main", "address", "center", "pre", "hr"}
_LINES |= {"blockquote", "figure", "figcaption", "details", "fieldset", "ul", "ol", "dl"}
_LINES |= {"table", "thead", "tbody", "tfoot", "td", "th"}
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
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(\S+) -->")
_DECLARED_WITHIN = 4096

_LONGEST = {BlockKind.BYLINE: 300, BlockKind.CROSS_LINK: 300, BlockKind.PULL_QUOTE: 600}
_LONGEST_OTHER = 1_500
_LARGEST = 0.4
"""How long, in characters and as a share of the piece, a part can be that is what it is called: the name of a part that
holds paragraphs of the piece says something of the page, not of them."""

_TITLE = "annotate-title"
"""The class by which the title is known again after cleaning."""


def read(data: bytes | str, *, encoding: str | None = None) -> Source:
    """The article in a page; `encoding` overrides what the page declares. Unreadable where there is none."""
    decoded = decode(data, declared=_declared(data), override=encoding)
    page = _parse(decoded.text)
    metadata = read_metadata(page, saved_from=_saved_from(decoded.text))
    article = find_article(page, headline=metadata.title, author=metadata.byline)
    composer = Composer()
    title = _compose(composer, _cleaned(article), metadata)
    return composer.source(
        metadata=replace(metadata, title=title or metadata.title),
        decoded=decoded,
        notes=[] if article.found else [Note(_WHOLE_PAGE)],
    )


def _declared(data: bytes | str) -> str | None:
    """The label of the encoding that a page declares in its first bytes, as the HTML standard's prescan finds it."""
    if isinstance(data, str):
        return None
    found = _DECLARATION.search(_COMMENT.sub(b"", data[:_DECLARED_WITHIN]))
    return (found[1] or found[2]).decode("ascii") if found else None


def _saved_from(text: str) -> str:
    """The address that browsers leave in a comment of the pages they save."""
    found = _SAVED_FROM.search(text, 0, _DECLARED_WITHIN)
    return found[1] if found else ""


def _parse(text: str) -> HtmlElement:
    """The page as a tree. It is parsed from UTF-8, since lxml refuses text that declares another encoding."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as half:
        raise LoneSurrogate(place=half.start, character=f"U+{ord(text[half.start]):04X}") from None
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        page = lxml.html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # "Document is empty"
        raise NoText() from None
    _refuse_tangled(page)
    return page


def _refuse_tangled(page: HtmlElement) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH:
            raise TooTangled(limit=f"{MAX_DEPTH:,}", what=_DEEP)
        if count > MAX_ELEMENTS:
            raise TooTangled(limit=f"{MAX_ELEMENTS:,}", what=_ELEMENTS)


def _cleaned(article: Article) -> HtmlElement:
    if article.title is not None:
        article.title.set("class", _TITLE)
    if len(str(article.root.text_content())) > MAX_CHARACTERS + LITTER:
        raise TooLong(limit=f"{MAX_CHARACTERS:,}")
    if sum(1 for _ in article.root.iter()) > MAX_ELEMENTS_CLEANED:
        raise TooTangled(limit=f"{MAX_ELEMENTS_CLEANED:,}", what=_ELEMENTS)
    markup = lxml.html.tostring(article.root, encoding="unicode", with_tail=False)
    if markup.count("&") > MAX_ESCAPES_CLEANED:
        raise TooTangled(limit=f"{MAX_ESCAPES_CLEANED:,}", what=_ESCAPES)
    return lxml.html.fragment_fromstring(_CLEAN.clean(markup), create_parent="div")


def _compose(composer: Composer, article: HtmlElement, metadata: Metadata) -> str:
    """Write what a reader of the page sees of the article, with its marks. Answers the title, empty if it has none."""
    title = ""
    begun: list[int] = []
    largest = int(_LARGEST * len(str(article.text_content())))
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
                title = title or " ".join(composer.since(start).split())
                composer.mark(start, BlockKind.TITLE)
            else:
                _mark(composer, start, element, base=metadata.url, largest=largest)
            if element.tag in _LINES:
                composer.end_block(blank=element.tag not in _CLOSE)
            elif _is_glued(element):
                composer.write(" ")
            composer.write(element.tail or "")
    return title


def _mark(composer: Composer, start: int, element: HtmlElement, *, base: str, largest: int) -> None:
    kind = _kind(element)
    longest = min(_LONGEST.get(kind, _LONGEST_OTHER), largest) if kind in MUTED else MAX_CHARACTERS
    if kind and composer.length_since(start) <= longest:
        composer.mark(start, kind)
    elif inline := _INLINES.get(str(element.tag)):
        href = element.get("href")
        usable = address(href, base) if href and inline is InlineKind.LINK else None
        if usable or inline is not InlineKind.LINK:
            composer.mark(start, inline, usable)


def _kind(element: HtmlElement) -> BlockKind | None:
    """What a part is, by its element and by what it is called."""
    named = kind_of((element.get("class"), element.get("id")))
    if element.tag == "figcaption":
        return BlockKind.CAPTION
    if element.tag in _HEADINGS:
        return named or BlockKind.HEADING
    if element.tag == "blockquote":
        around = {kind_of((outer.get("class"), outer.get("id"))) for outer in element.iterancestors()}
        pulled = BlockKind.PULL_QUOTE in (*around, named) or next(element.iterancestors()).tag == "aside"
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
    """Whether a part of a heading or caption touches the next one, which only style sets apart: as title and rubric."""
    after = element.getnext()
    if element.tail or after is None or not any(outer.tag in _GLUED for outer in element.iterancestors()):
        return False
    return not str(after.text_content())[:1].islower()  # as it does where a capital is set apart
