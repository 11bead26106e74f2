"""Where a label of a draft can go by one step, and what a codebook says about some words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from annotate.codebook.queries.labels import LabelLine, lines_of


class Place(NamedTuple):
    """Under which label (None: under none), and before which of those there (None: last)."""

    parent: str | None
    before: str | None


def steps_of(codebook: Mapping[str, Any], key: str) -> dict[str, Place]:
    """Where a label can go: up and down among its siblings, in under the one above it, out beside its parent."""
    by_key = {entry["key"]: entry for entry in codebook["labels"]}
    parent = by_key[key]["parent"]
    siblings = _under(codebook, parent)
    at = siblings.index(key)
    steps = {}
    if at > 0:
        steps["up"] = Place(parent, siblings[at - 1])
        steps["in"] = Place(siblings[at - 1], None)
    if at + 1 < len(siblings):
        steps["down"] = Place(parent, siblings[at + 2] if at + 2 < len(siblings) else None)
    if parent is not None:
        above = by_key[parent]["parent"]
        uncles = _under(codebook, above)
        after = uncles.index(parent) + 1
        steps["out"] = Place(above, uncles[after] if after < len(uncles) else None)
    return steps


def _under(codebook: Mapping[str, Any], parent: str | None) -> list[str]:
    return [entry["key"] for entry in codebook["labels"] if entry["parent"] == parent]


class Found(NamedTuple):
    """The labels and the sections of the guidelines (Markdown) in which all words stand."""

    lines: list[LabelLine]
    sections: list[str]


def search(codebook: Mapping[str, Any], words: str) -> Found:
    """What a codebook says about some words, in any case: each has to stand somewhere in the entry or section."""
    wanted = [word.casefold() for word in words.split()[:8]]

    def says(text: str) -> bool:
        lowered = text.casefold()
        return all(word in lowered for word in wanted)

    lines = [line for line in lines_of(codebook, with_retired=False) if says(_all_of(line))]
    sections = re.split(r"(?m)^(?=#{1,6} )", codebook["guidelines"])
    return Found(lines, [section for section in sections if section.strip() and says(section)])


def _all_of(line: LabelLine) -> str:
    label = line.label
    written = [text for one in (*label.examples, *label.counter_examples) for text in one.values()]
    values = [text for one in line.attributes for text in (one.name, one.definition, *one.choices)]
    return "\n".join([label.key, label.name, label.definition, *written, *values])
