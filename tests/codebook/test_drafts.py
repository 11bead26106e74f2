"""A draft: changed entry by entry, undone, thrown away, published; two leads never overwrite each other unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from annotate.codebook import actions
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.codebook.queries import codebook_now, entry_of, find_codebook, lines_of, questions_of, seen_as
from annotate.codebook.queries.differences import difference
from annotate.journal.models import JournalLine, Turn
from annotate.projects.refusals import Clash, Refused, Unfit
from tests.factories import World


def entry(world: World, key: str, of: str = "labels") -> dict[str, Any]:
    found = entry_of(find_codebook(world.project), of=of, key=key)
    assert found is not None
    return found


def change(world: World, key: str, **words: Any) -> Draft:
    seen = seen_as(entry(world, key))
    return actions.change_label(world.project, key, words=words, seen=seen, by=world.lea, at=world.at)


def publish(world: World, note: str = "") -> CodebookVersion:
    seen = seen_as(find_codebook(world.project))
    return actions.publish_draft(world.project, note=note, seen=seen, by=world.lea, at=world.at)


def keys(world: World) -> list[str]:
    return [entry["key"] for entry in find_codebook(world.project)["labels"]]


def test_nothing_of_a_draft_is_published_until_it_is(shared: World) -> None:
    change(shared, "claim", name="Assertion", definition="Something said.")
    actions.add_label(shared.project, key="irony", name="Irony", parent="rhetoric", by=shared.lea, at=shared.at)
    assert Label.objects.get(project=shared.project, key="claim").name == "Claim"
    assert not Label.objects.filter(project=shared.project, key="irony").exists()
    version = publish(shared, "Irony has a label of its own.")
    assert (version.number, version.note) == (2, "Irony has a label of its own.")
    assert Label.objects.get(project=shared.project, key="claim").name == "Assertion"
    assert Label.objects.get(project=shared.project, key="irony").parent == shared.labels["rhetoric"]
    assert not Draft.objects.exists()
    assert codebook_now(shared.project).codebook == find_codebook(shared.project)


def test_a_published_version_says_what_the_draft_said(shared: World) -> None:
    actions.move_label(shared.project, "aside", parent="rhetoric", before="framing", by=shared.lea, at=shared.at)
    actions.retire_label(shared.project, "evidence", by=shared.lea, at=shared.at)
    drafted = find_codebook(shared.project)
    assert publish(shared).codebook == drafted
    assert [label.key for label in Label.objects.filter(project=shared.project)] == [
        entry["key"] for entry in drafted["labels"]
    ]


def test_a_span_remembers_the_version_it_was_made_under(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    change(shared, "claim", name="Assertion")
    publish(shared)
    span.refresh_from_db()
    assert span.codebook.number == 1
    assert entry_of(span.codebook.codebook, of="labels", key="claim")["name"] == "Claim"  # type: ignore[index]


@pytest.mark.parametrize(
    ("parent", "before", "order"),
    [
        (None, "claim", ["aside", "claim", "evidence", "rhetoric"]),
        (None, None, ["claim", "evidence", "rhetoric", "aside"]),
        (None, "rhetoric", ["claim", "evidence", "aside", "rhetoric"]),
        ("claim", None, ["claim", "aside", "evidence", "rhetoric"]),
    ],
)
def test_move_label_puts_it_where_it_says(
    shared: World, parent: str | None, before: str | None, order: list[str]
) -> None:
    actions.move_label(shared.project, "aside", parent=parent, before=before, by=shared.lea, at=shared.at)
    assert [key for key in keys(shared) if key in order] == order
    assert entry(shared, "aside")["parent"] == parent


def test_those_under_a_label_go_with_it(shared: World) -> None:
    actions.move_label(shared.project, "rhetoric", parent=None, before="claim", by=shared.lea, at=shared.at)
    lines = lines_of(find_codebook(shared.project))
    assert [(line.label.key, line.depth) for line in lines][:3] == [
        ("rhetoric", 0),
        ("framing", 1),
        ("loaded-language", 1),
    ]
    with pytest.raises(Unfit, match="under itself"):
        actions.move_label(shared.project, "rhetoric", parent="framing", by=shared.lea, at=shared.at)


def test_undo_takes_back_the_last_that_stands_until_nothing_is_left(shared: World) -> None:
    published = codebook_now(shared.project).codebook
    change(shared, "claim", name="Assertion")
    actions.move_label(shared.project, "aside", parent="claim", by=shared.lea, at=shared.at)
    actions.add_label(shared.project, key="irony", name="", by=shared.lea, at=shared.at)
    actions.retire_label(shared.project, "irony", by=shared.lea, at=shared.at)
    actions.drop_label(shared.project, "irony", spans=0, by=shared.lea, at=shared.at)
    for _step in range(5):
        actions.undo_draft(shared.project, by=shared.lea, at=shared.at)
    assert find_codebook(shared.project) == published
    with pytest.raises(Clash, match="nothing to undo"):
        actions.undo_draft(shared.project, by=shared.lea, at=shared.at)


def test_a_change_that_was_written_over_is_not_taken_back(shared: World) -> None:
    change(shared, "claim", name="Assertion")
    line = JournalLine.objects.get(verb="label_changed")
    change(shared, "claim", name="Thesis")
    with pytest.raises(Clash, match="changed again since"):
        actions.revert_draft(shared.project, line, by=shared.lea, at=shared.at)
    assert entry(shared, "claim")["name"] == "Thesis"


def test_an_older_change_can_be_taken_back_beside_newer_ones(shared: World) -> None:
    change(shared, "claim", name="Assertion")
    line = JournalLine.objects.get(verb="label_changed")
    change(shared, "aside", name="Digression")
    actions.revert_draft(shared.project, line, by=shared.lea, at=shared.at)
    assert (entry(shared, "claim")["name"], entry(shared, "aside")["name"]) == ("Claim", "Digression")
    assert JournalLine.objects.get(turn=Turn.UNDO).undoes == line.pk


def test_a_draft_thrown_away_can_be_had_back(shared: World) -> None:
    change(shared, "claim", name="Assertion")
    line = actions.discard_draft(shared.project, by=shared.lea, at=shared.at)
    assert entry(shared, "claim")["name"] == "Claim"
    assert line is not None
    actions.revert_draft(shared.project, line, by=shared.lea, at=shared.at)
    assert entry(shared, "claim")["name"] == "Assertion"


def test_two_leads_on_one_label_never_overwrite_each_other(shared: World) -> None:
    seen = seen_as(entry(shared, "claim"))
    change(shared, "claim", name="Assertion")
    with pytest.raises(Clash, match="changed meanwhile"):
        actions.change_label(shared.project, "claim", words={"name": "Thesis"}, seen=seen, by=shared.lea, at=shared.at)
    other = seen_as(entry(shared, "aside"))
    actions.change_label(shared.project, "aside", words={"name": "Detour"}, seen=other, by=shared.lea, at=shared.at)


def test_publish_refuses_a_draft_that_was_not_seen(shared: World) -> None:
    change(shared, "claim", name="Assertion")
    seen = seen_as(find_codebook(shared.project))
    change(shared, "aside", name="Detour")
    with pytest.raises(Clash, match="changed meanwhile"):
        actions.publish_draft(shared.project, note="", seen=seen, by=shared.lea, at=shared.at)


def test_publish_refuses_what_differs_in_nothing(shared: World) -> None:
    with pytest.raises(Clash, match="Nothing differs"):
        publish(shared)
    change(shared, "claim", name="Assertion")
    change(shared, "claim", name="Claim")
    with pytest.raises(Clash, match="Nothing differs"):
        publish(shared)


def test_a_resent_request_does_nothing_twice(shared: World) -> None:
    words: dict[str, Any] = {"key": "irony", "name": "Irony", "by": shared.lea, "at": shared.at, "action": "a-1"}
    actions.add_label(shared.project, **words)
    actions.add_label(shared.project, **words)
    seen = seen_as(find_codebook(shared.project))
    first = actions.publish_draft(shared.project, note="n", seen=seen, by=shared.lea, at=shared.at, action="a-2")
    again = actions.publish_draft(shared.project, note="n", seen=seen, by=shared.lea, at=shared.at, action="a-2")
    assert (first, keys(shared).count("irony")) == (again, 1)
    assert CodebookVersion.objects.filter(project=shared.project).count() == 2


@pytest.mark.parametrize("person", ["ana", "rita"])
def test_only_a_lead_changes_the_codebook(shared: World, person: str) -> None:
    by = getattr(shared, person)
    with pytest.raises(Refused, match="Only a lead"):
        actions.add_label(shared.project, key="irony", name="Irony", by=by, at=shared.at)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"name": " "}, "1 to 80"),
        ({"name": "x" * 81}, "1 to 80"),
        ({"color": "red"}, "no colour"),
        ({"stroke": "wavy"}, "no stroke"),
        ({"examples": [{"passage": "", "why": "?"}]}, "no passage"),
        ({"definition": "a\0b"}, "cannot be written"),
    ],
)
def test_change_label_refuses_what_cannot_be_kept(shared: World, words: dict[str, Any], says: str) -> None:
    with pytest.raises(Unfit, match=says):
        change(shared, "claim", **words)


def test_two_labels_never_have_one_key(shared: World) -> None:
    with pytest.raises(Clash, match="two entries"):
        actions.add_label(shared.project, key="claim", name="Again", by=shared.lea, at=shared.at)


@pytest.mark.parametrize("key", ["", "Two words", "ümlaut", "-a", "a" * 61])
def test_a_key_can_be_written_anywhere(shared: World, key: str) -> None:
    with pytest.raises(Unfit, match="a key has"):
        actions.add_label(shared.project, key=key, name="x", by=shared.lea, at=shared.at)


def test_a_label_in_use_is_not_deleted_by_publishing_nor_by_hand(shared: World) -> None:
    shared.mark(shared.ana, "cheaper", "aside")
    with pytest.raises(Refused, match="in use"):
        actions.drop_label(shared.project, "aside", spans=1, by=shared.lea, at=shared.at)
    actions.drop_label(shared.project, "aside", spans=0, by=shared.lea, at=shared.at)  # as if counted before the span
    with pytest.raises(Clash, match="in use"):
        publish(shared)
    delete = "DELETE FROM annotate_label WHERE key = 'aside'; SET CONSTRAINTS ALL IMMEDIATE"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(delete)
    assert Label.objects.filter(pk=shared.labels["aside"].pk).exists()


def test_a_label_that_nothing_speaks_of_can_go(shared: World) -> None:
    actions.drop_label(shared.project, "aside", spans=0, by=shared.lea, at=shared.at)
    publish(shared)
    assert not Label.objects.filter(project=shared.project, key="aside").exists()
    assert entry_of(CodebookVersion.objects.get(project=shared.project, number=1).codebook, of="labels", key="aside")


def test_a_label_with_others_under_it_cannot_go(shared: World) -> None:
    with pytest.raises(Clash, match="Move them first"):
        actions.drop_label(shared.project, "rhetoric", spans=0, by=shared.lea, at=shared.at)


def test_attributes_are_added_changed_and_dropped(shared: World) -> None:
    wanted = {"key": "heat", "name": "Heat", "kind": "number", "labels": ["rhetoric"], "required": True}
    actions.add_attribute(shared.project, entry=wanted, by=shared.lea, at=shared.at)
    publish(shared)
    heat = Attribute.objects.get(project=shared.project, key="heat")
    assert (heat.kind, heat.required, heat.labels) == ("number", True, ["rhetoric"])
    drafted = entry(shared, "heat", "attributes")
    with pytest.raises(Clash, match="kind of an attribute stays"):
        actions.change_attribute(
            shared.project,
            "heat",
            entry={**drafted, "kind": "text"},
            seen=seen_as(drafted),
            by=shared.lea,
            at=shared.at,
        )
    actions.change_attribute(
        shared.project, "heat", entry={**drafted, "labels": []}, seen=seen_as(drafted), by=shared.lea, at=shared.at
    )
    actions.drop_attribute(shared.project, "technique", spans=0, by=shared.lea, at=shared.at)
    publish(shared)
    found = dict(Attribute.objects.filter(project=shared.project).values_list("key", "labels"))
    assert (found["heat"], "technique" in found) == ([], False)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"key": "tone", "kind": "choice", "choices": []}, "write the choices"),
        ({"key": "tone", "kind": "mood"}, "no kind"),
        ({"key": "tone", "kind": "text", "labels": ["nothing"]}, "which there is not"),
        ({"key": "To ne", "kind": "text"}, "a key has"),
    ],
)
def test_add_attribute_refuses_what_cannot_be_asked(shared: World, entry: dict[str, Any], says: str) -> None:
    with pytest.raises(Unfit, match=says):
        actions.add_attribute(shared.project, entry=entry, by=shared.lea, at=shared.at)


def test_guidelines_are_clashed_over_aloud(shared: World) -> None:
    seen = seen_as(find_codebook(shared.project)["guidelines"])
    actions.write_guidelines(shared.project, "# Read\r\nTwice.", seen=seen, by=shared.lea, at=shared.at)
    with pytest.raises(Clash) as clash:
        actions.write_guidelines(shared.project, "# Never", seen=seen, by=shared.lea, at=shared.at)
    assert clash.value.found["found"] == "# Read\nTwice."


def test_copy_codebook_brings_labels_attributes_and_guidelines(shared: World, independent: World) -> None:
    actions.add_label(shared.project, key="irony", name="Irony", parent="rhetoric", by=shared.lea, at=shared.at)
    change(shared, "claim", name="Assertion")
    actions.drop_label(shared.project, "aside", spans=0, by=shared.lea, at=shared.at)
    seen = seen_as(find_codebook(shared.project)["guidelines"])
    actions.write_guidelines(shared.project, "Read twice.", seen=seen, by=shared.lea, at=shared.at)
    wanted = {"key": "heat", "kind": "flag", "labels": ["irony"]}
    actions.add_attribute(shared.project, entry=wanted, by=shared.lea, at=shared.at)
    version = publish(shared)
    span = independent.mark(independent.ana, "cheaper", "aside")
    actions.copy_codebook(independent.project, version, by=independent.lea, at=independent.at)
    drafted = find_codebook(independent.project)
    assert drafted["guidelines"] == "Read twice."
    assert entry(independent, "claim")["name"] == "Assertion"
    assert entry(independent, "irony")["parent"] == "rhetoric"
    assert entry(independent, "heat", "attributes")["labels"] == ["irony"]
    assert keys(independent)[-1] == "aside"  # is here alone, and stays
    publish(independent)
    span.refresh_from_db()
    assert span.label.key == "aside"
    assert Label.objects.filter(project=shared.project, key="irony").count() == 1
    assert Label.objects.filter(project=independent.project, key="irony").count() == 1


STANCE = {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]}


def test_a_question_about_the_article_is_drafted_and_published_like_a_label(shared: World) -> None:
    lead = {"by": shared.lea, "at": shared.at}
    actions.add_question(shared.project, entry=STANCE, **lead)
    assert questions_of(codebook_now(shared.project).codebook) == []
    publish(shared)
    published = codebook_now(shared.project)
    assert questions_of(published.codebook) == [{**STANCE, "definition": "", "required": False}]
    seen = seen_as(entry(shared, "stance", "questions"))
    actions.change_question(shared.project, "stance", entry={**STANCE, "name": "Its stance"}, seen=seen, **lead)
    (changed,) = difference(published.codebook, find_codebook(shared.project)).questions
    assert (changed.name, changed.sort, [detail.name for detail in changed.details]) == (
        "Its stance",
        "changed",
        ["Name"],
    )
    actions.undo_draft(shared.project, **lead)
    assert entry(shared, "stance", "questions")["name"] == "Stance"
    actions.drop_question(shared.project, "stance", **lead)
    publish(shared)
    assert questions_of(codebook_now(shared.project).codebook) == []


def test_a_question_is_never_changed_unseen_nor_into_another_kind(shared: World) -> None:
    lead = {"by": shared.lea, "at": shared.at}
    actions.add_question(shared.project, entry=STANCE, **lead)
    with pytest.raises(Clash, match="two entries"):
        actions.add_question(shared.project, entry=STANCE, **lead)
    with pytest.raises(Clash, match="changed meanwhile"):
        actions.change_question(shared.project, "stance", entry=STANCE, seen="another", **lead)
    publish(shared)
    seen = seen_as(entry(shared, "stance", "questions"))
    with pytest.raises(Clash, match="The kind"):
        actions.change_question(shared.project, "stance", entry={**STANCE, "kind": "text"}, seen=seen, **lead)


def test_questions_stay_where_a_label_is_merged_and_go_along_where_a_codebook_is_copied(
    shared: World, independent: World
) -> None:
    lead = {"by": shared.lea, "at": shared.at}
    actions.add_question(shared.project, entry=STANCE, **lead)
    publish(shared)
    actions.merge_label(shared.labels["framing"], into=shared.labels["aside"], **lead)
    merged = codebook_now(shared.project)
    assert [one["key"] for one in questions_of(merged.codebook)] == ["stance"]
    actions.copy_codebook(independent.project, merged, by=independent.lea, at=independent.at)
    assert [one["key"] for one in questions_of(find_codebook(independent.project))] == ["stance"]
