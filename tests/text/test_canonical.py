"""Canonical text: what it is, that it stays what it is, and where each place of the source went."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from annotate.text.canonical import canonical
from annotate.text.unreadable import LoneSurrogate, TooNew

NASTY = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "\r\n\t\f\v\x00\x07\x1c\x85\x9f \u00a0\u2028\u2029\ufeff\u200d\u200e\u00ad"
            "\u0301\u0323ae\u1100\u1161\u11a8\u2126가"
        ),
    )
)


def taken(source: str) -> str:
    try:
        return canonical(source).text
    except TooNew:
        reject()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\fb\vc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\ufeffa\ufeffb", "ab"),
        ("a\tb", "a b"),
        ("a\x00b\x07c\x1bd\x9fe\x1ff", "abcdef"),
        ("  a  \n\t b\u00a0\n\u3000c", "a\nb\nc"),
        ("a\n   \n\n\nb\n", "a\n\n\n\nb\n"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("\u2126", "Ω"),
        ("가", "가"),
        ("a\u00a0b  c", "a\u00a0b  c"),
        ("a\u200db\u200cc\u200ed\u200fe\u00adf", "a\u200db\u200cc\u200ed\u200fe\u00adf"),
        ("👩\u200d🌾 🏳️\u200d🌈", "👩\u200d🌾 🏳️\u200d🌈"),
        ("مرحبًا", "مرحبًا"),
    ],
)
def test_canonical_is(source: str, text: str) -> None:
    assert canonical(source).text == text


@given(NASTY)
def test_canonical_text_is_its_own_canonical_text(source: str) -> None:
    text = taken(source)
    again = canonical(text)
    assert again.text == text
    assert again.map.stages == ()


@given(NASTY)
def test_canonical_text_keeps_its_promises(source: str) -> None:
    text = taken(source)
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufeff" not in text
    assert {character for character in text if unicodedata.category(character) == "Cc"} <= {"\n"}
    assert all(line == line.strip() for line in text.split("\n"))
    assert not {"\u2028", "\u2029"} & set(text)


@given(NASTY)
def test_canonical_loses_nothing_but_white_space_and_controls(source: str) -> None:
    def letters(text: str) -> str:
        kept = (c for c in text if not c.isspace() and unicodedata.category(c) != "Cc" and c != "\ufeff")
        return unicodedata.normalize("NFD", "".join(kept))

    # combining marks at the edge of a dropped character may meet another base: compare them as a set of characters
    assert sorted(letters(source)) == sorted(letters(taken(source)))


@given(NASTY)
def test_map_is_monotone_and_has_both_ends(source: str) -> None:
    taken(source)
    found = canonical(source)
    places = [found.map.to_canonical(place) for place in range(len(source) + 1)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(found.text)


@given(st.lists(st.tuples(st.text("abcdefgé가😀", min_size=1), st.text("\r\n\t\x00\ufeff \u2028", min_size=1))))
def test_map_leads_every_word_to_itself(pieces: list[tuple[str, str]]) -> None:
    source = "".join(junk + word for word, junk in pieces) + " "
    found = canonical(source)
    at = 0
    for word, junk in pieces:
        start, at = at + len(junk), at + len(junk) + len(word)
        assert found.text[found.map.to_canonical(start) : found.map.to_canonical(at)] == word


def test_map_leads_around_composed_characters() -> None:
    source = "cafe\u0301 au lait"
    found = canonical(source)
    assert found.text == "café au lait"
    start = source.index("lait")
    assert found.map.to_canonical(start) == found.text.index("lait")
    assert found.map.to_canonical(5) == 4  # behind the accent is behind the letter


def test_map_of_an_unchanged_text_is_empty() -> None:
    assert canonical("just as it is\n\nwith “quotes”").map.stages == ()


@pytest.mark.parametrize("place", [-1, 4])
def test_map_refuses_places_outside_of_the_source(place: int) -> None:
    with pytest.raises(IndexError):
        canonical("abc").map.to_canonical(place)


def test_canonical_refuses_half_a_character() -> None:
    with pytest.raises(LoneSurrogate) as refusal:
        canonical("ab\ud83dc")
    assert refusal.value.parameters == {"place": 2, "character": "U+D83D"}


TODHRI = "\U000105d2\u0307"  # one character since Unicode 16


@pytest.mark.skipif(unicodedata.category(TODHRI[0]) != "Cn", reason="this Python's Unicode knows Todhri")
def test_canonical_refuses_what_a_newer_unicode_would_compose() -> None:
    with pytest.raises(TooNew) as refusal:
        canonical("x " + TODHRI)
    assert refusal.value.parameters["place"] == 2
    assert "U+105D2" in str(refusal.value)


def test_canonical_takes_emoji_that_are_newer_than_its_unicode() -> None:
    assert canonical("\U0001fae9 ok").text == "\U0001fae9 ok"
