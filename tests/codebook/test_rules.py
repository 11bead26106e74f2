"""What may be given to a span."""

from __future__ import annotations

import pytest

from annotate.codebook import rules
from annotate.codebook.models import Attribute, AttributeKind, Label
from tests.cast import says
from tests.factories import AT

DECLARED = [
    Attribute(key="voice", name="Voice", kind=AttributeKind.CHOICE, choices=["author", "quoted"], labels=["claim"]),
    Attribute(key="strong", name="Strong", kind=AttributeKind.FLAG),
    Attribute(key="weight", name="Weight", kind=AttributeKind.NUMBER),
    Attribute(key="where", name="Where", kind=AttributeKind.TEXT),
]


def test_why_not_give() -> None:
    assert rules.why_not_give(Label(name="Claim")) is None
    assert says(rules.why_not_give(Label(name="Claim", retired_at=AT)), "The label “Claim” is retired.")


@pytest.mark.parametrize(
    ("values", "keys", "why"),
    [
        ({}, ["aside"], None),
        ({"voice": "author"}, ["claim"], None),
        ({"voice": "author"}, ["kind-of-claim", "claim"], None),
        ({"voice": "author"}, ["aside"], "declares no attribute “voice” for this label"),
        ({"voice": "nobody"}, ["claim"], "“Voice” is one of: author, quoted."),
        ({"voice": 1}, ["claim"], "“Voice” is one of"),
        ({"mood": "glad"}, ["claim"], "declares no attribute “mood”"),
        ({"strong": True}, ["aside"], None),
        ({"strong": 1}, ["aside"], "“Strong” is yes or no."),
        ({"strong": "yes"}, ["aside"], "“Strong” is yes or no."),
        ({"weight": 3}, ["aside"], None),
        ({"weight": -0.5}, ["aside"], None),
        ({"weight": True}, ["aside"], "“Weight” is a number."),
        ({"weight": "3"}, ["aside"], "“Weight” is a number."),
        ({"where": "x" * rules.LONGEST_VALUE}, ["aside"], None),
        ({"where": "x" * (rules.LONGEST_VALUE + 1)}, ["aside"], "a text of at most 2,000 characters"),
        ({"where": "a\0b"}, ["aside"], "a text of at most 2,000 characters"),
        ({"where": None}, ["aside"], "a text of at most 2,000 characters"),
        ({"strong": True, "weight": "x"}, ["aside"], "“Weight” is a number."),
    ],
)
def test_why_not_values(values: dict[str, object], keys: list[str], why: str | None) -> None:
    assert says(rules.why_not_values(values, label_keys=keys, attributes=DECLARED), why)
