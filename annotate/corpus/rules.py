"""What may become of articles, each as a sentence or None."""

from __future__ import annotations

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
    return None


def _is_broken(word: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in word)
