"""Questions about the whole article: answered on the desk and settled in review, by keyboard, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from annotate.review.models import AnswerDecision
from annotate.spans.models import Answer
from tests.browser.axe import violations
from tests.browser.conftest import Enter
from tests.factories import World

STANCE = {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"], "required": True}
REMARK = {"key": "remark", "name": "Remark", "kind": "text"}


def answers() -> dict[str, tuple[str, int]]:
    return {
        one.question: (one.value, one.version) for one in Answer.objects.filter(assignment__analyst__username="ana")
    }


def test_answers_are_saved_as_they_are_given_and_taken_back_with_undo(
    shared: World, enter: Enter, problems: list[str]
) -> None:
    shared.ask(STANCE, REMARK)
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    page.get_by_role("radio", name="no answer").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    reader.saved()
    assert answers() == {"stance": ("torn", 2)}
    expect(page.get_by_role("radio", name="torn")).to_be_focused()
    page.get_by_label("Remark").fill("Both sides are heard.")
    page.keyboard.press("Tab")
    reader.saved()
    assert answers()["remark"] == ("Both sides are heard.", 1)
    shared.answer(shared.ana, "stance", "against", version=2)  # in another window
    page.get_by_role("radio", name="for", exact=True).check()
    expect(page.locator("#troubles")).to_contain_text("answered otherwise meanwhile")
    expect(page.get_by_role("radio", name="against")).to_be_checked()
    problems[:] = [said for said in problems if "409" not in said]
    assert violations(page) == []
    page.locator("#troubles").get_by_role("button", name="Let it go").click()
    page.locator("#undo").click()
    reader.saved()
    expect(page.get_by_role("radio", name="torn")).to_be_checked()


def test_answers_are_settled_by_keyboard_side_by_side(
    independent: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[..., None]
) -> None:
    world = independent
    world.ask(STANCE)
    for person, value in ((world.ana, "torn"), (world.ben, "for")):
        world.answer(person, "stance", value)
        world.hand_in(person)
    context = open_context(viewport={"width": 1400, "height": 900})
    sign_in_to(context, world.rita.user)
    page = context.new_page()
    page.goto(f"/p/{world.project.slug}/review/{world.article.pk}/")
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    page.get_by_role("button", name="Take Ana’s").focus()
    page.keyboard.press("b")
    expect(page.locator("#answers")).to_contain_text("Decided by Rita")
    assert AnswerDecision.objects.standing().get().value == "for"
    assert violations(page) == []
    page.locator("#settle").click()
    expect(page.get_by_text("Settled.")).to_be_visible()
