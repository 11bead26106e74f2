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
    page.get_by_role("radio", name="for", exact=True).click()  # `check` clicks again where its element was replaced
    expect(page.locator("#troubles")).to_contain_text("answered otherwise meanwhile")
    expect(page.get_by_role("radio", name="against")).to_be_checked()
    problems[:] = [said for said in problems if "409" not in said]
    assert violations(page) == []
    page.locator("#troubles").get_by_role("button", name="Let it go").click()
    page.locator("#undo").click()
    reader.saved()
    expect(page.get_by_role("radio", name="torn")).to_be_checked()


def test_answers_and_spans_are_settled_by_keyboard_alone(
    independent: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[..., None]
) -> None:
    world = independent
    world.ask(STANCE, REMARK)
    world.mark(world.ana, "nobody")
    for person, value in ((world.ana, "torn"), (world.ben, "for")):
        world.answer(person, "stance", value)
        world.answer(person, "remark", f"It is {value}.")
        world.hand_in(person)
    context = open_context(viewport={"width": 1400, "height": 900})
    sign_in_to(context, world.rita.user)
    page = context.new_page()
    page.goto(f"/p/{world.project.slug}/review/{world.article.pk}/")
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    keys, count = page.keyboard, page.locator("#standing .count")
    expect(page.locator("#help")).to_contain_text("to the next question about the article")
    keys.press("q")
    expect(page.locator("#question-stance")).to_be_focused()
    keys.press("1")  # a label's key says nothing of a question
    keys.press("r")
    keys.type("He says so")
    keys.press("Enter")
    expect(page.locator("#question-stance")).to_be_focused()
    keys.press("b")
    expect(page.locator("#question-stance")).to_contain_text("Decided by Rita")
    expect(page.locator("#question-stance")).to_be_focused()
    assert violations(page) == []
    keys.press("q")
    expect(page.locator("#question-remark")).to_be_focused()
    keys.press("x")
    expect(count).to_contain_text("1 undecided · 0 gold")
    decided = AnswerDecision.objects.standing().order_by("-question").values_list("question", "value", "reason")
    assert list(decided) == [("stance", "for", "He says so"), ("remark", "", "")]
    keys.press("q")
    keys.press("y")
    expect(page.locator("#question-stance")).to_contain_text("gold")
    keys.press("]")
    keys.press("a")
    expect(count).to_contain_text("0 undecided · 1 gold")
    assert AnswerDecision.objects.standing().get(question="stance").value == "torn"
    keys.press("h")
    keys.press("Enter")
    expect(page.get_by_text("Settled.")).to_be_visible()
