"""Colours keep their contrast on both papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.text.color import ENOUGH, PALETTE, PAPER_DARK, PAPER_LIGHT, contrast, for_dark, for_light, is_color, nth


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("hue", PALETTE)
def test_the_palette_is_drawn_as_it_is(hue) -> None:  # type: ignore[no-untyped-def]
    assert for_light(hue.light) == hue.light
    assert for_dark(hue.light) == hue.dark
    assert contrast(hue.light, PAPER_LIGHT) >= ENOUGH
    assert contrast(hue.dark, PAPER_DARK) >= ENOUGH


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_can_be_seen_on_both_papers(number: int) -> None:
    color = f"#{number:06x}"
    assert contrast(for_light(color), PAPER_LIGHT) >= ENOUGH
    assert contrast(for_dark(color), PAPER_DARK) >= ENOUGH


def test_twenty_four_labels_differ() -> None:
    assert len({nth(number) for number in range(24)}) == 24


@pytest.mark.parametrize("written", ["red", "#fff", "#GGGGGG", "3a6fe3", "#3A6FE3", "#3a6fe3 "])
def test_what_is_no_colour(written: str) -> None:
    assert not is_color(written)
