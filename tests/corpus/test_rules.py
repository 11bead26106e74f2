"""What may become of articles."""

from __future__ import annotations

import pytest

from annotate.corpus import rules
from annotate.corpus.models import MAX_CHARACTERS
from annotate.projects.models import Role
from tests.cast import article, says


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("A title", {}, None),
        ("x" * MAX_CHARACTERS, {}, None),
        ("", {}, "There is no text in it."),
        (" \n\t", {}, "There is no text in it."),
        ("x" * (MAX_CHARACTERS + 1), {}, "It has 2,000,001 characters; 2,000,000 is the most."),
        ("A title", {"url": "javascript:alert(1)"}, "begins with http:// or https://"),
    ],
)
def test_why_not_take_in(text: str, words: dict[str, str], why: str | None) -> None:
    assert says(rules.why_not_take_in(text=text, words=words), why)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({}, None),
        ({"title": "A title", "url": "https://quay.example/1"}, None),
        ({"url": "HTTP://QUAY.EXAMPLE/1"}, None),
        ({name: "x" * most for name, most in rules.LONGEST.items() if name != "url"}, None),
        *(
            ({name: "x" * (most + 1)}, f"{most + 1:,} characters; {most:,} is the most")
            for name, most in rules.LONGEST.items()
        ),
        ({"title": "two\nlines"}, "no control characters"),
        ({"outlet": "a\x7fb"}, "no control characters"),
        ({"byline": "half \ud83d"}, "half of a surrogate pair"),
        ({"url": "ftp://quay.example"}, "begins with http:// or https://"),
        ({"url": "quay.example"}, "begins with http:// or https://"),
    ],
)
def test_why_not_describe(words: dict[str, str], why: str | None) -> None:
    assert says(rules.why_not_describe(words), why)


def test_may_see_withdrawn() -> None:
    assert [role.value for role in Role if rules.may_see_withdrawn(role)] == ["lead"]


def test_why_not_change() -> None:
    assert rules.why_not_change(article()) is None
    assert says(rules.why_not_change(article(withdrawn=True)), "This article was withdrawn.")
