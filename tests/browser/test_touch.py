"""Reading, marking and reviewing on a phone, as far as touch can be emulated.

The long press that selects words, the handles and the system's menu are not there in a headless browser: a selection is
set by script, and everything after it is done by tapping.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.review.models import Decision
from tests.browser.conftest import Enter, standing
from tests.browser.desk import Reader
from tests.factories import World

PHONE: dict[str, object] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

SELECT = """
(quote) => {
  const text = Array.from(document.querySelectorAll("#text .text")).find((one) => one.textContent.includes(quote));
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const at = text.textContent.indexOf(quote);
  const range = document.createRange();
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (before <= at && at < before + node.length) range.setStart(node, at - before);
    const end = at + quote.length;
    if (before < end && end <= before + node.length) range.setEnd(node, end - before);
    before += node.length;
  }
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}
"""


@pytest.fixture
def phone(shared: World, enter: Enter) -> Callable[..., Reader]:
    """Somebody opens an article on a phone."""

    def come(person: User, article: Article | None = None) -> Reader:
        return enter(person, article or shared.article, **PHONE)

    return come


def no_wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def tap_on(page: Page, reader: Reader, quote: str) -> None:
    page.touchscreen.tap(*reader.middle(quote))


def test_selected_words_get_a_label_by_tapping_it(shared: World, phone: Callable[..., Reader]) -> None:
    reader = phone(shared.ana.user)
    page = reader.page
    assert no_wider_than_the_window(page)
    page.evaluate(SELECT, "the toll alone")
    menu = page.locator("#label-menu")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 390, 844)  # docked
    for button in menu.locator("button").all()[:4]:
        size = button.bounding_box()
        assert size is not None
        assert size["height"] >= 44
    menu.locator('[data-label-key="evidence"]').tap()
    reader.saved()
    assert standing(shared.article) == [("ana", "evidence", "the toll alone")]
    expect(menu).to_be_hidden()
    assert reader.selected == ""


def test_letting_go_of_the_selection_puts_the_menu_away(shared: World, phone: Callable[..., Reader]) -> None:
    reader = phone(shared.ana.user)
    reader.page.evaluate(SELECT, "the toll alone")
    expect(reader.page.locator("#label-menu")).to_be_visible()
    reader.page.evaluate("document.getSelection().removeAllRanges()")
    expect(reader.page.locator("#label-menu")).to_be_hidden()


def test_a_selection_that_falls_away_under_the_finger_is_still_marked(
    shared: World, phone: Callable[..., Reader]
) -> None:
    reader = phone(shared.ana.user)
    page = reader.page
    page.evaluate(SELECT, "the toll alone")
    label = page.locator('#label-menu [data-label-key="claim"]')
    expect(label).to_be_visible()
    label.dispatch_event("pointerdown")
    page.evaluate("document.getSelection().removeAllRanges()")
    page.wait_for_timeout(400)  # a slow finger
    label.dispatch_event("click")
    reader.saved()
    assert standing(shared.article) == [("ana", "claim", "the toll alone")]


def test_spans_are_chosen_in_text_and_margin_and_shown_in_a_sheet(shared: World, phone: Callable[..., Reader]) -> None:
    shared.mark(shared.ana, "in it to win it", "framing")
    shared.mark(shared.ben, "told nobody", "evidence")
    reader = phone(shared.ana.user)
    page = reader.page
    tags = page.locator("#r2 .tags")
    text = page.locator("#r2 .text").bounding_box()
    assert text is not None
    assert tags.bounding_box()["y"] >= text["y"] + text["height"] - 1  # type: ignore[index]
    panes = page.locator("#panes")
    expect(panes).to_be_hidden()
    tap_on(page, reader, "to win")
    expect(page.locator("#text mark.f")).to_have_text("in it to win it")
    expect(panes).to_be_hidden()  # a tap does not cover the text
    page.locator("#tab-span").tap()
    expect(panes).to_be_visible()
    expect(page.locator("#span-label")).to_be_visible()
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    assert round(sheet["y"] + sheet["height"]) == 844
    assert sheet["height"] < 600
    page.locator("#fold").tap()
    expect(panes).to_be_hidden()
    tags.locator(".tag").nth(1).tap()
    expect(page.locator("#span")).to_contain_text("told nobody")
    expect(panes).to_be_visible()
    assert no_wider_than_the_window(page)


def test_what_a_label_asks_is_answered_in_the_sheet(shared: World, phone: Callable[..., Reader]) -> None:
    span = shared.mark(shared.ana, "in it to win it", "claim")
    reader = phone(shared.ana.user)
    page = reader.page
    tap_on(page, reader, "to win")
    page.locator("#tab-span").tap()
    fields = page.locator("#span .field").filter(has=page.locator("[id^=attribute-]"))
    expect(fields.first).to_be_visible()
    for field in fields.all():
        control = field.locator("[id^=attribute-]")
        control.scroll_into_view_if_needed()
        control.tap()
        box = control.bounding_box()
        assert box is not None
        assert (box["height"] >= 44, box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True, True)
        page.keyboard.press("Escape")
    page.locator("#attribute-voice").select_option("quoted")
    reader.saved()
    page.locator("#attribute-speaker").fill("the mayor")
    page.locator("#span h2").tap()
    reader.saved()
    expect(page.locator("#panes")).to_be_visible()
    expect(page.locator("#attribute-speaker")).to_have_value("the mayor")
    assert no_wider_than_the_window(page)
    span.refresh_from_db()
    assert span.attributes == {"voice": "quoted", "speaker": "the mayor"}


def test_one_reads_finds_and_hands_in_on_a_phone(shared: World, phone: Callable[..., Reader]) -> None:
    reader = phone(shared.ana.user)
    page = reader.page
    page.locator("#tab-outline").tap()
    page.locator("#outline a").nth(2).tap()
    expect(page.locator("#r2")).to_be_in_viewport()
    page.wait_for_timeout(400)
    expect(page.locator("#label-menu")).to_be_hidden()  # nothing was selected, and nothing covers the panel
    page.locator("#fold").tap()
    page.locator("#find-open").tap()
    page.fill("#find-words", "win")
    expect(page.locator("#find-count")).to_contain_text("1 of 2")
    page.locator("#find-close").tap()
    page.locator("#look > summary").tap()
    page.locator("#lanes").tap()
    expect(page.locator("#desk")).to_have_class("scripted folded plain")
    page.locator("#hand-in").tap()
    expect(page.locator("#why-not")).to_contain_text("handed in")
    assert shared.article.assignments.get().state == "handed-in"


def test_an_article_is_reviewed_on_a_phone(
    shared: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> None:
    shared.mark(shared.ana, "in it to win it", "framing")
    shared.mark(shared.ana, "the toll alone", "evidence")
    shared.hand_in(shared.ana)
    context = open_context(**PHONE)
    sign_in_to(context, shared.rita.user)
    page = context.new_page()
    page.goto(f"/p/{shared.project.slug}/review/{shared.article.pk}/")
    assert no_wider_than_the_window(page)
    expect(page.locator(".cluster.current")).to_contain_text("the toll alone")
    lit, sheet = page.locator("#text mark.f").bounding_box(), page.locator(".panel").bounding_box()
    assert lit is not None
    assert sheet is not None
    assert lit["y"] + lit["height"] < sheet["y"]  # the words in question can be read beside their cluster
    page.locator("#bench [value=most]").tap()
    expect(page.locator(".cluster.current")).to_contain_text("in it to win it")
    page.locator("#bench-reason").fill("a saying")
    page.locator("#bench [value=reject]").tap()
    expect(page.locator("#settle")).to_be_enabled()
    page.locator("#settle").tap()
    expect(page.locator("#standing")).to_contain_text("Reopen")
    assert Decision.objects.count() == 2
