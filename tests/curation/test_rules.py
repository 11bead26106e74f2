"""What may be done to labels in use, and taken back from the journal, by whom, as tables."""

from __future__ import annotations

import pytest

from annotate.assignment.states import State
from annotate.codebook.models import Label
from annotate.curation import rules
from annotate.journal.models import JournalLine, Turn
from annotate.projects.models import Membership, Mode, Role
from annotate.spans.models import Span
from tests.cast import member, project, says, work
from tests.factories import AT, World

ONLY_LEAD = "Only a lead of this project may do that."
ONLY_REVIEWER = "Only a reviewer or a lead of this project may do that."
NOT_YOURS = "Only the person who did it takes it back."


@pytest.mark.parametrize(
    ("verb", "ana", "rita", "lea"),
    [
        ("span_added", None, NOT_YOURS, NOT_YOURS),
        ("link_deleted", None, NOT_YOURS, NOT_YOURS),
        ("decision_made", ONLY_REVIEWER, None, None),
        ("span_sorted", ONLY_REVIEWER, None, None),
        ("label_changed", ONLY_LEAD, ONLY_LEAD, None),
        ("draft_discarded", ONLY_LEAD, ONLY_LEAD, None),
        ("label_merged", ONLY_LEAD, ONLY_LEAD, None),
        ("label_split", ONLY_LEAD, ONLY_LEAD, None),
        ("spans_moved", *["This is part of a merge or split. Take that back as a whole."] * 3),
        ("gold_moved", *["This is part of a merge or split. Take that back as a whole."] * 3),
        ("codebook_published", *["A published version stays. Change the codebook and publish the next."] * 3),
        ("work_handed_in", *["What happened here is not taken back from the journal."] * 3),
    ],
)
def test_who_takes_back_what(shared: World, verb: str, ana: str | None, rita: str | None, lea: str | None) -> None:
    line = JournalLine(verb=verb, by=shared.ana.user_id, project=shared.project.pk)
    said = {
        name: rules.why_not_revert(line, by=getattr(shared, name), turned_back=False) for name in ("ana", "rita", "lea")
    }
    assert said == {"ana": ana, "rita": rita, "lea": lea}


def test_nothing_is_taken_back_twice_nor_from_what_takes_back(shared: World) -> None:
    line = JournalLine(verb="span_added", by=shared.ana.user_id)
    assert rules.why_not_revert(line, by=shared.ana, turned_back=True) == "This was taken back already."
    line.turn = Turn.UNDO
    assert "takes another back" in str(rules.why_not_revert(line, by=shared.ana, turned_back=False))


def someone(role: Role, mode: Mode = Mode.SHARED, *, closed: bool = False) -> Membership:
    return member(role, project(mode, closed=closed))


WHOLE = Label(pk=1, name="Rhetoric", split_in=2)
PART = Label(pk=2, name="Irony", split_from_id=1)
OTHER = Label(pk=3, name="Claim")


@pytest.mark.parametrize(
    ("label", "into", "by", "why"),
    [
        (WHOLE, PART, someone(Role.REVIEWER), None),
        (WHOLE, WHOLE, someone(Role.LEAD), None),
        (WHOLE, PART, someone(Role.ANALYST), ONLY_REVIEWER),
        (WHOLE, PART, someone(Role.REVIEWER, closed=True), "closed"),
        (OTHER, PART, someone(Role.REVIEWER), "“Claim” is not being split."),
        (WHOLE, OTHER, someone(Role.REVIEWER), "“Claim” is no part of “Rhetoric”."),
        (
            WHOLE,
            Label(pk=4, name="Satire", split_from_id=1, retired_at=AT),
            someone(Role.REVIEWER),
            "The label “Satire” is retired.",
        ),
    ],
)
def test_why_not_sort(label: Label, into: Label, by: Membership, why: str | None) -> None:
    assert says(rules.why_not_sort(label, into=into, by=by), why)


UNFINISHED = "Work on this article is unfinished"


@pytest.mark.parametrize(
    ("state", "at_work", "by", "why"),
    [
        (State.OPEN, True, someone(Role.LEAD), None),  # all see all
        (State.OPEN, True, someone(Role.REVIEWER), ONLY_LEAD),
        (State.OPEN, True, someone(Role.LEAD, Mode.INDEPENDENT), UNFINISHED),
        (State.HANDED_IN, True, someone(Role.LEAD, Mode.INDEPENDENT), UNFINISHED),
        (State.HANDED_IN, False, someone(Role.LEAD, Mode.INDEPENDENT), None),
        (State.HANDED_IN, False, someone(Role.LEAD, closed=True), "closed"),
    ],
)
def test_why_not_example(state: State, at_work: bool, by: Membership, why: str | None) -> None:  # noqa: FBT001  # a column of the table
    span = Span(assignment=work(state))
    assert says(rules.why_not_example(span, at_work=at_work, by=by), why)


def test_a_deleted_span_is_no_example() -> None:
    span = Span(assignment=work(State.SETTLED), deleted_at=AT)
    assert says(rules.why_not_example(span, at_work=False, by=someone(Role.LEAD)), "This span is deleted.")


@pytest.mark.parametrize(
    ("uses", "unseen", "why"),
    [
        (0, False, None),
        (1, False, "“Irony” is in use, so it stays"),
        (0, True, "“Irony” may be in use where you do not see it yet"),
        (1, True, "may be in use"),  # the same: whether it is may not be told
    ],
)
def test_why_not_drop(uses: int, unseen: bool, why: str | None) -> None:  # noqa: FBT001  # a column of the table
    assert says(rules.why_not_drop("Irony", uses=uses, unseen=unseen), why)
