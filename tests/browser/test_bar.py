"""The bar of labels is as high as its labels need; what stands under it, and what is scrolled to, follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from annotate.projects.models import Mode, User
from tests.browser.desk import Reader
from tests.factories import make_world

ONE_LINE = 50
"""CSS pixels: a bar of one line of labels is lower."""

WHERE = "selector => document.querySelector(selector).getBoundingClientRect().toJSON()"


@pytest.mark.parametrize("width", [1400, 2000])
def test_nothing_hides_behind_the_bar(
    width: int, open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> None:
    world = make_world(
        Mode.SHARED, text="\n\n".join(f"Week {number}. The ferry came late again." for number in range(60))
    )
    context = open_context(viewport={"width": width, "height": 700})
    sign_in_to(context, world.ana.user)
    reader = Reader(context.new_page())
    reader.open(world.article)
    page = reader.page
    page.evaluate("document.getElementById('r30').scrollIntoView()")
    expect(page.locator("#r30")).to_be_in_viewport()
    bottom = page.evaluate(WHERE, ".bar")["bottom"]
    assert (bottom > ONE_LINE) == (width < 2000), "the narrower window's bar has two lines, the wide one's has one"
    for place in ("#panel", "#minimap"):
        assert page.evaluate(WHERE, place)["top"] == pytest.approx(bottom, abs=1), place
    assert 0 < page.evaluate(WHERE, "#r30")["top"] - bottom < 20
