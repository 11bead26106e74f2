"""Marks typed as fast as keys go, while the server is killed, the network drops and somebody else marks beside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.run.installation import PASSWORD, Installation, Marking, Running

pytestmark = pytest.mark.browser

LABELS = {"1": "claim", "2": "evidence", "3": "rhetoric", "4": "aside"}
OFFLINE = 10_000
A_MINUTE = 60_000


@dataclass
class Typist:
    """Ana at the keyboard: each word in turn gets the next label."""

    context: BrowserContext
    article: int
    words: list[tuple[int, int]]
    before: list[tuple[str, int, int]]
    typed: int = 0

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(f"/p/demo/articles/{self.article}/")
        expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
        page.locator("#text").focus()
        for _word in range(self.typed):
            page.keyboard.press("ArrowRight")
        return page

    def type(self, page: Page, marks: int) -> None:
        """So many marks, with no wait between the keys."""
        for _mark in range(marks):
            page.keyboard.press("ArrowRight")
            page.keyboard.press(str(self.typed % len(LABELS) + 1))
            self.typed += 1

    def expected(self) -> list[tuple[str, int, int]]:
        """What was there, and then what was typed, in that order."""
        made = [(LABELS[str(at % len(LABELS) + 1)], *self.words[at]) for at in range(self.typed)]
        assert not set(made) & set(self.before), "nothing that was typed was there already"
        return self.before + made

    def expected_extents(self) -> list[tuple[int, int]]:
        return sorted((start, end) for _label, start, end in self.expected())


def stored(installation: Installation, article: int, person: str) -> list[tuple[str, int, int]]:
    """Somebody's standing spans in the order in which they were made."""
    with installation.database() as connection:
        return connection.execute(
            'SELECT l.key, s.start, s."end" FROM annotate_span s JOIN annotate_label l ON l.id = s.label_id '
            "JOIN annotate_assignment w ON w.id = s.assignment_id JOIN annotate_user u ON u.id = w.analyst_id "
            "WHERE s.article_id = %s AND u.username = %s AND s.deleted_at IS NULL ORDER BY s.created_at, s.id",
            [article, person],
        ).fetchall()


def shown(page: Page) -> list[tuple[int, int]]:
    """The extents of the page's own spans."""
    written = page.locator("#text .tag[data-mine]").evaluate_all("all => all.map(tag => tag.dataset.extent)")
    bounds = [re.split("[-,]", extent) for extent in written]
    return sorted((int(numbers[0]), int(numbers[-1])) for numbers in bounds)


@dataclass
class Servers:
    """The server of the moment; killed, another takes its port."""

    installation: Installation
    running: Running

    def kill_and_start(self) -> None:
        port = self.running.port
        self.running.kill()
        self.running = self.installation.begin(port=port)


@contextmanager
def stage(installation: Installation, browser: Browser) -> Iterator[tuple[Servers, Typist, Marking]]:
    """A server, Ana signed in at a browser, and Ben, who marks the same words all the while."""
    with ExitStack() as stack:
        servers = Servers(installation, stack.enter_context(installation.serving()))
        stack.callback(lambda: servers.running.process.poll() is None and servers.running.end())
        context = browser.new_context(base_url=f"http://127.0.0.1:{servers.running.port}")
        stack.callback(context.close)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("input[name=username]", "ana")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        expect(page).not_to_have_url("/sign-in/")
        ben = Marking(installation, servers.running.port, pause=0.1)
        units: dict[str, Any] = json.loads(page.request.get(f"/p/demo/articles/{ben.article.pk}/reading.json").text())
        page.close()
        words = list(zip(units["words"][::2], units["words"][1::2], strict=True))
        stack.enter_context(ben)
        yield servers, Typist(context, ben.article.pk, words, stored(installation, ben.article.pk, "ana")), ben


def settle(page: Page) -> None:
    """Until the bar says that everything is saved."""
    expect(page.locator("#saving")).to_have_text("saved", timeout=A_MINUTE)


def test_two_hundred_marks_through_two_killed_servers_and_ten_seconds_without_a_network(
    installation: Installation, browser: Browser
) -> None:
    with stage(installation, browser) as (servers, ana, ben):
        page = ana.open()
        ana.type(page, 50)
        servers.kill_and_start()
        ana.type(page, 50)
        ana.context.set_offline(True)
        ana.type(page, 50)
        page.wait_for_timeout(OFFLINE)
        expect(page.locator("#saving")).to_contain_text("waiting")
        ana.context.set_offline(False)
        ana.type(page, 25)
        servers.kill_and_start()
        ana.type(page, 25)
        settle(page)
        ben.stop()
        assert ana.typed == 200
        assert stored(installation, ana.article, "ana") == ana.expected()
        assert shown(page) == ana.expected_extents()
        page.reload()
        assert shown(page) == ana.expected_extents()
        assert ben.acknowledged.items() <= installation.marks().items()


def test_a_tab_closed_in_the_middle_leaves_its_marks_to_the_next(installation: Installation, browser: Browser) -> None:
    with stage(installation, browser) as (servers, ana, _ben):
        page = ana.open()
        ana.type(page, 20)
        servers.kill_and_start()
        ana.type(page, 20)
        page.close(run_before_unload=False)
        servers.running.wait_until_it_answers()
        page = ana.open()
        ana.type(page, 20)
        settle(page)
        assert stored(installation, ana.article, "ana") == ana.expected()
        assert shown(page) == ana.expected_extents()
