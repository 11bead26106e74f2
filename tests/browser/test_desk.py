"""The desk in a real browser: everything an analyst does there, with the mouse and with the keys."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import APIResponse, BrowserContext, Route, expect

from annotate.projects.models import User
from annotate.spans.models import Span
from tests.browser.conftest import Enter, standing
from tests.browser.desk import Reader
from tests.factories import World
from tests.run.installation import wait_until


def test_words_are_selected_a_key_is_pressed_and_the_span_stands(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.mark("the toll alone costs 40 crowns a day 🚢", "2")
    assert standing(shared.article) == [("ana", "evidence", "the toll alone costs 40 crowns a day 🚢")]
    expect(reader.page.locator("#text mark")).to_have_text("the toll alone costs 40 crowns a day 🚢")
    expect(reader.page.locator("#text .tag > span")).to_have_text("Evidence")
    assert "Evidence saved" in reader.said()


def test_a_key_that_a_busy_page_hears_of_right_after_the_mouse_is_for_what_was_selected(
    shared: World, enter: Enter
) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.mark("The council says", "2")
    expect(reader.page.locator("#text mark.f")).to_be_visible()  # chosen: a key without a selection relabels it
    reader.page.evaluate(
        """words => {
            const pieces = Array.from(document.querySelectorAll("#text .text > *"));
            const text = pieces.find((one) => one.textContent.includes(words));
            const range = new Range();
            range.setStart(text.firstChild, text.textContent.indexOf(words));
            range.setEnd(text.firstChild, text.textContent.indexOf(words) + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            text.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
            text.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true, cancelable: true }));
        }""",
        "the toll alone",
    )
    reader.saved()
    assert standing(shared.article) == [("ana", "evidence", "The council says"), ("ana", "claim", "the toll alone")]


def test_a_selection_from_right_to_left_and_over_an_emoji_counts_code_points(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.mark("«الجسر الجديد»", "5")
    assert standing(shared.article) == [("ana", "framing", "«الجسر الجديد»")]
    assert reader.page.locator("#r3").get_attribute("dir") == "rtl"


def test_selections_widen_to_words_unless_alt_is_held_or_it_is_switched_off(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.select("ounci")
    assert reader.selected == "council"
    reader.page.keyboard.press("Escape")
    reader.select("ounci", alt=True)
    assert reader.selected == "ounci"
    reader.page.keyboard.press("Escape")
    reader.page.locator("#text").focus()
    reader.page.keyboard.press("?")
    reader.page.uncheck("#snap")
    reader.page.keyboard.press("Escape")
    reader.select("ounci")
    assert reader.selected == "ounci"


def test_an_armed_label_marks_passage_after_passage(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.page.click('[data-label-key="aside"]')
    expect(reader.page.locator('#labels [data-label-key="aside"]')).to_have_attribute("aria-pressed", "true")
    reader.select("The council")
    reader.select("the toll alone")
    reader.saved()
    assert [label for _who, label, _quote in standing(shared.article)] == ["aside", "aside"]
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator('#labels [data-label-key="aside"]')).to_have_attribute("aria-pressed", "false")


def test_every_span_of_a_stack_is_reached_by_clicking(shared: World, enter: Enter) -> None:
    long = shared.mark(shared.ana, "They are in it to win it, and they have told nobody")
    short = shared.mark(shared.ben, "in it to win it", "framing")
    same = shared.mark(shared.ana, "in it to win it", "rhetoric")
    deep = shared.mark(shared.rita, "to win it", "repetition")
    reader = enter(shared.ana.user, shared.article)
    lit = set()
    for _click in range(4):
        before = reader.page.url
        reader.click_on("win")
        expect(reader.page).not_to_have_url(before)
        lit.add(reader.page.url.split("span=")[1])
        reader.page.wait_for_timeout(150)
    assert lit == {str(span.pk) for span in (long, short, same, deep)}
    expect(reader.page.locator("#stack .tag")).to_have_count(4)
    reader.page.locator("#stack .tag").first.click()
    assert reader.lit() == "to win it"
    expect(reader.page.locator("#text mark.more").first).to_be_visible()


def test_a_panel_read_before_one_s_own_change_is_read_again(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    reader.mark("in it to win it", "1")
    page.keyboard.press("Escape")
    held: list[tuple[Route, APIResponse]] = []
    page.route(re.compile(r"/spans/\d+/$"), lambda route: held.append((route, route.fetch())), times=1)
    reader.click_on("in it to win it")
    wait_until(lambda: page.wait_for_timeout(20) or held, "the panel was read")
    page.keyboard.press("5")
    reader.saved()
    [(route, read)] = held
    route.fulfill(response=read)
    expect(page.locator("#span")).to_have_attribute("data-version", "2")
    page.fill("#span-note", "Says who?")
    page.keyboard.press("Escape")
    reader.saved()
    span = Span.objects.get()
    assert (span.note, span.label.key, span.version) == ("Says who?", "framing", 3)


def test_a_span_is_relabelled_annotated_deleted_and_restored(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    reader.mark("in it to win it", "1")
    reader.click_on("in it to win it")
    page.keyboard.press("5")
    reader.saved()
    assert standing(shared.article) == [("ana", "framing", "in it to win it")]
    page.keyboard.press("n")
    page.keyboard.type("the running ")  # at once: before the panel is there
    expect(page.locator("#span-note")).to_be_focused()
    page.keyboard.type("example 🚢")
    page.keyboard.press("Escape")
    expect(page.locator("#text .tag")).to_contain_text("note")
    page.keyboard.press("m")
    expect(page.locator("#text .tag")).to_contain_text("unsure note")
    reader.saved()
    span = Span.objects.get()
    assert (span.note, span.unsure) == ("the running example 🚢", True)
    page.select_option("#attribute-voice", "quoted")
    reader.saved()
    assert Span.objects.get().attributes == {"voice": "quoted"}
    page.locator("#text").focus()
    page.keyboard.press("Delete")
    reader.saved()
    assert standing(shared.article) == []
    page.keyboard.press("u")
    reader.saved()
    assert standing(shared.article) == [("ana", "framing", "in it to win it")]


def test_undo_and_redo_survive_a_reload(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.mark("The council", "1")
    reader.mark("the toll alone", "2")
    reader.page.reload()
    reader.page.click("#undo")
    reader.saved()
    assert [quote for _who, _label, quote in standing(shared.article)] == ["The council"]
    reader.page.reload()
    reader.page.locator("#text").focus()
    reader.page.keyboard.press("Control+z")
    reader.saved()
    assert standing(shared.article) == []
    expect(reader.page.locator("#undo")).to_be_disabled()
    reader.page.keyboard.press("Control+Shift+z")
    reader.page.keyboard.press("y")
    reader.saved()
    assert [quote for _who, _label, quote in standing(shared.article)] == ["The council", "the toll alone"]


def test_ranges_are_added_cut_out_and_removed_by_key_and_by_pointer(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    reader.mark("in it to win it", "5")
    reader.click_on("win")
    reader.select("told nobody")
    page.keyboard.press("a")
    reader.saved()
    assert standing(shared.article) == [("ana", "framing", "in it to win it … told nobody")]
    reader.select("win")
    page.click('[data-range="cut"]')
    reader.saved()
    assert standing(shared.article) == [("ana", "framing", "in it to … it … told nobody")]
    expect(page.locator("#span .ranges li")).to_have_count(3)
    page.locator("[data-drop-range]").nth(1).click()
    reader.saved()
    assert standing(shared.article) == [("ana", "framing", "in it to … told nobody")]
    reader.select("The council")
    page.keyboard.press("e")
    reader.saved()
    assert standing(shared.article) == [("ana", "framing", "The council")]


def test_a_range_that_would_make_a_twin_is_refused_and_nothing_is_lost(
    shared: World, enter: Enter, problems: list[str]
) -> None:
    shared.mark(shared.ana, "The council", "framing")
    reader = enter(shared.ana.user, shared.article)
    reader.mark("in it to win it", "5")
    reader.click_on("win")
    reader.select("The council")
    reader.page.keyboard.press("e")
    expect(reader.page.locator("#troubles li")).to_contain_text("The same words have this label already.")
    assert len(standing(shared.article)) == 2
    reader.page.click("#troubles button >> text=Let it go")
    expect(reader.page.locator("#troubles li")).to_have_count(0)
    assert all("409" in said for said in problems)
    problems.clear()


def test_the_same_mark_twice_is_one_span(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.mark("The council", "1")
    reader.mark("The council", "1")
    assert len(standing(shared.article)) == 1
    assert "was there already" in reader.said()


def test_everything_can_be_done_by_keyboard(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.locator("#text").focus()
    for _sentence in range(2):
        page.keyboard.press("ArrowDown")
    assert reader.selected == "The council says the new bridge is cheaper."
    page.keyboard.press("Shift+ArrowDown")
    assert reader.selected.startswith("The council")
    assert reader.selected.endswith("🚢.")
    page.keyboard.press("1")
    reader.saved()
    page.keyboard.press("ArrowDown")
    assert reader.selected.startswith("They are in it to win it")
    page.keyboard.press("Home")
    assert reader.selected == "They"
    for _word in range(2):
        page.keyboard.press("ArrowRight")
    for _word in range(4):
        page.keyboard.press("Shift+ArrowRight")
    assert reader.selected == "in it to win it"
    page.keyboard.press("Alt+Shift+ArrowLeft")
    assert reader.selected == "in it to win i"
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#label-menu")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    reader.saved()
    assert [label for _who, label, _quote in standing(shared.article)] == ["claim", "rhetoric"]
    page.locator("#text").focus()
    page.keyboard.press("]")
    page.keyboard.press("]")
    assert reader.lit() == "in it to win it"
    page.keyboard.press("Delete")
    reader.saved()
    page.keyboard.press("h")
    expect(page.locator("#why-not")).to_contain_text("This work is handed in")
    assert shared.article.assignments.get().state == "handed-in"
    page.locator("#take-back").press("Enter")
    expect(page.locator("#hand-in")).to_be_visible()


def test_what_cannot_be_sent_waits_and_is_sent_when_the_network_is_back(
    shared: World, enter: Enter, problems: list[str]
) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.context.set_offline(True)
    reader.select("The council")
    page.keyboard.press("1")
    reader.select("the toll alone")
    page.keyboard.press("2")
    expect(page.locator("#saving")).to_have_text("2 waiting")
    assert standing(shared.article) == []
    page.context.set_offline(False)
    reader.saved()
    assert len(standing(shared.article)) == 2
    assert all("ERR_INTERNET_DISCONNECTED" in said for said in problems)
    problems.clear()


def test_what_was_not_sent_is_sent_after_the_tab_was_closed(shared: World, enter: Enter, problems: list[str]) -> None:
    reader = enter(shared.ana.user, shared.article)
    context = reader.page.context
    context.set_offline(True)
    reader.select("The council")
    reader.page.keyboard.press("1")
    expect(reader.page.locator("#saving")).to_have_text("1 waiting")
    reader.page.close(run_before_unload=False)
    context.set_offline(False)
    again = Reader(context.new_page())
    again.open(shared.article)
    again.saved()
    assert standing(shared.article) == [("ana", "claim", "The council")]
    problems.clear()


def test_others_spans_arrive_by_themselves_and_the_reader_s_place_stays(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    reader.select("The council")
    shared.mark(shared.ben, "the toll alone", "evidence")
    expect(reader.page.locator("#text mark")).to_have_text("the toll alone", timeout=9000)
    assert reader.selected == "The council"
    reader.page.keyboard.press("1")
    reader.saved()
    assert len(standing(shared.article)) == 2


ROWS_NOW_AND_ANEW = """
    async () => {
        const anew = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        const bare = (text) => {
            for (const part of text.querySelectorAll("*")) {
                part.classList.remove("f", "placed", "linked");
                if (!part.className) part.removeAttribute("class");
                for (const name of ["style", "data-rev", "data-here"]) part.removeAttribute(name);
            }
            for (const word of text.querySelectorAll(".role")) word.remove();
            return text.innerHTML;
        };
        return [bare(document.getElementById("text").cloneNode(true)), bare(anew.getElementById("text"))];
    }
"""
"""The text as it stands and as the server prints it now, without what the page adds."""


def test_after_every_deed_the_text_stands_as_the_server_would_print_it(shared: World, enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page

    def as_printed() -> None:
        reader.saved()
        now, anew = page.evaluate(ROWS_NOW_AND_ANEW)
        assert now == anew

    reader.mark("the new bridge is cheaper", "1")
    as_printed()
    page.evaluate("document.querySelectorAll('#text .text > *, #text li').forEach(part => part.stays = true)")
    for quote, key in (
        ("bridge is", "2"),
        ("The council says the new", "5"),
        ("the toll alone", "1"),
        ("cheaper", "2"),
    ):
        reader.mark(quote, key)
        as_printed()
    others = page.locator("#r0 .text > *, #r2 .text > *")
    assert others.evaluate_all("parts => parts.map((part) => part.stays)") == [True] * others.count()
    stays = page.locator("#r1 li").evaluate_all("lines => lines.map((line) => Boolean(line.stays))")
    assert stays == [False, True, False, False, False]
    shared.mark(shared.ben, "says the new bridge", "evidence")
    expect(page.locator("#text .tag")).to_have_count(6, timeout=9000)
    as_printed()
    reader.click_on("toll")
    page.keyboard.press("Delete")
    as_printed()
    page.keyboard.press("u")
    expect(page.locator("#text .tag")).to_have_count(6)
    as_printed()
    page.keyboard.press("y")
    expect(page.locator("#text .tag")).to_have_count(5)
    as_printed()
    reader.click_on("cheaper")
    reader.select("told nobody")
    page.keyboard.press("a")
    as_printed()
    reader.select("in it to win it")
    page.keyboard.press("e")
    as_printed()


def test_two_tabs_never_overwrite_one_another_silently(shared: World, enter: Enter, problems: list[str]) -> None:
    span = shared.mark(shared.ana, "The council", "claim")
    one = enter(shared.ana.user, shared.article, f"?span={span.pk}")
    two = Reader(one.page.context.new_page())
    two.open(shared.article, f"?span={span.pk}")
    one.page.fill("#span-note", "from the first tab")
    one.page.press("#span-note", "Tab")
    one.saved()
    two.page.evaluate("document.getElementById('standing').dataset.tag")
    two.page.fill("#span-note", "from the second tab")
    two.page.press("#span-note", "Tab")
    expect(two.page.locator("#troubles li")).to_contain_text("This span was changed meanwhile")
    assert Span.objects.get().note == "from the first tab"
    assert all("409" in said for said in problems)
    problems.clear()


def test_two_tabs_that_mark_in_turn_wait_for_nothing_but_one_another(shared: World, enter: Enter) -> None:
    one = enter(shared.ana.user, shared.article)
    two = Reader(one.page.context.new_page())
    two.open(shared.article)
    for quote, reader in zip(
        ("The council", "cheaper", "the toll alone", "in it to win it"), (one, two) * 2, strict=True
    ):
        reader.mark(quote, "1")
    assert len(standing(shared.article)) == 4
    held = two.page.evaluate("navigator.locks.query().then((now) => now.held.map((lock) => lock.name))")
    assert sum("outbox" in name for name in held) == 1  # the last that sent has it
    expect(one.page.locator("#saving")).to_have_text("saved")


def test_a_lens_shows_some_people_and_labels_and_its_home_is_the_address(shared: World, enter: Enter) -> None:
    shared.mark(shared.ana, "The council", "claim")
    shared.mark(shared.ben, "the toll alone", "evidence")
    reader = enter(shared.ana.user, shared.article, "?people=ben")
    expect(reader.page.locator("#text mark")).to_have_text("the toll alone")
    reader.open(shared.article, "?labels=claim")
    expect(reader.page.locator("#text mark")).to_have_text("The council")


def test_the_list_of_spans_is_there_with_and_without_script(
    shared: World, enter: Enter, open_context: Callable[..., BrowserContext], sign_in_to: Callable[..., None]
) -> None:
    shared.mark(shared.ana, "The council", "claim", note="why")
    shared.mark(shared.ben, "the toll alone", "evidence")
    reader = enter(shared.ana.user, shared.article)
    reader.page.click("#tab-list")
    expect(reader.page.locator("#listed li")).to_have_count(2)
    reader.click_on("the toll alone")
    expect(reader.page.locator("#listed .tag.f")).to_contain_text("Evidence")
    reader.click_on("The council")
    expect(reader.page.locator("#listed .tag.f")).to_contain_text("Claim")
    context = open_context(java_script_enabled=False)
    sign_in_to(context, shared.ana.user)
    page = context.new_page()
    page.goto(f"/p/{shared.project.slug}/articles/{shared.article.pk}/")
    expect(page.locator("#text")).to_contain_text("in it to win it")
    expect(page.locator("#text .tag")).to_have_count(2)
    page.goto(f"/p/{shared.project.slug}/articles/{shared.article.pk}/spans/")
    expect(page.locator("#listed li")).to_have_count(2)


def test_a_reader_who_may_not_mark_is_told_why(shared: World, enter: Enter) -> None:
    shared.mark(shared.ana, "The council", "claim")
    shared.hand_in(shared.ana)
    reader = enter(shared.ana.user, shared.article)
    expect(reader.page.locator("#why-not")).to_contain_text("handed in")
    expect(reader.page.locator("#labels .key").first).to_be_disabled()
    reader.select("the toll alone")
    reader.page.keyboard.press("1")
    reader.page.wait_for_timeout(200)
    assert len(standing(shared.article)) == 1


def test_text_titles_notes_and_labels_that_try_to_run_are_shown_as_text(shared: World, enter: Enter) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    article = shared.take_in(f"{evil}\n\nA paragraph that says {evil} and goes on, as people do.", byline=evil)
    shared.mark(shared.ben, "A paragraph that says", "claim", article=article, note=evil)
    User.objects.filter(pk=shared.ben.user_id).update(name=evil)
    reader = enter(shared.ana.user, article)
    dialogs: list[str] = []
    reader.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    expect(reader.page.locator("#r1 .text")).to_contain_text("<script>alert(2)</script>")
    reader.click_on("A paragraph that says")
    expect(reader.page.locator("#span .note")).to_contain_text("<img src=x")
    for page in ("", "codebook/", "members/", "export/", f"articles/{article.pk}/about/"):
        reader.page.goto(f"/p/{shared.project.slug}/{page}")
        assert reader.page.locator("img").count() == 0
    assert dialogs == []
