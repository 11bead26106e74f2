"""What helps in reading: outline, minimap, the place one left, find, no spans, size of text, the next article."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.spans.models import Span
from annotate.spans.queries import desk
from annotate.text.chunks import LONG
from annotate.text.extent import Extent
from tests.browser.conftest import Enter, standing
from tests.browser.desk import Reader
from tests.factories import World
from tests.run.installation import wait_until

PARAGRAPH = (
    "Paragraph {number} says that the ferry has run for ninety years, in fog and in wind, and that nobody in the "
    "harbour asked for a bridge. It costs 40 crowns a day 🚢. Write down what they say, and who pays them to say it."
)


@pytest.fixture
def long(shared: World) -> Article:
    """Some pages of text: a title and forty paragraphs."""
    return shared.take_in("A long piece\n\n" + "\n\n".join(PARAGRAPH.format(number=n) for n in range(1, 41)))


def until(page: Page, expression: str, wanted: object) -> None:
    """Wait until the page says what is wanted."""
    for _try in range(100):
        if (found := page.evaluate(expression)) == wanted:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{expression} is {found!r}, not {wanted!r}")


def read_at(page: Page, row: str) -> None:
    """Scroll until a row stands under the bar."""
    page.locator(row).evaluate("""row => {
        row.scrollIntoView({ behavior: "instant" });
        const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
        scrollBy({ top: row.getBoundingClientRect().top - bar - 10, behavior: "instant" });
    }""")


def top_of(page: Page, row: str) -> float:
    box = page.locator(row).bounding_box()
    assert box is not None
    return box["y"]


def test_the_outline_shows_blocks_labels_and_where_one_is(shared: World, long: Article, enter: Enter) -> None:
    shared.mark(shared.ana, "Paragraph 30 says", "claim", article=long)
    shared.mark(shared.ben, "Paragraph 31 says", "evidence", article=long)
    reader = enter(shared.ana.user, long)
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press(",")
    entries = page.locator("#outline li")
    expect(entries).to_have_count(41)
    expect(page.locator("#outline [aria-current]")).to_contain_text("A long piece")
    expect(entries.nth(30)).to_contain_text("Claim 1")
    expect(entries.nth(31)).to_contain_text("Evidence 1")
    expect(page.locator("#progress")).to_contain_text("Your spans lie in 1.")
    entries.nth(30).locator("a").click()
    expect(page.locator("#outline [aria-current]")).to_contain_text("Paragraph 30")
    assert 0 < top_of(page, "#r30") < 250
    assert reader.selected == PARAGRAPH.format(number=30).split(". It")[0] + "."
    page.keyboard.press("1")
    reader.saved()
    expect(entries.nth(30)).to_contain_text("Claim 2")
    expect(page.locator("#progress")).to_contain_text("Reached block")


def test_what_was_in_sight_for_a_while_is_reached(shared: World, long: Article, enter: Enter) -> None:
    reader = enter(shared.ana.user, long)
    page = reader.page
    page.click("#tab-outline")
    expect(page.locator("#progress")).not_to_contain_text("Reached block 0 of")
    page.locator("#r40").scroll_into_view_if_needed()
    page.mouse.move(500, 500)
    page.mouse.wheel(0, 5000)
    expect(page.locator("#progress")).to_contain_text("Reached block 41 of 41")


def test_the_minimap_paints_spans_and_leads_there(shared: World, long: Article, enter: Enter) -> None:
    shared.mark(shared.ana, "Paragraph 20 says that the ferry has run", "claim", article=long)
    reader = enter(shared.ana.user, long)
    page = reader.page
    painted = """(() => { const map = document.getElementById("minimap");
        const copy = new OffscreenCanvas(map.width, map.height).getContext("2d", { willReadFrequently: true });
        copy.drawImage(map, 0, 0);
        const middle = copy.getImageData(2, map.height * 0.45, 3, map.height * 0.1).data;
        return middle.some((value, at) => at % 4 === 2 && value > 200 && middle[at - 2] < 100); })()"""
    until(page, painted, wanted=True)
    box = page.locator("#minimap").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 10, box["y"] + box["height"] * 0.9)
    assert 100 < top_of(page, "#r36") < 900
    assert page.locator("#minimap").get_attribute("aria-hidden") == "true"


def test_one_is_offered_the_place_where_one_left_off(shared: World, long: Article, enter: Enter) -> None:
    reader = enter(shared.ana.user, long)
    context = reader.page.context
    read_at(reader.page, "#r25")
    reader.page.wait_for_timeout(700)
    reader.page.close()
    again = Reader(context.new_page())
    again.open(long)
    page = again.page
    expect(page.locator("#left-off")).to_contain_text("You left off at “Paragraph 2")
    assert page.evaluate("scrollY") == 0
    page.click("#left-off >> text=Go there")
    expect(page.locator("#left-off")).to_be_hidden()
    assert 0 < top_of(page, "#r25") < 300
    page.close()
    third = Reader(context.new_page())
    third.open(long)
    third.page.click("#left-off >> text=Stay here")
    expect(third.page.locator("#left-off")).to_be_hidden()
    assert third.page.evaluate("scrollY") == 0


def test_find_walks_words_and_spans_and_what_is_found_can_be_marked(shared: World, long: Article, enter: Enter) -> None:
    shared.mark(shared.ben, "Paragraph 7 says", "evidence", article=long, note="ask Otto about 40  crowns")
    reader = enter(shared.ana.user, long)
    page = reader.page
    page.locator("#text").focus()
    page.keyboard.press("f")
    page.keyboard.type("PARAGRAPH 3")
    count = page.locator("#find-count")
    expect(count).to_have_text("1 of 11: 11 in the text, 0 spans")  # 3 and 30 to 39
    until(page, "CSS.highlights.get('found')?.size", 11)
    page.keyboard.press("Enter")
    expect(count).to_contain_text("2 of 11")
    until(page, "Array.from(CSS.highlights.get('found-here'), String)", ["Paragraph 3"])
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count).to_contain_text("11 of 11")
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    until(page, "CSS.highlights.has('found')", wanted=False)
    page.keyboard.press("1")
    reader.saved()
    marked = Span.objects.get(assignment__analyst__username="ana")
    assert str(marked.extent) == f"{long.text.index('Paragraph 39')}-{long.text.index('Paragraph 39') + 11}"
    page.click("#find-open")
    page.fill("#find-words", "evidence ben")
    expect(count).to_have_text("1 of 1: 0 in the text, 1 span")
    expect(page.locator("#text mark.f")).to_have_text("Paragraph 7 says")
    page.fill("#find-words", "otto")
    expect(count).to_contain_text("0 in the text, 1 span")
    page.fill("#find-words", "no such words")
    expect(count).to_have_text("Nothing found")


def test_find_counts_code_points_and_takes_any_white_space(shared: World, enter: Enter) -> None:
    article = shared.take_in("A title\n\nEin 🚢 und noch\u00a0ein Schiff. Straße, STRASSE? (a.b) “[x]” a.b")
    reader = enter(shared.ana.user, article)
    page = reader.page
    page.click("#find-open")
    for words, found in (("noch ein", ["noch\u00a0ein"]), ("a.b", ["a.b", "a.b"]), ("[x]", ["[x]"]), ("🚢", ["🚢"])):
        page.fill("#find-words", words)
        until(page, "Array.from(CSS.highlights.get('found') ?? [], String)", found)


def test_reading_without_spans_keeps_the_place(shared: World, long: Article, enter: Enter) -> None:
    shared.mark(shared.ana, "Paragraph 20 says", "claim", article=long)
    reader = enter(shared.ana.user, long)
    page = reader.page
    read_at(page, "#r20")
    page.wait_for_timeout(100)
    before = top_of(page, "#r20")
    assert before < 200
    page.keyboard.press(";")
    expect(page.locator("#desk")).to_have_class("scripted plain")
    expect(page.locator("#r20 .tags")).to_be_hidden()
    assert abs(top_of(page, "#r20") - before) < 30
    reader.open(long)
    expect(page.locator("#lanes")).not_to_be_checked()
    page.click("#look > summary")
    page.check("#lanes")
    expect(page.locator("#r20 .tags")).to_be_visible()


def test_size_and_measure_go_with_the_person_to_every_device_and_need_no_script(
    shared: World, enter: Enter, open_context: Callable[..., BrowserContext], sign_in_to: Callable[..., None]
) -> None:
    reader = enter(shared.ana.user, shared.article)
    page = reader.page
    size = "getComputedStyle(document.querySelector('#r1 .text')).fontSize"
    assert page.evaluate(size) == "19px"
    page.click("#look > summary")
    with page.expect_response(lambda response: response.url.endswith("/account/look/") and response.status == 204):
        page.click("#look-form input[value=largest]")
    assert page.evaluate(size) == "28.5px"
    with page.expect_response(lambda response: response.url.endswith("/account/look/") and response.status == 204):
        page.click("#look-form input[value=narrow]")
    assert User.objects.get(username="ana").preferences == {"text_size": "largest", "measure": "narrow"}
    context = open_context(java_script_enabled=False)
    sign_in_to(context, shared.ana.user)
    plain = context.new_page()
    plain.goto(f"/p/{shared.project.slug}/articles/{shared.article.pk}/")
    assert plain.locator("html").get_attribute("data-text-size") == "largest"
    plain.click("#look > summary")
    plain.click("#look-form input[value=small]")
    plain.click("#look-form button")
    assert plain.url.endswith(f"/articles/{shared.article.pk}/")
    assert plain.locator("html").get_attribute("data-text-size") == "small"


def test_the_next_article_is_fetched_ahead_and_opens_with_title_history_and_a_wired_desk(
    shared: World, long: Article, enter: Enter
) -> None:
    reader = enter(shared.ana.user, long)
    page = reader.page
    address = f"/p/{shared.project.slug}/articles/{shared.article.pk}/"
    assert page.locator("#next").get_attribute("href") == address
    page.locator("#r40").scroll_into_view_if_needed()
    expect(page.locator("#next")).to_have_class("near")
    page.wait_for_timeout(1000)
    page.locator("#text").focus()
    page.keyboard.press(".")
    expect(page).to_have_title("The ferry must stay · Op-eds")
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
    reader.mark("The council", "1")
    assert len(standing(shared.article)) == 1
    page.go_back()
    expect(page).to_have_title("A long piece · Op-eds")
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    reader.mark("Paragraph 1 says", "2")
    assert len(standing(long)) == 1


def test_a_mark_in_a_long_block_renews_a_piece_of_its_chunk_alone(shared: World, enter: Enter) -> None:
    sentences = " ".join(f"Sentence {number} of a very long block 🚢 says nothing new." for number in range(120))
    assert len(sentences) > 2 * LONG
    article = shared.take_in(f"A title\n\n{sentences}\n\nThe end of it all.")
    reader = enter(shared.ana.user, article)
    page = reader.page
    reader.mark("The end of it all.", "1")  # the first mark makes the set, and prints everything anew
    page.evaluate("document.querySelectorAll('.chunk, .chunk > *').forEach(part => part.classList.add('old'))")
    chunks = page.locator(".chunk.old").count()
    reader.mark("Sentence 60 of a very long block 🚢", "1")
    expect(page.locator(".chunk > mark")).to_have_text(["Sentence 60 of a very long block 🚢"])
    expect(page.locator(".chunk.old")).to_have_count(chunks)
    expect(page.locator(".chunk > .old")).to_have_count(chunks - 1)
    expect(page.locator("#r1 .tag")).to_have_count(1)
    assert page.locator("#r1 .text").evaluate("text => text.textContent") == sentences
    tag, mark = page.locator("#r1 .tag").bounding_box(), page.locator("#r1 mark").first.bounding_box()
    assert tag is not None
    assert mark is not None
    assert abs(tag["y"] - mark["y"]) < 15
    reader.page.mouse.click(*reader.middle("Sentence 100 of"), click_count=3)
    page.wait_for_timeout(60)
    assert reader.selected.strip() == sentences


def test_a_long_span_has_rails_beside_what_it_covers_and_every_block_of_it_leads_to_it(
    shared: World, long: Article, enter: Enter
) -> None:
    start, end = long.text.index("Paragraph 2 says"), long.text.index("says that the ferry", 2800)
    span = shared.mark_extent(shared.ana, Extent.one(start, end + len("says")), "rhetoric", article=long)
    reader = enter(shared.ana.user, long)
    page = reader.page
    rails = page.locator(f'.rails > [data-span="{span.pk}"]')
    covered = rails.count()
    assert covered > 3
    expect(page.locator("#text mark")).to_have_count(2)
    assert page.locator("#c3 i").bounding_box()["height"] > 50  # type: ignore[index]
    reader.click_on("Paragraph 4 says")
    expect(page).to_have_url(re.compile(f"span={span.pk}"))
    expect(page.locator(".text.f")).to_have_count(covered)
    page.locator("#text").focus()
    page.keyboard.press("Delete")
    reader.saved()
    expect(rails).to_have_count(0)
    expect(page.locator(".f")).to_have_count(0)


def test_a_very_long_page_is_laid_out_where_it_is_looked_at_and_prints_whole(
    shared: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LONG_PAGE", 40_000)
    article = shared.take_in("A title\n\n" + "\n\n".join(PARAGRAPH.format(number=n) for n in range(200)))
    assert len(article.text) > desk.LONG_PAGE
    shared.mark(shared.ana, "Paragraph 190 says", article=article)
    reader = enter(shared.ana.user, article)
    page = reader.page
    kind = "getComputedStyle(document.querySelector('#r180')).contentVisibility"
    assert page.evaluate(kind) == "auto"
    page.keyboard.press("]")
    expect(page.locator("#text mark.f")).to_be_in_viewport()
    assert reader.lit() == "Paragraph 190 says"
    page.keyboard.press("Shift")  # whoever does something else is not brought back
    assert page.evaluate("window.find('Paragraph 17 says', false, true)")
    page.evaluate("location.hash = '#r150'")
    wait_until(lambda: 0 < top_of(page, "#r150") < 300, "the row of the address is at the top")
    page.emulate_media(media="print")
    assert page.evaluate(kind) == "visible"


@pytest.mark.parametrize("long_page", [300_000, 1_000], ids=["laid out whole", "laid out where it is looked at"])
def test_what_stands_beside_a_row_is_painted(
    shared: World, long: Article, enter: Enter, monkeypatch: pytest.MonkeyPatch, long_page: int
) -> None:
    """Rails and who reads there lie outside of the row, whose paint is contained."""
    monkeypatch.setattr(desk, "LONG_PAGE", long_page)
    start, end = long.text.index("Paragraph 2 says"), long.text.index("says that the ferry", 2800)
    shared.mark_extent(shared.ana, Extent.one(start, end + len("says")), "rhetoric", article=long)
    page = enter(shared.ana.user, long).page
    row = page.locator("#r4")
    box = row.bounding_box()
    assert box is not None
    text = page.locator("#r4 .text").bounding_box()
    assert text is not None
    left = {"x": text["x"] - 20, "y": text["y"] + 10, "width": 20, "height": 40}
    right = {"x": box["x"] + box["width"], "y": box["y"], "width": 24, "height": 40}

    def colours(clip: dict[str, float]) -> bytes:
        return page.screenshot(clip=clip)  # type: ignore[arg-type]

    with_rails, nobody = colours(left), colours(right)
    page.evaluate("document.querySelector('#c4').style.visibility = 'hidden'")
    assert colours(left) != with_rails
    row.evaluate("row => row.dataset.here = 'BE'")
    assert colours(right) != nobody
