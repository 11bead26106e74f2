"""What may be given to a span, and what a codebook may become."""

from __future__ import annotations

from typing import Any

import pytest

from annotate.codebook import rules
from annotate.codebook.models import Attribute, AttributeKind, Label
from annotate.projects.models import Role
from tests.cast import member, project, says
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


@pytest.mark.parametrize(
    ("role", "closed", "why"),
    [
        (Role.LEAD, False, None),
        (Role.REVIEWER, False, "Only a lead"),
        (Role.ANALYST, False, "Only a lead"),
        (Role.LEAD, True, "closed"),
    ],
)
def test_why_not_edit(role: Role, closed: bool, why: str | None) -> None:  # noqa: FBT001  # a column of the table
    assert says(rules.why_not_edit(by=member(role, project(closed=closed))), why)


def book(
    *labels: dict[str, Any], attributes: tuple[dict[str, Any], ...] = (), questions: tuple[dict[str, Any], ...] = (),
    guidelines: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A codebook with these labels, each with what is not said of it."""
    plain = {"name": "Claim", "color": "#225577", "stroke": "solid", "parent": None, "definition": ""}
    lists: dict[str, Any] = {"examples": [], "counter_examples": []}
    asked: dict[str, Any] = {"name": "Voice", "definition": "", "kind": "text", "choices": [], "labels": []}
    rest: dict[str, Any] = {"definition": "", "kind": "choice", "choices": ["for", "against"], "required": False}
    return {
        "labels": [{"key": "claim", **plain, **lists, **label} for label in labels],
        "attributes": [{"key": "voice", **asked, **attribute} for attribute in attributes],
        "questions": [{"key": "stance", "name": "Stance", **rest, **question} for question in questions],
        "guidelines": guidelines,
    }


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("choice", "for", None),
        ("scale", "for", None),
        ("scale", "", None),
        ("choice", "For", "“Stance” is answered with one of: for, against."),
        ("text", "whatever it says", None),
        ("text", "x" * 2001, "“Stance” is answered with at most 2,000 characters."),
        ("text", "\0", "“Stance” is answered"),
        (None, "for", "The codebook does not ask this any more."),
    ],
)
def test_why_not_answer(kind: str | None, value: str, why: str | None) -> None:
    choices = [] if kind == "text" else ["for", "against"]
    question = kind and {"key": "stance", "name": "Stance", "kind": kind, "choices": choices}
    assert says(rules.why_not_answer(question or None, value), why)


@pytest.mark.parametrize(
    ("codebook", "why"),
    [
        (book(), None),
        (book({}, {"key": "irony", "parent": "claim"}, attributes=({"labels": ["irony"]},), guidelines="Read."), None),
        (book({"key": "No Key"}), "“No Key” cannot be written: a key has small letters and digits"),
        (book({"name": " "}), "a name has 1 to 80 characters"),
        (book({"name": "Claim\0"}), "these are no characters that can be kept"),
        (book({"definition": "x" * (rules.LONGEST_WORDS + 1)}), "a definition has at most 20,000 characters"),
        (book({"color": "red"}), "“red” is no colour"),
        (book({"stroke": "wavy"}), "“wavy” is no stroke"),
        (book({"parent": "nowhere"}), "“Claim” stands under “nowhere”, which there is not."),
        (book({"parent": "claim"}), "“Claim” cannot stand under itself."),
        (book({"parent": "b"}, {"key": "b", "name": "B", "parent": "claim"}), "cannot stand under itself."),
        (book({"examples": [{"passage": "", "why": "None"}]}), "An example of “Claim” has no passage"),
        (book({}, attributes=({"kind": "colour"},)), "“Voice” is of no kind that there is."),
        (book({}, attributes=({"kind": "choice"},)), "“Voice” is one of several: write the choices."),
        (book({}, attributes=({"kind": "choice", "choices": [""]},)), "A choice of “Voice” has 1 to 80 characters."),
        (book({}, attributes=({"labels": ["irony"]},)), "“Voice” speaks of the label “irony”, which there is not."),
        (book(questions=({}, {"key": "why", "kind": "text", "choices": []})), None),
        (book(questions=({"kind": "colour"},)), "“Stance” is of no kind that there is."),
        (book(questions=({"choices": ["for"]},)), "“Stance” needs at least two answers to choose from."),
        (book(questions=({"kind": "scale", "choices": []},)), "“Stance” needs at least two answers"),
        (book(questions=({"choices": ["for", ""]},)), "An answer of “Stance” has 1 to 80 characters."),
        (book(questions=({"key": "No Key"},)), "“No Key” cannot be written"),
        (book(guidelines="x" * (rules.LONGEST_GUIDELINES + 1)), "Guidelines have at most 200,000 characters."),
        (book(*[{"key": f"k{n}"} for n in range(rules.MOST_LABELS + 1)]), "A codebook has at most 500 labels."),
    ],
)
def test_why_not_codebook(codebook: dict[str, Any], why: str | None) -> None:
    assert says(rules.why_not_codebook(codebook), why)


@pytest.mark.parametrize(
    ("codebook", "key"),
    [
        (book({}, {"key": "b"}), None),
        (book({}, attributes=({"key": "claim"},)), None),  # a label and an attribute may have the same
        (book({}, {"key": "b"}, {"key": "b"}), "b"),
        (book(attributes=({}, {})), "voice"),
        (book(questions=({}, {})), "stance"),
    ],
)
def test_twice(codebook: dict[str, Any], key: str | None) -> None:
    assert rules.twice(codebook) == key


def test_why_not_publish() -> None:
    assert rules.why_not_publish(book({}), book()) is None
    for draft in (None, book()):
        assert says(rules.why_not_publish(draft, book()), "Nothing differs from what is published.")


def test_why_not_drop() -> None:
    assert rules.why_not_drop({"name": "Claim"}, spans=0) is None
    assert says(rules.why_not_drop({"name": "Claim"}, spans=1), "“Claim” is in use, so it stays")


def test_why_not_kind() -> None:
    assert rules.why_not_kind({"kind": "flag"}, {"kind": "flag"}) is None
    assert says(rules.why_not_kind({"kind": "flag"}, {"kind": "text"}), "The kind of an attribute stays")


ONE, TWO = Label(pk=1, project_id=1, name="One"), Label(pk=2, project_id=1, name="Two")
GONE = Label(pk=3, project_id=1, name="Gone", merged_into=TWO)
RETIRED = Label(pk=4, project_id=1, name="Retired", retired_at=AT)
ABROAD = Label(pk=5, project_id=2, name="Abroad")
LABELS = {label.pk: label for label in (ONE, TWO, GONE, RETIRED)}


@pytest.mark.parametrize(
    ("label", "into", "why"),
    [
        (ONE, TWO, None),
        (RETIRED, TWO, None),  # what is retired may still be merged
        (ONE, ONE, "A label is not merged into itself."),
        (ONE, ABROAD, "Labels are merged within a project."),
        (GONE, ONE, "The label “Gone” was merged into “Two”."),
        (ONE, GONE, "The label “Gone” was merged into “Two”."),
        (ONE, RETIRED, "The label “Retired” is retired."),
    ],
)
def test_why_not_merge(label: Label, into: Label, why: str | None) -> None:
    assert says(rules.why_not_merge(label, into=into, labels=LABELS), why)


@pytest.mark.parametrize(
    ("label", "keys", "why"),
    [
        (ONE, ["irony", "satire"], None),
        (RETIRED, ["irony"], "The label “Retired” is retired."),
        (GONE, ["irony"], "was merged into “Two”."),
        (ONE, [], "Write at least one new label"),
        (ONE, ["irony", "irony"], "each with a key of its own"),
        (ONE, ["No Key"], "“No Key” is no key"),
        (ONE, ["claim"], "There is a label with the key “claim” already."),
    ],
)
def test_why_not_split(label: Label, keys: list[str], why: str | None) -> None:
    assert says(rules.why_not_split(label, keys=keys, taken=["claim"]), why)
