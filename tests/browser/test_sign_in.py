"""The first page, in both schemes; and that a complaint of a page does not go unheard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from annotate.projects.models import User
from tests.factories import make_user

PASSWORD = "bridge-dam-lamps-island"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_opens_without_a_complaint(open_context: Callable[..., BrowserContext], scheme: str) -> None:
    page = open_context(color_scheme=scheme).new_page()
    page.goto("/")
    expect(page).to_have_url("/sign-in/?next=/")
    expect(page.locator("input[name=username]")).to_be_visible()
    expect(page.locator("input[name=password]")).to_be_visible()


def test_static_files_have_the_hashed_names_of_production(page: Page) -> None:
    with page.expect_response("**/page.*.css") as found:
        page.goto("/sign-in/")
    assert found.value.ok


def test_a_person_signs_in_with_their_password(page: Page) -> None:
    ana: User = make_user("ana")
    ana.set_password(PASSWORD)
    ana.save()
    page.goto("/sign-in/")
    page.fill("input[name=username]", "ana")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/")
    expect(page.locator("header")).to_contain_text("Ana")


def test_a_signed_in_person_comes_straight_in(
    open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> None:
    context = open_context()
    sign_in_to(context, make_user("ben"))
    page = context.new_page()
    page.goto("/")
    expect(page.locator("header")).to_contain_text("Ben")


def test_what_a_page_complains_of_is_heard(page: Page, problems: list[str]) -> None:
    page.goto("/sign-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=https://example.invalid/x.png>')")
    page.wait_for_timeout(200)
    page.evaluate("setTimeout(() => { throw new Error('of this test') })")
    page.wait_for_timeout(200)
    assert any("the policy forbids img-src" in said for said in problems)
    assert any("of this test" in said for said in problems)
    problems.clear()
