"""What may be done to spans, links and comments."""

from __future__ import annotations

import ast
import inspect

import pytest

from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.projects.models import Mode, Role, User
from annotate.spans import rules
from annotate.text import extent
from annotate.text.extent import NoExtent
from tests.cast import ANA, BEN, article, member, project, says, work

HERE, GONE = article(), article(withdrawn=True)
CLOSED = "This project is closed."
WITHDRAWN = "This article was withdrawn."


@pytest.mark.parametrize(
    ("mode", "closed", "where", "state", "why"),
    [
        (Mode.SHARED, False, HERE, None, None),
        (Mode.INDEPENDENT, False, HERE, None, "was not given to you"),
        *((mode, False, HERE, state, None) for mode in Mode for state in (State.ASSIGNED, State.OPEN, State.RETURNED)),
        (Mode.SHARED, False, HERE, State.HANDED_IN, "Take it back"),
        (Mode.SHARED, False, HERE, State.SETTLED, "is settled"),
        (Mode.SHARED, False, GONE, State.OPEN, WITHDRAWN),
        (Mode.SHARED, True, HERE, State.OPEN, CLOSED),
        (Mode.SHARED, True, GONE, State.HANDED_IN, CLOSED),
    ],
)
def test_why_not_mark(mode: Mode, closed: bool, where: Article, state: State | None, why: str | None) -> None:  # noqa: FBT001  # a column of the table
    own = None if state is None else work(state)
    assert says(rules.why_not_mark(where, own, by=member(of=project(mode, closed=closed))), why)


@pytest.mark.parametrize(
    ("whose", "role", "state", "why"),
    [
        (ANA, Role.ANALYST, State.OPEN, None),
        (ANA, Role.LEAD, State.RETURNED, None),
        (ANA, Role.ANALYST, State.HANDED_IN, "Take it back"),
        (BEN, Role.ANALYST, State.OPEN, "somebody else's"),
        (BEN, Role.REVIEWER, State.HANDED_IN, "somebody else's"),
        (BEN, Role.LEAD, State.OPEN, "somebody else's"),
    ],
)
def test_why_not_change(whose: User, role: Role, state: State, why: str | None) -> None:
    assert says(rules.why_not_change(HERE, work(state, analyst=whose), by=member(role)), why)


def test_why_not_say() -> None:
    assert rules.why_not_say(HERE, by=member()) is None
    assert says(rules.why_not_say(GONE, by=member()), WITHDRAWN)
    assert says(rules.why_not_say(HERE, by=member(of=project(closed=True))), CLOSED)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", None),
        ("ten points", None),
        ("👩‍👩‍👧‍👦 four", "This has 12 characters; 10 is the most."),
        ("eleven code", "This has 11 characters; 10 is the most."),
        ("a\0b", "no characters that can be kept"),
        ("half \udc00", "no characters that can be kept"),
        ("two\nlines", None),
    ],
)
def test_why_not_words(text: str, why: str | None) -> None:
    assert says(rules.why_not_words(text, most=10), why)


def codes() -> set[str]:
    """The codes that `text.extent` raises NoExtent with."""
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(extent))) if isinstance(node, ast.Call))
    raised = [call.args[0] for call in calls if getattr(call.func, "id", "") == "NoExtent"]
    return {code.value for code in raised if isinstance(code, ast.Constant)}


def test_why_no_extent() -> None:
    """A sentence for every fault of an extent, each its own."""
    assert len(codes()) == 6
    assert len({rules.why_no_extent(NoExtent(code)) for code in codes()}) == len(codes())


@pytest.mark.parametrize(
    ("lacking", "why"),
    [
        ({}, None),
        ({"Source": 1}, "1 of your spans has no value of “Source”, which the codebook requires."),
        ({"Source": 2, "Voice": 1}, "2 of your spans have no value of “Source”"),
    ],
)
def test_why_not_hand_in(lacking: dict[str, int], why: str | None) -> None:
    assert says(rules.why_not_hand_in(lacking), why)


def test_why_not_hand_in_without_a_required_answer() -> None:
    assert says(rules.why_not_hand_in({}, ["Stance", "Genre"]), "“Stance” is not answered yet")
