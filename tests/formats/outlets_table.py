"""Kinds of block wanted and found in the twelve pages and the reference piece.

`python -m tests.formats.outlets_table` prints the table.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from annotate.formats.files import read_file
from annotate.formats.source import Source
from annotate.text.blocks import MUTED, BlockKind

OUTLETS = Path(__file__).parent / "outlets"
REFERENCE = Path(__file__).parents[2].parent / "shared" / "data" / "aleppo-op-ed.txt"
PAGES = sorted(
    path.name for path in OUTLETS.iterdir() if path.suffix in (".html", ".txt", ".md") and path.name != "README.md"
)

# The reference piece's text is not ours to repeat: its blocks are wanted by their order alone.
_RUNS = (
    "title standfirst caption*2 paragraph*3 cross-link paragraph*2 heading paragraph cross-link paragraph caption "
    "paragraph*3 pull-quote paragraph*4 heading paragraph*2 cross-link paragraph*6 "
    "author-note disclaimer source teaser*9"
)
REFERENCE_KINDS = [
    BlockKind(kind) for run in _RUNS.split() for kind, _, times in [run.partition("*")] for _ in range(int(times or 1))
]


@dataclass
class Tally:
    """What came of one page."""

    name: str
    pairs: list[tuple[BlockKind, BlockKind | None, str]] = field(default_factory=list)
    """Wanted, found (None: not there), and the first words."""
    lost: list[str] = field(default_factory=list)
    """Paragraphs of argument that are not there as a whole."""
    muted: list[str] = field(default_factory=list)
    """Paragraphs of argument that are there, but set apart."""
    let_in: list[str] = field(default_factory=list)
    """Chrome that is there."""
    unasked: list[tuple[BlockKind, str]] = field(default_factory=list)
    """Blocks nobody asked for."""

    @property
    def right(self) -> int:
        return sum(wanted is found for wanted, found, _ in self.pairs)


def read_page(name: str) -> Source:
    return read_file(name, (OUTLETS / name).read_bytes())


def wanted(name: str) -> dict:
    return json.loads((OUTLETS / name).with_suffix(".json").read_text())


def tally(name: str) -> Tally:
    """Compare a page's blocks with what is wanted, each by its first words, in order."""
    source, want, result = read_page(name), wanted(name), Tally(name)
    left = [(block.kind, source.text[block.start : block.end]) for block in source.blocks]
    for row in want["blocks"]:
        kind = BlockKind(row["kind"])
        place = next((i for i, (_, line) in enumerate(left) if line.startswith(row["starts"])), None)
        found, line = left.pop(place) if place is not None else (None, "")
        result.pairs.append((kind, found, row["starts"]))
        if "ends" in row and not line.endswith(row["ends"]):
            result.lost.append(row["starts"])
        elif "ends" in row and found in MUTED:
            result.muted.append(row["starts"])
    result.unasked = left
    result.let_in = [phrase for phrase in want["chrome"] if phrase in source.text]
    return result


def tally_reference() -> Tally:
    source, result = read_file(REFERENCE.name, REFERENCE.read_bytes()), Tally("reference piece")
    kinds: list[BlockKind | None] = [block.kind for block in source.blocks]
    kinds += [None] * (len(REFERENCE_KINDS) - len(kinds))
    for number, (kind, found) in enumerate(zip(REFERENCE_KINDS, kinds, strict=False), 1):
        result.pairs.append((kind, found, f"block {number}"))
        if kind is BlockKind.PARAGRAPH and found in MUTED:
            result.muted.append(f"block {number}")
    return result


def table(tallies: Iterable[Tally]) -> str:
    """A line a page, a line for each block that is wrong, and kinds wanted × found."""
    tallies = list(tallies)
    lines = [f"{'page':18}{'right':>9}{'lost':>6}{'muted':>7}{'chrome':>8}{'unasked':>9}"]
    for one in tallies:
        right = f"{one.right}/{len(one.pairs)}"
        lines.append(
            f"{one.name:18}{right:>9}{len(one.lost):>6}{len(one.muted):>7}{len(one.let_in):>8}{len(one.unasked):>9}"
        )
        lines += [
            f"    {want} wanted, {found or 'nothing'} found: {words}"
            for want, found, words in one.pairs
            if want is not found
        ]
        lines += [f"    lost or cut: {words}" for words in one.lost]
        lines += [f"    chrome let in: {words}" for words in one.let_in]
        lines += [f"    unasked, as {kind}: {line[:60]}" for kind, line in one.unasked]
    counts = Counter((want, found) for one in tallies for want, found, _ in one.pairs)
    found_kinds = [kind for kind in [*BlockKind, None] if any(found is kind for _, found in counts)]
    lines += ["", f"{'wanted / found':15}" + "".join(f"{(kind or 'nothing')[:9]:>10}" for kind in found_kinds)]
    for want in BlockKind:
        row = [counts[want, found] for found in found_kinds]
        lines.append(f"{want:15}" + "".join(f"{count or '·':>10}" for count in row))
    right, all_of_them = sum(one.right for one in tallies), sum(len(one.pairs) for one in tallies)
    lines += ["", f"{right} of {all_of_them} blocks right ({right / all_of_them:.1%})"]
    return "\n".join(lines)


def tallies(names: Iterable[str] = PAGES) -> list[Tally]:
    found = [tally(name) for name in names]
    return [*found, tally_reference()] if REFERENCE.exists() else found


if __name__ == "__main__":
    print(table(tallies(sys.argv[1:] or PAGES)))
