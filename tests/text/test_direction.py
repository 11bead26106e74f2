"""Which way a text runs."""

import sys
import unicodedata

import pytest

from annotate.text.direction import direction


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "ltr"),
        ("The ferry", "ltr"),
        ("40 🚢 …", "ltr"),
        ("العبّارة", "rtl"),
        ("BBC: العبّارة باقية", "rtl"),
        ("The word عبّارة is a ferry", "ltr"),
        ("המעבורת", "rtl"),
    ],
)
def test_the_majority_of_letters_says_it(text: str, wanted: str) -> None:
    assert direction(text) == wanted


def test_every_letter_that_runs_left_is_looked_for() -> None:
    """Also those that a newer Unicode than the pattern was written for has added."""
    letters = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.bidirectional(chr(code)) in ("R", "AL")]
    assert len(letters) > 1_000
    assert [hex(ord(letter)) for letter in letters if direction(letter) != "rtl"] == []
