"""axe on every page and in every state of the desk, in both themes, no rule off."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotate.projects.models import User
from annotate.review import actions as review
from annotate.spans import actions
from annotate.spans.models import LinkKind
from tests.browser.axe import Looked, violations
from tests.browser.conftest import Enter
from tests.browser.desk import Reader
from tests.factories import World, make_world

LEAVES = ("/static/", "/sign-out", "/api/", "/download/", "/source/", "/admin/", ".css", ".json", "/redo/", "/undo/")
"""What is no page of ours to look at: files, the API, Django's admin (whose templates are Django's)."""


@pytest.fixture
def busy(shared: World) -> World:
    """Spans of three people on one another, linked, undercut and talked about; one piece settled."""
    claim = shared.mark(shared.ana, "They are in it to win it, and they have told nobody", unsure=True, note="why")
    evidence = shared.mark(shared.ben, "in it to win it", "evidence")
    rhetoric = shared.mark(shared.rita, "to win it", "rhetoric")
    fourth = shared.mark(shared.ana, "win it", "loaded-language")
    link, _new = actions.add_link(evidence, kind=LinkKind.SUPPORTS, target=claim, by=shared.ben, at=shared.at)
    actions.add_link(rhetoric, kind=LinkKind.UNDERCUTS, target=link, by=shared.ana, at=shared.at)
    gone, _new = actions.add_link(claim, kind=LinkKind.ATTACKS, target=fourth, by=shared.ana, at=shared.at)
    actions.delete_link(gone, by=shared.ana, at=shared.at)
    actions.add_comment(claim, text="Is it, @ana?", by=shared.ben, at=shared.at)
    actions.add_comment(claim, text="It is, @ben.", by=shared.ana, at=shared.at)
    other = shared.take_in("Another piece\n\nIt is cheaper, they say.", outlet="The Lantern", byline="By Nobody")
    span = shared.mark(shared.ben, "cheaper", article=other)
    shared.hand_in(shared.ben, article=other)
    shared.decide(span, reason="It stands.")
    review.settle_article(other, by=shared.rita, at=shared.at)
    waiting = shared.take_in("A third piece\n\nIt is dearer, they say.")
    shared.mark(shared.ben, "dearer", article=waiting)
    shared.hand_in(shared.ben, article=waiting)
    return shared


def test_axe_is_heard(page: Page) -> None:
    page.goto("/sign-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button></button>')")
    assert [line for line in violations(page) if line.startswith("button-name")]


def test_every_page_that_links_lead_to(
    busy: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None],
    problems: list[str],
) -> None:  # fmt: skip
    """As the lead, who comes everywhere: from the first page on along every link, each kind of address once."""
    context = open_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/sign-in/")
    looked = Looked()
    looked.at(page, "sign in")
    User.objects.filter(pk=busy.lea.user_id).update(is_staff=False)
    sign_in_to(context, busy.lea.user)
    waiting, seen = ["/", "/no-such-page/"], set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = "".join("0" if letter.isdecimal() else letter for letter in urlsplit(address).path)
        kind = re.sub(r"(labels|attributes)/[a-z0-]+/", r"\1/key/", re.sub("0+", "0", kind))
        if kind in seen or any(part in address for part in LEAVES):
            continue
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(kind)
        looked.at(page, kind)
        found = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        waiting += [f"{urlsplit(one).path}?{urlsplit(one).query}" for one in found if "localhost" in one]
    print(f"\n{len(seen)} kinds of pages\n" + "\n".join(sorted(seen)))
    looked.assert_clean(states=68)
    assert ["404 (Not Found)" in said for said in problems] == [True]  # of the page that is not there
    problems.clear()


def test_the_empty_pages(
    open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None],
    shared: World,
) -> None:  # fmt: skip
    context = open_context()
    page = context.new_page()
    sign_in_to(context, shared.otto)
    page.goto("/")
    looked = Looked()
    looked.at(page, "no project")
    empty = make_world(shared.project.mode, text="A piece\n\nWith one line.")
    sign_in_to(context, empty.ana.user)
    for path in ("", "?q=nothing-like-that", "mentions/", f"articles/{empty.article.pk}/spans/"):
        page.goto(f"/p/{empty.project.slug}/{path}")
        looked.at(page, path or "articles")
    looked.assert_clean(states=10)


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_every_state_of_the_desk(busy: World, enter: Enter, device: str, problems: list[str]) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    reader = enter(busy.ana.user, busy.article, **(phone if device == "phone" else {}))
    page = reader.page
    looked = Looked()

    def look(state: str) -> None:
        page.wait_for_timeout(120)
        looked.at(page, state)

    def show_panel(*, shown: bool) -> None:
        """On a phone the panel is a sheet that is opened and closed."""
        if device == "phone" and shown != page.locator("#panes").is_visible():
            page.click("#tab-span" if shown else "#fold")

    look("as it opens")
    if device == "phone":
        page.click("#tab-span")
        look("the sheet with no span chosen")
        page.click("#fold")
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    look("a sentence under the cursor")
    page.keyboard.press("Enter")
    look("the label menu")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#text").focus()
    page.keyboard.press("]")
    show_panel(shown=True)
    expect(page.locator("#links")).to_be_visible()
    look("a span of one's own, linked and talked about")
    for fold in page.locator("#span details > summary").all():
        fold.click()
    expect(page.locator("#history .history li")).to_have_count(1)
    look("everything unfolded")
    page.locator("#attribute-voice").focus()
    look("an attribute of its label")
    page.click("#links [data-choose]")
    expect(page.locator("#choose")).to_be_visible()
    look("the list of what it can be linked to")
    page.locator("#say").fill("@")
    page.locator("#say").press("End")
    page.keyboard.type("r")
    look("names to call")
    page.keyboard.press("Escape")
    page.locator("#say").fill("")
    page.locator("#text").focus()
    page.keyboard.press("+")
    page.keyboard.press("]")
    look("a link in the making")
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    expect(page.locator("#span .facts")).to_be_visible()
    look("somebody else's span")
    for tab in ("codebook", "outline", "list", "guidelines", "span"):
        page.click(f"#tab-{tab}")
        page.wait_for_timeout(300)
        look(tab)
    show_panel(shown=False)
    reader.click_on("win it")
    show_panel(shown=True)
    expect(page.locator("#stack")).to_be_visible()
    look("a stack of spans")
    show_panel(shown=False)
    page.click("#find-open")
    page.fill("#find-words", "the")
    expect(page.locator("#find-count")).to_contain_text("1 of")
    look("words found")
    page.fill("#find-words", "nothing says this")
    expect(page.locator("#find-count")).to_have_text("Nothing found")
    look("nothing found")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.click("#look > summary")
    look("how the text is set")
    page.uncheck("#lanes")
    look("reading without spans")
    page.check("#lanes")
    page.click("#look > summary")
    page.locator("#left-off").evaluate("offer => { offer.hidden = false; }")
    look("the place where one left off")
    page.locator("#left-off").evaluate("offer => { offer.hidden = true; }")
    page.locator("#text").focus()
    page.keyboard.press("?")
    page.locator('#help input[data-deed="undo"]').press("/")
    look("the help, with a key refused")
    page.keyboard.press("Escape")
    page.locator("#r1 .to-mark").press("Enter")
    page.locator("#paragraph button[value=save]").press("Enter")
    look("marking in a copy of a paragraph, refused")
    page.keyboard.press("Escape")
    page.locator("#r1 .to-mark").focus()
    look("the way into a paragraph")
    page.click(".lens summary")
    look("the filter")
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    expect(page.locator("#saving")).to_have_text("1 waiting")
    look("offline")
    page.context.set_offline(False)
    reader.saved()
    actions.hand_in(busy.article, by=busy.ana, at=busy.at)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    expect(page.locator("#troubles li")).to_be_visible()
    look("refused")
    page.reload()
    expect(page.locator("#why-not")).to_be_visible()
    look("handed in")
    problems.clear()
    looked.assert_clean(states=54)


def test_the_pages_beside_a_span(
    busy: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None],
    problems: list[str],
) -> None:  # fmt: skip
    context = open_context()
    sign_in_to(context, busy.ana.user)
    reader = Reader(context.new_page())
    span = busy.article.spans.filter(note="why").get()
    desk = f"/p/{busy.project.slug}/articles/{busy.article.pk}/"
    looked = Looked()
    for path in (f"spans/{span.pk}/", f"spans/{span.pk}/history/", f"spans/{span.pk}/links/", "quote/"):
        reader.page.goto(desk + path)
        looked.at(reader.page, path)
    reader.page.select_option("#id_block", "2")
    reader.page.fill("#id_quote", "it")
    reader.page.click("form.form button")
    expect(reader.page.locator(".places")).to_be_visible()
    looked.at(reader.page, "which of two places")
    reader.page.fill("#id_quote", "nobody said")
    reader.page.locator(".places input").first.check()
    reader.page.click("form.form button")
    expect(reader.page.locator(".errorlist")).to_be_visible()
    looked.at(reader.page, "a quote that is not there")
    assert ["422" in said for said in problems] == [True]
    problems.clear()
    looked.assert_clean(states=12)


def test_the_states_of_review(
    busy: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None],
) -> None:  # fmt: skip
    busy.hand_in(busy.ana)
    context = open_context(viewport={"width": 1280, "height": 900})
    sign_in_to(context, busy.rita.user)
    page = context.new_page()
    page.goto(f"/p/{busy.project.slug}/review/{busy.article.pk}/")
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    looked = Looked()
    looked.at(page, "a cluster in focus")
    page.locator("#text").focus()
    page.keyboard.press("]")
    looked.at(page, "the next one")
    page.keyboard.press("?")
    looked.at(page, "the keys of review")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(200)
    looked.at(page, "in a narrow window")
    looked.assert_clean(states=8)
