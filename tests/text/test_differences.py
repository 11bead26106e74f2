"""What differs between two texts: no word is lost, and none is made up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotate.text.differences import MOST_WORDS, differences, rows_of

texts = st.text(st.sampled_from("ab é🚢\n.,"), max_size=60)


@given(texts, texts)
def test_the_pieces_hold_both_texts(older: str, newer: str) -> None:
    pieces = differences(older, newer)
    assert "".join(piece.text for piece in pieces if piece.sort != "new") == older
    assert "".join(piece.text for piece in pieces if piece.sort != "gone") == newer


@given(texts)
def test_equal_texts_differ_in_nothing(text: str) -> None:
    assert {piece.sort for piece in differences(text, text)} <= {"same"}


def test_words_are_told_whole() -> None:
    pieces = [(piece.text, piece.sort) for piece in differences("The old bridge.", "The new bridge.")]
    assert pieces == [("The ", "same"), ("old", "gone"), ("new", "new"), (" bridge.", "same")]


def test_very_long_texts_are_told_as_a_whole() -> None:
    older, newer = "a " * MOST_WORDS, "a " * MOST_WORDS + "b"
    assert [(piece.text, piece.sort) for piece in differences(older, newer)] == [(older, "gone"), (newer, "new")]


def test_texts_passage_by_passage() -> None:
    rows = rows_of(["One.", "Two here.", "Three.", "Five."], ["One.", "Two there.", "Three.", "Four.", "Five.", "Six."])
    assert [(row.sort, "".join(f"{piece.sort[0]}:{piece.text}|" for piece in row.pieces)) for row in rows] == [
        ("same", "s:One.|"),
        ("changed", "s:Two |g:here|n:there|s:.|"),
        ("same", "s:Three.|"),
        ("new", "n:Four.|"),
        ("same", "s:Five.|"),
        ("new", "n:Six.|"),
    ]
    assert [row.sort for row in rows_of(["One.", "Two.", "Three."], ["1.", "Three."])] == [
        "gone",
        "new",
        "gone",
        "same",
    ]
