"""Find the article in a page and take away the chrome.

readability-lxml says which parts of the page it takes for the article; it is asked for the place only, because what it
hands out lacks captions, standfirst, notes and sometimes headings. The piece is then everything from the title on that
stands with those parts and is not chrome by its element, its name, or being nothing but links. A part that holds much
of the prose is never chrome, whatever it is called: a paragraph of argument weighs more than a clean page.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from dataclasses import dataclass

from lxml.html import HtmlElement
from readability import Document  # type: ignore[import-untyped]
from readability.readability import Unparseable  # type: ignore[import-untyped]

from annotate.formats.html_names import is_chrome, is_unseen, kind_of
from annotate.text.blocks import BlockKind

MUCH = 0.15
"""The share of the piece's characters from which a part is no chrome."""
MOSTLY_LINKS = 0.6
"""The share of a part's characters in links from which it is a list of links."""

_PLACE = "data-annotate-place"
_NEVER_TEXT = (
    *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video"),
    *("audio", "button", "input", "select", "textarea", "link", "meta", "title", "head", "map", "progress"),
)
_CHROME_TAGS = frozenset({"nav", "menu", "dialog", "form"})
_CHROME_ROLES = frozenset({"navigation", "banner", "search", "contentinfo", "dialog", "alert", "alertdialog", "menu"})
_CONTAINERS = frozenset({"div", "section", "aside", "ul", "ol", "table", "header", "footer", "dl", "nav", "figure"})
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

logging.getLogger("readability").setLevel(logging.CRITICAL)  # it logs a traceback where we take the whole page


@dataclass(frozen=True, slots=True)
class Article:
    """The part of a page that holds the piece, without chrome; `title` is inside of it, where there is one."""

    root: HtmlElement
    title: HtmlElement | None
    found: bool
    """Whether anything said where the article is; if not, `root` is the whole page."""


def find_article(page: HtmlElement, *, headline: str, author: str) -> Article:
    """The article in a page, which is changed. `headline` and `author` are what the page's metadata says."""
    for element in list(page.iter(*_NEVER_TEXT)):
        element.drop_tree()
    _show_prose(page)
    body = next(page.iter("body"), page)
    kept = _kept(page)
    prose = _common(kept)
    title = _title(body, headline, prose)
    root = body if prose is None else _root(prose, title)
    article = Article(root, title, found=prose is not None)
    if root is body and prose is not None:
        _cut_off(root, first=title if title is not None else prose, last=prose)
    _prune(article, set(kept), author)
    return article


class _Measures:
    """How many characters the parts of a tree have, without white space, and how many of them stand in links."""

    def __init__(self, root: HtmlElement) -> None:
        self.length: dict[HtmlElement, int] = {}
        self.linked: dict[HtmlElement, int] = {}
        for element in reversed([element for element in root.iter() if isinstance(element.tag, str)]):
            children = [child for child in element if child in self.length]
            words = [element.text, *(child.tail for child in element)]
            length = sum(len("".join(said.split())) for said in words if said)
            self.length[element] = length + sum(self.length[child] for child in children)
            linked = self.length[element] if element.tag == "a" else sum(self.linked[child] for child in children)
            self.linked[element] = linked


def _show_prose(page: HtmlElement) -> None:
    """Show what is hidden, or a form, and yet holds much of the page: as at a paywall, or from old servers."""
    length = _Measures(page).length
    for element in list(length):
        if length[element] > MUCH * length[page]:
            for name in ("hidden", "aria-hidden", "style"):
                element.attrib.pop(name, None)
            if element.tag == "form":
                element.drop_tag()


class _Finder(Document):  # type: ignore[misc]
    """readability, asked where the article is instead of for a copy of it."""

    places: tuple[int, ...] = ()

    def get_clean_html(self) -> str:
        told = [element for element in self.html.iter() if isinstance(element.tag, str) and _own_text(element)]
        self.places = tuple(int(element.get(_PLACE)) for element in told if element.get(_PLACE))
        return str(self.html.text_content())


def _kept(page: HtmlElement) -> list[HtmlElement]:
    """The elements whose own words readability takes for the article's; none where it finds no article."""
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    for place, element in enumerate(elements):
        element.set(_PLACE, str(place))
    finder = _Finder(deepcopy(page))
    try:
        finder.summary(html_partial=True)
    except Unparseable:
        return []
    finally:
        for element in elements:
            del element.attrib[_PLACE]
    return [elements[place] for place in finder.places if elements[place].tag not in ("html", "body")]


def _own_text(element: HtmlElement) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _line(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _path(element: HtmlElement) -> list[HtmlElement]:
    return [*reversed(list(element.iterancestors())), element]


def _common(elements: list[HtmlElement]) -> HtmlElement | None:
    """The smallest element that holds all of these."""
    if not elements:
        return None
    common = _path(elements[0])
    for element in elements[1:]:
        shared = 0
        for ours, theirs in zip(common, _path(element), strict=False):
            if ours is not theirs:
                break
            shared += 1
        common = common[:shared]
    return common[-1]


def _title(body: HtmlElement, headline: str, prose: HtmlElement | None) -> HtmlElement | None:
    """The heading that says what the metadata says, or else the last `h1` before the prose or in it."""
    wanted = _letters(headline)
    headings = [heading for heading in body.iter("h1", "h2", "h3") if _line(heading)]
    for heading in headings:
        said = _letters(_line(heading))
        if len(said) >= 8 and len(wanted) >= 8 and (said in wanted or wanted in said):
            return _title_in(heading, wanted)
    order = {element: place for place, element in enumerate(body.iter())}
    until = order.get(prose, len(order)) if prose is not None else len(order)
    firsts = [heading for heading in headings if heading.tag == "h1"]
    before = [heading for heading in firsts if order[heading] < until or prose in _path(heading)]
    return before[-1] if before else None


def _title_in(heading: HtmlElement, wanted: str) -> HtmlElement:
    """The part of a heading that is the title, made the heading; what stands beside it is the rubric."""
    inner = next((part for part in heading.iterdescendants() if _letters(_line(part)) == wanted), None)
    if inner is None or _letters(_line(heading)) == wanted:
        return heading
    heading.tag, inner.tag = "div", "h1"
    heading.set("class", "rubric")
    return inner


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


def _root(prose: HtmlElement, title: HtmlElement | None) -> HtmlElement:
    """The smallest `article` around prose and title, or else the smallest element."""
    path = _path(prose)
    if title is not None:
        around = set(_path(title))
        path = [element for element in path if element in around]
    articles = [part for part in path if part.tag == "article" or "Article" in part.get("itemtype", "")]
    return (articles or path)[-1]


def _cut_off(root: HtmlElement, *, first: HtmlElement, last: HtmlElement) -> None:
    """Take away what stands before the one and after the other, all through the page."""
    for edge, preceding in ((first, True), (last, False)):
        for element in _path(edge)[len(_path(root)) :]:
            for sibling in list(element.itersiblings(preceding=preceding)):
                if sibling.tag != "figure" and isinstance(sibling.tag, str):
                    sibling.drop_tree()


def _prune(article: Article, kept: set[HtmlElement], author: str) -> None:
    """Take the chrome away, from the outermost part in."""
    measures = _Measures(article.root)
    spared = set(_path(article.title)) if article.title is not None else set()
    parts = list(article.root)[::-1]
    while parts:
        part = parts.pop()
        if part not in measures.length:
            continue
        wanted = part in spared or _names(part, author, measures)
        if not wanted and _is_chrome(part, kept, measures, measures.length[article.root]):
            part.drop_tree()
        else:
            parts += list(part)[::-1]


def _names(element: HtmlElement, author: str, measures: _Measures) -> bool:
    """Whether a part is nothing but the name of one of the authors."""
    return 0 < measures.length[element] <= len(author) and _line(element) in author.split(", ")


def _is_chrome(element: HtmlElement, kept: set[HtmlElement], measures: _Measures, whole: int) -> bool:
    length = measures.length[element]
    if length > MUCH * whole:
        return False
    if _is_unseen(element) or element.tag in _CHROME_TAGS or (element.get("role") or "").lower() in _CHROME_ROLES:
        return True
    if element.tag not in _CONTAINERS and element in kept:
        return False
    if is_chrome((element.get("class"), element.get("id"))):
        return True
    links = element.tag in _CONTAINERS and measures.linked[element] > MOSTLY_LINKS * length
    return links and not _is_wanted(element, kept)


def _is_unseen(element: HtmlElement) -> bool:
    return (
        is_unseen((element.get("class"), element.get("id")))
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_UNSEEN.search(element.get("style") or ""))
    )


def _is_wanted(element: HtmlElement, kept: set[HtmlElement]) -> bool:
    """Whether a part that is mostly links is kept: readability takes it for prose, or it names the author."""
    parts = [part for part in (*element.iter(), *element.iterancestors()) if isinstance(part.tag, str)]
    named = {kind_of((part.get("class"), part.get("id"))) for part in parts}
    return (
        not named.isdisjoint({BlockKind.BYLINE, BlockKind.CAPTION, BlockKind.STANDFIRST})
        or any(part in kept for part in element.iter())
        or any(part.get("rel") == "author" for part in parts)
    )
