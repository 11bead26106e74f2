"""An article is corrected, and its analyst takes their spans over: in Chromium, axe in both themes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from annotate.projects.models import User
from annotate.spans import actions
from annotate.spans.models import LinkKind, Span
from tests.browser.axe import Looked
from tests.factories import TEXT, World

CORRECTED = TEXT.replace("40 crowns", "60 crowns").replace("in it to win it, and they ", "") + "\nA line was added."


def test_from_a_corrected_text_to_spans_of_the_new_set(
    shared: World, open_context: Callable[..., BrowserContext],
    sign_in_to: Callable[[BrowserContext, User], None],
) -> None:  # fmt: skip
    world, looked = shared, Looked()
    quotes = ("The ferry must stay", "the toll alone costs 40 crowns a day", "nobody", "in it to win it")
    title, toll, nobody, gone = (world.mark(world.ana, quote) for quote in quotes)
    for source, target in ((toll, title), (nobody, gone)):
        actions.add_link(source, kind=LinkKind.SUPPORTS, target=target, by=world.ana, at=world.at)
    actions.add_comment(toll, text="Who says so?", by=world.ben, at=world.at)
    lead = open_context(viewport={"width": 1280, "height": 900})
    sign_in_to(lead, world.lea.user)
    page = lead.new_page()
    page.goto(f"/p/{world.project.slug}/articles/{world.article.pk}/about/")
    page.get_by_role("link", name="A corrected text").click()
    looked.at(page, "to be pasted")
    page.get_by_label("Text", exact=True).fill(CORRECTED)
    page.get_by_role("button", name="Take it in").click()
    expect(page.locator("#changed ~ .change ins").first).to_contain_text("60")
    expect(page.locator("main")).to_contain_text("You have no spans")
    address = page.url

    context = open_context(viewport={"width": 1280, "height": 900})
    sign_in_to(context, world.ana.user)
    page = context.new_page()
    page.goto(address)
    rows = page.locator(".copies tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text("changed words")
    expect(rows.nth(2)).to_contain_text("not found")
    looked.at(page, "proposals")
    rows.nth(1).get_by_role("button", name="Take over").click()
    expect(rows.nth(1)).to_contain_text("taken over")
    page.get_by_role("button", name="Take over 2 that score").click()
    expect(page.locator(".messages")).to_contain_text("2 spans taken over")
    expect(page.locator(".copies .state.new")).to_have_count(3)
    expect(page.locator(".messages")).to_contain_text("1 link taken over")
    expect(page.locator(".copied-links tbody tr")).to_contain_text(["taken over", "not yet"])
    looked.at(page, "taken over")
    page.get_by_role("link", name="Open the desk").click()
    page.locator(f'.tag[data-span="{Span.objects.get(copied_from=toll).pk}"]').click()
    expect(page.locator("#thread .earlier")).to_contain_text("Who says so?")
    expect(page.locator("#links")).to_contain_text("supports")
    looked.at(page, "what was said before")
    page.locator("#undo").click()
    expect(page.locator("#text .tag")).to_have_count(1)
    page.goto(address)
    expect(page.locator(".copies .state.new")).to_have_count(1)

    page.set_viewport_size({"width": 390, "height": 800})
    looked.at(page, "on a phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/p/{world.project.slug}/articles/{world.article.pk}/")
    expect(page.locator("#why-not")).to_contain_text("A corrected article has superseded this one.")
    looked.assert_clean(states=10)
