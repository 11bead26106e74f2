"""A long desk with many spans: names far from the window are laid out when they come near, and no line moves for it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from annotate.projects.models import Mode, User
from annotate.text.extent import Extent
from tests.bench.corpus import mark, piece
from tests.browser.desk import Reader
from tests.factories import World, make_world

SAID = "The ferry came late and nobody asked who pays"
PARAGRAPHS = [f"{SAID} in week {number}." + f" {SAID}." * 12 for number in range(40)]
FAR = 35
LINE = 40
"""The height of a line of text, in CSS pixels, and a little more than two names'."""
DENSE = 30
"""Spans of one paragraph: their names stand higher than its lines."""

IS_LAID_OUT = "list => list.lastElementChild.checkVisibility({ contentVisibilityAuto: true })"
PLACES = "() => Array.from(document.querySelectorAll('.row'), row => Math.round(row.offsetTop))"


BESIDE = """
    number => {
        const row = document.getElementById(`r${number}`);
        const tops = new Map(Array.from(row.querySelectorAll("mark"), (mark) => [mark.dataset.start, top(mark)]));
        return Array.from(row.querySelectorAll(".tags > li"), (line) => [
            tops.get(line.firstElementChild.dataset.extent.split("-")[0]), top(line),
        ]);
        function top(element) { return element.getBoundingClientRect().top; }
    }
"""
"""Of each name in a row's margin: how high the words of its span begin, how high it stands itself."""


@pytest.fixture
def long() -> World:
    """A shared project with an article of many windows' height; far down every word begins a span of Ana's."""
    world = make_world(Mode.SHARED, text="\n\n".join(["The ferry must stay", *PARAGRAPHS]))
    start = world.article.text.index(PARAGRAPHS[FAR - 1])
    end = start + len(PARAGRAPHS[FAR - 1])
    for word in list(re.finditer(r"\S+", world.article.text[start:end]))[:DENSE]:
        world.mark_extent(world.ana, Extent.one(start + word.start(), end))
    return world


@pytest.fixture
def reader(
    long: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> Reader:
    """Ana, not at the desk yet."""
    context = open_context(viewport={"width": 1400, "height": 900})
    sign_in_to(context, long.ana.user)
    return Reader(context.new_page())


def test_names_far_away_are_laid_out_when_they_come_near(long: World, reader: Reader) -> None:
    reader.open(long.article)
    names = reader.page.locator(f"#r{FAR} .tags")
    assert not names.evaluate(IS_LAID_OUT)
    reader.page.locator(f"#r{FAR} .text").scroll_into_view_if_needed()
    expect(names.locator("li").first).to_be_in_viewport()
    assert names.evaluate(IS_LAID_OUT)


def test_no_line_moves_when_names_come_near(long: World, reader: Reader) -> None:
    """What is not laid out keeps the room that it will take, also where the names stand higher than the lines."""
    reader.open(long.article)
    before = reader.page.evaluate(PLACES)
    reader.page.locator(f"#r{FAR} .text").scroll_into_view_if_needed()
    expect(reader.page.locator(f"#r{FAR} .tags.placed li")).to_have_count(DENSE)
    after = reader.page.evaluate(PLACES)
    assert before[: FAR + 1] == after[: FAR + 1]
    assert abs(before[FAR + 1] - after[FAR + 1]) <= LINE


def test_an_address_leads_to_a_span_far_down(long: World, reader: Reader) -> None:
    span = long.mark(long.ben, f"{SAID} in week {FAR + 1}", "evidence")
    reader.open(long.article, f"?span={span.pk}")
    expect(reader.page.locator(f"#r{FAR + 2} mark.f")).to_be_in_viewport()
    assert reader.lit() == f"{SAID} in week {FAR + 1}"


UNDER_THE_BAR = """
number => new Promise(give => setTimeout(() => {
    const [row, bar] = [`#r${number}`, ".bar"].map(part => document.querySelector(part).getBoundingClientRect());
    give(row.top - bar.bottom);
}, 700))
"""
"""How far below the bar a row has come to rest."""


def test_what_one_goes_to_on_a_long_page_stays_before_the_eyes(
    open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> None:
    """Rows that come near are laid out then, higher than was thought; they must not push away what one went to."""
    rng = random.Random(5)
    world = make_world(Mode.SHARED)
    article = world.take_in(piece(rng, paragraphs=220))
    mark(article, world, 3_000, labels=("evidence", "rhetoric", "aside"), rng=rng)
    context = open_context(viewport={"width": 1400, "height": 900})
    sign_in_to(context, world.ana.user)
    page = context.new_page()
    page.goto(f"/p/{world.project.slug}/articles/{article.pk}/")
    expect(page.locator("#desk.scripted #text.long")).to_be_visible()
    page.click("#tab-outline")
    away = []
    for number in (30, 180, 90, 200, 120, 60):
        page.locator(f"#outline a[data-row='{number}']").click()
        away.append(page.evaluate(UNDER_THE_BAR, number))
    assert away == [pytest.approx(12, abs=2)] * 6


def test_a_name_stands_beside_its_words_or_right_below_the_one_before(long: World, reader: Reader) -> None:
    """Also when a mark comes between two and when the window gets narrower; below the text it needs no room."""
    start = long.article.text.index(PARAGRAPHS[0])
    for first, last in ((0, 40), (4, 60), (300, 320), (500, 520)):
        long.mark_extent(long.ana, Extent.one(start + first, start + last))
    reader.open(long.article)
    page = reader.page

    def looked_at(names: int) -> list[float]:
        expect(page.locator("#r1 .tags.placed > li")).to_have_count(names)
        found = page.evaluate(BESIDE, 1)
        below = float("-inf")
        for words, name in found:
            assert name == pytest.approx(max(words + 5, below), abs=1)
            below = name + 24
        return [words for words, _name in found]

    first, second, third, fourth = looked_at(4)
    assert first == second < third < fourth
    reader.select("in week 0.")
    page.keyboard.press("1")
    reader.saved()
    assert len(looked_at(5)) == 5
    page.set_viewport_size({"width": 1120, "height": 900})
    expect(page.locator("#r1 .tags.placed > li")).to_have_count(5)
    page.wait_for_function(f"({BESIDE})(1)[4][0] > {fourth}")
    looked_at(5)
    page.set_viewport_size({"width": 800, "height": 900})
    for name in page.locator("#r1 .tags > li").all():
        expect(name).to_have_css("margin-top", "0px")
