"""The live desk in Chromium: marks appear as they are made, one stream for all tabs, polling where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import BrowserContext, Page, expect

from annotate.corpus.models import Article
from annotate.projects.models import Mode, User
from tests.browser.desk import Reader
from tests.factories import World, make_world
from tests.live_process import LiveProcess, live_process, settings_of_tests
from tests.run.installation import wait_until

Enter = Callable[..., Reader]


@pytest.fixture(scope="module")
def live(django_db_setup: None) -> Iterator[LiveProcess]:
    """A process that hears the tests' database, and pages that are told of it."""
    with live_process(settings_of_tests()) as process, override_settings(LIVE=str(process.port)):
        yield process


@pytest.fixture
def shared(live: LiveProcess) -> World:
    """A shared project, committed, so that everybody sees it."""
    return make_world(Mode.SHARED)


@pytest.fixture
def independent(live: LiveProcess) -> World:
    """An independent project."""
    return make_world(Mode.INDEPENDENT)


@pytest.fixture
def come(
    open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> Callable[[User], BrowserContext]:
    """A person's browser."""

    def enter(person: User) -> BrowserContext:
        context = open_context(viewport={"width": 1400, "height": 900})
        sign_in_to(context, person)
        return context

    return enter


def open_desk(context: BrowserContext, article: Article, *, streams: bool = True) -> Reader:
    """A tab with the article, which hears the stream."""
    reader = Reader(context.new_page())
    reader.open(article)
    if streams:
        hears(reader.page)
    return reader


def hears(page: Page) -> None:
    """Until the page relies on the stream."""
    expect(page.locator("#desk")).to_have_attribute("data-stream", "runs")


def polls(page: Page) -> None:
    """Until the page asks by itself."""
    expect(page.locator("#desk")).to_have_attribute("data-stream", "")


def test_a_page_that_lacks_what_an_answer_builds_on_asks_for_everything(shared: World, come: Enter) -> None:
    shared.mark(shared.ben, "in it to win it", "evidence")
    shared.mark(shared.ana, "cheaper")  # her first mark would change more than a row
    ana = open_desk(come(shared.ana.user), shared.article)
    ana.page.evaluate("document.querySelectorAll('#text .tags > li').forEach((line) => line.remove())")
    ana.mark("in it", "1")
    expect(ana.page.locator("#text .tags > li > .tag")).to_have_count(3)
    expect(ana.page.locator("#text [data-known]")).to_have_count(0)


def test_two_people_see_each_other_s_marks_within_a_second(shared: World, come: Enter) -> None:
    ana = open_desk(come(shared.ana.user), shared.article)
    ben = open_desk(come(shared.ben.user), shared.article)
    ana.mark("cheaper", "1")
    expect(ben.page.locator("#text mark")).to_have_text("cheaper")
    ben.mark("in it to win it", "2")
    expect(ana.page.locator("#text mark")).to_have_count(2)


def test_one_s_own_mark_is_not_asked_for_again(shared: World, come: Enter) -> None:
    ana = open_desk(come(shared.ana.user), shared.article)
    asked: list[str] = []
    ana.page.wait_for_timeout(300)
    ana.page.on("request", lambda request: asked.append(request.url) if "/changes/" in request.url else None)
    ana.mark("cheaper", "1")
    ana.page.wait_for_timeout(500)
    assert asked == []


def test_two_tabs_hold_one_stream_and_the_other_takes_over(shared: World, come: Enter) -> None:
    other = shared.take_in("Another piece\n\nIt is cheaper, they say.")
    context = come(shared.ana.user)
    holders: list[Page] = []
    context.on("request", lambda asked: holders.append(asked.frame.page) if "/stream?" in asked.url else None)
    first, second = open_desk(context, shared.article), open_desk(context, other)
    assert set(holders) == {first.page}
    shared.mark(shared.ben, "they say", article=other)
    second.page.bring_to_front()
    expect(second.page.locator("#text mark")).to_have_text("they say")
    first.page.close()
    wait_until(lambda: second.page.wait_for_timeout(50) or second.page in holders, "the other tab took over")
    hears(second.page)
    shared.mark(shared.ben, "cheaper", article=other)
    expect(second.page.locator("#text mark")).to_have_count(2)


def test_without_the_process_the_page_polls_and_returns_to_the_stream(
    shared: World, come: Enter, live: LiveProcess, problems: list[str]
) -> None:
    ana = open_desk(come(shared.ana.user), shared.article)
    live.kill()
    polls(ana.page)
    shared.mark(shared.ben, "cheaper")
    expect(ana.page.locator("#text mark")).to_have_text("cheaper", timeout=8000)
    live.start()
    ana.page.evaluate("window.dispatchEvent(new Event('online'))")
    hears(ana.page)
    shared.mark(shared.ben, "in it to win it")
    expect(ana.page.locator("#text mark")).to_have_count(2)
    assert all("ERR_" in problem for problem in problems)
    problems.clear()


def test_what_came_while_the_tab_was_hidden_is_there_when_it_is_seen(shared: World, come: Enter) -> None:
    ana = open_desk(come(shared.ana.user), shared.article)
    hide = "state => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});" \
           " document.dispatchEvent(new Event('visibilitychange')); }"  # fmt: skip
    ana.page.wait_for_timeout(300)  # what it asked for at first has come
    ana.page.evaluate(hide, "hidden")
    shared.mark(shared.ben, "cheaper")
    ana.page.wait_for_timeout(500)
    expect(ana.page.locator("#text mark")).to_have_count(0)
    ana.page.evaluate(hide, "visible")
    expect(ana.page.locator("#text mark")).to_have_text("cheaper")


def test_who_is_here_is_shown_with_their_row_and_not_announced(shared: World, come: Enter) -> None:
    ana = open_desk(come(shared.ana.user), shared.article)
    ben = open_desk(come(shared.ben.user), shared.article)
    here = ana.page.locator("#here button")
    expect(here).to_have_text("BE")
    expect(here).to_have_accessible_name("Ben: show where they read")
    here.click(trial=True)  # nothing hides it
    ben.select("in it to win it")
    expect(ana.page.locator(".row[data-here]")).to_have_attribute("id", "r2", timeout=6000)
    expect(ana.page.locator(".row[data-here]")).to_have_attribute("data-here", "BE")
    assert ana.page.locator("#here").evaluate("bar => bar.closest('[aria-live], [role=status], [role=alert]')") is None
    ana.mark("they have told nobody", "1")  # the row is another element now
    expect(ana.page.locator(".row[data-here]")).to_have_attribute("id", "r2")
    ben.page.close(run_before_unload=True)
    expect(here).to_have_count(0)


def test_people_who_work_blind_meet_nobody_and_hear_nothing(independent: World, come: Enter) -> None:
    ana = open_desk(come(independent.ana.user), independent.article)
    ben = open_desk(come(independent.ben.user), independent.article)
    ben.page.wait_for_timeout(300)
    asked: list[str] = []
    ben.page.on("request", lambda request: asked.append(request.url))
    ana.mark("cheaper", "1")
    ana.page.wait_for_timeout(3000)
    assert asked == []
    expect(ana.page.locator("#here")).to_be_hidden()
    expect(ben.page.locator("#here")).to_be_hidden()
