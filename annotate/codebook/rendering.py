"""The stylesheet of a codebook, its labels' colours and strokes in both themes; its guidelines as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import bleach
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from annotate.text.color import for_dark, for_light

_STROKES = {
    "solid": "linear-gradient(var(--c{n}) 0 0)",
    "dashed": "repeating-linear-gradient(90deg,var(--c{n}) 0 6px,transparent 6px 9px)",
    "dotted": "repeating-linear-gradient(90deg,var(--c{n}) 0 2px,transparent 2px 5px)",
}


_GUIDELINE_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@lru_cache(maxsize=64)
def guidelines_html(text: str) -> SafeString:
    """Guidelines, Markdown made HTML and cleaned: nothing in them can run or load anything. Kept in memory, as every
    desk shows them."""
    written = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    lowered = written.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean: str = bleach.clean(
        lowered, tags=_GUIDELINE_TAGS, attributes={"a": ["href"]}, protocols={"http", "https", "mailto"}, strip=True
    )
    return mark_safe(clean)  # bleach has been over it


def stylesheet(codebook: Mapping[str, Any]) -> str:
    """A colour, four lanes, a swatch and a rail for each label, numbered as the labels stand in the codebook."""
    labels = list(enumerate(codebook["labels"], start=1))
    light = "".join(f"--c{n}:{for_light(label['color'])};" for n, label in labels)
    dark = "".join(f"--c{n}:{for_dark(label['color'])};" for n, label in labels)
    rules = [
        f":root{{{light}}}",
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}",
        f":root[data-theme=dark]{{{dark}}}",
    ]
    for n, label in labels:
        paint = _STROKES[label["stroke"]].format(n=n)
        along = paint.replace("90deg", "180deg")
        rules.append(
            f".a{n}{{--a:{paint}}}.b{n}{{--b:{paint}}}.c{n}{{--c:{paint}}}.d{n}{{--d:{paint}}}"
            f".s{n}{{background-image:{paint}}}.v{n}{{background-image:{along}}}"
        )
    return "\n".join(rules) + "\n"
