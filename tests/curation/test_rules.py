"""What can be taken back from the journal, by whom, as a table; what is asked of a span before it is handed in."""

from __future__ import annotations

import pytest

from annotate.codebook import actions as codebook
from annotate.codebook.queries import find_codebook, seen_as
from annotate.curation.rules import why_not_revert
from annotate.journal.models import JournalLine, Turn
from annotate.projects.refusals import Clash
from tests.factories import World

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
    said = {name: why_not_revert(line, by=getattr(shared, name), turned_back=False) for name in ("ana", "rita", "lea")}
    assert said == {"ana": ana, "rita": rita, "lea": lea}


def test_nothing_is_taken_back_twice_nor_from_what_takes_back(shared: World) -> None:
    line = JournalLine(verb="span_added", by=shared.ana.user_id)
    assert why_not_revert(line, by=shared.ana, turned_back=True) == "This was taken back already."
    line.turn = Turn.UNDO
    assert "takes another back" in str(why_not_revert(line, by=shared.ana, turned_back=False))


def test_work_is_handed_in_only_with_the_values_that_are_required(shared: World) -> None:
    lead = {"by": shared.lea, "at": shared.at}
    entry = {"key": "source", "name": "Source", "kind": "text", "labels": ["rhetoric"], "required": True}
    codebook.add_attribute(shared.project, entry=entry, **lead)
    seen = seen_as(find_codebook(shared.project))
    codebook.publish_draft(shared.project, note="", seen=seen, **lead)
    shared.mark(shared.ana, "The council")  # a claim: nothing is asked of it
    shared.mark(shared.ana, "cheaper", "framing", attributes={"source": "the council"})
    shared.mark(shared.ana, "the toll alone", "framing")
    with pytest.raises(Clash, match="1 of your spans has no value of “Source”"):
        shared.hand_in(shared.ana)
    shared.mark(shared.ben, "cheaper")
    shared.hand_in(shared.ben)
