"""What pages call their parts: the words of class and id by which chrome is dropped and blocks are recognised.

A name is cut into its words (`wp-block-pullquote`, `imageCaption`, `share_bar`); a row of several words wants all of
them. A new outlet, or a new language, is a new word in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotate.text.blocks import BlockKind

CHROME = frozenset(
    {
        *("share", "sharing", "sharedaddy", "social", "socials", "addthis", "addtoany", "teilen", "partage"),
        *("compartir", "newsletter", "subscribe", "subscription", "signup", "paywall", "promo", "promotion"),
        *("donate", "donation", "ad", "ads", "advert", "adverts", "advertisement", "advertising", "adslot"),
        *("sponsor", "sponsored", "werbung", "anzeige", "publicite", "publicidad", "outbrain", "taboola"),
        *("related", "recommended", "recommendations", "recirc", "recirculation", "trending", "popular"),
        *("mostread", "mostviewed", "readnext", "relacionadas", "verwandte", "carousel"),
        *("comments", "commentlist", "disqus", "respond", "leserkommentare", "commentaires", "comentarios"),
        *("breadcrumb", "breadcrumbs", "nav", "navbar", "navigation", "menu", "pagination", "pager", "toolbar"),
        *("sidebar", "cookie", "cookies", "consent", "gdpr", "banner", "overlay", "modal", "popup", "skip"),
        *("masthead", "search", "button", "buttons", "btn", "tags", "taglist", "taxonomy", "print", "hidden"),
        "colophon",
    }
)
"""Words that name what is not the piece. None of them is enough for a part that holds much of the piece's prose."""

UNSEEN = frozenset({"sronly", "visuallyhidden", "screenreader", "offscreen", "assistive"})
"""Words that name what is on the page for screen readers only."""

HINTS: tuple[tuple[frozenset[str], BlockKind], ...] = tuple(
    (frozenset(words.split()), kind)
    for kind, names in (
        (BlockKind.BYLINE, ("byline", "dateline", "author", "authors", "writer", "timestamp", "date", "pubdate")),
        (BlockKind.BYLINE, ("time", "published", "posted", "autor", "auteur", "datum", "meta", "kicker", "rubric")),
        (BlockKind.STANDFIRST, ("standfirst", "subtitle", "sub title", "subheadline", "sub headline", "dek", "deck")),
        (BlockKind.STANDFIRST, ("vorspann", "chapo", "entradilla", "excerpt", "strapline", "article summary")),
        (BlockKind.CAPTION, ("caption", "figcaption", "imagecaption", "cutline", "bildunterschrift", "legend")),
        (BlockKind.CAPTION, ("credit",)),
        (BlockKind.PULL_QUOTE, ("pullquote", "pull quote", "pull")),
        (BlockKind.AUTHOR_NOTE, ("author bio", "bio", "author note", "about author", "author info")),
        (BlockKind.DISCLAIMER, ("disclaimer", "correction", "corrections", "editors note")),
        (BlockKind.SOURCE, ("footnote", "footnotes", "references", "bibliography")),
    )
    for words in names
)
"""Of several rows that fit, the last one counts."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def words_of(names: Iterable[str | None]) -> frozenset[str]:
    """The words of a part's class and id, in small letters, joined pairs with them (`pull-quote`: `pullquote`)."""
    found: set[str] = set()
    for name in names:
        for token in (name or "").split():
            words = [word.lower() for word in _WORD.findall(token)]
            found.update(words)
            found.update(before + after for before, after in zip(words, words[1:], strict=False))
    return frozenset(found)


def is_chrome(names: Iterable[str | None]) -> bool:
    """Whether a part is called what chrome is called."""
    return not CHROME.isdisjoint(words_of(names))


def is_unseen(names: Iterable[str | None]) -> bool:
    """Whether a part is called what is on no screen."""
    return not UNSEEN.isdisjoint(words_of(names))


def kind_of(names: Iterable[str | None]) -> BlockKind | None:
    """What kind of block a part is called."""
    words = words_of(names)
    return next((kind for row, kind in reversed(HINTS) if row <= words), None) if words else None
