"""Colours of labels: the palette, contrast, and what a colour of someone's own becomes in the dark theme.

Palette and its distances for colour-blind eyes were measured; contrast is WCAG 2.2's relative luminance ratio.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Literal

from annotate.text.notes import gettext_noop

Stroke = Literal["solid", "dashed", "dotted"]
STROKES: tuple[Stroke, ...] = ("solid", "dashed", "dotted")

PAPER_LIGHT = "#fdfcf9"
PAPER_DARK = "#16181c"
ENOUGH = 3.0
"""The least contrast of a line with its paper (WCAG 2.2, 1.4.11 Non-text Contrast)."""


@dataclass(frozen=True, slots=True)
class Hue:
    """One hue of the palette in both themes, as `#rrggbb`, and its name, marked for translation."""

    name: str
    light: str
    dark: str


PALETTE: tuple[Hue, ...] = (
    Hue(gettext_noop("blue"), "#3a6fe3", "#60a4f5"),
    Hue(gettext_noop("green"), "#0b6e4a", "#96f5d4"),
    Hue(gettext_noop("orange"), "#e2691a", "#f69941"),
    Hue(gettext_noop("grey"), "#8f8b9b", "#80838f"),
    Hue(gettext_noop("ochre"), "#6f5900", "#9a850f"),
    Hue(gettext_noop("magenta"), "#7a0045", "#fa57b8"),
    Hue(gettext_noop("petrol"), "#124f6b", "#5fd0ee"),
    Hue(gettext_noop("brown"), "#ad7d66", "#efc6a6"),
)

_HEX = re.compile(r"#[0-9a-f]{6}")


def is_color(written: str) -> bool:
    """Whether it is a colour as we keep it: `#rrggbb`, lower case."""
    return bool(_HEX.fullmatch(written))


def nth(number: int) -> tuple[str, Stroke]:
    """The colour and stroke of a project's `number`th label (from 0): eight hues, then the same dashed, then dotted."""
    return PALETTE[number % len(PALETTE)].light, STROKES[number // len(PALETTE) % len(STROKES)]


def unused(taken: Collection[tuple[str, str]]) -> Iterator[tuple[str, Stroke]]:
    """The palette's colours and strokes without those taken, in its order; once all are gone, from the start again."""
    every = [nth(number) for number in range(len(PALETTE) * len(STROKES))]
    yield from (pair for pair in every if pair not in taken)
    yield from cycle(every)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def for_light(color: str) -> str:
    """The colour as it is drawn on light paper: itself, darkened where its contrast would be under ENOUGH."""
    return _towards(color, (0, 0, 0), PAPER_LIGHT)


def for_dark(color: str) -> str:
    """The colour as it is drawn on dark paper: the palette's partner, or itself lightened as far as needed."""
    partner = next((hue.dark for hue in PALETTE if hue.light == color), None)
    return partner or _towards(color, (255, 255, 255), PAPER_DARK)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A colour as it is drawn on both papers, with its contrasts there, and its own contrast with light paper."""

    light: str
    dark: str
    on_light: float
    on_dark: float
    own: float

    @property
    def enough(self) -> bool:
        """Whether the colour itself stands out from light paper; else it is drawn darker."""
        return self.own >= ENOUGH


def drawn(color: str) -> Drawn:
    """How a colour will look as a label's line, and how well it will be seen."""
    light, dark = for_light(color), for_dark(color)
    return Drawn(light, dark, contrast(light, PAPER_LIGHT), contrast(dark, PAPER_DARK), contrast(color, PAPER_LIGHT))


def _towards(color: str, pole: tuple[int, int, int], paper: str) -> str:
    channels = _channels(color)
    for step in range(0, 101, 5):
        mixed = "#" + "".join(f"{round(a + (b - a) * step / 100):02x}" for a, b in zip(channels, pole, strict=True))
        if contrast(mixed, paper) >= ENOUGH:
            return mixed
    return mixed


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    linear = [
        part / 12.92 if (part := channel / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for channel in _channels(color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
