"""The page of agreement in Chromium: counted in steps, filtered, γ asked for, down to passages; axe in both themes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from annotate.concord import views
from annotate.projects.models import User
from tests.browser.axe import Looked
from tests.concord.worlds import finish, give_in_round, more
from tests.factories import World


def test_agreement_from_the_headline_to_the_passages(
    independent: World, open_context: Callable[..., BrowserContext],
    sign_in_to: Callable[[BrowserContext, User], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    world = independent
    monkeypatch.setattr(views, "SLICE", 0.0)
    monkeypatch.setattr("annotate.concord.actions.BATCH", 1)
    finish(world)
    more(world, 2)
    finish(world, give_in_round(world, 2, world.ana, world.ben))
    context = open_context(viewport={"width": 1280, "height": 900})
    sign_in_to(context, world.lea.user)
    page, looked = context.new_page(), Looked()
    page.goto(f"/p/{world.project.slug}/agreement/")
    expect(page.locator("#headline")).to_contain_text("Of 100 spans that one person marks, another marks about 67")
    looked.at(page, "counted")
    for fold in page.locator("#shown details > summary").all():
        fold.click()
    looked.at(page, "unfolded")
    monkeypatch.setattr(views, "SLICE", 60.0)
    page.get_by_role("button", name="Count γ").click()
    expect(page.locator("#gamma .numbers")).to_contain_text("disorder")
    looked.at(page, "with γ")
    page.select_option("#id_label", "rhetoric")
    expect(page.locator("#headline")).to_contain_text("another marks about 0")
    expect(page).to_have_url(re.compile("label=rhetoric"))
    page.reload()
    expect(page.locator("#id_label")).to_have_value("rhetoric")
    page.select_option("#id_label", "")
    expect(page.locator("#headline")).to_contain_text("about 67")
    page.locator(".heat a", has_text="gave “Rhetoric”: the other gave “Aside”").click()
    expect(page.locator(".sides")).to_have_count(3)
    expect(page.locator(".sides").first).to_contain_text("Rhetoric")
    looked.at(page, "passages")
    looked.assert_clean(states=8)
