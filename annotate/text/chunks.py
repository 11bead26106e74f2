"""A block too long to be replaced as one, cut into chunks for a page. They are print, not structure: none is stored.

Measured in browser trials: with 5,000 spans in one block of 200,000 characters, an answer that replaces the block takes
over 300 ms, one that replaces a chunk of 1,500 characters about 100 ms, most of it the browser's own line breaking.
At 1,000 characters a mark's answer there also keeps to 4 kB (tests/bench/rows.py).
"""

from __future__ import annotations

import re

from annotate.text.graphemes import borders_around

LONG = 2_000
"""A block of more code points than this is cut."""

MOST = 1_000
"""The longest chunk, in code points; a grapheme cluster at the cut may make it a little shorter."""

_SENTENCE_ENDS = re.compile(r"[.!?…؟۔।][\"'”’»›)\]]*\s+|[。！？][」』”]*")
_SPACE = re.compile(r"\s+")


def chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`[start, end)` in pieces of at most MOST code points that tile it; one piece where it is no longer than LONG.

    Each piece ends behind a sentence where one ends in its later half, else behind white space, else between two
    grapheme clusters.
    """
    if end - start <= LONG:
        return [(start, end)]
    found = []
    while end - start > MOST:
        cut = _cut(text, start)
        found.append((start, cut))
        start = cut
    return [*found, (start, end)]


def _cut(text: str, start: int) -> int:
    middle, last = start + MOST // 2, start + MOST
    for rule in (_SENTENCE_ENDS, _SPACE):
        cut = max((match.end() for match in rule.finditer(text, middle, last)), default=0)
        if cut and borders_around(text, cut) == (cut, cut):
            return cut
    before, after = borders_around(text, last)
    return before if before > start else after
