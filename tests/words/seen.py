"""What a person sees or hears of a page, and which of it is in plain letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import html

from tests.words.pseudo import KEPT, PLAIN_WORD, STAND_IN

SAID = ("placeholder", "aria-label", "aria-roledescription", "aria-valuetext", "title", "alt", "label")
"""Attributes that are read out or shown."""

FOR_MACHINES = {"script", "style", "template", "code", "pre"}

SENTENCE = re.compile(r"\s")
"""Of what stands in data attributes, that with white space is a sentence for a script to say, unless it is in CODES."""

CODES = {"data-deed", "data-chord", "data-ends", "data-label-keys"}


GEOMETRY = re.compile(r'\s(?:[xyr]|[xy][12]|c[xy]|width|height|value|min|max|step)="-?\d+,\d+"')
"""A number that a machine reads, written as German writes it: `|unlocalize` was forgotten."""


def visible(page: str) -> Iterator[str]:
    """Every text, and every attribute that is read out, of a page or of a part of one.

    What names another language than the page's is data: an article, a line of the journal.
    """
    if page.strip():
        yield from _said(html.fromstring(f"<div>{page}</div>" if "<html" not in page else page))


def _said(element: html.HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str) and element.get("lang") in (None, "", STAND_IN):
        names_itself = element.tag == "option" and element.get("value") == element.text  # a code: of an encoding
        if element.tag not in FOR_MACHINES and not names_itself:
            yield element.text or ""
            yield from _attributes(element)
        for child in element:
            yield from _said(child)
    yield element.tail or ""


def _attributes(element: html.HtmlElement) -> Iterator[str]:
    for name, value in element.attrib.items():
        button = element.tag == "input" and element.get("type") in {"submit", "button", "reset"} and name == "value"
        sentence = name.startswith("data-") and name not in CODES and SENTENCE.search(value)
        if name in SAID or button or sentence:
            yield value


def plain(texts: Iterable[str], *, allowed: frozenset[str]) -> list[str]:
    """The texts with a word in plain letters that is not allowed, each once."""
    found = dict.fromkeys(
        " ".join(text.split()) for text in texts if set(PLAIN_WORD.findall(KEPT.sub("", text))) - allowed
    )
    return list(found)
