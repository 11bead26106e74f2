"""Marking by the API: each answer, each refusal with what it found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from annotate.journal.models import JournalLine
from annotate.spans import actions
from annotate.spans.models import Span
from tests.api.stage import Stage
from tests.api.test_doors import problem
from tests.factories import World

KEYS = (
    "id article label start end ranges quote analyst note unsure attributes codebook_version version "
    "created_at updated_at"
)


def spans_of(stage: Stage) -> str:
    return f"/articles/{stage.world.article.pk}/spans"


def mark(
    stage: Stage, quote: str = "The ferry must stay", who: str = "ana", key: str | None = None, **more: Any
) -> Any:
    return stage.ask(who, "POST", spans_of(stage), {"label": "claim", **stage.place(quote), **more}, key=key)


def test_a_span_comes_back_as_it_was_sent(stage: Stage) -> None:
    response = mark(stage, note="it says", unsure=True, attributes={"voice": "author"})
    assert response.status_code == 201, response.content
    body = response.json()
    assert list(body) == KEYS.split()
    span = Span.objects.get(pk=body["id"])
    expected = {
        "article": stage.world.article.pk, "label": "claim", "start": 0, "end": 19, "ranges": [[0, 19]],
        "quote": "The ferry must stay", "analyst": "ana", "note": "it says", "unsure": True,
        "attributes": {"voice": "author"}, "codebook_version": 1, "version": 1,
    }  # fmt: skip
    assert {key: body[key] for key in expected} == expected
    assert body["created_at"] == body["updated_at"] == span.created_at.isoformat().replace("+00:00", "Z")


def test_offsets_are_code_points_beyond_the_basic_plane(stage: Stage) -> None:
    text = stage.world.article.text
    assert "🚢" in text[: text.index("in it to win it")]
    body = mark(stage, "in it to win it").json()
    assert text[body["start"] : body["end"]] == body["quote"] == "in it to win it"


def test_several_ranges_have_one_quote_joined_by_an_ellipsis(stage: Stage) -> None:
    first, second = stage.place("The ferry"), stage.place("must stay")
    wanted = {"label": "claim", "ranges": [[second["start"], second["end"]], [first["start"], first["end"]]]}
    refused = problem(stage.ask("ana", "POST", spans_of(stage), {**wanted, "quote": "The ferry must stay"}), 409)
    assert refused["found"] == "The ferry … must stay"
    body = stage.ask("ana", "POST", spans_of(stage), {**wanted, "quote": "The ferry … must stay"}).json()
    assert body["ranges"] == [[0, 9], [10, 19]]
    assert (body["start"], body["end"]) == (0, 19)


def test_a_twin_is_answered_with_the_span_that_is_there(stage: Stage) -> None:
    first = mark(stage, note="one", unsure=True).json()
    again = mark(stage, note="two", attributes={"voice": "author"})
    assert again.status_code == 200
    assert again.json() == {**first, "differs": ["note", "unsure", "attributes"]}
    same = mark(stage, note="one", unsure=True)
    assert same.json() == {**first, "differs": []}
    assert Span.objects.filter(pk=first["id"]).count() == 1


def test_a_quote_that_is_not_there_is_told_what_is(stage: Stage) -> None:
    before = Span.objects.count()
    response = stage.ask("ana", "POST", spans_of(stage), {"label": "claim", "start": 0, "end": 3, "quote": "the"})
    assert problem(response, 409)["found"] == "The"
    assert Span.objects.count() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": "no-such-label"}, "no label"),
        ({"end": 10**6}, "lie in the text"),
        ({"start": 19, "end": 0}, "at least one character"),
        ({"start": 19}, "at least one character"),
        ({"start": 3, "quote": " ferry must stay"}, "white space"),
        ({"end": 2**31}, "end: "),
        ({"start": -1}, "start: "),
        ({"start": "0"}, "start: "),
        ({"start": 0.0}, "start: "),
        ({"start": None}, "start: "),
        ({"unsure": 1}, "unsure: "),
        ({"unsure": "true"}, "unsure: "),
        ({"note": None}, "note: "),
        ({"note": "a\0b"}, "note: "),
        ({"note": "x" * 10_001}, "10,000 is the most"),
        ({"lable": "claim"}, "lable: "),
        ({"ranges": [[0, 19]]}, "one of the two"),
        ({"attributes": {"no-such": "x"}}, "declares no attribute"),
        ({"attributes": {"voice": "nobody"}}, "is one of"),
        ({"attributes": {"voice": {"deep": 1}}}, "attributes/voice"),
        ({"label": "Claim!"}, "label: "),
    ],
)
def test_what_is_no_span_is_refused_with_a_sentence(stage: Stage, change: dict[str, Any], said: str) -> None:
    before = Span.objects.count()
    wanted = {"label": "claim", **stage.place("The ferry must stay"), **change}
    assert said in problem(stage.ask("ana", "POST", spans_of(stage), wanted), 422)["detail"]
    assert Span.objects.count() == before


@pytest.mark.parametrize("missing", ["label", "start", "end", "quote"])
def test_nothing_needed_may_be_left_out(stage: Stage, missing: str) -> None:
    wanted = {"label": "claim", **stage.place("The ferry must stay")}
    del wanted[missing]
    problem(stage.ask("ana", "POST", spans_of(stage), wanted), 422)


@pytest.mark.parametrize("ranges", [[], [[0]], [[0, 1, 2]], [[1, 1]], [["0", "3"]], [[0, 3], None]])
def test_ranges_are_pairs(stage: Stage, ranges: Any) -> None:
    problem(stage.ask("ana", "POST", spans_of(stage), {"label": "claim", "ranges": ranges, "quote": "The"}), 422)


def test_no_cluster_is_cut(shared: World) -> None:
    article = shared.take_in("Weather\n\nIt was 👩‍👩‍👧 and cafe\u0301s.")
    stage = Stage(shared)
    start = article.text.index("👩")
    wanted = {"label": "claim", "start": start, "end": start + 1, "quote": "👩"}
    said = problem(stage.ask("ana", "POST", f"/articles/{article.pk}/spans", wanted), 422)
    assert "cut a character" in said["detail"]


def test_a_retired_label_is_not_given(stage: Stage) -> None:
    label = stage.world.labels["aside"]
    label.retired_at = stage.world.at
    label.save()
    assert "retired" in problem(mark(stage, label="aside"), 422)["detail"]


def test_handed_in_work_is_not_marked(stage: Stage) -> None:
    stage.world.hand_in(stage.world.ana)
    assert "handed in" in problem(mark(stage), 403)["detail"]


def test_an_article_of_an_independent_project_is_marked_by_whom_it_was_given_to(blind: Stage) -> None:
    assert "not given to you" in problem(mark(blind, who="rita"), 403)["detail"]


# Changing


def change(stage: Stage, span: Span, who: str = "ana", key: str | None = None, **fields: Any) -> Any:
    return stage.ask(who, "PATCH", f"/spans/{span.pk}", fields, key=key)


def test_a_change_takes_what_is_given_and_leaves_the_rest(stage: Stage) -> None:
    before = stage.ask("ana", "GET", f"/spans/{stage.claim.pk}").json()
    body = change(stage, stage.claim, version=1, label="evidence").json()
    assert body == {**before, "label": "evidence", "version": 2, "updated_at": body["updated_at"]}
    moved = change(stage, stage.claim, version=2, **stage.place("The ferry"), note="", unsure=True).json()
    assert (moved["quote"], moved["note"], moved["unsure"], moved["version"]) == ("The ferry", "", True, 3)
    assert stage.ask("ana", "GET", f"/spans/{stage.claim.pk}").json() == moved


def test_the_second_of_two_tabs_is_told_of_the_first(stage: Stage) -> None:
    first = change(stage, stage.claim, version=1, note="first tab").json()
    said = problem(change(stage, stage.claim, version=1, note="second tab"), 409)
    assert said["span"] == first
    assert problem(stage.ask("ana", "DELETE", f"/spans/{stage.claim.pk}", version=1), 409)["span"] == first
    stage.claim.refresh_from_db()
    assert (stage.claim.note, stage.claim.deleted_at) == ("first tab", None)


def test_a_change_onto_a_twin_is_told_of_the_twin(stage: Stage) -> None:
    twin = mark(stage, "cheaper", label="aside").json()
    assert problem(change(stage, stage.claim, version=1, label="aside"), 409)["span"] == twin


def test_a_moved_span_needs_the_quote_of_its_new_place(stage: Stage) -> None:
    place = stage.place("The ferry")
    assert problem(change(stage, stage.claim, version=1, **{**place, "quote": "A ferry"}), 409)["found"] == "The ferry"
    del place["quote"]
    problem(change(stage, stage.claim, version=1, **place), 422)


def test_a_quote_alone_is_held_against_the_span_as_it_lies(stage: Stage) -> None:
    assert change(stage, stage.claim, version=1, quote="cheaper", note="n").status_code == 200
    assert problem(change(stage, stage.claim, version=2, quote="dearer", note="m"), 409)["found"] == "cheaper"


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "no version"},
        {"version": "1"},
        {"version": 0},
        {"version": 1, "note": None},
        {"version": 1, "label": None},
        {"version": 1, "typo": 1},
        {"version": 1, "start": 0},
        {"version": 1, "label": "no-such-label"},
    ],
)
def test_a_change_that_is_none_is_refused(stage: Stage, fields: dict[str, Any]) -> None:
    problem(change(stage, stage.claim, **fields), 422)


def test_nobody_changes_anothers_span(stage: Stage) -> None:
    for who in ("ben", "rita", "lea"):
        problem(change(stage, stage.claim, who=who, version=1, note="mine"), 403)
        problem(stage.ask(who, "DELETE", f"/spans/{stage.claim.pk}"), 403)
        problem(stage.ask(who, "POST", f"/spans/{stage.deleted.pk}/restore"), 404)


def test_a_deleted_span_stays_to_its_maker_and_can_be_restored(stage: Stage) -> None:
    assert stage.ask("ana", "DELETE", f"/spans/{stage.claim.pk}").status_code == 204
    gone = stage.ask("ana", "GET", f"/spans/{stage.claim.pk}").json()
    assert gone["deleted_at"] == gone["updated_at"]
    problem(stage.ask("ben", "GET", f"/spans/{stage.claim.pk}"), 404)
    assert problem(change(stage, stage.claim, version=2, note="late"), 409)["span"] == gone
    back = stage.ask("ana", "POST", f"/spans/{stage.claim.pk}/restore").json()
    assert "deleted_at" not in back
    assert back["version"] == 3
    assert stage.ask("ben", "GET", f"/spans/{stage.claim.pk}").json() == back


def test_restoring_is_told_of_the_twin_in_the_way(stage: Stage) -> None:
    stage.ask("ana", "DELETE", f"/spans/{stage.claim.pk}")
    twin = mark(stage, "cheaper").json()
    assert problem(stage.ask("ana", "POST", f"/spans/{stage.claim.pk}/restore"), 409)["span"] == twin


# In bulk


def bulk(stage: Stage, items: Any, key: str | None = None, **query: Any) -> Any:
    return stage.ask("ana", "POST", spans_of(stage) + "/bulk", items, key=key, **query)


def mixed(stage: Stage) -> list[Any]:
    fits = {"label": "claim", **stage.place("The ferry")}
    return [
        fits,
        {**fits, "quote": "A ferry"},
        {**fits, "note": "twin"},
        {**fits, "label": "no-such-label"},
        {"label": "claim"},
        "no object",
        {"label": "evidence", **stage.place("must stay")},
    ]


def test_each_of_many_is_answered_as_it_would_be_alone(stage: Stage) -> None:
    response = bulk(stage, mixed(stage))
    assert response.status_code == 200
    items = response.json()["items"]
    assert [item["status"] for item in items] == [201, 409, 200, 422, 422, 422, 201]
    assert items[0]["span"]["quote"] == "The ferry"
    assert (items[2]["span"], items[2]["differs"]) == (items[0]["span"], ["note"])
    assert items[1]["problem"]["found"] == "The ferry"
    assert all(item["problem"]["status"] == item["status"] for item in items if item["status"] >= 400)
    assert {fault["pointer"] for fault in items[4]["problem"]["errors"]} == {"#/quote"}
    for number in (0, 6):
        kept = items[number]["span"]
        assert stage.ask("ana", "GET", f"/spans/{kept['id']}").json() == kept


def test_all_or_nothing_stores_nothing_where_one_cannot_be(stage: Stage) -> None:
    spans, lines = Span.objects.count(), JournalLine.objects.count()
    said = problem(bulk(stage, mixed(stage), atomic="true"), 422)
    assert [item["status"] for item in said["items"]] == [424, 409, 424, 422, 422, 422, 424]
    assert (Span.objects.count(), JournalLine.objects.count()) == (spans, lines)
    fits = [mixed(stage)[0], mixed(stage)[6]]
    assert [item["status"] for item in bulk(stage, fits, atomic="true").json()["items"]] == [201, 201]
    assert Span.objects.count() == spans + 2


@pytest.mark.parametrize("items", [{"label": "claim"}, None, "claim", [{}] * 1001])
def test_many_are_a_list_of_at_most_a_thousand(stage: Stage, items: Any) -> None:
    problem(bulk(stage, items), 422)


def test_none_at_all_is_no_mistake(stage: Stage) -> None:
    assert bulk(stage, []).json() == {"items": []}


# Lists


def listed(stage: Stage, who: str = "ana", **query: Any) -> Any:
    return stage.ask(who, "GET", spans_of(stage), **query).json()


def test_the_list_has_what_stands_in_the_order_of_the_text(stage: Stage) -> None:
    mark(stage, "The ferry must stay", who="ben")
    items = listed(stage)["items"]
    assert [(item["quote"], item["analyst"]) for item in items] == [
        ("The ferry must stay", "ben"), ("cheaper", "ana"), ("the toll alone costs 40 crowns a day", "ana"),
    ]  # fmt: skip
    assert items[1] == stage.ask("ana", "GET", f"/spans/{stage.claim.pk}").json()


def test_the_list_asks_as_many_questions_for_many_as_for_one(stage: Stage, django_assert_num_queries: Any) -> None:
    listed(stage)  # what never changes, the text and the version's number, is kept in memory from now on
    with django_assert_num_queries(4):  # the token, the door, the sets, the spans
        listed(stage, limit=1)
    for quote in ("The ferry", "must stay", "bridge", "40 crowns"):
        mark(stage, quote)
    with django_assert_num_queries(4):
        assert len(listed(stage)["items"]) == 6


def test_updated_since_tells_deletions_whole_to_their_maker_and_by_id_to_others(stage: Stage) -> None:
    since = stage.ask("ana", "GET", f"/spans/{stage.deleted.pk}").json()["updated_at"]
    later = datetime.fromisoformat(since) + timedelta(seconds=1)
    actions.change_span(stage.claim, version=1, note="new words", by=stage.world.ana, at=later)
    actions.delete_span(stage.evidence, by=stage.world.ana, at=later)
    asked = later.isoformat().replace("+00:00", "Z")
    mine = {item["id"]: item for item in listed(stage, updated_since=asked)["items"]}
    assert set(mine) == {stage.claim.pk, stage.evidence.pk}
    assert mine[stage.claim.pk]["note"] == "new words"
    assert (mine[stage.evidence.pk]["label"], mine[stage.evidence.pk]["deleted_at"]) == ("evidence", asked)
    bens = {item["id"]: item for item in listed(stage, who="ben", updated_since=asked)["items"]}
    assert bens[stage.evidence.pk] == {"id": stage.evidence.pk, "deleted_at": asked}
    after = (later + timedelta(microseconds=1)).isoformat()
    assert listed(stage, updated_since=after)["items"] == []


@pytest.mark.parametrize(
    "since",
    [
        "yesterday",
        "2026-03-04",
        "2026-03-04T09:30:00",
        "1772616600",
        "2026-13-04T09:30:00Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_updated_since_is_a_time_with_its_zone(stage: Stage, since: str) -> None:
    problem(stage.ask("ana", "GET", spans_of(stage), updated_since=since), 422)
