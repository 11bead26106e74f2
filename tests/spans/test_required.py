"""What the codebook requires is asked before work is handed in."""

from __future__ import annotations

import pytest

from annotate.codebook import actions as codebook
from annotate.codebook.queries import find_codebook, seen_as
from annotate.projects.refusals import Clash
from tests.factories import World


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
