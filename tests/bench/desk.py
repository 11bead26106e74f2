"""The desk of an op-ed with 1,000 spans opens in Chromium: from the start of the navigation to the painted marks."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench.corpus import make_project, mark, piece, tidy
from tests.bench.table import Row, in_turn, row
from tests.chromium import NAMES, QUIET
from tests.run.installation import PASSWORD, Installation, Person

SPANS, RUNS, WARM = 1_000, 30, 3
PARAGRAPHS = 13
"""Some 6,700 characters, as long as the op-ed that the peers were measured with."""

WINDOW = {"width": 1400, "height": 900}

WATCH = """
    window.afterPaint = (then, seen = () => null) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        const found = seen();
        port1.onmessage = () => then(performance.now(), found);
        port2.postMessage(null);
    });
    const look = () => afterPaint(
        (now, whole) => { if (whole) window.painted = now; else look(); },
        () => document.getElementById("how-to"),
    );
    look();
"""
"""A frame has been painted when a task that was posted within it runs. The paragraph `how-to` follows the text: the
frame that finds it has all marks. The clock counts milliseconds from the start of the navigation."""

STILL = "still.html"

RESTS = 300
"""Milliseconds on the page from which one comes, until what it loads is there."""


def measure(installation: Installation) -> Iterator[Row]:
    """One row: the desk, and the same bytes as a file that the same server sends."""
    world = make_project()
    world.ana.user.set_password(PASSWORD)
    world.ana.user.save()
    rng = random.Random(4)
    article = world.take_in(piece(rng, paragraphs=PARAGRAPHS))
    mark(article, world, SPANS, labels=tuple(world.labels), rng=rng)
    tidy()
    desk = f"/p/{world.project.slug}/articles/{article.pk}/"
    with installation.serving() as running:
        text = Person(running.port).ask("GET", desk).text
    (installation.data / "static" / STILL).write_text(text)  # a server finds its files when it starts
    with installation.serving() as running, browsing(f"http://127.0.0.1:{running.port}") as context:
        page = context.new_page()

        def open_desk() -> float:
            return opened(page, desk)

        def open_still() -> float:
            return opened(page, f"/static/{STILL}")

        in_turn(WARM, open_desk, open_still)
        here, floor = in_turn(RUNS, open_desk, open_still)
    yield row(
        f"open the desk with {SPANS:,} spans until all marks are painted in Chromium", here, floor,
        aim="≤ 0.25 s", peer="doccano 1.3 s (draws only what is in the window), Label Studio 2.8 s",
        more=f", {len(text.encode()) / 1000:.0f} kB",
    )  # fmt: skip


@contextmanager
def browsing(address: str, *, username: str = "ana") -> Iterator[BrowserContext]:
    """Chromium, with somebody signed in; what it was sent before it keeps, as a browser does."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        sys.exit(f"There is no Chromium here (looked for {', '.join(NAMES)}).")
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=found, args=arguments) as browser:
        yield signed_in(browser, address, username)


def signed_in(browser: Browser, address: str, username: str) -> BrowserContext:
    """A browser of somebody's own, in which they are signed in."""
    context = browser.new_context(base_url=address, viewport=WINDOW)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("/")
    page.close()
    context.add_init_script(WATCH)
    return context


def opened(page: Page, path: str, *, spans: int = SPANS) -> float:
    """The seconds until all marks are painted, where one comes from another page of ours, as people do."""
    page.goto("/")
    page.wait_for_timeout(RESTS)
    return _painted(page, path, spans)


def opened_apart(context: BrowserContext, path: str, *, spans: int = SPANS) -> float:
    """The same in a new tab, for which the browser begins another process."""
    with context.new_page() as page:
        return _painted(page, path, spans)


def _painted(page: Page, path: str, spans: int) -> float:
    page.goto(path)
    page.wait_for_function("window.painted")
    tags = page.locator(".tag[data-span]").count()
    assert tags == spans, f"{tags} spans are there"
    assert page.locator("#text mark").count() > spans
    took: float = page.evaluate("window.painted")
    return took / 1000
