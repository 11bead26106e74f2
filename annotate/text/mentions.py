"""People's names in what people write: found where `@ana` calls one, and replaced by what stands for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

SOMEBODY = "somebody"
"""Stands where a part of a name is several people's."""

SHORTEST_PART = 3
"""Shorter parts of a name (“de”, “La”) are words of their own more often than people."""


def mention_of(username: str) -> str:
    """A pattern that finds `@username` as a whole name, in Python and in PostgreSQL; both are to ignore case.

    A full stop behind it ends the sentence, unless letters follow: `@ana.` calls ana, `@ana.b` does not.
    """
    return rf"(?<![\w.@+-])@{re.escape(username)}(?![\w@+-]|\.\w)"


def split_mentions(text: str, usernames: Collection[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it calls one of these people; joined they are the text."""
    if not usernames:
        return [(text, False)]
    parts = re.split(f"({'|'.join(map(mention_of, usernames))})", text, flags=re.IGNORECASE)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


class Mentions:
    """Replaces whole names: `@ana`, `Ana Example`, and parts of a name as they are written in it (`Example`).

    `people` gives for each user name and each full name what stands for the person. These are found in any case;
    parts only in their own, and only where they begin with a capital letter (or have no case). It searches, it does not
    understand: nicknames, initials and misspellings stay.
    """

    def __init__(self, people: Mapping[str, str]) -> None:
        self._whole = {name.casefold(): stands for name, stands in people.items() if name}
        self._parts: dict[str, str] = {}
        for name, stands in people.items():
            for part in _parts(name):
                self._parts[part] = stands if self._parts.get(part, stands) == stands else SOMEBODY
        whole, parts = _any_of({*filter(None, people), *self._whole}), _any_of(self._parts)
        self._found = re.compile(rf"(?<!\w)(?:(?P<whole>(?i:{whole}))|(?P<part>{parts}))(?!\w)")

    def replace(self, text: str) -> str:
        """The text with every name replaced."""
        return self._found.sub(self._stands, text) if text else text

    def _stands(self, found: re.Match[str]) -> str:
        if found["whole"] is not None:
            return self._whole.get(found["whole"].casefold(), SOMEBODY)  # re folds a few letters in its own way
        return self._parts[found["part"]]


def _parts(name: str) -> list[str]:
    words = name.split()
    return [word for word in words if len(word) >= SHORTEST_PART and word[0] == word[0].upper()] if words[1:] else []


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, longer ones first; one that finds nothing where there is none."""
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))) or r"(?!)"
