"""Real spans as examples of the codebook: their words with what stands around them, and never to a blind person."""

from __future__ import annotations

import pytest

from annotate.codebook.queries import entry_of, find_codebook
from annotate.curation import actions
from annotate.curation.actions.examples import passage_of
from annotate.projects.refusals import Refused
from annotate.text.extent import Extent
from tests.factories import World

LINE = "One. The [bridge] is cheaper, they say, and " + "so " * 80 + "on.\nAnother line"


@pytest.mark.parametrize(
    ("ranges", "passage"),
    [
        ([(0, 4)], "[One.] The (bridge) is cheaper, they say, and " + "so " * 28 + "…"),
        ([(5, 8), (18, 28)], "One. [The] (bridge) [is cheaper], they say, and " + "so " * 33 + "…"),
    ],
)
def test_a_passage_shows_the_span_in_brackets(ranges: list[tuple[int, int]], passage: str) -> None:
    said = passage_of(LINE, Extent.of(ranges))
    assert said.startswith(passage[:60])
    assert said.endswith("…")
    assert len(said) < 200


def test_a_passage_stays_within_its_line() -> None:
    text = "First line.\nThe ferry is cheaper.\nThird line."
    start = text.index("cheaper")
    assert passage_of(text, Extent.one(start, start + 7)) == "The ferry is [cheaper]."


def test_an_example_goes_into_the_draft(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    actions.add_example(span, why=" Nobody says by how much. ", counter=True, by=shared.lea, at=shared.at)
    entry = entry_of(find_codebook(shared.project), of="labels", key="claim")
    assert entry is not None
    last = entry["counter_examples"][-1]
    assert "is [cheaper]. It" in last["passage"]
    assert last["why"] == "Nobody says by how much."


def test_no_example_from_work_that_somebody_does_not_see_yet(independent: World) -> None:
    span = independent.mark(independent.ana, "cheaper")
    independent.hand_in(independent.ana)
    with pytest.raises(Refused, match="unfinished"):
        actions.add_example(span, why="", counter=False, by=independent.lea, at=independent.at)
    independent.hand_in(independent.ben)
    span.refresh_from_db()
    actions.add_example(span, why="", counter=False, by=independent.lea, at=independent.at)
