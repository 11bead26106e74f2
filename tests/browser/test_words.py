"""The desk in other words than English: no word of a script is unmarked, and German is enough to work in."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from annotate.projects.models import User
from annotate.spans import actions
from tests.browser.conftest import standing
from tests.browser.desk import Reader
from tests.factories import World
from tests.words.greek import NAMES, greek_world
from tests.words.pseudo import everything_said_oddly, odd
from tests.words.seen import plain, visible


class Listener:
    """Looks at a page in state after state, for words in plain letters."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: dict[str, str] = {}
        self.states = 0

    def at(self, state: str) -> None:
        """Take in the page as it is now."""
        self.states += 1
        for text in plain(visible(self.page.content()), allowed=NAMES):
            self.seen.setdefault(text, state)


def test_no_word_of_the_desk_is_unmarked_in_any_state(
    transactional_db: None, open_context: Callable[..., BrowserContext],
    sign_in_to: Callable[[BrowserContext, User], None], problems: list[str],
) -> None:  # fmt: skip
    with everything_said_oddly():
        world = greek_world()
        world.mark(world.ben, "νικήσουν", "framing")
        context = open_context(viewport={"width": 1400, "height": 900})
        sign_in_to(context, world.ana.user)
        page = context.new_page()
        page.goto(f"/p/{world.project.slug}/articles/{world.article.pk}/")
        expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
        saving, saved = page.locator("#saving"), odd("saved")
        expect(saving).to_have_text(saved)
        look, reader = Listener(page), Reader(page)
        look.at("open")
        page.locator("#text").focus()
        for key, state in (("ArrowRight", "one word selected"), ("ArrowDown", "a sentence selected")):
            page.keyboard.press(key)
            expect(page.locator("#announce")).not_to_be_empty()
            look.at(state)
        reader.select("τα διόδια κοστίζουν")
        page.keyboard.press("2")
        expect(page.locator("#pane-span blockquote")).to_contain_text("διόδια")
        expect(saving).to_have_text(saved)
        look.at("marked, with its panel")
        page.keyboard.press("+")
        expect(page.locator("#linking")).to_be_visible()
        page.keyboard.press("Enter")
        look.at("a link that leads nowhere yet")
        page.keyboard.press("Escape")
        for tab in ("codebook", "outline", "list", "guidelines"):
            page.click(f"#tab-{tab}")
            expect(page.locator(f"#pane-{tab}")).to_be_visible()
            look.at(f"{tab} in the panel")
        page.locator("#text").focus()
        page.keyboard.press("f")
        page.fill("#find-words", "διόδια")
        expect(page.locator("#find-count")).not_to_be_empty()
        look.at("found")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.locator('#help input[data-deed="undo"]').press("/")
        expect(page.locator("#key-refused")).not_to_be_empty()
        look.at("the help, with a key refused")
        page.keyboard.press("Escape")
        page.locator("#r1 .to-mark").press("Enter")
        page.locator("#paragraph button[value=save]").press("Enter")
        look.at("marking in a copy of a paragraph, refused")
        page.keyboard.press("Escape")
        context.set_offline(True)
        reader.select("Παίζουν")
        page.keyboard.press("1")
        expect(saving).to_contain_text("1")
        look.at("offline")
        context.set_offline(False)
        expect(saving).to_have_text(saved)
        actions.hand_in(world.article, by=world.ana, at=world.at)
        reader.select("κανείς")
        page.keyboard.press("1")
        expect(page.locator("#troubles li")).to_be_visible()
        look.at("refused")
        context.clear_cookies()
        page.locator("#troubles button").first.click()
        expect(page.locator("#saving.fails")).to_be_visible()
        look.at("signed out")
        page.close()  # it goes on trying
    problems.clear()  # what could not be reached, was refused, was signed out
    assert look.seen == {}
    assert look.states == 15


def test_ana_signs_in_marks_and_hands_in_in_german(shared: World, open_context: Callable[..., BrowserContext]) -> None:
    ana = shared.ana.user
    ana.set_password("ferry-boat-9")
    ana.save()
    page = open_context(locale="de-DE", viewport={"width": 1400, "height": 900}).new_page()
    page.goto("/")
    page.get_by_label("Benutzername").fill("ana")
    page.get_by_label("Passwort").fill("ferry-boat-9")
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("link", name="Op-eds").click()
    page.get_by_role("link", name="The ferry must stay", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#saving")).to_have_text("gespeichert")
    reader = Reader(page)
    reader.select("the toll alone costs 40 crowns a day")
    page.keyboard.press("2")
    expect(page.locator("#announce")).to_contain_text("Evidence gespeichert: the toll alone costs")
    expect(page.locator("#standing")).to_contain_text("1 Spanne")
    reader.select("cheaper")
    page.keyboard.press("1")
    expect(page.locator("#standing")).to_contain_text("2 Spannen")
    page.get_by_role("button", name="Abgeben").click()
    expect(page.locator("main")).to_contain_text("Ihre Arbeit an diesem Artikel ist abgegeben.")
    assert standing(shared.article) == [
        ("ana", "claim", "cheaper"), ("ana", "evidence", "the toll alone costs 40 crowns a day"),
    ]  # fmt: skip
