"""What stands beside a span, on the desk in a real browser: links in two keys, the thread, the history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from annotate.projects.models import User
from annotate.spans import actions
from annotate.spans.models import Comment, Link, LinkKind, Span
from tests.browser.conftest import Enter
from tests.browser.desk import Reader
from tests.factories import World


@pytest.fixture
def three(shared: World) -> tuple[Span, Span, Span]:
    """Ana's claim, Ben's evidence, Ana's rhetoric: in the order of the text."""
    return (
        shared.mark(shared.ana, "The council"),
        shared.mark(shared.ben, "the toll alone", "evidence"),
        shared.mark(shared.ana, "in it to win it", "rhetoric"),
    )


def links() -> list[tuple[int, str, int | None, int | None]]:
    """The standing links, the oldest first."""
    found = Link.objects.filter(deleted_at=None).order_by("created_at", "id")
    return list(found.values_list("source", "kind", "target_span", "target_link"))


def tag(page: Page, span: Span):  # type: ignore[no-untyped-def]
    """A span's line in the margin."""
    return page.locator(f'#text .tag[data-span="{span.pk}"]')


def test_a_link_is_made_in_two_keys_seen_on_focus_and_taken_back(
    shared: World, three: tuple[Span, ...], enter: Enter
) -> None:
    claim, evidence, rhetoric = three
    reader = enter(shared.ana.user, shared.article, f"?span={claim.pk}")
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("+")
    expect(page.locator("#linking")).to_contain_text("This span supports:")
    page.keyboard.press("]")
    expect(tag(page, evidence)).to_have_class("tag aimed")
    assert "Evidence BE: the toll alone" in reader.said()
    page.keyboard.press("]")
    expect(tag(page, rhetoric)).to_have_class("tag aimed")
    page.keyboard.press("+")
    expect(page.locator("#linking")).to_be_hidden()
    reader.saved()
    assert links() == [(claim.pk, "supports", rhetoric.pk, None)]
    expect(tag(page, rhetoric)).to_contain_text("supported")
    expect(page.locator("#text mark.linked")).to_have_text("in it to win it")
    assert reader.lit() == "The council"
    page.keyboard.press("]")
    page.keyboard.press("]")
    expect(tag(page, claim)).to_contain_text("supports")
    expect(page.locator("#text mark.linked")).to_have_text("The council")
    expect(page.locator("#links li")).to_contain_text("supported by")
    page.keyboard.press("u")
    reader.saved()
    assert links() == []
    expect(page.locator("#text mark.linked")).to_have_count(0)


def test_escape_lets_go_of_a_link_and_enter_needs_an_end(shared: World, three: tuple[Span, ...], enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article, f"?span={three[0].pk}")
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("-")
    page.keyboard.press("Enter")
    assert "Walk or click" in reader.said()
    page.keyboard.press("]")
    page.keyboard.press("Escape")
    expect(page.locator("#linking")).to_be_hidden()
    expect(page.locator(".aimed")).to_have_count(0)
    assert reader.lit() == "The council"
    assert links() == []


def test_a_link_is_made_by_pointer_to_each_span_of_a_stack(shared: World, enter: Enter) -> None:
    claim = shared.mark(shared.ana, "The council")
    long = shared.mark(shared.ben, "in it to win it", "rhetoric")
    short = shared.mark(shared.ben, "win", "loaded-language")
    reader = enter(shared.ana.user, shared.article, f"?span={claim.pk}")
    page = reader.page
    page.click('#links [data-link="attacks"]')
    reader.click_on("win")
    expect(tag(page, short)).to_have_class("tag aimed")
    reader.click_on("win")
    expect(tag(page, long)).to_have_class("tag aimed")
    page.click("#linking [data-make]")
    reader.saved()
    tag(page, claim).click()
    page.click('#links [data-link="supports"]')
    tag(page, short).click()
    page.click("#linking [data-make]")
    reader.saved()
    assert links() == [(claim.pk, "attacks", long.pk, None), (claim.pk, "supports", short.pk, None)]


def test_a_link_is_undercut_in_two_keys(shared: World, three: tuple[Span, ...], enter: Enter) -> None:
    claim, evidence, rhetoric = three
    supports, _new = actions.add_link(evidence, kind=LinkKind.SUPPORTS, target=claim, by=shared.ben, at=shared.at)
    reader = enter(shared.ana.user, shared.article, f"?span={rhetoric.pk}")
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("!")
    expect(page.locator("#linking")).to_be_visible()
    page.keyboard.press("]")
    expect(page.locator("#text .tag.aimed")).to_have_count(2)
    page.keyboard.press("!")
    reader.saved()
    assert links()[-1] == (rhetoric.pk, "undercuts", None, supports.pk)
    expect(page.locator("#text .tag.linked .role")).to_have_text(["undercut", "undercut"])


def test_links_are_deleted_restored_and_chosen_from_a_list_in_the_panel(
    shared: World, three: tuple[Span, ...], enter: Enter
) -> None:
    claim, evidence, _rhetoric = three
    reader = enter(shared.ana.user, shared.article, f"?span={claim.pk}")
    page = reader.page
    page.click("#links [data-choose]")
    page.select_option("#link-target", f"span-{evidence.pk}")
    page.click("#choose button")
    reader.saved()
    assert links() == [(claim.pk, "supports", evidence.pk, None)]
    page.locator("#links li button >> text=Delete").press("Enter")
    reader.saved()
    expect(page.locator("#links > ul")).to_have_count(0)
    assert links() == []
    expect(page.locator("#links")).to_be_focused()
    page.click("#links details summary")
    page.click("#links details button")
    reader.saved()
    assert len(links()) == 1


def test_the_same_link_again_is_told_and_made_once(
    shared: World, three: tuple[Span, ...], enter: Enter, problems: list[str]
) -> None:
    claim, evidence, _rhetoric = three
    reader = enter(shared.ana.user, shared.article, f"?span={claim.pk}")
    page = reader.page
    page.locator("#text").focus()
    for _time in range(2):
        page.keyboard.press("+")
        page.keyboard.press("]")
        page.keyboard.press("+")
        reader.saved()
    assert links() == [(claim.pk, "supports", evidence.pk, None)]
    actions.delete_span(evidence, by=shared.ben, at=shared.at)
    page.keyboard.press("-")
    page.keyboard.press("]")
    page.keyboard.press("-")
    expect(page.locator("#troubles li")).to_contain_text("Link: There is no such span on this article.")
    page.click("#troubles button >> text=Let it go")
    assert all("404" in said for said in problems)
    problems.clear()


def test_a_comment_calls_somebody_by_keyboard_and_they_are_told(
    shared: World, three: tuple[Span, ...], enter: Enter
) -> None:
    reader = enter(shared.ana.user, shared.article, f"?span={three[1].pk}")
    page = reader.page
    expect(page.locator("#say")).to_be_visible()
    page.locator("#text").focus()
    page.keyboard.press("c")
    expect(page.locator("#say")).to_be_focused()
    page.keyboard.type("Is 40 right, @")
    expect(page.locator("#calls [role=option]")).to_have_count(3)
    page.keyboard.type("r")
    expect(page.locator("#calls [role=option]")).to_have_text(["Rita @rita"])
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_value("Is 40 right, @rita ")
    page.keyboard.type("or @")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#say")).to_have_value("Is 40 right, @rita or @lea ")
    page.keyboard.type("?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reader.saved()
    expect(page.locator("#comments .called")).to_have_text(["@rita", "@lea"])
    expect(page.locator("#say")).to_have_value("")
    assert Comment.objects.get().text == "Is 40 right, @rita or @lea ?"
    other = enter(shared.rita.user, shared.article)
    other.page.goto(f"/p/{shared.project.slug}/")
    expect(other.page.locator("#mentions")).to_contain_text("Is 40 right, @rita")
    other.page.click("#mentions a")
    expect(other.page.locator("#comments li")).to_have_count(1)


def test_escape_closes_the_names_and_only_then_leaves_the_panel(
    shared: World, three: tuple[Span, ...], enter: Enter
) -> None:
    reader = enter(shared.ana.user, shared.article, f"?span={three[1].pk}")
    page = reader.page
    page.locator("#say").click()
    page.keyboard.type("@b")
    expect(page.locator("#calls")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#calls")).to_have_count(0)
    expect(page.locator("#say")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#text")).to_be_focused()


def test_what_was_typed_survives_other_spans_a_reload_and_what_others_say(
    shared: World, three: tuple[Span, ...], enter: Enter
) -> None:
    reader = enter(shared.ana.user, shared.article, f"?span={three[1].pk}")
    page = reader.page
    page.locator("#say").click()
    page.keyboard.type("Not sent yet")
    actions.add_comment(three[1], text="I was first.", by=shared.ben, at=shared.at)
    expect(page.locator("#comments")).to_contain_text("I was first.", timeout=9000)
    expect(page.locator("#say")).to_be_focused()
    expect(page.locator("#say")).to_have_value("Not sent yet")
    tag(page, three[0]).click()
    expect(page.locator("#span blockquote")).to_have_text("The council")
    expect(page.locator("#say")).to_have_value("")
    tag(page, three[1]).click()
    expect(page.locator("#say")).to_have_value("Not sent yet")
    page.reload()
    expect(page.locator("#say")).to_have_value("Not sent yet")
    page.click("#thread > form button")
    reader.saved()
    page.reload()
    expect(page.locator("#comments li")).to_have_count(2)
    expect(page.locator("#say")).to_have_value("")


def test_one_s_own_comment_is_reworded_and_deleted(shared: World, three: tuple[Span, ...], enter: Enter) -> None:
    actions.add_comment(three[0], text="Firts.", by=shared.ana, at=shared.at)
    actions.add_comment(three[0], text="Second.", by=shared.ben, at=shared.at)
    reader = enter(shared.ana.user, shared.article, f"?span={three[0].pk}")
    page = reader.page
    expect(page.locator("#comments summary")).to_have_count(1)
    page.click("#comments summary")
    page.fill("#comments textarea", "First.")
    page.click("#comments details button")
    reader.saved()
    expect(page.locator("#comments")).to_contain_text("First.")
    expect(page.locator("#comments")).to_be_focused()
    page.click("#comments button >> text=Delete")
    reader.saved()
    expect(page.locator("#comments li")).to_have_count(1)
    expect(page.locator("#comments li")).to_contain_text("Second.")


def test_a_comment_waits_for_the_network_like_a_mark(
    shared: World, three: tuple[Span, ...], enter: Enter, problems: list[str]
) -> None:
    reader = enter(shared.ana.user, shared.article, f"?span={three[0].pk}")
    page = reader.page
    page.locator("#say").fill("On the train")
    page.context.set_offline(True)
    page.click("#thread > form button")
    expect(page.locator("#saving")).to_have_text("1 waiting")
    page.context.set_offline(False)
    reader.saved()
    assert [comment.text for comment in Comment.objects.all()] == ["On the train"]
    problems.clear()


def test_the_history_of_a_span_unfolds(shared: World, three: tuple[Span, ...], enter: Enter) -> None:
    reader = enter(shared.ana.user, shared.article, f"?span={three[0].pk}")
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("5")
    reader.saved()
    expect(page.locator("#span-label")).to_have_value("framing")
    page.click("#history summary")
    expect(page.locator("#history .history li")).to_have_count(2)
    expect(page.locator("#history .history li").last).to_contain_text("Ana: changed")
    expect(page.locator("#history .history li").last).to_contain_text("Claim")
    expect(page.locator("#history .history li").last).to_contain_text("Framing")


def test_all_of_it_without_script(
    shared: World,
    three: tuple[Span, ...],
    open_context: Callable[..., BrowserContext],
    sign_in_to: Callable[[BrowserContext, User], None],
) -> None:
    context = open_context(java_script_enabled=False)
    sign_in_to(context, shared.ana.user)
    page = context.new_page()
    desk = f"/p/{shared.project.slug}/articles/{shared.article.pk}/"
    page.goto(f"{desk}spans/{three[0].pk}/")
    page.fill("#say", "Without script, @ben")
    page.click("#thread > form button")
    expect(page.locator("#comments .called")).to_have_text("@ben")
    page.click("text=Choose from a list")
    page.select_option("#link-kind", "attacks")
    page.select_option("#link-target", f"span-{three[2].pk}")
    page.click("#choose button")
    expect(page.locator("#links li")).to_contain_text("attacks")
    page.click("#links li button")
    expect(page.locator("#links details")).to_contain_text("attacks")
    page.click("#history summary")
    page.click("#history a")
    expect(page.locator(".history li")).to_have_count(1)
    page.goto(desk)
    page.locator("#r2 .to-mark").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_block")).to_have_value("2")
    page.fill("#id_quote", "it")
    page.select_option("#id_label", "aside")
    page.click("form.form button")
    expect(page.locator(".places label")).to_have_count(2)
    page.locator(".places input").last.check()
    page.click("form.form button")
    expect(page.locator(".messages")).to_have_text("Aside saved: it")
    reader = Reader(page)
    assert reader.page.url.endswith("quote/?block=2&label=aside")


def test_a_page_loaded_anew_right_after_a_choice_shows_what_was_chosen(
    shared: World, three: tuple[Span, ...], enter: Enter
) -> None:
    page = enter(shared.ana.user, shared.article, f"?span={three[1].pk}").page
    expect(page.locator("#say")).to_be_visible()
    tag(page, three[0]).click()
    page.reload()
    expect(page.locator("#span")).to_have_attribute("data-span", str(three[0].pk))
    page.goto(page.url.split("?")[0])
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    expect(page.locator("#span[data-span]")).to_have_count(0)


def test_so_does_one_that_is_long_in_coming(shared: World, three: tuple[Span, ...], enter: Enter) -> None:
    """What is loaded anew is asked for by the address of that moment; the address tells the choice a little later."""
    page = enter(shared.ana.user, shared.article, f"?span={three[1].pk}").page
    expect(page.locator("#say")).to_be_visible()

    def slowly(route: Route) -> None:
        page.wait_for_url(f"**/?span={three[0].pk}")
        route.continue_()

    page.route(f"**/?span={three[1].pk}", slowly)
    tag(page, three[0]).click()
    page.reload()
    expect(page.locator("#span")).to_have_attribute("data-span", str(three[0].pk))
