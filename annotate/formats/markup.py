"""What a text says by its beginning: that it is a web page, other markup (SVG, RSS, any XML), or neither."""

from __future__ import annotations

import re

from annotate.text.unreadable import OtherMarkup

BEGINNING = 1024
"""Within so many characters a page says that it is one."""

# Atomic, because everything in it may be skipped in one way only: a row of comments would else be tried in 2^n ways.
_PROLOGUE = r"(?>\ufeff?(?>\s+|<\?xml[^>]*>|<!--.*?-->)*)"
_PAGE = re.compile(_PROLOGUE + r"<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(_PROLOGUE + r"<(!doctype|[a-z_][\w.:-]*)(?=[\s/>\[])", re.IGNORECASE | re.DOTALL)
_DECLARED = re.compile(r"\ufeff?\s*<(\?xml)\s", re.IGNORECASE)


def is_page(text: str) -> bool:
    """Whether the text, or its beginning, is that of a web page."""
    return bool(_PAGE.match(text, 0, BEGINNING))


def refuse_markup(text: str) -> None:
    """OtherMarkup where the text is declared to be markup, or begins with an element's start and ends with its end.

    A text that only begins with an element, or has some in it, is somebody's words.
    """
    found = _DECLARED.match(text) or _ROOT.match(text)
    if found and (found[1].lower() in {"?xml", "!doctype"} or _is_element(text.rstrip(), found)):
        raise OtherMarkup(beginning=f"<{found[1][:40]}")


def _is_element(text: str, start: re.Match[str]) -> bool:
    """Whether what starts there ends where the text ends: with its end tag, or as a single tag."""
    single = text.endswith("/>") and text.find("<", start.start(1)) < 0
    return single or text.endswith(f"</{start[1]}>")
