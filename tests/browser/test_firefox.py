"""The desk in Debian's Firefox: what is selected there counts the same, lanes are drawn, a key marks."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import accumulate

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from icu4py.breakers import CharacterBreaker
from pytest_django.live_server_helper import LiveServer

from annotate.corpus.models import Article
from annotate.projects.models import User
from tests.browser.bidi import Tab, firefox
from tests.browser.conftest import standing
from tests.browser.desk import EDGES
from tests.browser.test_offsets import HARD, ROUND_TRIP, block_text
from tests.factories import World

NAMES = ("firefox-esr", "firefox")


@pytest.fixture(scope="module")
def browser_window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """One Firefox for this file. Without one, tests fail where CI says so, and else say why they are skipped."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        reason = f"there is no Firefox here (looked for {', '.join(NAMES)})"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    with firefox(path, tmp_path_factory.mktemp("firefox")) as tab:
        yield tab


@pytest.fixture
def visit(browser_window: Tab, live_server: LiveServer) -> Iterator[Callable[[User, Article], Tab]]:
    """Somebody opens an article in Firefox. A page that complains in its console fails the test."""

    def come(person: User, article: Article) -> Tab:
        client = Client()
        client.force_login(person, backend="annotate.projects.sessions.Accounts")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "domain": "localhost",
            "value": {"type": "string", "value": value},
        }
        browser_window.send("storage.setCookie", cookie=cookie)
        browser_window.go(f"{live_server.url}/p/{article.project.slug}/articles/{article.pk}/")
        browser_window.wait_for('document.getElementById("desk").dataset.ready', "1")
        return browser_window

    browser_window.complaints.clear()
    yield come
    browser_window.go("about:blank")
    assert browser_window.complaints == []


@pytest.fixture
def hard(shared: World) -> Article:
    """Scripts that break naive counting, cut into pieces by spans."""
    article = shared.take_in(HARD)
    for quote, label in (("🚢 sails; café", "claim"), ("café owners — “all", "evidence"), ("«الجسر الجديد»", "claim")):
        shared.mark(shared.ana, quote, label, article=article)
    return article


def edges(tab: Tab, begin: str, end: str) -> list[tuple[float, float]]:
    """Just inside the first letter of some words, and just inside the last letter of others."""
    return [(x, y) for x, y in tab.run(f"({EDGES})({json.dumps([begin, end])})")]


def marked(tab: Tab, article: Article, key: str = "3") -> str:
    """Press a label's key; the words that were saved, read off the article."""
    before = set(article.spans.values_list("pk", flat=True))
    tab.press(key)
    tab.wait_for('document.getElementById("saving").textContent', "saved")
    span = article.spans.exclude(pk__in=before).get()
    return str(span.extent.quote(article.text))


def test_what_is_dragged_over_is_marked_to_the_code_point(
    shared: World, hard: Article, visit: Callable[[User, Article], Tab]
) -> None:
    tab = visit(shared.ben.user, hard)
    for begin, end, quote in (
        ("sails", "owners", "sails; café owners"),
        ("🚢", "🚢", "🚢"),
        ("🇩🇪🇫🇷", "waved", "🇩🇪🇫🇷 and 👍🏽 waved"),
        ("«الجسر", "الجديد»", "«الجسر الجديد»"),
        ("क्षण", "भर", "क्षण भर"),
        ("waved", "كتب أحد", "waved. Nobody asked.\n\nكتب أحد"),
    ):
        tab.drag(*edges(tab, begin, end))
        tab.wait_for("document.getSelection().isCollapsed", wanted=False)
        assert marked(tab, hard) == quote
        tab.press("Escape")


def test_two_and_three_clicks_mark_the_word_and_the_block(
    shared: World, hard: Article, visit: Callable[[User, Article], Tab]
) -> None:
    tab = visit(shared.ben.user, hard)
    tab.click(*edges(tab, "waved", "waved")[0], times=2)
    assert marked(tab, hard) == "waved"
    tab.press("Escape")
    tab.click(*edges(tab, "block of all", "block of all")[0], times=3)
    assert marked(tab, hard) == block_text(hard, 4)


def test_a_span_is_marked_by_keys_alone(shared: World, visit: Callable[[User, Article], Tab]) -> None:
    tab = visit(shared.ana.user, shared.article)
    tab.run('document.getElementById("text").focus()')
    for _sentence in range(2):
        tab.press("ArrowDown")
    for _word in range(2):
        tab.press("Shift", "ArrowRight")
    tab.press("1")
    tab.wait_for('document.querySelectorAll("#text mark").length > 0', wanted=True)
    tab.wait_for('document.getElementById("saving").textContent', "saved")
    (who, label, quote), *others = standing(shared.article)
    assert (who, label, others) == ("ana", "claim", [])
    assert quote.startswith("The council says the new bridge is cheaper.")


def test_lanes_are_drawn_under_the_words(shared: World, visit: Callable[[User, Article], Tab]) -> None:
    for quote, label, by in (
        ("They are in it to win it, and they have told nobody", "claim", shared.ana),
        ("in it to win it", "framing", shared.ben),
        ("win it", "evidence", shared.ana),
        ("win it, and they", "rhetoric", shared.ana),
    ):
        shared.mark(by, quote, label)
    tab = visit(shared.ana.user, shared.article)
    deepest = """(mark => { const style = getComputedStyle(mark);
        return [style.backgroundImage.split("linear-gradient").length, style.backgroundSize,
            mark.classList.contains("more"), style.textDecorationStyle]; })
        (Array.from(document.querySelectorAll("#text mark")).find(mark => mark.textContent === "win it"))"""
    layers, size, more, underline = tab.run(deepest)
    assert layers == 4  # three lanes, and what stands before the first
    assert "3px" in size
    assert "1px" in size
    assert (more, underline) == (True, "dotted")
    tops = tab.run("""Array.from(document.querySelectorAll("#r2 .tag"), tag => tag.getBoundingClientRect().top)""")
    assert tops == sorted(tops)
    assert len(set(tops)) == 4


def rested(tab: Tab, selector: str) -> str:
    """The picture of an element in which nothing moves any more."""
    before = None
    for _ in range(50):
        if (now := tab.picture(selector)) == before:
            return now
        before = now
        time.sleep(0.2)
    raise AssertionError("the window does not come to rest")


def test_what_is_painted_for_a_moment_is_seen_on_what_is_marked(
    shared: World, visit: Callable[[User, Article], Tab]
) -> None:
    shared.mark(shared.ana, "in it to win it", "claim")
    tab = visit(shared.ana.user, shared.article)
    tab.wait_for("document.querySelectorAll('#text mark').length", 1)
    plain = rested(tab, "#text mark")
    tab.run("""(range => { range.selectNodeContents(document.querySelector("#text mark"));
        CSS.highlights.set("found-here", new Highlight(range)); })(new Range())""")
    assert rested(tab, "#text mark") != plain
    tab.run("CSS.highlights.delete('found-here')")
    assert rested(tab, "#text mark") == plain


def test_five_hundred_extents_come_back_as_they_were(
    shared: World, hard: Article, visit: Callable[[User, Article], Tab]
) -> None:
    rng = random.Random(11)
    borders = list(accumulate(map(len, CharacterBreaker(hard.text, "en")), initial=0))
    starts = [at for at in borders[:-1] if not hard.text[at].isspace()]
    ends = [at for at in borders[1:] if not hard.text[at - 1].isspace()]
    wanted = []
    for _ in range(500):
        start = rng.choice(starts)
        wanted.append((start, rng.choice([end for end in ends if end > start][:60])))
    tab = visit(shared.ana.user, hard)
    found = tab.run(f"({ROUND_TRIP})({json.dumps([static('js/selection.js'), wanted])})")
    said = [(extent["start"], extent["end"], extent["quote"]) for extent in found]
    assert said == [(start, end, hard.text[start:end]) for start, end in wanted]
