"""Markdown: its words, what it sets apart, and what its front matter says."""

from __future__ import annotations

from datetime import date

import pytest

from annotate.formats import markdown
from annotate.formats.source import Source
from annotate.text.unreadable import NoText, TitleTooLong

PIECE = """---
title: "The harbour"
author: Ana Ben
date: 2024-02-09T08:00:00Z
lang: en
publication: The Ledger
canonical_url: https://ledger.example/harbour
tags: [ports, law]
draft:
---

# The harbour

*Why it should be opened again, and soon, before the winter*

It was *closed* on a **Monday**, as [the notice](https://ledger.example/notice) says,
and nobody has said *why*.  See [this](javascript:alert(1)) &amp; that; `code` too.

## What was said

> Nothing was said.
>
> -- The ministry

1. One **bold *and both*** thing.
2. Another.

![Boats](boats.png)
*Boats at the quay. Photo by Lea Ben*

It ends.<br>It ends here.<script>alert(2)</script>\\
And here.
"""


def inlines(source: Source) -> list[tuple[str, str, str | None]]:
    return [(str(inline.kind), source.text[inline.start : inline.end], inline.href) for inline in source.inlines]


def blocks(source: Source) -> list[tuple[str, str]]:
    return [(str(block.kind), source.text[block.start : block.end]) for block in source.blocks]


def test_read_finds_blocks() -> None:
    assert blocks(markdown.read(PIECE)) == [
        ("title", "The harbour"),
        ("standfirst", "Why it should be opened again, and soon, before the winter"),
        (
            "paragraph",
            "It was closed on a Monday, as the notice says, and nobody has said why. See this & that; code too.",
        ),
        ("heading", "What was said"),
        ("quotation", "Nothing was said."),
        ("quotation", "-- The ministry"),
        ("paragraph", "One bold and both thing."),
        ("paragraph", "Another."),
        ("caption", "Boats at the quay. Photo by Lea Ben"),
        ("paragraph", "It ends."),
        ("paragraph", "It ends here."),
        ("paragraph", "And here."),
    ]


def test_read_finds_inlines() -> None:
    assert inlines(markdown.read(PIECE))[1:] == [
        ("emphasis", "closed", None),
        ("strong", "Monday", None),
        ("link", "the notice", "https://ledger.example/notice"),
        ("emphasis", "why", None),
        ("strong", "bold and both", None),
        ("emphasis", "and both", None),
        ("emphasis", "Boats at the quay. Photo by Lea Ben", None),
    ]


def test_read_believes_the_front_matter() -> None:
    said = markdown.read(PIECE)
    assert (said.title, said.byline, said.outlet) == ("The harbour", "Ana Ben", "The Ledger")
    assert (said.published_on, said.language, said.url) == (date(2024, 2, 9), "en", "https://ledger.example/harbour")


@pytest.mark.parametrize("written", ["09.02.2024", "2024-02-30", "tomorrow", "20240209", "2024-02-09x", ""])
def test_a_date_that_is_not_iso_is_no_date(written: str) -> None:
    assert markdown.read(f"---\ndate: {written}\n---\nWords.").published_on is None


def test_an_address_that_is_no_web_address_is_none() -> None:
    assert markdown.read("---\nurl: javascript:alert(1)\n---\nWords.").url == ""


def test_a_rule_is_no_front_matter() -> None:
    assert markdown.read("Words.\n\n---\n\nMore.").text == "Words.\n\nMore."
    assert markdown.read("---\n\nWords.").text == "Words."


def test_raw_html_leaves_its_words() -> None:
    source = markdown.read("<div>One <b>bold</b><script>alert(1)</script></div>\n\n<!-- no -->\n\nTwo <u>lines</u>.")
    assert source.text.split() == ["One", "bold", "Two", "lines."]


def test_tables_and_code_keep_their_words() -> None:
    text = markdown.read("| a | b |\n|---|---|\n| c | d |\n\n```\nx = 1\ny = 2\n```\n\n    z = 3\n").text
    assert text.split() == ["a", "b", "c", "d", "x", "=", "1", "y", "=", "2", "z", "=", "3"]
    assert "x = 1\ny = 2" in text


def test_read_takes_bytes_of_any_encoding() -> None:
    source = markdown.read("# Café *noir*".encode("latin-1"), encoding="latin-1")
    assert source.text == "Café noir"
    assert inlines(source) == [("emphasis", "noir", None)]


def test_inlines_count_canonical_code_points() -> None:
    source = markdown.read("Cafe\u0301 😀\u0000 *no\u0308ch* da")
    assert inlines(source) == [("emphasis", "nöch", None)]


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n---\n", "![only](a.png)", "<!-- nothing -->"])
def test_read_refuses_nothing(text: str) -> None:
    with pytest.raises(NoText):
        markdown.read(text)


def test_read_refuses_a_title_that_is_none() -> None:
    with pytest.raises(TitleTooLong):
        markdown.read(f"---\ntitle: {'a' * 10_000}\n---\nWords.")
    with pytest.raises(TitleTooLong):
        markdown.read(f"# {'a' * 10_000}\n\nWords.")
