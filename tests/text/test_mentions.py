"""Names replaced in free text."""

from __future__ import annotations

import pytest

from annotate.text.mentions import Mentions

PEOPLE = {
    "ana": "person-1", "Ana Quaylight": "person-1", "ben.b": "person-2", "Ben Quaylight": "person-2",
    "lea": "person-3", "ليلى": "person-4", "straße": "person-5",
    "": "nobody",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("@ana please look", "@person-1 please look"),
        ("@ANA, see this", "@person-1, see this"),
        ("I asked Ana Quaylight.", "I asked person-1."),
        ("Ben's note", "person-2's note"),
        ("ben begins", "ben begins"),
        ("ben.b said so", "person-2 said so"),
        ("Quaylight", "somebody"),
        ("banana, anagram, ana_2, plea", "banana, anagram, ana_2, plea"),
        ("(lea)", "(person-3)"),
        ("قالت ليلى هذا", "قالت person-4 هذا"),
        ("Straße or STRASSE", "person-5 or person-5"),
        ("nobody named", "nobody named"),
        ("", ""),
    ],
)
def test_names_are_replaced_and_words_are_not(said: str, left: str) -> None:
    assert Mentions(PEOPLE).replace(said) == left


def test_without_people_nothing_is_replaced() -> None:
    assert Mentions({}).replace("ana and ben") == "ana and ben"
