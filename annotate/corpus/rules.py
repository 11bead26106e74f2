"""What may become of articles, each as a sentence or None."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from annotate.corpus.models import MAX_CHARACTERS, Article
from annotate.projects.models import Role
from annotate.projects.refusals import grouped

LONGEST = {"title": 500, "byline": 300, "outlet": 200, "language": 35, "url": 2000, "external_id": 200}
"""The longest words about an article, in code points."""


def why_not_take_in(*, text: str, words: dict[str, str]) -> str | None:
    """Why this text, with these words about it, cannot become an article; None when it can."""
    if not text.strip():
        return _("There is no text in it.")
    if len(text) > MAX_CHARACTERS:
        return _("It has %(length)s characters; 2,000,000 is the most.") % {"length": grouped(len(text))}
    return why_not_describe(words)


def why_not_describe(words: dict[str, str]) -> str | None:
    """Why an article cannot be described like this; None when it can."""
    for name, most in LONGEST.items():
        if len(words.get(name, "")) > most:
            return _("The %(what)s has %(length)s characters; %(most)s is the most.") % {
                "what": _(name.replace("_", " ")), "length": grouped(len(words[name])), "most": grouped(most),
            }  # fmt: skip
    if any(ord(letter) < 32 or letter == "\x7f" for word in words.values() for letter in word):
        return _("Titles and names have no control characters or line breaks.")
    if any(_is_broken(word) for word in words.values()):
        return _("These are no characters: half of a surrogate pair.")
    url = words.get("url", "")
    if url and urlsplit(url).scheme not in {"http", "https"}:
        return _("An address begins with http:// or https://.")
    return None


def may_see_withdrawn(role: Role) -> bool:
    """Whether a member of this role sees articles that were withdrawn: who can put them back."""
    return role.reaches(Role.LEAD)


def why_not_change(article: Article) -> str | None:
    """Why nothing may be marked or decided on this article now; None when it may."""
    if article.withdrawn_at is not None:
        return _("This article was withdrawn. A lead can put it back.")
    if article.superseded:
        return _("A corrected article has superseded this one. It stays to be read; mark on the corrected one.")
    return None


def why_not_supersede(older: Article, newer: Article, *, ancestors: Collection[int]) -> str | None:
    """Why the newer article cannot supersede the older, which itself supersedes `ancestors`; None when it can."""
    if older.pk == newer.pk or older.sha256 == newer.sha256:
        return _("The text is the same, so there is nothing to correct.")
    if older.project_id != newer.project_id:
        return _("An article is superseded by one of its own project.")
    if older.withdrawn_at is not None or newer.withdrawn_at is not None:
        return _("One of the two articles was withdrawn. A lead can put it back.")
    if newer.pk in ancestors:
        return _("This article supersedes that one already, so it cannot be superseded by it.")
    if older.superseded:
        return _("This article was superseded already. Correct the article that superseded it.")
    if newer.supersedes_id is not None:
        return _("That text is here already and supersedes another article.")
    return None


def why_not_put_back(older: Article | None) -> str | None:
    """Why a withdrawn article that supersedes the older one, or none, cannot be put back; None when it can."""
    if older is not None and older.superseded:
        return _("Another correction has superseded the same article meanwhile. Withdraw that one first.")
    return None


def _is_broken(word: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in word)
