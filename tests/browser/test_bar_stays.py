"""What somebody does in the bar goes on while others mark: the filter stays open, the focus where it was."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.factories import World


def test_the_filter_stays_open_with_its_ticks_when_a_mark_comes(shared: World, enter: Enter) -> None:
    shared.mark(shared.ben, "cheaper")
    shared.mark(shared.ana, "told nobody")
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.click(".lens summary")
    tick = page.locator(".lens input[value=evidence]")
    tick.uncheck()
    shared.mark(shared.ben, "in it to win it", "rhetoric")
    expect(page.locator(".lens summary")).to_contain_text("3 spans", timeout=8000)
    expect(tick).to_be_visible()
    expect(tick).not_to_be_checked()
    expect(tick).to_be_focused()


def test_the_focus_stays_on_undo(shared: World, enter: Enter) -> None:
    for words in ("cheaper", "told nobody"):
        shared.mark(shared.ana, words)
    page = enter(shared.ana.user, shared.article).page
    page.locator("#undo").press("Enter")
    expect(page.locator("#text mark")).to_have_count(1)
    expect(page.locator("#undo")).to_be_focused()
