"""What is marked for translation: in templates, in Python. Scripts have no words of their own (docs/decisions/0030).

Read by Babel, so that no machine needs the gettext tools; templates become calls first, by Django's own `templatize`.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""Django's names beside those that Babel knows; `_` is one of the latter."""

COMMENTS = ["Translators:"]


class Marked(NamedTuple):
    """A sentence of the sources: (singular, plural) where it counts, and where it stands."""

    words: str | tuple[str, ...]
    context: str | None
    file: str
    comments: list[str]


def marked() -> Iterator[Marked]:
    """Every sentence marked for translation, file by file."""
    for path in sorted((ROOT / "annotate").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _calls(path, path.read_text())
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield from in_template(path)


def in_template(path: Path) -> Iterator[Marked]:
    """The sentences of one template."""
    calls = templatize(path.read_text(), origin=str(path))
    # Python reads white space at the beginning of a line; templates mean nothing by it.
    yield from _calls(path, "\n".join(line.strip() for line in calls.splitlines()))


def _calls(path: Path, source: str) -> Iterator[Marked]:
    file = path.relative_to(ROOT).as_posix()
    for _line, words, comments, context in extract("python", BytesIO(source.encode()), KEYWORDS, COMMENTS):
        yield Marked(words, context, file, comments)


def template_of_catalogues() -> Catalog:
    """All that is marked, as the empty catalogue that those of the languages are held to."""
    catalogue = Catalog()
    for sentence in marked():
        catalogue.add(
            sentence.words, locations=[(sentence.file, 0)], auto_comments=sentence.comments, context=sentence.context
        )
    return catalogue
