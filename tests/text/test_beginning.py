"""The first words of a line, in a given room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.text.beginning import ELLIPSIS, first_words
from annotate.text.graphemes import is_border
from tests.strategies import texts


@pytest.mark.parametrize(
    ("line", "most", "wanted"),
    [
        ("The ferry stays", 15, "The ferry stays"),
        ("The ferry stays, they say", 17, "The ferry stays…"),
        ("The ferry stays, they say", 15, "The ferry…"),
        ("The ferry — as we know it — stays", 14, "The ferry…"),
        ("العبّارة باقية، كما يقولون", 16, "العبّارة باقية…"),
        ("渡し船は残る、と彼らは言う", 6, "渡し船は残…"),
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 8, "👩‍👩‍👧…"),
        ("-----------", 5, "----…"),
    ],
)
def test_the_first_words_end_at_a_word_or_at_least_at_a_character(line: str, most: int, wanted: str) -> None:
    assert first_words(line, most) == wanted


@given(texts(), st.integers(2, 80))
def test_what_is_cut_is_a_beginning_that_fits(text: str, most: int) -> None:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "a")
    said = first_words(line, most)
    assert len(said) <= most
    if said != line:
        assert said.endswith(ELLIPSIS)
        assert line.startswith(said[:-1])
        assert is_border(line, len(said) - 1)
