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
    assert says(rules.why_not_change(article(superseded=True)), "A corrected article has superseded this one.")


@pytest.mark.parametrize(
    ("older", "newer", "ancestors", "why"),
    [
        ({}, {}, [], None),
        ({"supersedes_id": 3}, {}, [3], None),
        ({}, {"pk": 1}, [], "The text is the same"),
        ({}, {"sha256": "one"}, [], "The text is the same"),
        ({}, {"project_id": 2}, [], "one of its own project"),
        ({"withdrawn": True}, {}, [], "was withdrawn"),
        ({}, {"withdrawn": True}, [], "was withdrawn"),
        ({"supersedes_id": 2}, {"superseded": True}, [2], "supersedes that one already"),
        ({"supersedes_id": 3}, {"superseded": True}, [3, 2], "supersedes that one already"),
        ({"superseded": True}, {}, [], "This article was superseded already."),
        ({}, {"supersedes_id": 4}, [], "supersedes another article"),
    ],
)
def test_why_not_supersede(
    older: dict[str, object], newer: dict[str, object], ancestors: list[int], why: str | None
) -> None:
    old = article(**{"pk": 1, "project_id": 1, "sha256": "one", **older})  # type: ignore[arg-type]
    new = article(**{"pk": 2, "project_id": 1, "sha256": "two", **newer})  # type: ignore[arg-type]
    assert says(rules.why_not_supersede(old, new, ancestors=ancestors), why)


def test_why_not_put_back() -> None:
    assert rules.why_not_put_back(None) is None
    assert rules.why_not_put_back(article()) is None
    assert says(rules.why_not_put_back(article(superseded=True)), "Another correction has superseded")
