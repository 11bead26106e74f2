"""What a reader gives (to be replaced by the intake branch)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Inline:
    kind: str
    start: int
    end: int
    href: str | None = None


@dataclass(frozen=True)
class BlockOf:
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    text: str
    blocks: tuple[BlockOf, ...] = ()
    inlines: tuple[Inline, ...] = ()
    title: str = ""
    byline: str = ""
    outlet: str = ""
    published_on: date | None = None
    language: str = ""
    url: str = ""
    encoding: str = "utf-8"
    how: str = "utf-8"
    notes: tuple[str, ...] = ()
