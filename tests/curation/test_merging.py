"""Merging labels: spans, twins, comments, links and gold follow; all of it comes back; nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from annotate.codebook import actions as codebook
from annotate.codebook.models import Attribute, Label
from annotate.codebook.queries import codebook_now, entry_of, find_codebook, label_to_give, seen_as
from annotate.codebook.rules import why_not_give
from annotate.curation import actions
from annotate.curation.actions.moving import put_back_spans
from annotate.curation.queries.work import is_running
from annotate.journal.models import JournalLine, Turn
from annotate.projects.refusals import Clash, Refused
from annotate.review.models import DecidedSpan, Decision
from annotate.spans import actions as spans
from annotate.spans.actions.history import undo
from annotate.spans.models import Comment, Link, LinkKind, Span
from annotate.spans.queries.desk import find_desk
from annotate.spans.queries.layout import lay_out, touched_since
from annotate.spans.rendering import rows_html
from tests.factories import World

TABLES = (Span, Comment, Link, Decision, DecidedSpan, Label, Attribute)
MOVES_ON = {"version", "changed_at"}
"""What counts up, whatever comes back."""


def merge(world: World, label: str = "claim", into: str = "evidence", **more: Any) -> JournalLine:
    source, target = (Label.objects.get(project=world.project, key=key) for key in (label, into))
    return actions.merge_label(source, into=target, by=world.lea, at=world.at, **more)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that a merge may touch, but for what only counts up and what is history by its nature."""
    rows = {
        model.__name__: [
            {name: value for name, value in row.items() if name not in MOVES_ON}
            for row in model.objects.order_by("pk").values()
        ]
        for model in TABLES
        if model is not DecidedSpan
    }
    standing = DecidedSpan.objects.filter(undone_at=None).order_by("decision", "span")
    return rows | {"DecidedSpan": list(standing.values("decision", "span"))}


def fresh(span: Span) -> Span:
    return Span.objects.select_related("label", "codebook").get(pk=span.pk)


def test_spans_have_the_other_label_under_the_version_that_says_so(world: World) -> None:
    span = world.mark(world.ana, "cheaper", note="hm")
    before = span.version
    line = merge(world)
    span = fresh(span)
    assert (span.label.key, span.codebook.number, span.version, span.note) == ("evidence", 2, before + 1, "hm")
    assert line.after is not None
    assert (line.after["version"], codebook_now(world.project).note) == (2, "Merged claim into evidence.")
    assert not is_running(line)


def test_the_merged_label_is_retired_and_says_where_it_went(shared: World) -> None:
    merge(shared)
    label = Label.objects.get(project=shared.project, key="claim")
    assert (label.retired_at, label.merged_into) == (shared.at, shared.labels["evidence"])
    given = label_to_give(shared.project.pk, "claim")
    assert given is not None
    assert why_not_give(given.label) == "The label “Claim” was merged into “Evidence”."


def test_of_twins_the_one_stays_that_had_the_label_and_takes_up_what_the_other_said(shared: World) -> None:
    kept = shared.mark(shared.ana, "cheaper", "evidence", note="By whom?", attributes={"strength": "weak"})
    taken = shared.mark(
        shared.ana,
        "cheaper",
        "claim",
        note="Says who?",
        unsure=True,
        attributes={"strength": "strong", "voice": "quoted"},
    )
    other = shared.mark(shared.ana, "the toll alone")
    spans.add_comment(taken, text="Is it?", by=shared.ben, at=shared.at)
    spans.add_link(other, kind=LinkKind.SUPPORTS, target=taken, by=shared.ana, at=shared.at)
    merge(shared)
    kept, taken = fresh(kept), fresh(taken)
    assert (kept.deleted_at, kept.note, kept.unsure) == (None, "By whom?\n\nSays who?", True)
    assert kept.attributes == {"strength": "weak", "voice": "quoted"}
    assert (taken.deleted_at, taken.folded_into, taken.note) == (shared.at, kept, "Says who?")
    assert Comment.objects.get().span == kept
    assert Link.objects.get().target_span == kept
    line = JournalLine.objects.get(verb="spans_moved")
    assert [(entry["span"], entry["into"]) for entry in line.after["folded"]] == [(taken.pk, kept.pk)]  # type: ignore[index]


def test_a_link_between_twins_stays_with_the_one_that_was_taken_up(shared: World) -> None:
    kept, taken = shared.mark(shared.ana, "cheaper", "evidence"), shared.mark(shared.ana, "cheaper", "claim")
    spans.add_link(kept, kind=LinkKind.SUPPORTS, target=taken, by=shared.ana, at=shared.at)
    before = Link.objects.values().get()
    merge(shared)
    assert Link.objects.values().get() == before


def test_gold_follows_and_its_twins_become_one(independent: World) -> None:
    first = independent.mark(independent.ana, "cheaper", "claim")
    second = independent.mark(independent.ben, "cheaper", "evidence")
    alone = independent.mark(independent.ben, "the toll alone", "claim")
    independent.hand_in(independent.ana, independent.ben)
    joins, stays, moves = (independent.decide(span) for span in (first, second, alone))
    merge(independent)
    for decision in (joins, stays, moves):
        decision.refresh_from_db()
    assert joins.undone_at == independent.at
    assert joins.label == independent.labels["claim"]  # history says what was decided
    assert set(stays.decided.filter(undone_at=None).values_list("span", flat=True)) == {first.pk, second.pk}
    assert (moves.label, moves.undone_at) == (independent.labels["evidence"], None)


def test_a_decision_on_the_one_that_was_taken_up_stands_of_its_twin(independent: World) -> None:
    kept = independent.mark(independent.ana, "cheaper", "evidence")
    taken = independent.mark(independent.ana, "cheaper", "claim")
    independent.hand_in(independent.ana)
    decision = independent.decide(taken, label=None)
    merge(independent)
    assert DecidedSpan.objects.get(span=kept, undone_at=None).decision == decision


def test_taking_a_merge_back_brings_every_row_back(independent: World) -> None:
    independent.mark(independent.ana, "cheaper", "evidence", note="By whom?")
    taken = independent.mark(independent.ana, "cheaper", "claim", note="Says who?")
    gone = independent.mark(independent.ana, "The council", "claim")
    spans.delete_span(gone, by=independent.ana, at=independent.at)
    other = independent.mark(independent.ana, "the toll alone", attributes={"strength": "weak"})
    spans.add_link(taken, kind=LinkKind.ATTACKS, target=other, by=independent.ana, at=independent.at)
    independent.mark(independent.ben, "cheaper", "claim")
    found = independent.mark(independent.ben, "the toll alone", "evidence")
    independent.hand_in(independent.ana, independent.ben)
    spans.add_comment(taken, text="Is it?", by=independent.rita, at=independent.at)
    for span in (taken, other, found):
        independent.decide(span)
    before = everything()
    line = merge(independent)
    assert everything() != before
    actions.revert_line(line, by=independent.lea, at=independent.at)
    assert everything() == before
    assert codebook_now(independent.project).number == 3
    published = codebook_now(independent.project).codebook
    assert entry_of(published, of="labels", key="claim")["retired"] is False  # type: ignore[index]


def test_what_was_changed_since_stays_when_a_merge_is_taken_back(shared: World) -> None:
    moved, changed = shared.mark(shared.ana, "cheaper"), shared.mark(shared.ana, "the toll alone")
    line = merge(shared)
    spans.change_span(
        fresh(changed), version=fresh(changed).version, label=shared.labels["aside"],
        codebook_id=codebook_now(shared.project).pk, by=shared.ana, at=shared.at,
    )  # fmt: skip
    actions.revert_line(line, by=shared.lea, at=shared.at)
    assert (fresh(moved).label.key, fresh(changed).label.key) == ("claim", "aside")
    with pytest.raises(Refused, match="taken back already"):
        actions.revert_line(line, by=shared.lea, at=shared.at)


def test_an_analyst_can_undo_their_mark_after_its_label_was_merged(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    merge(shared)
    undo(shared.article, by=shared.ana, at=shared.at)
    assert fresh(span).deleted_at is not None


def test_a_merge_that_was_stopped_goes_on_where_it_stopped(shared: World) -> None:
    for number in range(3):
        article = shared.take_in(f"Piece {number}\n\nThe ferry is cheaper than the bridge.")
        shared.mark(shared.ana, "cheaper", article=article)
    line = merge(shared, enough=lambda: True)
    left = Span.objects.filter(label__key="claim").count()
    assert 0 < left < 3
    assert is_running(line)
    assert actions.go_on(line, by=shared.lea, at=shared.at)
    assert not Span.objects.filter(label__key="claim").exists()
    lines = JournalLine.objects.filter(verb="spans_moved")
    assert sorted(pk for line in lines for pk in line.before["spans"]["1"]) == sorted(  # type: ignore[index]
        Span.objects.values_list("pk", flat=True)
    )


def test_a_page_opened_meanwhile_is_told_what_its_spans_are_now(shared: World) -> None:
    articles = [shared.take_in(f"Piece {number}\n\nThe ferry is cheaper than the bridge.") for number in range(2)]
    for article in articles:
        shared.mark(shared.ana, "cheaper", article=article)
    line = merge(shared, enough=lambda: True)
    left = Span.objects.get(label__key="claim").article
    known = find_desk(shared.ana, left).tag
    assert actions.go_on(line, by=shared.lea, at=shared.at)
    desk = find_desk(shared.ana, left)
    assert known.frame == desk.tag.frame, "of the codebook it had heard"
    touched = touched_since(desk, known)
    printed = rows_html(desk, lay_out(desk, touched), changed=touched.changed)
    assert "Evidence</span>" in printed, "in the margin"


def test_a_merge_still_under_way_stops_when_it_is_taken_back(shared: World) -> None:
    for number in range(3):
        shared.mark(shared.ana, "cheaper", article=shared.take_in(f"Piece {number}\n\nThe ferry is cheaper."))
    backed: list[bool] = []

    def take_back() -> bool:
        if not backed:
            backed.append(True)
            actions.revert_line(JournalLine.objects.get(verb="label_merged"), by=shared.lea, at=shared.at)
        return False

    merge(shared, enough=take_back)  # the merge goes on after its first bite, and finds that it no longer holds
    assert Span.objects.filter(label__key="claim").count() == 3
    back = JournalLine.objects.get(verb="label_merged", turn=Turn.UNDO)
    assert not is_running(back)


def test_a_bite_is_taken_back_once(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    line = merge(shared)
    bite = JournalLine.objects.get(verb="spans_moved")
    actions.revert_line(line, by=shared.lea, at=shared.at)
    with pytest.raises(Clash, match="taken back already"):
        put_back_spans(bite, at=shared.at)
    assert fresh(span).label.key == "claim"


def test_taking_back_can_be_stopped_too(shared: World) -> None:
    articles = [shared.take_in(f"Piece {number}\n\nThe ferry is cheaper.") for number in range(3)]
    for article in articles:
        shared.mark(shared.ana, "cheaper", article=article)
    line = merge(shared)
    actions.revert_line(line, by=shared.lea, at=shared.at, enough=lambda: True)
    back = JournalLine.objects.get(verb="label_merged", turn=Turn.UNDO)
    assert is_running(back)
    assert Span.objects.filter(label__key="claim").count() == 1
    assert actions.go_on(back, by=shared.lea, at=shared.at)
    assert Span.objects.filter(label__key="claim").count() == 3


def test_the_database_lets_nobody_mark_with_a_merged_label(shared: World) -> None:
    merge(shared)
    with pytest.raises(Clash, match="merged into another meanwhile"):  # read before, sent after
        spans.add_span(
            shared.article, extent=shared.mark(shared.ana, "cheaper", "aside").extent, quote="cheaper",
            label=shared.labels["claim"], codebook_id=shared.codebook.pk, by=shared.ana, at=shared.at,
        )  # fmt: skip
    span = shared.mark(shared.ana, "The council", "aside")
    with pytest.raises(IntegrityError, match="merged into another"), transaction.atomic():
        Span.objects.filter(pk=span.pk).update(label=shared.labels["claim"])
    with pytest.raises(Clash, match="merged into another meanwhile"):
        spans.change_span(
            span, version=span.version, label=Label(pk=shared.labels["claim"].pk, project=shared.project, key="claim"),
            codebook_id=shared.codebook.pk, by=shared.ana, at=shared.at,
        )  # fmt: skip


def test_a_span_can_be_changed_while_its_label_is_being_merged(shared: World) -> None:
    waits = [
        shared.mark(shared.ana, "cheaper", article=shared.take_in(f"P {number}\n\nIt is cheaper.")) for number in "12"
    ]
    merge(shared, enough=lambda: True)
    left = Span.objects.select_related("article__project").get(label__key="claim", pk__in=[span.pk for span in waits])
    spans.change_span(left, version=left.version, unsure=True, by=shared.ana, at=shared.at)
    assert actions.go_on(JournalLine.objects.get(verb="label_merged"), by=shared.lea, at=shared.at)
    assert (fresh(left).label.key, fresh(left).unsure) == ("evidence", True)


def test_labels_under_it_and_attributes_come_along_and_go_back(shared: World) -> None:
    before = everything()
    line = merge(shared, "rhetoric", "claim")
    assert {label.key for label in Label.objects.filter(parent__key="claim")} == {
        "framing", "loaded-language", "repetition", "rhetorical-question", "whataboutism",
    }  # fmt: skip
    assert Attribute.objects.get(project=shared.project, key="technique").labels == ["rhetoric", "claim"]
    actions.revert_line(line, by=shared.lea, at=shared.at)
    assert everything() == before


def test_a_label_can_be_merged_into_one_under_it(shared: World) -> None:
    line = merge(shared, "rhetoric", "framing")
    framing = Label.objects.get(project=shared.project, key="framing")
    assert framing.parent is None
    assert Label.objects.get(project=shared.project, key="repetition").parent == framing
    actions.revert_line(line, by=shared.lea, at=shared.at)
    framing.refresh_from_db()
    assert framing.parent == shared.labels["rhetoric"]


def test_a_draft_beside_it_keeps_its_changes_and_learns_of_the_merge(shared: World) -> None:
    entry = entry_of(find_codebook(shared.project), of="labels", key="aside")
    codebook.change_label(
        shared.project, "aside", words={"name": "Detour"}, seen=seen_as(entry), by=shared.lea, at=shared.at
    )
    merge(shared)
    drafted = find_codebook(shared.project)
    assert entry_of(drafted, of="labels", key="aside")["name"] == "Detour"  # type: ignore[index]
    assert entry_of(drafted, of="labels", key="claim")["merged_into"] == "evidence"  # type: ignore[index]
    assert entry_of(codebook_now(shared.project).codebook, of="labels", key="aside")["name"] == "Aside"  # type: ignore[index]
    codebook.publish_draft(shared.project, note="", seen=seen_as(drafted), by=shared.lea, at=shared.at)
    assert Label.objects.get(project=shared.project, key="claim").merged_into == shared.labels["evidence"]


def test_chains_of_merges_are_taken_back_from_the_end(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    first = merge(shared, "claim", "evidence")
    second = merge(shared, "evidence", "aside")
    assert fresh(span).label.key == "aside"
    with pytest.raises(Clash, match="was merged into “Aside”"):
        actions.revert_line(first, by=shared.lea, at=shared.at)
    actions.revert_line(second, by=shared.lea, at=shared.at)
    actions.revert_line(first, by=shared.lea, at=shared.at)
    assert fresh(span).label.key == "claim"


def test_who_may_merge_what(shared: World) -> None:
    for by in (shared.ana, shared.rita):
        with pytest.raises(Refused, match="Only a lead"):
            actions.merge_label(shared.labels["claim"], into=shared.labels["aside"], by=by, at=shared.at)
    with pytest.raises(Clash, match="into itself"):
        merge(shared, "claim", "claim")
    merge(shared, "claim", "aside")
    with pytest.raises(Clash, match="was merged into"):
        merge(shared, "evidence", "claim")
    with pytest.raises(Clash, match="was merged into"):
        merge(shared, "claim", "evidence")


def test_the_same_merge_sent_again_is_one(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    first = merge(shared, action="m-1")
    assert merge(shared, action="m-1") == first
    assert JournalLine.objects.filter(verb="label_merged").count() == 1


def test_no_constraint_is_left_waiting(shared: World) -> None:
    shared.mark(shared.ana, "cheaper", "evidence")
    shared.mark(shared.ana, "cheaper", "claim")
    merge(shared)
    connection.check_constraints()
