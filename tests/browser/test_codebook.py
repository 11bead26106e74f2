"""The draft in a real browser: labels put in order by hand, by keys and by buttons; a split sorted by digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotate.codebook.models import Label
from annotate.codebook.queries import find_codebook
from annotate.curation import actions
from annotate.projects.models import Membership, User
from annotate.spans.models import Span
from tests.factories import World

Visit = Callable[..., Page]


@pytest.fixture
def visit(
    open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> Callable[..., Page]:
    """Somebody signs in and opens a page of the project."""

    def come(by: Membership, path: str, **options: object) -> Page:
        context = open_context(**options)
        sign_in_to(context, by.user)
        page = context.new_page()
        page.goto(f"/p/{by.project.slug}/{path}")
        return page

    return come


def order(world: World) -> list[tuple[str, str | None]]:
    return [(entry["key"], entry["parent"]) for entry in find_codebook(world.project)["labels"]]


@pytest.mark.parametrize("scripted", [True, False])
def test_buttons_put_labels_in_order(shared: World, visit: Visit, *, scripted: bool) -> None:
    page = visit(shared.lea, "codebook/draft/", java_script_enabled=scripted)
    page.get_by_role("button", name="Evidence: up", exact=True).click()
    page.wait_for_url("**/#row-evidence")
    assert order(shared)[:2] == [("evidence", None), ("claim", None)]
    page.get_by_role("button", name="Aside: in", exact=True).click()
    page.wait_for_url("**/#row-aside")
    assert order(shared)[-1] == ("aside", "rhetoric")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Aside: out", exact=True)).to_be_disabled()
    assert order(shared)[-1] == ("aside", None)


def test_keys_put_labels_in_order_and_stay_with_the_label(shared: World, visit: Visit) -> None:
    page = visit(shared.lea, "codebook/draft/")
    page.locator("#row-aside a").first.focus()
    for key, place in [("ArrowUp", ("aside", None)), ("ArrowRight", ("aside", "evidence"))]:
        with page.expect_navigation():
            page.keyboard.press(f"Alt+{key}")
        expect(page.locator("#row-aside")).to_be_focused()
        assert place in order(shared)


def test_a_label_is_dragged_before_another_and_under_another(shared: World, visit: Visit) -> None:
    page = visit(shared.lea, "codebook/draft/")
    grip, claim = page.locator("#row-aside .grip"), page.locator("#row-claim")
    with page.expect_navigation():
        grip.drag_to(claim, target_position={"x": 60, "y": 4})
    assert order(shared)[0] == ("aside", None)
    with page.expect_navigation():
        page.locator("#row-aside .grip").drag_to(page.locator("#row-evidence"), target_position={"x": 60, "y": 36})
    assert ("aside", "evidence") in order(shared)


def test_a_split_is_sorted_by_digits(shared: World, visit: Visit) -> None:
    for quote in ("cheaper", "the toll alone"):
        shared.mark(shared.ana, quote)
    claim = Label.objects.select_related("project").get(project=shared.project, key="claim")
    actions.split_label(claim, into=[{"key": "forecast", "name": "Forecast"}], by=shared.lea, at=shared.at)
    page = visit(shared.rita, "codebook/labels/claim/sort/")
    for key in ("1", "0"):
        with page.expect_navigation():
            page.keyboard.press(key)
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert sorted(Span.objects.values_list("label__key", "codebook__number")) == [("claim", 2), ("forecast", 2)]


def test_a_merge_that_takes_long_goes_on_by_itself(
    shared: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotate.curation.views.steps.AT_ONCE", 0)
    for number in range(3):
        shared.mark(shared.ana, "cheaper", article=shared.take_in(f"Piece {number}\n\nThe ferry is cheaper."))
    page = visit(shared.lea, "codebook/labels/claim/merge/?into=evidence")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("button", name="Take the merge back")).to_be_visible()
    expect(page.get_by_text("Merged into “Evidence”")).to_be_visible()
    assert not Span.objects.filter(label__key="claim").exists()


def test_the_codebook_is_searched_beside_the_desk(shared: World, visit: Visit) -> None:
    page = visit(shared.ana, f"articles/{shared.article.pk}/", viewport={"width": 1400, "height": 900})
    page.get_by_role("tab", name="Codebook").click()
    page.get_by_role("searchbox", name="Find in labels and guidelines").fill("whatabout")
    expect(page.locator("#found .label-entry h3")).to_contain_text("Whataboutism")
    expect(page.locator("#found-label-claim")).to_have_count(0)
