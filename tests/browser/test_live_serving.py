"""Two browsers at a server as somebody runs it, whose processes are killed while they work."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.run.conftest import demo, folder, installation
from tests.run.installation import PASSWORD, Installation, Marking, Running, wait_until
from tests.run.test_live import live_of

__all__ = ["demo", "folder", "installation"]


@pytest.fixture
def running(installation: Installation) -> Iterator[Running]:
    """The demo, served."""
    with installation.serving() as served:
        yield served


def come(browser: Browser, running: Running, username: str, article: int) -> Page:
    """Somebody signs in and opens an article."""
    page = browser.new_context(base_url=f"http://127.0.0.1:{running.port}").new_page()
    page.goto(f"/sign-in/?next=/p/demo/articles/{article}/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    hears(page)
    return page


def hears(page: Page) -> None:
    """Until the page relies on the stream: a connection to PostgreSQL that is tried again takes a few seconds."""
    expect(page.locator("#desk")).to_have_attribute("data-stream", "runs", timeout=20_000)


def seen(page: Page) -> set[str]:
    """Every span that the page shows."""
    return set(page.locator(".tag[data-span]").evaluate_all("tags => tags.map(tag => tag.dataset.span)"))


def standing(installation: Installation, article: int) -> set[str]:
    """Every span that stands."""
    with installation.database() as connection:
        rows = connection.execute(
            "SELECT id FROM annotate_span WHERE article_id = %s AND deleted_at IS NULL", [article]
        ).fetchall()
    return {str(pk) for (pk,) in rows}


def test_whatever_is_killed_both_browsers_show_every_mark_in_the_end(
    browser: Browser, installation: Installation, running: Running
) -> None:
    marking = Marking(installation, running.port)
    ana, rita = (come(browser, running, name, marking.article.pk) for name in ("ana", "rita"))

    def all_is_seen(within: float) -> None:
        wait_until(
            lambda: (
                [page.wait_for_timeout(20) for page in (ana, rita)]
                and seen(ana) == seen(rita) == standing(installation, marking.article.pk)
            ),
            "both show what stands",
            within,
        )

    marking.mark()
    all_is_seen(1)
    os.kill(live_of(running), signal.SIGKILL)
    expect(ana.locator("#desk")).to_have_attribute("data-stream", "")
    marking.mark()
    hears(ana)
    hears(rita)
    all_is_seen(5)
    marking.mark()
    all_is_seen(3)
    postmaster = installation.server.postmaster()
    assert postmaster is not None
    with marking:
        os.kill(postmaster, signal.SIGKILL)
        marking.wait_for_more()
        marking.wait_for_more()
    hears(ana)
    hears(rita)
    all_is_seen(10)
    for page in (ana, rita):
        page.context.close()
