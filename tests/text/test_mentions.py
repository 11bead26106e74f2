"""Names replaced in free text."""

from __future__ import annotations

import pytest

from annotate.text.mentions import Mentions, split_mentions

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


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        ("@ana", ["@ana"]),
        ("So @Ana, @ana. And (@ANA)!", ["@Ana", "@ana", "@ANA"]),
        ("mail@ana.example @anna @ana-b @ana.b @ana+b ana", []),
        ("@ana\n@ana", ["@ana", "@ana"]),
        ("", []),
    ],
)
def test_a_name_behind_an_at_sign_calls_that_person_and_nobody_else(said: str, calls: list[str]) -> None:
    pieces = split_mentions(said, ["ana", "ben"])
    assert "".join(text for text, _calls in pieces) == said
    assert [text for text, calls_somebody in pieces if calls_somebody] == calls


def test_a_user_name_with_signs_of_its_own_is_called_whole() -> None:
    assert [text for text, calls in split_mentions("@a.b+c-d@e, @a.b", ["a.b+c-d@e", "a.b"]) if calls] == [
        "@a.b+c-d@e", "@a.b",
    ]  # fmt: skip


def test_where_nobody_can_be_called_nobody_is() -> None:
    assert split_mentions("@ana", []) == [("@ana", False)]
