"""Names of authors: the one in a byline, and whether words are somebody's name at all."""

from __future__ import annotations

import re

from annotate.text.blocks.rules.words import BY

_BY = re.compile(BY, re.IGNORECASE)
_AFTER_THE_NAME = re.compile(r"\s*[,|·•(].*|\s+[–—-]\s.*|\s+for\s.*", re.DOTALL)
_ARTICLES = frozenset({"The", "Der", "Die", "Das", "Le", "La", "Les", "El", "Los", "Las", "Il"})


def is_name(words: str) -> bool:
    """Whether these words could be nothing but a person's name: two to four, each with a capital."""
    names = words.split()
    return (
        2 <= len(names) <= 4
        and names[0] not in _ARTICLES
        and all(name[0].isupper() and name.strip(".’'-").replace("-", "").isalpha() for name in names)
    )


def _is_name_without_capitals(words: str) -> bool:
    """Whether words that are said to be a name are one in a script that has no capitals."""
    return 2 <= len(words.split()) <= 4 and not words[0].islower() and not words[0].isupper()


def name_after_by(byline: str) -> str:
    """The name that a byline gives after "by"; empty where it says nothing of the sort."""
    found = _BY.match(byline)
    return _AFTER_THE_NAME.sub("", byline[found.end() :]).strip() if found else ""


def names_in(byline: str) -> list[str]:
    """The people of a byline: after "by", or as bare names; several are set apart by commas or "and"."""
    after_by = name_after_by(byline)
    names = re.split(r",\s*|\s+(?:and|und|et|y|&)\s+", after_by or byline)
    return [name for name in names if is_name(name) or (after_by and _is_name_without_capitals(name))]
