"""What people select, in code points: the awkward cases with a real mouse and real keys, and a thousand extents."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

import pytest
from django.templatetags.static import static
from icu4py.breakers import CharacterBreaker

from annotate.corpus.models import Article, Block
from annotate.text.extent import Extent
from tests.browser.conftest import Enter
from tests.browser.desk import Reader
from tests.factories import World

HARD = """A title with 👨\u200d👩\u200d👧 in it

Ana says 🚢 sails; café owners — “all of them” — wept 🇩🇪🇫🇷 and 👍🏽 waved. Nobody asked.

كتب أحد الوزراء أن «الجسر الجديد» سيغيّر كل شيء، ثم سكت.

議会は新しい橋が安いと言う。क्षण भर में निर्णय बदला। ไทยไม่มีช่องว่าง e\u0323\u0301nd.

The last block of all, with a\u00a0hard space and a soft\u00adhyphen.
"""

EXTENT_OF = """
async ([selection_js, start, end]) => {
  const { extentOf } = await import(selection_js);
  const find = ([css, child, offset]) => [child === null ? document.querySelector(css)
    : document.querySelector(css).childNodes[child], offset];
  const range = document.createRange();
  range.setStart(...find(start));
  range.setEnd(...find(end));
  return extentOf(document.getElementById("text"), range);
}
"""
"""A boundary is [selector, number of a child node or null for the element itself, offset]."""

EXTENT_OF_SELECTION = """
async (selection_js) => {
  const { extentOf } = await import(selection_js);
  return extentOf(document.getElementById("text"), document.getSelection().getRangeAt(0));
}
"""

ROUND_TRIP = """
async ([selection_js, extents]) => {
  const { extentOf, rangeOf } = await import(selection_js);
  const pane = document.getElementById("text");
  const selection = document.getSelection();
  return extents.map(([start, end]) => {
    selection.removeAllRanges();
    selection.addRange(rangeOf(pane, start, end));
    return extentOf(pane, selection.getRangeAt(0));
  });
}
"""


@pytest.fixture
def hard(shared: World) -> Article:
    """Scripts that break naive counting, cut into pieces by spans."""
    article = shared.take_in(HARD)
    for quote, label in (
        ("🚢 sails; café", "claim"), ("café owners — “all", "evidence"), ("🇫🇷 and 👍🏽", "framing"),
        ("«الجسر الجديد»", "claim"), ("الجديد» سيغيّر", "evidence"), ("橋が安い", "claim"), ("निर्णय", "evidence"),
    ):  # fmt: skip
        shared.mark(shared.ana, quote, label, article=article)
    return article


def marked(reader: Reader, article: Article) -> str:
    """Mark what is selected; the words that were saved, read off the article."""
    before = set(article.spans.values_list("pk", flat=True))
    reader.page.keyboard.press("3")
    reader.saved()
    span = article.spans.exclude(pk__in=before).get()
    return str(span.extent.quote(article.text))


@dataclass(frozen=True)
class Drag:
    """From the first letter of some words to the last letter of others, and what should be marked."""

    name: str
    begin: str
    end: str
    quote: str
    backwards: bool = False
    alt: bool = False


DRAGS = [
    Drag("over borders of pieces", "sails", "owners", "sails; café owners"),
    Drag("backwards over borders of pieces", "sails", "owners", "sails; café owners", backwards=True),
    Drag("one emoji", "🚢", "🚢", "🚢"),
    Drag("half of a flag pair", "🇩🇪", "🇩🇪", "🇩🇪", alt=True),
    Drag("a skin tone", "👍🏽", "👍🏽", "👍🏽", alt=True),
    Drag("after an emoji", "waved", "waved", "waved"),
    Drag("a family joined by ZWJ", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", alt=True),
    Drag("combining marks", "ẹ\u0301nd", "ẹ\u0301nd", "ẹ\u0301nd"),
    Drag("right to left", "«الجسر", "الجديد»", "«الجسر الجديد»"),
    Drag("Japanese without spaces", "新しい橋", "新しい橋", "新しい橋", alt=True),
    Drag("Devanagari", "क्षण", "भर", "क्षण भर"),
    Drag("across blocks", "waved", "كتب أحد", "waved. Nobody asked.\n\nكتب أحد"),
    Drag("across blocks, backwards", "asked.", "كتب أحد", "asked.\n\nكتب أحد", backwards=True),
    Drag("a hard space", "a\u00a0hard", "a\u00a0hard", "a\u00a0hard"),
    Drag("a soft hyphen", "soft\u00adhyphen", "soft\u00adhyphen", "soft\u00adhyphen"),
    Drag("white space at both ends", " owners — ", " owners — ", "owners —"),
]


@pytest.mark.parametrize("drag", DRAGS, ids=lambda drag: drag.name)
def test_a_drag_marks_exactly_these_words(shared: World, hard: Article, enter: Enter, drag: Drag) -> None:
    reader = enter(shared.ben.user, hard)
    reader.drag(drag.begin, drag.end, backwards=drag.backwards, alt=drag.alt)
    assert marked(reader, hard) == drag.quote


def test_three_clicks_mark_the_block(shared: World, hard: Article, enter: Enter) -> None:
    reader = enter(shared.ben.user, hard)
    for quote, block in (("owners", 1), ("الوزراء", 2), ("block of all", 4)):
        reader.page.mouse.click(*reader.middle(quote), click_count=3)
        reader.page.wait_for_timeout(60)
        assert marked(reader, hard) == block_text(hard, block)


def test_two_clicks_mark_a_word_whatever_the_browser_takes_along(shared: World, hard: Article, enter: Enter) -> None:
    reader = enter(shared.ben.user, hard)
    for quote in ("waved", "🚢", "الوزراء"):
        reader.page.mouse.dblclick(*reader.edges(quote, quote)[0])
        reader.page.wait_for_timeout(60)
        assert marked(reader, hard) == quote
        reader.page.keyboard.press("Escape")


def test_from_the_header_into_the_text_and_from_the_text_into_the_panel(
    shared: World, hard: Article, enter: Enter
) -> None:
    reader = enter(shared.ben.user, hard)
    page = reader.page
    header, beside = (900.0, 20.0), (1300.0, 600.0)
    for into_text, words, quote in ((True, "A title", "A title"), (False, "hyphen.", "soft\u00adhyphen.")):
        begin, end = (header, reader.middle(words)) if into_text else (reader.middle(words), beside)
        page.mouse.move(*begin)
        page.mouse.down()
        page.mouse.move(*end, steps=6)
        page.mouse.up()
        page.wait_for_timeout(60)
        assert marked(reader, hard) == quote
        page.keyboard.press("Escape")


def test_everything_selected_is_the_text_without_margin_and_panel(shared: World, hard: Article, enter: Enter) -> None:
    reader = enter(shared.ben.user, hard)
    reader.page.locator("#text").focus()
    reader.page.keyboard.press("Control+a")
    found = reader.page.evaluate(EXTENT_OF_SELECTION, static("js/selection.js"))
    said = hard.text.rstrip()
    assert found == {"start": 0, "end": len(said), "quote": said}


def test_keys_select_words_sentences_and_whole_characters(shared: World, hard: Article, enter: Enter) -> None:
    reader = enter(shared.ben.user, hard)
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert marked(reader, hard) == "Ana says 🚢 sails; café owners — “all of them” — wept 🇩🇪🇫🇷 and 👍🏽 waved."
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    for _cluster in range(2):  # a space, then the ship: one press each
        page.keyboard.press("Alt+Shift+ArrowRight")
    assert marked(reader, hard) == "Ana says 🚢"
    for _sentence in range(3):  # this one as a whole, the next, the Arabic one
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowLeft")  # on, where the line runs right to left
    assert marked(reader, hard) == "كتب أحد"


BOUNDARIES = [
    ("ends at the start of the next block", ["#r1 .text", None, 0], ["#r2 .text", None, 0],
     lambda text: block_text(text, 1)),
    ("ends before the first piece of the next block", ["#r1 .text", None, 0], ["#r2 .text > *", 0, 0],
     lambda text: block_text(text, 1)),
    ("from a row to the next row", ["#r3", None, 0], ["#r4", None, 0], lambda text: block_text(text, 3)),
    ("ends in a margin list", ["#r1 .text", None, 0], ["#r1 .tags", None, 1], lambda text: block_text(text, 1)),
    ("begins in a margin list", ["#r1 .tags", None, 0], ["#r2 .text", None, 99], lambda text: block_text(text, 2)),
    ("begins before the pane", ["body", None, 0], ["#r0 .text", None, 9], lambda text: block_text(text, 0)),
    ("ends behind the pane", ["#r4 .text", None, 0], ["#panel", None, 0], lambda text: block_text(text, 4)),
    ("inside a surrogate pair", ["#r0 .text > *", 0, 14], ["#r0 .text > *", 0, 15], lambda text: "👨\u200d👩\u200d👧"),
    ("of white space alone", ["#r0 .text > *", 0, 1], ["#r0 .text > *", 0, 2], lambda text: None),
    ("outside the text", ["header.top", None, 0], ["header.top", None, 1], lambda text: None),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "quote"), [row[1:] for row in BOUNDARIES], ids=[row[0] for row in BOUNDARIES])
def test_a_selection_that(
    shared: World, hard: Article, enter: Enter, start: list[object], end: list[object], quote: Callable[..., str | None]
) -> None:
    reader = enter(shared.ana.user, hard)
    if end[2] == 99:
        end = [end[0], None, reader.page.locator(f"{end[0]} > *").count()]
    if end[2] == 9:
        end = [end[0], None, 1]
    found = reader.page.evaluate(EXTENT_OF, [static("js/selection.js"), start, end])
    wanted = quote(hard)
    assert (found and found["quote"]) == wanted
    if found:
        assert hard.text[found["start"] : found["end"]] == wanted


def test_a_thousand_extents_come_back_as_they_were(shared: World, enter: Enter) -> None:
    rng = random.Random(7)
    lines = HARD.strip().split("\n\n")
    long = " ".join(rng.choices(lines, k=60))  # a block of several chunks
    article = shared.take_in("\n\n".join([*lines, long, *lines[1:3]]))
    borders = list(accumulate(map(len, CharacterBreaker(article.text, "en")), initial=0))
    starts = [at for at in borders[:-1] if not article.text[at].isspace()]
    ends = [at for at in borders[1:] if not article.text[at - 1].isspace()]
    wanted = []
    while len(wanted) < 1500:
        start = rng.choice(starts)
        end = next((at for at in ends if at > start + rng.randrange(1 + 8 ** rng.randrange(5))), ends[-1])
        wanted.append((start, end))
    for start, end in wanted[:150]:  # pieces for the borders to fall into
        shared.mark_extent(shared.ana, Extent.one(start, end), article=article)
    reader = enter(shared.ana.user, article)
    assert reader.page.locator(".chunk").count() > 2
    found = reader.page.evaluate(ROUND_TRIP, [static("js/selection.js"), wanted])
    said = [(extent["start"], extent["end"], extent["quote"]) for extent in found]
    assert said == [(start, end, article.text[start:end]) for start, end in wanted]


def block_text(article: Article, number: int) -> str:
    """What a block says."""
    block = Block.objects.get(article=article, number=number)
    return article.text[block.start : block.end]
