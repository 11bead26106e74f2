"""What hypothesis draws: texts that break naive offsets, and extents in them."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from annotate.text.extent import Extent
from annotate.text.graphemes import is_border

PIECES = (
    "a", "word", "it's", " ", "  ", "\n", "\n\n", ".", "“", "”", "—", "é", "e\u0301\u0323", "ñ", "ß", "ﬁ", "İ",
    "😊", "👨\u200d👩\u200d👧\u200d👦", "🇩🇪", "🇫🇷🇮🇹", "👍🏽", "🏳️\u200d🌈", "1️⃣", "\u00a0", "\u00ad",
    "日本", "語", "한국", "각",
    "العربية", "مَ", "\u200f", "\u200eabc", "ह", "क्ष", "नि", "ไทย", "ำ", "𝔘", "𐍈", "ʼ", "\u0301",
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn, *, least: int = 1, most: int = 60) -> str:
    """A canonical text with at least one letter: NFC, no white space at the borders of lines."""

    raw = "x" + "".join(draw(st.lists(st.sampled_from(PIECES), min_size=least, max_size=most)))
    return "\n".join(line.strip() for line in unicodedata.normalize("NFC", raw).split("\n"))


def fitting_borders(text: str) -> tuple[list[int], list[int]]:
    """Where a range of the text may start, and where it may end."""
    borders = [offset for offset in range(len(text) + 1) if is_border(text, offset)]
    starts = [offset for offset in borders if offset < len(text) and not text[offset].isspace()]
    ends = [offset for offset in borders if offset > 0 and not text[offset - 1].isspace()]
    return starts, ends


@st.composite
def extents(draw: st.DrawFn, text: str, *, ranges: int = 3) -> Extent:
    """An extent that the text can carry."""
    starts, ends = fitting_borders(text)
    pairs = []
    for _ in range(draw(st.integers(1, ranges))):
        start = draw(st.sampled_from(starts))
        later = [end for end in ends if end > start]
        pairs.append((start, draw(st.sampled_from(later))) if later else (starts[0], ends[-1]))
    return Extent.of(pairs)
