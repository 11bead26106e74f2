"""The keyboard and what a screen reader is given: announcements, the cursor, keys one can change, the copy of a
paragraph, the accessibility tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from annotate.codebook.queries import KEYS
from annotate.projects.models import User
from annotate.spans.models import Link, Span
from tests.browser.conftest import Enter, standing
from tests.browser.desk import Reader
from tests.factories import World

KEYMAP = """
async () => {
  const { FIXED, SINGLE } = await import("/static/js/keymap.js");
  const { RESERVED } = await import("/static/js/reserved.js");
  return { fixed: Object.keys(FIXED), single: Object.values(SINGLE), reserved: [...RESERVED] };
}
"""

NO_POINTER = """
for (const type of ["pointerdown", "mousedown", "touchstart"]) {
  addEventListener(type, (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    console.error(`the pointer was used: ${type}`);
  }, { capture: true, passive: false });
}
"""


def test_no_key_of_ours_is_one_that_browsers_or_screen_readers_use(shared: World, enter: Enter) -> None:
    keys = enter(shared.ana.user, shared.article).page.evaluate(KEYMAP)
    ours = [*keys["fixed"], *keys["single"], *KEYS]
    assert set(ours).isdisjoint(keys["reserved"])
    assert len(set(ours)) == len(ours)
    assert len(keys["reserved"]) > 150


def test_every_key_is_in_the_help_and_every_single_key_can_be_changed_there(shared: World, enter: Enter) -> None:
    page = enter(shared.ana.user, shared.article).page
    keys = page.evaluate(KEYMAP)
    page.locator("#text").focus()
    page.keyboard.press("?")
    caps = page.locator("#help input[data-deed]").evaluate_all("caps => caps.map(cap => cap.value.toLowerCase())")
    assert sorted(caps) == sorted(keys["single"])


def test_what_is_selected_and_what_is_saved_is_announced(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert reader.said() == "8 words selected: The council says the new bridge is cheaper."
    page.keyboard.press("Home")
    assert reader.said() == "1 word selected: The"
    page.keyboard.press("Shift+ArrowRight")
    assert reader.said() == "2 words selected: The council"
    page.keyboard.press("1")
    reader.saved()
    expect(page.locator("#announce")).to_have_text("Claim saved: The council")
    assert page.locator("#announce").get_attribute("aria-live") == "polite"


def test_the_cursor_stays_in_sight_until_the_pointer_leads(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page

    def painted() -> list[str]:
        page.wait_for_timeout(50)
        found = page.evaluate("Array.from(CSS.highlights.get('cursor') ?? [], range => range.toString())")
        return [str(text) for text in found]

    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    assert painted() == ["The ferry must stay"]
    page.keyboard.press("2")
    reader.saved()
    assert painted() == ["The ferry must stay"]
    expect(page.locator("#span-label")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#span-label")).to_be_focused()
    assert painted() == ["The ferry must stay"]
    reader.click_on("The council")
    assert painted() == []
    page.locator("#text").focus()
    page.keyboard.press("ArrowRight")
    assert painted() == ["The"]
    page.keyboard.press("Escape")
    assert painted() == []


def test_a_key_is_changed_kept_told_and_put_back(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    reader.mark("The council", "1")

    def give(deed: str, key: str) -> None:
        page.locator("#text").focus()
        page.keyboard.press("?")
        page.locator(f'#help input[data-deed="{deed}"]').focus()
        page.keyboard.press(key)

    give("undo", "w")
    expect(page.locator('#help input[data-deed="undo"]')).to_have_value("W")
    expect(page.locator("#key-refused")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#undo")).to_have_attribute("aria-keyshortcuts", "w Control+Z")
    reader.mark("bridge", "1")
    expect(page.locator("#undo")).to_have_attribute("aria-keyshortcuts", "w Control+Z")  # it came anew, with the answer
    page.keyboard.press("w")
    reader.saved()
    page.reload()
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    page.locator("#text").focus()
    page.keyboard.press("u")
    page.keyboard.press("w")
    reader.saved()
    expect(page.locator("#text mark")).to_have_count(0)
    for key, reason in [
        ("y", "does something else already"), ("1", "is the key of a label here"), ("/", "use “/” themselves"),
    ]:  # fmt: skip
        give("undo", key)
        expect(page.locator("#key-refused")).to_contain_text(reason)
        expect(page.locator('#help input[data-deed="undo"]')).to_have_value("W")
        page.keyboard.press("Escape")
    give("undo", "Backspace")
    expect(page.locator('#help input[data-deed="undo"]')).to_have_value("U")
    page.keyboard.press("x")
    page.locator("#keys-reset").press("Enter")
    expect(page.locator('#help input[data-deed="undo"]')).to_have_value("U")


def test_single_keys_are_switched_off_and_the_others_stay(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("?")
    page.uncheck("#single-keys")
    page.keyboard.press("Escape")
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("+")
    page.wait_for_timeout(200)
    assert standing(shared.article) == []
    assert reader.selected == "The ferry must stay"


def test_signs_behind_altgr_and_option_are_keys_like_any_other(shared: World, enter: Enter) -> None:
    span = shared.mark(shared.ana, "The council")
    page = enter(shared.ana.user, shared.article).page
    for how in ({"modifierAltGraph": True, "ctrlKey": True, "altKey": True}, {"altKey": True}):
        page.locator("#text").focus()
        page.evaluate(
            "how => document.getElementById('text').dispatchEvent("
            "new KeyboardEvent('keydown', { key: ']', bubbles: true, cancelable: true, ...how }))",
            how,
        )
        expect(page.locator("#text .tag.f")).to_have_attribute("data-span", str(span.pk))
        page.keyboard.press("Escape")
        expect(page.locator("#text .tag.f")).to_have_count(0)


def test_a_paragraph_is_marked_in_a_copy_that_cannot_be_changed(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.locator("#r1 .to-mark").focus()
    expect(page.locator("#r1 .to-mark")).to_be_visible()
    page.keyboard.press("Enter")
    copy = page.locator("#paragraph-copy")
    expect(copy).to_be_focused()
    text = page.locator("#r1 .text").inner_text()
    expect(copy).to_have_value(text)
    page.keyboard.type("typed, pasted")
    page.keyboard.press("Delete")
    expect(copy).to_have_value(text)
    page.locator("#paragraph button[value=save]").press("Enter")
    expect(page.locator("#paragraph-refused")).to_have_text("Choose a label first.")
    page.locator("#paragraph input[value=evidence]").press("Space")
    page.locator("#paragraph button[value=save]").press("Enter")
    expect(page.locator("#paragraph-refused")).to_have_text("Select words in the copy first.")
    copy.evaluate("(field, at) => field.setSelectionRange(at, at + 9)", text.index("🚢") + len("🚢") - 9 + 1)
    page.locator("#paragraph button[value=save]").press("Enter")
    reader.saved()
    expect(page.locator("#paragraph")).to_be_hidden()
    [(who, label, quote)] = standing(shared.article)
    assert (who, label) == ("ana", "evidence")
    assert quote.endswith("🚢")
    assert quote in text
    expect(page.locator("#r1 .to-mark")).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Evidence saved")


def test_escape_leaves_the_copy_and_nothing_happens(shared: World, enter: Enter) -> None:
    page = enter(shared.ana.user, shared.article).page
    page.locator("#r2 .to-mark").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#r2 .to-mark")).to_be_focused()
    assert standing(shared.article) == []


def test_the_focus_in_the_margin_is_not_lost_when_the_row_is_renewed(shared: World, enter: Enter) -> None:
    span = shared.mark(shared.ana, "The council")
    page = enter(shared.ana.user, shared.article).page
    page.locator(f'#text .tag[data-span="{span.pk}"]').focus()
    shared.mark(shared.ben, "the toll alone", "evidence")
    expect(page.locator("#r1 mark")).to_have_count(2, timeout=9000)
    expect(page.locator(f'#text .tag[data-span="{span.pk}"]')).to_be_focused()


def tree(page: Page, selector: str) -> list[str]:
    """The accessibility tree below an element as Chromium gives it to a screen reader, indented, a line a node."""
    session: CDPSession = page.context.new_cdp_session(page)
    handle = session.send("Runtime.evaluate", {"expression": f"document.querySelector({selector!r})"})
    node = session.send("DOM.describeNode", {"objectId": handle["result"]["objectId"]})["node"]["backendNodeId"]
    nodes = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    root = next(one for one in nodes.values() if one.get("backendDOMNodeId") == node)
    lines: list[str] = []

    def write(one: dict[str, Any], depth: int) -> None:
        role = one["role"]["value"]
        if one.get("ignored") or role == "InlineTextBox":
            return [write(nodes[child], depth) for child in one["childIds"] if child in nodes] and None
        name, says = (one.get(key, {}).get("value", "") for key in ("name", "description"))
        lines.append("  " * depth + role + (f" “{name}”" if name else "") + (f" — {says}" if says else ""))
        for child in one["childIds"]:
            if child in nodes:
                write(nodes[child], depth + 1)
        return None

    write(root, 0)
    return lines


def test_the_accessibility_tree_of_a_paragraph_with_three_overlapping_spans(shared: World, enter: Enter) -> None:
    shared.mark(shared.ana, "They are in it to win it")
    shared.mark(shared.ben, "in it to win it, and they have told nobody", "rhetoric", unsure=True)
    shared.mark(shared.rita, "win it", "loaded-language", note="the running example")
    page = enter(shared.ana.user, shared.article).page
    lines = tree(page, "#r2")
    print("\n" + "\n".join(lines))
    told = [line.strip() for line in lines]
    assert [line for line in told if line.startswith("mark")] == [
        "mark — Claim by Ana", "mark — Rhetoric by Ben", "mark — Loaded language by Rita", "mark",
    ]  # fmt: skip
    assert "list “Spans that begin here”" in told
    assert [line for line in told if line.startswith("link")] == [
        "link “Claim AN”", "link “Rhetoric BE unsure”", "link “Loaded language RI note”", "link “Mark in paragraph 3”",
    ]  # fmt: skip
    text = "".join(line.split("“", 1)[1].rsplit("”", 1)[0] for line in told if line.startswith("StaticText"))
    assert page.locator("#r2 .text").inner_text().startswith("They are in it")
    assert "They are in it to win it, and they have told nobody" in text
    page.locator("#text").focus()
    page.keyboard.press("?")
    page.uncheck("#spoken")
    page.keyboard.press("Escape")
    assert {line.strip() for line in tree(page, "#r2") if line.strip().startswith("mark")} == {"mark"}
    shared.mark(shared.ben, "told nobody", "aside")
    expect(page.locator("#r2 .tag")).to_have_count(4, timeout=9000)
    assert {line.strip() for line in tree(page, "#r2") if line.strip().startswith("mark")} == {"mark"}


def test_a_whole_working_day_with_the_pointer_disabled(
    shared: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> None:
    """Open, read, mark nested spans, link, comment, relabel, undo, hand in."""
    context = open_context(viewport={"width": 1400, "height": 900})
    context.add_init_script(NO_POINTER)
    sign_in_to(context, shared.ana.user)
    reader = Reader(context.new_page())
    page = reader.page
    keys = page.keyboard

    def press(*chords: str) -> None:
        for chord in chords:
            keys.press(chord)

    def tab_to(selector: str) -> None:
        for _press in range(60):
            if page.locator(selector).evaluate_all("found => found.includes(document.activeElement)"):
                return
            keys.press("Tab")
        raise AssertionError(f"Tab does not come to {selector}")

    page.goto(f"/p/{shared.project.slug}/")
    tab_to("td.what a")
    press("Enter")
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    tab_to("#text")
    press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    assert reader.selected.startswith("They are in it to win it")
    press("1")
    reader.saved()
    press("Home", "ArrowRight", "ArrowRight", *["Shift+ArrowRight"] * 4)
    assert reader.selected == "in it to win it"
    press("3")
    reader.saved()
    press("ArrowUp", "ArrowUp", "ArrowUp")
    assert reader.selected == "The council says the new bridge is cheaper."
    press("2")
    reader.saved()
    assert [label for _who, label, _quote in standing(shared.article)] == ["evidence", "claim", "rhetoric"]
    press("]")
    while reader.lit() != "The council says the new bridge is cheaper.":
        press("]")
    press("+", "]", "Enter")
    reader.saved()
    made = Link.objects.get()
    assert (made.kind, made.source.label.key, made.target_span.label.key) == ("supports", "evidence", "claim")
    press("c")
    expect(page.locator("#say")).to_be_focused()
    keys.type("Cheaper than what, @be")
    press("Enter", "Tab", "Enter")
    reader.saved()
    expect(page.locator("#comments .called")).to_have_text("@ben")
    press("Escape")
    expect(page.locator("#text")).to_be_focused()
    press("4")
    reader.saved()
    expect(page.locator("#span-label")).to_have_value("aside")
    press("u")
    reader.saved()
    assert Span.objects.get(pk=made.source_id).label.key == "evidence"
    press("Escape", "h")
    expect(page.locator("#why-not")).to_contain_text("handed in")
    assert shared.article.assignments.get().state == "handed-in"
