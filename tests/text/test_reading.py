"""Sentences and words, in code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.text.canonical import canonical
from annotate.text.reading import read_units
from annotate.text.unreadable import TooNew


def words(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in read_units(text, language).words]


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in read_units(text, language).sentences]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “don’t”, twice.", ["He", "said", "don’t", "twice"]),
        ("a well-thought-out e-mail", ["a", "well-thought-out", "e-mail"]),
        ("well- known -ly a--b a - b", ["well", "known", "ly", "a", "b", "a", "b"]),
        ("1.9 million, 22% of $11,000", ["1.9", "million", "22", "of", "11,000"]),
        ("😀 it’s 👨‍👩‍👧 here", ["it’s", "here"]),
        ("the Rus' - and us", ["the", "Rus", "and", "us"]),
        ("co\u00adoperate", ["co\u00adoperate"]),
        ("كلامٌ صحيح، نعم", ["كلامٌ", "صحيح", "نعم"]),
        ("end-\nless", ["end", "less"]),
        ("", []),
        ("… — “”", []),
    ],
)
def test_words_are(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_words_of_scripts_without_spaces_come_from_dictionaries() -> None:
    assert words("ภาษาไทยง่าย", "th") == ["ภาษา", "ไทย", "ง่าย"]
    assert words("日本語のテキスト。", "ja") == ["日本語", "の", "テキスト"]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Dr. Ben came at 5 p.m. on Monday. “Why?” she asked.", "en", 2),
        ("Das ist z.B. gut. Nicht wahr?", "de", 2),
        ("هذا صحيح. وماذا بعد؟ لا شيء.", "ar", 3),
        ("这是一句话。这是第二句。", "zh", 2),
        ("One. Two.", "xx-unknown", 2),
        ("One. Two.", "", 2),
        ("One. Two.", "en-GB", 2),
    ],
)
def test_sentences_are_found_in_many_languages(text: str, language: str, found: int) -> None:
    assert len(sentences(text, language)) == found


def test_sentences_count_code_points_and_never_cross_a_line() -> None:
    text = "😀 One 👨‍👩‍👧. Two\nthree.  Four 😀😀.\n\n* * *"
    assert sentences(text) == ["😀 One 👨‍👩‍👧.", "Two", "three.", "Four 😀😀.", "* * *"]


@given(st.text(), st.sampled_from(["en", "de", "ar", "th", "ja", ""]))
def test_units_lie_in_order_inside_lines_without_white_space_at_their_edges(source: str, language: str) -> None:
    try:
        text = canonical(source).text
    except TooNew:
        return
    units = read_units(text, language)
    for ranges in (units.sentences, units.words):
        end = 0
        for start, stop in ranges:
            assert end <= start < stop <= len(text)
            piece = text[start:stop]
            assert piece == piece.strip()
            assert "\n" not in piece
            end = stop


@given(st.text())
def test_sentences_leave_no_letter_out(source: str) -> None:
    try:
        text = canonical(source).text
    except TooNew:
        return
    said = "".join(sentences(text))
    assert [c for c in said if not c.isspace()] == [c for c in text if not c.isspace()]
