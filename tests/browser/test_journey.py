"""The main job on the reference piece, from an installation that `manage.py demo` has just made: the piece comes in, is
marked, handed in, reviewed and goes out, and what goes out cuts the very words that were marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import listen_to
from tests.browser.desk import Reader
from tests.run.conftest import folder, fresh
from tests.run.installation import ROOT, Installation, Running

__all__ = ["folder", "fresh"]

REFERENCE = ROOT.parent / "shared" / "data" / "aleppo-op-ed.txt"
PHRASE = "in it to win it"
"""The one phrase of the piece that may be named here; its text is not ours to repeat."""

SIGN_IN = re.compile(r"Sign in as (?P<names>.*)\nPassword of each, unless they chose another: (?P<password>\S+)\n")

Enter = Callable[[str], Page]


class Line(msgspec.Struct):
    """An article as a reader of our JSONL would declare it: offsets are code points."""

    title: str
    text: str
    spans: list[Marked]


class Marked(msgspec.Struct):
    """A span of it."""

    label: str
    start: int
    end: int
    ranges: list[tuple[int, int]]
    quote: str
    analyst: str | None


@pytest.fixture
def piece() -> str:
    """The reference piece as somebody pastes it."""
    if not REFERENCE.exists():
        pytest.skip("the reference piece is not here (../shared/data beside the project)")
    return REFERENCE.read_text()


def printed(running: Running) -> tuple[dict[str, str], str]:
    """Who can sign in with which role, and the password, as the terminal says."""
    found = SIGN_IN.search("".join(running.said))
    assert found, running.said
    return dict(re.findall(r"(\w+) \((\w+)\)", found["names"])), found["password"]


def sentence_around(phrase: str, piece: str) -> str:
    """The sentence of the piece that says the phrase."""
    (line,) = [line.strip() for line in piece.splitlines() if phrase in line]
    return next(sentence for sentence in re.split(r"(?<=[.!?]) ", line) if phrase in sentence)


def test_the_reference_piece_is_marked_reviewed_and_goes_out(
    piece: str, browser: Browser, fresh: Installation, problems: list[str], tmp_path: Path
) -> None:
    with fresh.serving("demo") as running:
        names, password = printed(running)
        person = {role: name for name, role in names.items()}
        contexts: list[BrowserContext] = []

        def enter(name: str) -> Page:
            context = browser.new_context(
                base_url=f"http://127.0.0.1:{running.port}", viewport={"width": 1400, "height": 900}
            )
            contexts.append(context)
            listen_to(context, problems)
            page = context.new_page()
            page.goto("/")
            page.get_by_label("User name").fill(name)
            page.get_by_label("Password").fill(password)
            page.keyboard.press("Enter")
            page.get_by_role("link", name="Four op-eds").click()
            return page

        try:
            title = bring_in(enter(person["lead"]), piece)
            sentence = sentence_around(PHRASE, piece)
            mark(enter(person["analyst"]), title, sentence)
            export = review(enter(person["reviewer"]), title, tmp_path / "gold.jsonl")
        finally:
            for context in contexts:
                context.close()
    assert problems == []
    (line,) = [one for one in map(msgspec.json.Decoder(Line).decode, export.splitlines()) if one.title == title]
    assert [(span.label, span.analyst) for span in line.spans] == [("claim", None), ("rhetoric", None)]
    claim, rhetoric = line.spans
    assert line.text[rhetoric.start : rhetoric.end] == rhetoric.quote == PHRASE
    assert rhetoric.ranges == [(rhetoric.start, rhetoric.end)]
    assert line.text[claim.start : claim.end] == claim.quote == sentence
    assert claim.start < rhetoric.start < rhetoric.end < claim.end


def bring_in(page: Page, piece: str) -> str:
    """The lead pastes the piece; the title that was found in it."""
    page.get_by_role("link", name="Take in articles").click()
    page.get_by_label("Text").fill(piece)
    page.get_by_role("button", name="Take it in").click()
    title = page.get_by_role("heading", level=1).inner_text()
    expect(page.locator(".messages")).to_contain_text(f"“{title}” is in.")
    assert piece.startswith(title)
    return title


def mark(page: Page, title: str, sentence: str) -> None:
    """The analyst marks the sentence with the mouse and a key, the phrase in it likewise, and hands in."""
    page.get_by_role("link", name=title, exact=True).click()
    reader = Reader(page)
    reader.ready()
    reader.mark(sentence, "1")
    reader.mark(PHRASE, "3")
    expect(page.locator("#standing .count")).to_have_text("2 spans")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("#work")).to_contain_text("Your work on this article is handed in.")


def review(page: Page, title: str, path: Path) -> bytes:
    """The reviewer accepts both by key, settles, and downloads the gold set."""
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("#desk")).to_have_attribute("data-ready", "1")
    expect(page.locator(".cluster.current")).to_have_count(1)
    for left in ("1 undecided", "0 undecided"):
        page.keyboard.press("y")
        expect(page.locator("#standing .count")).to_contain_text(left)
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".messages")).to_contain_text("Settled.")
    page.get_by_role("link", name="Four op-eds").click()
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_label("Set").select_option("gold")
    download = page.get_by_role("link", name="Download")
    expect(download).to_have_attribute("href", re.compile("format=jsonl&set=gold"))
    with page.expect_download() as downloaded:
        download.click()
    downloaded.value.save_as(path)
    return path.read_bytes()
