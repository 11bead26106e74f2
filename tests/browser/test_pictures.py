"""The pictures of the README, taken of the demo's desk in every run.

They stay in the temporary folder; with `KEEP_PICTURES=1` in the environment they become those of docs/pictures. The
same program gives the same pictures, but for the fonts of the machine.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from playwright.sync_api import expect

from annotate.corpus.models import Article
from annotate.demo.loading import load_demo, read_plan
from annotate.projects.models import User
from tests.browser.conftest import Enter
from tests.run.installation import PASSWORD, ROOT

FOLDER = ROOT / "docs" / "pictures"
PICTURES: dict[str, Literal["light", "dark"]] = {"desk.png": "light", "desk-dark.png": "dark"}
WIDTH, HEIGHT = 1280, 760
MOST_BYTES = 300_000
"""Whoever reads the README fetches them."""

READER, ARTICLE = "ana", "An island is not a backdrop"
CHOSEN = "let out, room by room"
"""The words of the span in focus: framing, inside a claim."""


@dataclass(frozen=True)
class Picture:
    """What a PNG file of three or four bytes a point says of itself (PNG specification, third edition, 11.2.1, 9.2)."""

    width: int
    height: int
    lines: tuple[bytes, ...]
    """The lines as they are filtered, each behind the byte that names its filter."""

    @classmethod
    def read(cls, path: Path) -> Picture:
        """The picture of this file."""
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        chunks, at = [], 8
        while at < len(data):
            (length,) = struct.unpack(">I", data[at : at + 4])
            chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
            at += 12 + length
        width, height = struct.unpack(">II", chunks[0][1][:8])
        raw = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
        size = len(raw) // height
        return cls(width, height, tuple(raw[start : start + size] for start in range(0, len(raw), size)))

    @property
    def first_point(self) -> tuple[int, ...]:
        """Red, green and blue of its first point: whatever the filter, there is nothing before it to differ from."""
        return tuple(self.lines[0][1:4])


def test_the_pictures_of_the_readme_are_of_the_desk_as_it_is(enter: Enter, tmp_path: Path) -> None:
    shown = re.findall(r'(?:src|srcset)="([^"]+)"', (ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(f"docs/pictures/{name}" for name in PICTURES)
    assert all((ROOT / path).is_file() for path in shown)
    load_demo(read_plan(), password=PASSWORD, at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    folder = FOLDER if os.environ.get("KEEP_PICTURES") else tmp_path
    ana, article = User.objects.get(username=READER), Article.objects.get(title=ARTICLE)
    reader = enter(ana, article, viewport={"width": WIDTH, "height": HEIGHT})
    reader.click_on(CHOSEN)
    expect(reader.page.locator("#pane-span blockquote")).to_contain_text(CHOSEN)
    reader.page.mouse.move(5, HEIGHT - 5)
    taken = {}
    for name, scheme in PICTURES.items():
        reader.page.emulate_media(color_scheme=scheme)
        reader.page.screenshot(path=folder / name, animations="disabled", caret="hide")
        taken[scheme] = Picture.read(folder / name)
        assert (folder / name).stat().st_size <= MOST_BYTES
    for picture in taken.values():
        assert (picture.width, picture.height) == (WIDTH, HEIGHT)
        assert len(set(picture.lines)) > HEIGHT / 2, "most lines differ where there is text"
    assert min(taken["light"].first_point) > 128 > max(taken["dark"].first_point)
