"""Marking, through the actions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from annotate.journal.models import JournalLine
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import actions
from annotate.spans.models import Span
from annotate.text.extent import Extent
from tests.factories import World


def quote_at(world: World, quote: str) -> Extent:
    start = world.article.text.index(quote)
    return Extent.one(start, start + len(quote))


def add(world: World, extent: Extent, quote: str | None = None, label: str = "claim", **more: object) -> actions.Answer:
    return actions.add_span(
        world.article, extent=extent, quote=extent.quote(world.article.text) if quote is None else quote,
        label=world.labels[label], codebook_id=world.codebook.pk, by=more.pop("by", world.ana), at=world.at, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_add_span_keeps_what_was_marked(world: World) -> None:
    answer = add(world, quote_at(world, "in it to win it"), label="framing", note="the phrase", unsure=True)
    span = Span.objects.get(pk=answer.span.pk)
    assert answer.new
    assert span.extent.quote(world.article.text) == "in it to win it"
    assert (span.label.key, span.note, span.unsure, span.version) == ("framing", "the phrase", True, 1)
    assert (span.start, span.end) == (span.extent.start, span.extent.end)
    assert span.assignment.state == "open"


def test_add_span_refuses_a_quote_that_is_not_there(world: World) -> None:
    with pytest.raises(Clash) as refusal:
        add(world, quote_at(world, "in it to win it"), quote="in it to lose")
    assert refusal.value.found == {"found": "in it to win it"}
    assert not Span.objects.exists()


@pytest.mark.parametrize(
    ("ranges", "why"),
    [
        ([(0, 100_000)], "lie in the text"),
        ([(3, 9)], "white space"),
        ([(4, 10)], "white space"),
    ],
)
def test_add_span_refuses_an_extent_that_is_none(world: World, ranges: list[tuple[int, int]], why: str) -> None:
    extent = Extent.of(ranges)
    with pytest.raises(Unfit, match=why):
        add(world, extent)
    assert not Span.objects.exists()


def test_a_twin_answers_with_the_one_that_is_there(world: World) -> None:
    first = add(world, quote_at(world, "cheaper"), note="one")
    again = add(world, quote_at(world, "cheaper"), note="two")
    assert (again.span.pk, again.new, again.differs) == (first.span.pk, False, ("note",))
    assert Span.objects.count() == 1


def test_the_same_action_answers_the_same_even_when_the_span_is_gone(world: World) -> None:
    first = add(world, quote_at(world, "cheaper"), action="a-1")
    actions.delete_span(first.span, by=world.ana, at=world.at, action="a-2")
    again = add(world, quote_at(world, "cheaper"), action="a-1")
    assert (again.span.pk, again.new, again.span.version, again.span.deleted_at) == (first.span.pk, True, 1, None)
    assert Span.objects.filter(deleted_at=None).count() == 0
    assert JournalLine.objects.filter(verb="span_added").count() == 1


def test_nobody_marks_handed_in_work(world: World) -> None:
    add(world, quote_at(world, "cheaper"))
    world.hand_in(world.ana)
    with pytest.raises(Refused, match="handed in"):
        add(world, quote_at(world, "ferry"))


def test_change_span_refuses_an_old_version(world: World) -> None:
    span = add(world, quote_at(world, "cheaper")).span
    actions.change_span(span, version=1, note="first", by=world.ana, at=world.at)
    with pytest.raises(Clash, match="changed meanwhile"):
        actions.change_span(span, version=1, note="second", by=world.ana, at=world.at)
    assert Span.objects.get().note == "first"


def test_nobody_changes_anothers_span(shared: World) -> None:
    span = add(shared, quote_at(shared, "cheaper")).span
    for by in (shared.ben, shared.rita, shared.lea):
        with pytest.raises(Refused, match="somebody else"):
            actions.change_span(span, version=1, note="mine", by=by, at=shared.at)


def test_undo_and_redo_walk_the_journal(world: World) -> None:
    span = add(world, quote_at(world, "cheaper")).span
    actions.change_span(span, version=1, label=world.labels["evidence"], by=world.ana, at=world.at)
    actions.delete_span(span, by=world.ana, at=world.at)
    for expected in (("evidence", False), ("claim", False), ("claim", True)):
        actions.undo(world.article, by=world.ana, at=world.at)
        held = Span.objects.get(pk=span.pk)
        assert (held.label.key, held.deleted_at is not None) == expected
    with pytest.raises(Clash, match="nothing to undo"):
        actions.undo(world.article, by=world.ana, at=world.at)
    for expected in (("claim", False), ("evidence", False), ("evidence", True)):
        actions.redo(world.article, by=world.ana, at=world.at)
        held = Span.objects.get(pk=span.pk)
        assert (held.label.key, held.deleted_at is not None) == expected
    with pytest.raises(Clash, match="nothing to redo"):
        actions.redo(world.article, by=world.ana, at=world.at)


def test_new_work_cuts_off_redo(world: World) -> None:
    add(world, quote_at(world, "cheaper"))
    actions.undo(world.article, by=world.ana, at=world.at)
    add(world, quote_at(world, "ferry"))
    with pytest.raises(Clash, match="nothing to redo"):
        actions.redo(world.article, by=world.ana, at=world.at)


def test_the_database_refuses_a_span_outside_its_article(world: World) -> None:
    span = add(world, quote_at(world, "cheaper")).span
    with pytest.raises(IntegrityError), transaction.atomic():
        Span.objects.filter(pk=span.pk).update(extent=Extent.one(0, len(world.article.text) + 1))
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Span.objects.filter(pk=span.pk).delete()
