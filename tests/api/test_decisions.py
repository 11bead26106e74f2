"""Decisions, settling and reopening by the API."""

from __future__ import annotations

from typing import Any

import pytest

from annotate.review.models import Decision
from tests.api.stage import Stage
from tests.api.test_doors import problem


def decide(stage: Stage, who: str = "rita", key: str | None = None, **change: Any) -> Any:
    article = stage.handed_in
    body = {
        "spans": [stage.span_on(article).pk],
        "label": "claim",
        **stage.place("The bridge is cheaper", article=article),
    }
    return stage.ask(who, "POST", f"/articles/{article.pk}/decisions", {**body, **change}, key=key)


def standing(stage: Stage, who: str = "rita", **query: Any) -> list[dict[str, Any]]:
    return stage.ask(who, "GET", f"/articles/{stage.handed_in.pk}/decisions", **query).json()["items"]


def test_a_decision_comes_back_with_what_it_speaks_of(stage: Stage) -> None:
    response = decide(
        stage, reason="It is one.", label="evidence", **stage.place("bridge is cheaper", article=stage.handed_in)
    )
    assert response.status_code == 201, response.content
    body = response.json()
    expected = {
        "article": stage.handed_in.pk, "label": "evidence", "quote": "bridge is cheaper", "reason": "It is one.",
        "spans": [stage.span_on(stage.handed_in).pk], "decided_by": "rita", "codebook_version": 1,
    }  # fmt: skip
    assert {key: body[key] for key in expected} == expected
    assert standing(stage) == [body]
    assert Decision.objects.get(pk=body["id"]).label.key == "evidence"


def test_no_label_rejects(stage: Stage) -> None:
    assert decide(stage, label=None).json()["label"] is None


def test_gold_that_is_there_takes_the_span_up(stage: Stage) -> None:
    world, article = stage.world, stage.handed_in
    first = decide(stage).json()
    other = world.mark(world.ben, "The bridge is cheaper", "evidence", article=article)
    world.hand_in(world.ben, article=article)
    joined = decide(stage, spans=[other.pk])
    assert joined.status_code == 200
    assert joined.json() == {**first, "spans": sorted([*first["spans"], other.pk])}


def test_deciding_anew_undoes_and_is_told_since(stage: Stage) -> None:
    first = decide(stage).json()
    second = decide(stage, label="aside").json()
    assert [item["id"] for item in standing(stage)] == [second["id"]]
    since = {item["id"]: item for item in standing(stage, updated_since=first["decided_at"])}
    assert sorted(since[first["id"]]) == ["deleted_at", "id"]
    assert stage.ask("rita", "DELETE", f"/decisions/{second['id']}").status_code == 204
    assert standing(stage) == []


@pytest.mark.parametrize(
    ("who", "change", "status"),
    [
        ("ana", {}, 403),
        ("rita", {"quote": "A bridge is cheaper"}, 409),
        ("rita", {"label": "no-such-label"}, 422),
        ("rita", {"spans": []}, 422),
        ("rita", {"spans": [1]}, 404),
        ("rita", {"end": 10**6}, 422),
        ("rita", {"reason": "x" * 10_001}, 422),
        ("rita", {"because": "typo"}, 422),
    ],
)
def test_what_cannot_be_decided_is_refused(stage: Stage, who: str, change: dict[str, Any], status: int) -> None:
    before = Decision.objects.count()
    said = problem(decide(stage, who, **change), status)
    assert ("found" in said) == (status == 409)
    assert Decision.objects.count() == before


def test_a_label_is_said_even_where_it_is_none(stage: Stage) -> None:
    article = stage.handed_in
    body = {"spans": [stage.span_on(article).pk], **stage.place("The bridge is cheaper", article=article)}
    problem(stage.ask("rita", "POST", f"/articles/{article.pk}/decisions", body), 422)


def test_unfinished_work_is_not_decided_on(stage: Stage) -> None:
    body = {"spans": [stage.claim.pk], "label": "claim", **stage.place("cheaper")}
    problem(stage.ask("rita", "POST", f"/articles/{stage.world.article.pk}/decisions", body), 409)


def test_an_article_is_settled_once_all_is_decided_and_can_be_reopened(stage: Stage) -> None:
    address = f"/articles/{stage.handed_in.pk}"
    assert "undecided" in problem(stage.ask("rita", "POST", f"{address}/settle"), 409)["detail"]
    decide(stage)
    problem(stage.ask("ana", "POST", f"{address}/settle"), 403)
    assert stage.ask("rita", "POST", f"{address}/settle").json() == {"id": stage.handed_in.pk, "state": "settled"}
    assert stage.work(stage.handed_in).state == "settled"
    problem(decide(stage, label="aside"), 409)
    assert stage.ask("rita", "POST", f"{address}/reopen").json() == {"id": stage.handed_in.pk, "state": "handed-in"}
    problem(stage.ask("rita", "POST", f"{address}/reopen"), 409)
    problem(stage.ask("ana", "POST", f"{address}/reopen"), 403)


def clusters(stage: Stage, who: str = "rita") -> Any:
    return stage.ask(who, "GET", f"/articles/{stage.handed_in.pk}/clusters")


def test_clusters_say_who_marked_what_and_what_was_decided(stage: Stage) -> None:
    world, article = stage.world, stage.handed_in
    other = world.mark(world.ben, "bridge is cheaper", "evidence", article=article)
    world.mark(world.ben, "The bridge", "aside", article=article)
    world.hand_in(world.ben, article=article)
    body = clusters(stage).json()
    assert body["next"] is None
    first, second = sorted(body["items"], key=lambda item: -len(item["spans"]))
    assert {span["analyst"]: span["label"] for span in first["spans"]} == {"ana": "claim", "ben": "evidence"}
    assert (first["ranges"], first["verdict"], first["agreed"]) == ([[11, 32]], "both differ", False)
    assert (first["id"], first["undecided"]) == (min(span["id"] for span in first["spans"]), 2)
    assert (second["verdict"], second["decision"], second["decisions"]) == ("only some", None, [])
    decided = decide(stage, spans=[span["id"] for span in first["spans"]]).json()
    again = next(item for item in clusters(stage).json()["items"] if item["id"] == first["id"])
    assert (again["decision"], again["decisions"], again["undecided"]) == (decided, [decided], 0)
    stage.ask("rita", "POST", f"/articles/{article.pk}/decisions", {
        "spans": [other.pk], "label": None, **stage.place("bridge is cheaper", article=article),
    })  # fmt: skip
    split = next(item for item in clusters(stage).json()["items"] if item["id"] == first["id"])
    assert (split["decision"], len(split["decisions"])) == (None, 2)


def test_clusters_are_for_reviewers(stage: Stage) -> None:
    problem(clusters(stage, "ana"), 403)
    problem(clusters(stage, "otto"), 404)


def test_who_says_what_they_saw_overwrites_nothing_else(stage: Stage) -> None:
    first = decide(stage, standing=[]).json()
    said = problem(decide(stage, "lea", label="aside", standing=[]), 409)
    assert said["decisions"] == [first["id"]]
    assert decide(stage, "lea", label="aside", standing=[first["id"]]).status_code == 201
