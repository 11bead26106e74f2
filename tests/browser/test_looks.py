"""How the desk looks where the browser decides with us: highlights, forced colours, letters that do not slant."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from annotate.corpus import actions as corpus
from annotate.corpus.models import BlockKind
from tests.browser.conftest import Enter
from tests.factories import World


def test_what_is_painted_for_a_moment_is_inherited_by_what_is_marked(shared: World, enter: Enter) -> None:
    shared.mark(shared.ana, "The council says")
    page = enter(shared.ana.user, shared.article).page
    painted = page.evaluate(
        """() => ["pending", "refused", "cursor", "found", "found-here"].map((name) =>
            getComputedStyle(document.querySelector("#text mark"), `::highlight(${name})`).backgroundColor)"""
    )
    assert len(set(painted)) == 5
    assert "rgba(0, 0, 0, 0)" not in painted
    expect(page.locator("#text")).not_to_have_class(re.compile("own-highlights"))


def test_in_forced_colors_the_chosen_tab_and_each_labels_stroke_are_seen(shared: World, enter: Enter) -> None:
    shared.mark(shared.ana, "The council says")
    page = enter(shared.ana.user, shared.article).page
    page.emulate_media(forced_colors="active")
    page.reload()
    page.wait_for_selector("#desk[data-ready]")
    lines = page.evaluate(
        "() => Array.from(document.querySelectorAll('[role=tab]'), (tab) => getComputedStyle(tab).borderBottomColor)"
    )
    assert len(set(lines[1:])) == 1
    assert lines[0] != lines[1]
    for stroke in ("#text mark", "#text .tag > span", "#labels .key > i", ".swatch"):
        painted = page.locator(stroke).first.evaluate("(one) => getComputedStyle(one).backgroundImage")
        assert "gradient" in painted, stroke


def test_letters_that_do_not_slant_stand_upright(shared: World, enter: Enter) -> None:
    article = shared.take_in("لا تطفئوا المصابيح\n\nقرار يوفر القليل\n\nويكلف الكثير", language="ar")
    for number, kind in ((1, BlockKind.STANDFIRST), (2, BlockKind.PULL_QUOTE)):
        corpus.correct_kind(article.blocks.get(number=number), kind=kind, by=shared.lea, at=shared.at)
    reader = enter(shared.ana.user, article)
    slants = reader.page.evaluate(
        "() => Array.from(document.querySelectorAll('.text'), (text) => getComputedStyle(text).fontStyle)"
    )
    assert slants == ["normal", "normal", "normal"]
