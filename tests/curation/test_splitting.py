"""Splitting a label: a queue of the spans that have it, sorted one by one; gold follows when all agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from annotate.codebook.models import Attribute, Label
from annotate.codebook.queries import codebook_now, label_lines
from annotate.curation import actions
from annotate.curation.queries.work import spans_to_sort
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Missing, Refused
from annotate.spans.models import Span
from tests.factories import World

PARTS: Sequence[dict[str, Any]] = (
    {"key": "forecast", "name": "Forecast"},
    {"key": "verdict", "name": "Verdict"},
)


def split(world: World, key: str = "claim", into: Sequence[dict[str, Any]] = PARTS) -> JournalLine:
    return actions.split_label(label(world, key), into=into, by=world.lea, at=world.at)


def label(world: World, key: str) -> Label:
    return Label.objects.select_related("project").get(project=world.project, key=key)


def sort(world: World, span: Span, key: str, *, by: Membership | None = None) -> JournalLine:
    return actions.sort_span(span, into=label(world, key), by=by or world.rita, at=world.at)


def waiting(world: World) -> set[int]:
    return set(spans_to_sort(label(world, "claim")).values_list("pk", flat=True))


def fresh(span: Span) -> Span:
    return Span.objects.select_related("label", "codebook").get(pk=span.pk)


def test_new_labels_stand_beside_the_split_one_with_its_attributes(shared: World) -> None:
    split(shared, "framing", [{"key": "war-frame", "name": "War frame"}])
    lines = [(line.label.key, line.depth) for line in label_lines(shared.project)]
    place = lines.index(("framing", 1))
    assert lines[place + 1] == ("war-frame", 1)
    split(shared)
    assert Attribute.objects.get(project=shared.project, key="strength").labels == [
        "claim", "evidence", "forecast", "verdict",
    ]  # fmt: skip
    colors = list(Label.objects.filter(project=shared.project).values_list("color", "stroke"))
    assert len(set(colors)) == len(colors)


def test_older_spans_wait_and_new_ones_do_not(shared: World) -> None:
    older = shared.mark(shared.ana, "cheaper")
    split(shared)
    shared.codebook = codebook_now(shared.project)
    newer = shared.mark(shared.ana, "the toll alone")
    assert waiting(shared) == {older.pk}
    assert fresh(newer).codebook.number == 2


def test_sorting_gives_the_part_or_leaves_it_and_both_leave_the_queue(shared: World) -> None:
    first, second = shared.mark(shared.ana, "cheaper"), shared.mark(shared.ana, "the toll alone")
    split(shared)
    sort(shared, first, "forecast")
    sort(shared, second, "claim")
    assert waiting(shared) == set()
    assert [(fresh(span).label.key, fresh(span).codebook.number) for span in (first, second)] == [
        ("forecast", 2),
        ("claim", 2),
    ]
    with pytest.raises(Refused, match="is not being split"):
        sort(shared, first, "verdict")
    with pytest.raises(Clash, match="sorted meanwhile"):
        sort(shared, second, "verdict")


def test_a_word_on_a_span_can_be_taken_back(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    split(shared)
    line = sort(shared, span, "forecast")
    actions.revert_line(line, by=shared.rita, at=shared.at)
    assert waiting(shared) == {span.pk}
    assert (fresh(span).label.key, fresh(span).codebook.number) == ("claim", 1)


def test_a_part_that_is_there_already_takes_the_span_up(shared: World) -> None:
    older = shared.mark(shared.ana, "cheaper", note="Says who?")
    split(shared)
    shared.labels["forecast"] = label(shared, "forecast")
    shared.codebook = codebook_now(shared.project)
    newer = shared.mark(shared.ana, "cheaper", "forecast")
    line = sort(shared, older, "forecast")
    assert fresh(older).folded_into == newer
    assert fresh(newer).note == "Says who?"
    actions.revert_line(line, by=shared.rita, at=shared.at)
    assert (fresh(older).deleted_at, fresh(newer).note) == (None, "")


def test_gold_follows_once_all_its_spans_are_the_same_part(independent: World) -> None:
    of_ana, of_ben = (independent.mark(by, "cheaper") for by in (independent.ana, independent.ben))
    independent.hand_in(independent.ana, independent.ben)
    gold = independent.decide(of_ana)
    assert independent.decide(of_ben) == gold
    split(independent)
    sort(independent, of_ana, "forecast")
    gold.refresh_from_db()
    assert gold.label.key == "claim"  # type: ignore[union-attr]
    sort(independent, of_ben, "forecast")
    gold.refresh_from_db()
    assert gold.label.key == "forecast"  # type: ignore[union-attr]


def test_the_queue_shows_nobody_what_they_are_blind_to(independent: World) -> None:
    span = independent.mark(independent.ana, "cheaper")
    split(independent)
    with pytest.raises(Missing):
        sort(independent, span, "forecast")  # not handed in
    independent.hand_in(independent.ana)
    sort(independent, span, "forecast")


def test_ending_a_split_leaves_the_rest_what_it_is(shared: World) -> None:
    spans = [shared.mark(by, "cheaper") for by in (shared.ana, shared.ben)]
    line = split(shared)
    assert actions.end_split(label(shared, "claim"), by=shared.lea, at=shared.at)
    assert waiting(shared) == set()
    actions.revert_line(line, by=shared.lea, at=shared.at)
    assert {fresh(span).codebook.number for span in spans} == {1}


def test_taking_a_split_back_brings_the_spans_back_and_retires_the_parts(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    line = split(shared)
    sort(shared, span, "verdict")
    actions.revert_line(line, by=shared.lea, at=shared.at)
    assert (fresh(span).label.key, fresh(span).codebook.number) == ("claim", 1)
    assert label(shared, "verdict").retired_at is not None
    assert label(shared, "claim").split_in is None
    with pytest.raises(Refused, match="taken back already"):
        actions.revert_line(line, by=shared.lea, at=shared.at)


@pytest.mark.parametrize(
    ("into", "says"),
    [
        ([], "at least one"),
        ([{"key": "evidence", "name": "Evidence"}], "already"),
        ([{"key": "a", "name": "A"}, {"key": "a", "name": "B"}], "key of its own"),
        ([{"key": "No key", "name": "A"}], "is no key"),
    ],
)
def test_split_refuses_what_cannot_be(shared: World, into: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(Clash, match=says):
        split(shared, into=into)


def test_analysts_neither_split_nor_sort(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    with pytest.raises(Refused, match="Only a lead"):
        actions.split_label(label(shared, "claim"), into=PARTS, by=shared.rita, at=shared.at)
    split(shared)
    with pytest.raises(Refused, match="Only a reviewer"):
        sort(shared, span, "forecast", by=shared.ana)
