"""What a page says of itself: JSON-LD of schema.org first, then Open Graph and article meta, then plain HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from lxml.html import HtmlElement

from annotate.formats.composing import address
from annotate.formats.source import Metadata, iso_date

_ARTICLE = re.compile(r"(?:.*Article|BlogPosting|Report)$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATES = (
    *("article:published_time", "og:published_time", "date", "dc.date", "dc.date.issued", "dcterms.date"),
    *("dcterms.created", "pubdate", "publish-date", "publishdate", "sailthru.date", "parsely-pub-date"),
)


def read_metadata(page: HtmlElement, *, saved_from: str = "") -> Metadata:
    """The metadata of a page; what it does not say, or not in the one form we trust (dates), stays empty.

    `saved_from` is the address that the browser which saved it noted.
    """
    said = next(_articles(page), {})
    meta = _meta(page)
    url = next(filter(None, map(address, (*_urls(page, meta, said), saved_from))), "")
    return Metadata(
        title=_first(said.get("headline"), meta.get("og:title"), meta.get("twitter:title"), page.findtext(".//title")),
        byline=_first(", ".join(_names(said.get("author"))), *_bylines(meta)),
        outlet=_first(*_names(said.get("publisher")), meta.get("og:site_name"), meta.get("application-name")),
        published_on=_published_on(page, meta, said),
        language=_language(page, meta, said),
        url=url or "",
    )


def _first(*said: object) -> str:
    """The first that says something, as one line."""
    lines = (" ".join(words.split()) for words in said if isinstance(words, str))
    return next(filter(None, lines), "")


def _meta(page: HtmlElement) -> dict[str, str]:
    """The page's meta elements by name or property, in small letters; of several the first."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        if name and (content := (element.get("content") or "").strip()):
            found.setdefault(name.strip().lower(), content)
    return found


def _articles(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """The things of the page's JSON-LD whose type is some kind of article."""
    for script in page.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                said = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):  # other people's JSON
                continue
            for thing in _things(said):
                types = thing.get("@type")
                if any(isinstance(name, str) and _ARTICLE.match(name) for name in _listed(types)):
                    yield thing


def _things(said: object) -> Iterator[dict[str, Any]]:
    for thing in _listed(said):
        if isinstance(thing, dict):
            yield thing
            yield from (inner for inner in _listed(thing.get("@graph")) if isinstance(inner, dict))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(people: object) -> list[str]:
    """The names in what may be a name, a thing with a name, or a list of these."""
    names = [person.get("name") if isinstance(person, dict) else person for person in _listed(people)]
    return [" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()]


def _bylines(meta: dict[str, str]) -> Iterator[str]:
    for name in ("author", "article:author", "dc.creator", "byl", "parsely-author"):
        said = meta.get(name, "")
        if "://" not in said:  # Open Graph wants an address here, and some put a name
            yield said.removeprefix("By ")


def _urls(page: HtmlElement, meta: dict[str, str], said: dict[str, Any]) -> Iterator[str]:
    yield from (link.get("href") or "" for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower())
    yield meta.get("og:url", "")
    yield from (url for url in _listed(said.get("url")) if isinstance(url, str))


def _published_on(page: HtmlElement, meta: dict[str, str], said: dict[str, Any]) -> date | None:
    times = page.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    written: Iterable[object] = (
        said.get("datePublished"),
        *(meta.get(name) for name in _DATES),
        *(element.get("datetime") or element.get("content") for element in times),
    )
    return next(filter(None, (iso_date(words) for words in written if isinstance(words, str))), None)


def _language(page: HtmlElement, meta: dict[str, str], said: dict[str, Any]) -> str:
    root = page.getroottree().getroot()
    tags = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        meta.get("content-language"),
        meta.get("og:locale", "").replace("_", "-"),
        said.get("inLanguage"),
    )
    return next((tag.strip() for tag in tags if isinstance(tag, str) and _LANGUAGE.fullmatch(tag.strip())), "")
