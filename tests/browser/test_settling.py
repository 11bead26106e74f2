"""A whole round: two articles are given out, marked blind, handed in, compared, settled by keyboard alone; the analyst
sees why, and gold goes out with where it came from. Then two reviewers at once, and a reviewer without a script."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotate.corpus.models import Article
from annotate.projects.actions import add_member
from annotate.projects.models import Role, User
from annotate.review.models import Decision
from annotate.spans.models import Span
from tests.browser.axe import Looked
from tests.browser.conftest import Enter
from tests.factories import World

CHEAPER = "the new bridge is cheaper"

NOTE = "sentinel-note-k7w2"
NAME = "Ana Zq9"

TITLES = ("The pier is closed", "A lamp in every lane")
TEXTS = [
    f"{TITLES[0]}\n\nThe harbour office says the pier is unsafe. "
    "It has said so for nine years.\n\nNobody was hurt yet.",
    f"{TITLES[1]}\n\nLight is cheap, and fear is dear. Two lanes of ten have lamps.",
]


class Rounds:
    """The people of a round, each in a browser of their own."""

    def __init__(self, world: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[..., None]):
        self.world, self.open_context, self.sign_in_to = world, open_context, sign_in_to

    def page_of(self, person: User, **options: object) -> Page:
        context = self.open_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        self.sign_in_to(context, person)
        return context.new_page()

    def review(self, person: User, article: Article, query: str = "", **options: object) -> Page:
        page = self.page_of(person, **options)
        page.goto(f"/p/{self.world.project.slug}/review/{article.pk}/{query}")
        if options.get("java_script_enabled", True):
            expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
        return page


@pytest.fixture
def people(
    independent: World, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> Rounds:
    """The cast of an independent project; Ana has a name that stands nowhere else."""
    ana = independent.ana.user
    ana.name, ana.initials = NAME, "Zq9"
    ana.save()
    return Rounds(independent, open_context, sign_in_to)


def counts(page: Page, said: str) -> None:
    expect(page.locator("#standing .count")).to_contain_text(said)


def test_a_whole_round(people: Rounds, enter: Enter) -> None:
    world = people.world
    first, second = (world.take_in(text) for text in TEXTS)

    lead = people.page_of(world.lea.user)
    lead.goto(f"/p/{world.project.slug}/")
    for person in ("ana", "ben"):
        for title in TITLES:
            lead.get_by_label(f"Choose “{title}”").check()
        lead.get_by_label("Give the chosen to").select_option(person)
        lead.get_by_role("button", name="Give", exact=True).click()
        expect(lead.locator(".messages")).to_contain_text("2 articles given")

    ana = enter(world.ana.user, first)
    ana.mark("The harbour office says the pier is unsafe", "1")
    ana.page.locator("#span-note").fill(NOTE)
    ana.page.locator("#span-note").blur()
    ana.saved()
    ana.mark("It has said so for nine years", "2")
    ana.mark("Nobody was hurt yet", "4")
    ana.page.get_by_role("button", name="Hand in").click()
    expect(ana.page.locator("#work")).to_contain_text("is handed in")
    sentinels = [NOTE, NAME, *(str(pk) for pk in Span.objects.values_list("pk", flat=True))]

    received: list[str] = []
    ben = people.page_of(world.ben.user)
    ben.on("response", lambda answer: received.append(body_of(answer)))
    ben_desk = type(ana)(ben)
    ben_desk.open(first)
    ben_desk.mark("the pier is unsafe", "1")
    ben_desk.mark("It has said so for nine years", "2")
    ben.goto(f"/p/{world.project.slug}/articles/{first.pk}/spans/")
    ben.goto(f"/p/{world.project.slug}/")
    ben_desk.open(first)
    assert [word for word in sentinels if any(word in one for one in received)] == []
    assert len(received) > 5
    ben.get_by_role("button", name="Hand in").click()
    expect(ben.locator("#work")).to_contain_text("is handed in")
    for reader in (enter(world.ana.user, second), enter(world.ben.user, second)):
        reader.mark("Light is cheap", "1")
        reader.page.get_by_role("button", name="Hand in").click()
        expect(reader.page.locator("#work")).to_contain_text("is handed in")

    agreement_is_shown(people)
    settle_by_keyboard(people, first)
    rita = people.review(world.rita.user, second)
    rita.keyboard.press("s")
    rita.keyboard.press("Enter")
    counts(rita, "0 undecided · 1 gold")
    rita.keyboard.press("h")
    rita.keyboard.press("Enter")
    expect(rita.locator(".messages")).to_contain_text("Settled.")

    ana.open(first)
    outcome = ana.page.locator("#outcomes")
    expect(outcome).to_contain_text("1 kept")
    expect(outcome).to_contain_text("1 changed")
    expect(outcome).to_contain_text("1 rejected")
    changed = ana.page.locator('#text .tag[data-became="changed"]')
    expect(changed).to_contain_text("changed")
    changed.click()
    expect(ana.page.locator("#span .became")).to_contain_text("The verb is not the claim")
    outcome.get_by_label("1 rejected").check()
    expect(ana.page.locator("#text .tag:visible")).to_have_count(1)
    looked = Looked()
    looked.at(ana.page, "what became of spans")
    looked.assert_clean(states=2)

    answer = rita.request.get(f"/p/{world.project.slug}/export/download/?format=jsonl&set=gold")
    lines = [json.loads(line) for line in answer.text().splitlines()]
    spans = {span["quote"]: span for line in lines for span in line["spans"]}
    claim = spans["the pier is unsafe"]
    assert (claim["decided_by"], claim["reason"], claim["codebook_version"]) == ("rita", "The verb is not the claim", 1)
    assert len(claim["from_spans"]) == len(spans["It has said so for nine years"]["from_spans"]) == 2
    assert set(spans) == {"the pier is unsafe", "It has said so for nine years", "Light is cheap"}


def agreement_is_shown(people: Rounds) -> None:
    """What was handed in is counted, by hand and by the page: Ana has four spans and Ben three, of which the evidence
    and one claim are the same. Of the other claim they share 18 characters, which is 18 / 42 of it and so no overlap;
    in all 18 + 29 + 14 characters of Ana's 42 + 29 + 19 + 14 and Ben's 18 + 29 + 14."""
    page = people.page_of(people.world.rita.user)
    page.goto(f"/p/{people.world.project.slug}/")
    page.get_by_role("link", name="Agreement", exact=True).click()
    expect(page.locator("#headline")).to_contain_text("another marks about 57 in the same place")
    expect(page.locator(".headline")).to_contain_text("From 2 articles, 2 people, 7 spans.")
    for measure, value in (("Exact F1", 2 * 2 / 7), ("Overlap F1", 2 * 2 / 7), ("Character F1", 2 * 61 / (104 + 61))):
        row = page.locator("#shown table.numbers tr", has=page.get_by_text(measure, exact=True))
        expect(row.locator("strong")).to_have_text(f"{value:.3f}")
    page.get_by_role("link", name="Read where they differ").click()
    expect(page.locator(".places mark")).to_have_text(["Nobody was hurt yet"])
    page.context.close()


def settle_by_keyboard(people: Rounds, article: Article) -> None:
    """Rita takes Ben's claim with a reason, rejects Ana's aside and opens it again, lets the rest go at one stroke."""
    page = people.review(people.world.rita.user, article)
    keys = page.keyboard
    counts(page, "3 undecided · 0 gold")
    expect(page.locator(".cluster.current")).to_contain_text("extent differs")
    keys.press("r")
    keys.type("The verb is not the claim")
    keys.press("Enter")
    keys.press("b")
    counts(page, "2 undecided · 1 gold")
    expect(page.locator(".cluster.current")).to_contain_text("agreed")
    keys.press("n")
    expect(page.locator(".cluster.current")).to_contain_text("only some")
    keys.press("3")
    counts(page, "1 undecided · 2 gold")
    keys.press("u")
    counts(page, "2 undecided · 1 gold")
    keys.press("n")
    keys.press("x")
    counts(page, "1 undecided · 1 gold")
    keys.press("s")
    expect(page.locator("#strokes button").first).to_be_focused()
    expect(page.locator("#strokes")).to_contain_text("white space and punctuation")
    keys.press("Enter")
    counts(page, "0 undecided · 2 gold")
    keys.press("?")
    expect(page.locator("#help")).to_be_visible()
    keys.press("Escape")
    keys.press("h")
    expect(page.locator("#settle")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Settled.")


def body_of(answer) -> str:  # type: ignore[no-untyped-def]
    """What came, headers and all; of a redirect there is no body."""
    try:
        return f"{answer.headers} {answer.text()}"
    except Exception:  # a body that the browser no longer has
        return str(answer.headers)


@pytest.fixture
def handed_in(people: Rounds) -> Rounds:
    """Ana and Ben handed in one article: an agreed span, one with another extent, one with another label."""
    world = people.world
    for person, words, label in (
        (world.ana, "The ferry must stay", "claim"), (world.ben, "The ferry must stay", "claim"),
        (world.ana, "the new bridge is cheaper", "claim"),
        (world.ben, "The council says the new bridge is cheaper", "claim"),
        (world.ana, "in it to win it", "rhetoric"), (world.ben, "in it to win it", "aside"),
    ):  # fmt: skip
        world.mark(person, words, label)
    world.hand_in(world.ana, world.ben)
    return people


def test_two_reviewers_see_each_other_and_never_overwrite_unseen(handed_in: Rounds, problems: list[str]) -> None:
    world = handed_in.world
    rita = handed_in.review(world.rita.user, world.article)
    lea = handed_in.review(world.lea.user, world.article)
    lea.route("**/changes/**", lambda route: route.abort())  # her page hears of nothing for a while
    rita.keyboard.press("]")
    rita.keyboard.press("+")
    counts(rita, "2 undecided · 1 gold")
    lea.keyboard.press("]")
    lea.keyboard.press("x")
    expect(lea.locator("#refused")).to_contain_text("Rita decided this meanwhile: Claim.")
    expect(lea.locator(".cluster.current .ruling")).to_contain_text("Decided by Rita")
    assert [one.label.key for one in Decision.objects.filter(undone_at=None) if one.label] == ["claim"]
    lea.unroute("**/changes/**")
    lea.keyboard.press("x")
    counts(lea, "2 undecided · 0 gold")
    expect(rita.locator("#standing .count")).to_contain_text("2 undecided · 0 gold", timeout=15_000)
    expect(rita.locator(".cluster.rejected")).to_have_count(1)
    problems[:] = [one for one in problems if "409" not in one and "ERR_FAILED" not in one]


def test_what_was_begun_is_there_again_and_the_page_is_accessible(handed_in: Rounds) -> None:
    world = handed_in.world
    page = handed_in.review(world.rita.user, world.article)
    page.keyboard.press("r")
    page.keyboard.type("half a rea")
    looked = Looked()
    looked.at(page, "a cluster in focus")
    page.reload()
    expect(page.locator("#bench-reason")).to_have_value("half a rea")
    page.locator("#bench-reason").press("Escape")
    page.keyboard.press("]")
    expect(page.locator("#bench-reason")).to_have_value("")
    page.keyboard.press("t")
    counts(page, "2 undecided · 2 gold")
    page.keyboard.press("m")
    page.keyboard.type("Why so wide?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".cluster .comment")).to_contain_text("Why so wide?")
    page.keyboard.press("?")
    looked.at(page, "the keys")
    page.keyboard.press("Escape")
    looked.at(page, "a decided cluster and a comment")
    looked.assert_clean(states=6)
    hidden = page.locator(".without-script")
    assert hidden.count() > 0
    assert [one.is_visible() for one in hidden.all()] == [False] * hidden.count(), "what is for pages without script"


def test_the_extent_is_set_by_selecting_and_a_finger_does_what_keys_do(handed_in: Rounds, enter: Enter) -> None:
    world = handed_in.world
    page = handed_in.review(world.rita.user, world.article)
    page.keyboard.press("]")
    type(enter(world.lea.user, world.article))(page).select("bridge is cheaper")
    page.locator('#bench [data-deed="extent"]').click()
    counts(page, "2 undecided · 1 gold")
    decision = Decision.objects.get(undone_at=None)
    assert decision.extent.quote(world.article.text) == "bridge is cheaper"
    page.get_by_role("button", name="Undo").click()
    counts(page, "3 undecided · 0 gold")
    page.locator(".cluster-open").nth(2).click()
    page.locator("#labels [data-label-key=evidence]").click()
    counts(page, "2 undecided · 1 gold")


def test_without_a_script_every_button_is_a_form(handed_in: Rounds) -> None:
    world = handed_in.world
    page = handed_in.review(world.rita.user, world.article, java_script_enabled=False)
    page.get_by_role("button", name="Accept", exact=False).first.click()
    counts(page, "2 undecided · 1 gold")
    page.locator(".cluster-open").nth(2).click()
    page.get_by_label("Words that it shall be").fill("to win it")
    page.get_by_role("button", name="Set to these words").click()
    counts(page, "1 undecided · 2 gold")
    page.get_by_role("button", name="Undo").click()
    counts(page, "2 undecided · 1 gold")
    page.get_by_role("button", name="Accept all of Ben’s: 2 clusters").click()
    counts(page, "0 undecided")
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".messages")).to_contain_text("Settled.")
    page.get_by_role("link", name="Each settlement and its gold").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("1. Settled")


LINES = """(mark) => {
  const layers = getComputedStyle(mark).backgroundImage.split(/,\\s*(?=none|repeating|linear)/);
  const rects = Array.from(mark.getClientRects()).sort((a, b) => a.top - b.top);
  const gaps = rects.slice(1).map((rect, at) => rect.top - rects[at].bottom);
  const drawn = layers.slice(0, 4).filter((layer) => layer !== "none").length;
  return {drawn, lines: rects.length, gap: Math.min(...gaps)};
}"""
"""How many of the four lines are drawn under a mark, and how many pixels lie between its lines of text."""


def test_four_people_have_a_line_each_and_the_fourth_is_taken_by_key(people: Rounds) -> None:
    world = people.world
    otto = add_member(world.project, username="otto", role=Role.ANALYST, by=world.lea, at=world.at)
    four = (world.ana, world.ben, world.lea, otto)
    world.assign(world.lea, otto)
    for person, words in zip(four, (CHEAPER[8:], CHEAPER[4:], CHEAPER, CHEAPER), strict=True):
        world.mark(person, words, "claim" if person != otto else "evidence")
    world.mark(otto, "in it to win it, and they have told nobody")
    world.hand_in(*four)
    page = people.review(world.rita.user, world.article)
    expect(page.locator(".people > li")).to_contain_text([f"line {line} under the words" for line in (1, 2, 3, 4)])
    under = page.locator("#text mark", has_text="bridge is cheaper")
    assert under.evaluate(LINES)["drawn"] == 4
    page.set_viewport_size({"width": 320, "height": 844})
    wrapped = page.locator("#text mark", has_text="in it to win it").evaluate(LINES)
    assert (wrapped["drawn"], wrapped["lines"] > 1) == (1, True)
    assert wrapped["gap"] >= 0, "the fourth line does not lie on the words below"
    looked = Looked()
    looked.at(page, "four lines under the words")
    page.locator("#text").press("d")
    counts(page, "1 undecided · 1 gold")
    decision = Decision.objects.get(undone_at=None)
    assert (decision.label and decision.label.key, decision.extent.quote(world.article.text)) == ("evidence", CHEAPER)
    looked.assert_clean(states=2)
