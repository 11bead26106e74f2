"""Finding a quote that somebody copied."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.text.quotes import find_quote

TEXT = "He said 🚢 no. They\u00a0said no, and no\nmore. Café."


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("no", ["no", "no", "no"]),
        ("  They said\n no ", ["They\u00a0said no"]),
        ("no more", ["no\nmore"]),
        ("🚢 no", ["🚢 no"]),
        ("Cafe\u0301", ["Café"]),
        ("(no)", []),
        (" \n", []),
        ("NO", []),
    ],
)
def test_a_quote_is_found_wherever_the_text_says_it_but_for_white_space(quote: str, said: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find_quote(TEXT, quote)] == said


def test_only_between_start_and_end() -> None:
    assert find_quote(TEXT, "no", start=11, end=27) == [(24, 26)]
    assert find_quote("no no", "no", end=4) == [(0, 2)]


def test_places_may_overlap() -> None:
    assert find_quote("aXaXa", "aXa") == [(0, 3), (2, 5)]


@given(st.text(), st.data())
def test_what_stands_in_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    text = unicodedata.normalize("NFC", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    if quote.strip() and quote == quote.strip() and unicodedata.is_normalized("NFC", quote):
        assert (start, end) in find_quote(text, quote)
