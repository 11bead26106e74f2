"""Projects, members, assignments and codebook by the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from annotate.codebook import actions as codebook
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Project
from tests.api.stage import Stage
from tests.api.test_doors import problem


def of(stage: Stage, path: str = "") -> str:
    return f"/projects/{stage.world.project.slug}{path}"


def test_a_new_project_has_its_lead_and_the_default_codebook(stage: Stage) -> None:
    response = stage.ask("otto", "POST", "/projects", {"slug": "tolls", "name": "Tolls", "mode": "independent"})
    assert response.status_code == 201, response.content
    body = response.json()
    assert {key: body[key] for key in ("slug", "name", "mode", "role", "closed_at")} == {
        "slug": "tolls", "name": "Tolls", "mode": "independent", "role": "lead", "closed_at": None,
    }  # fmt: skip
    assert {"claim", "evidence", "rhetoric", "aside"} <= {label["key"] for label in body["labels"]}
    assert [(member["username"], member["role"]) for member in body["members"]] == [("otto", "lead")]
    assert body["counts"] == {"articles": 0, "members": 1, "assignments": {}, "spans": 0, "decisions": 0}
    assert stage.ask("otto", "GET", "/projects/tolls").json() == body
    (version,) = stage.ask("otto", "GET", "/projects/tolls/codebook").json()["items"]
    assert version["number"] == 1


def test_a_new_project_may_bring_its_own_labels(stage: Stage) -> None:
    labels = [
        {"key": "hope", "name": "Hope", "color": "#AA3300", "definition": "What is wished for."},
        {"key": "fear", "name": "Fear"},
    ]
    body = stage.ask("ana", "POST", "/projects", {"slug": "moods", "name": "Moods", "labels": labels}).json()
    assert [(label["key"], label["name"], label["definition"]) for label in body["labels"]] == [
        ("hope", "Hope", "What is wished for."), ("fear", "Fear", ""),
    ]  # fmt: skip
    assert body["labels"][0]["color"] == "#aa3300"
    (version,) = stage.ask("ana", "GET", "/projects/moods/codebook").json()["items"]
    assert version["labels"] == body["labels"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"slug": "op-eds-taken"}, 409),
        ({"labels": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}, 409),
        ({"labels": []}, 422),
        ({"labels": [{"key": "a", "name": "A", "color": "red"}]}, 422),
        ({"labels": [{"key": "a", "name": "A", "colour": "#aa3300"}]}, 422),
        ({"slug": "Tolls"}, 422),
        ({"slug": "x" * 61}, 422),
        ({"name": ""}, 422),
        ({"name": None}, 422),
        ({"mode": "open"}, 422),
    ],
)
def test_a_project_that_cannot_be_leaves_nothing_behind(stage: Stage, change: dict[str, Any], status: int) -> None:
    projects.create_project("op-eds-taken", name="T", mode="shared", lead=stage.world.otto, at=stage.world.at)
    before = Project.objects.count()
    problem(stage.ask("ana", "POST", "/projects", {"slug": "tolls", "name": "Tolls", **change}), status)
    assert Project.objects.count() == before


def test_a_project_tells_its_counts(stage: Stage) -> None:
    counts = stage.complete().ask("lea", "GET", of(stage)).json()["counts"]
    assert counts == {
        "articles": 5, "members": 4, "spans": 5, "decisions": 2,
        "assignments": {"open": 1, "handed-in": 2, "settled": 1, "assigned": 3},
    }  # fmt: skip


# Members


def test_a_lead_lets_people_in_by_name(stage: Stage) -> None:
    response = stage.ask("lea", "POST", of(stage, "/members"), {"username": "OTTO", "role": "reviewer"})
    assert response.status_code == 201
    body = response.json()
    assert (body["username"], body["role"]) == ("otto", "reviewer")
    assert stage.ask("otto", "GET", of(stage)).json()["role"] == "reviewer"


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("lea", {"username": "ana", "role": "lead"}, 409),
        ("lea", {"username": "nobody", "role": "analyst"}, 422),
        ("lea", {"username": "otto", "role": "owner"}, 422),
        ("lea", {"username": "otto\0", "role": "lead"}, 422),
        ("lea", {"username": "otto"}, 422),
        ("rita", {"username": "otto", "role": "analyst"}, 403),
        ("ana", {"username": "otto", "role": "analyst"}, 403),
    ],
)
def test_who_cannot_be_let_in_stays_outside(stage: Stage, who: str, body: dict[str, str], status: int) -> None:
    before = list(Membership.objects.values())
    problem(stage.ask(who, "POST", of(stage, "/members"), body), status)
    assert list(Membership.objects.values()) == before


def test_who_left_is_told_since(stage: Stage) -> None:
    later = stage.world.at + timedelta(hours=1)
    projects.end_membership(stage.world.ben, by=stage.world.lea, at=later)
    names = {item["username"] for item in stage.ask("lea", "GET", of(stage, "/members")).json()["items"]}
    assert names == {"ana", "rita", "lea"}
    (left,) = stage.ask("lea", "GET", of(stage, "/members"), updated_since=later.isoformat()).json()["items"]
    assert (left["username"], left["deleted_at"]) == ("ben", later.isoformat().replace("+00:00", "Z"))


# Assignments


def test_an_article_given_twice_is_given_once(stage: Stage) -> None:
    wanted = {"article": stage.fresh.pk, "analyst": "ana"}
    first = stage.ask("lea", "POST", of(stage, "/assignments"), wanted)
    again = stage.ask("lea", "POST", of(stage, "/assignments"), wanted)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert {key: first.json()[key] for key in ("article", "analyst", "state")} == {**wanted, "state": "assigned"}


@pytest.mark.parametrize(
    ("who", "change", "status"),
    [
        ("lea", {"article": 1}, 422),
        ("lea", {"article": "7"}, 422),
        ("lea", {"analyst": "otto"}, 422),
        ("lea", {"analyst": "nobody"}, 422),
        ("rita", {}, 403),
        ("ana", {}, 403),
    ],
)
def test_what_cannot_be_given_is_refused(stage: Stage, who: str, change: dict[str, Any], status: int) -> None:
    body = {"article": stage.fresh.pk, "analyst": "ana", **change}
    problem(stage.ask(who, "POST", of(stage, "/assignments"), body), status)


def step(
    stage: Stage, name: str, who: str = "ana", body: Any = None, key: str | None = None, article: Any = None
) -> Any:
    work = stage.work(article or stage.world.article)
    return stage.ask(who, "POST", f"/assignments/{work.pk}/{name}", body, key=key)


def test_work_goes_in_and_back_and_in_and_is_returned(stage: Stage) -> None:
    for name, who, body, state in (
        ("hand-in", "ana", None, "handed-in"),
        ("take-back", "ana", {}, "open"),
        ("hand-in", "ana", {"reason": "Now it is done."}, "handed-in"),
        ("return", "rita", {"reason": "Look again."}, "returned"),
    ):
        answer = step(stage, name, who, body)
        assert (answer.status_code, answer.json()["state"]) == (200, state), answer.content
    assert answer.json()["returned_because"] == "Look again."
    listed = {item["id"]: item for item in stage.ask("ana", "GET", of(stage, "/assignments")).json()["items"]}
    assert listed[answer.json()["id"]] == answer.json()


@pytest.mark.parametrize(
    ("name", "who", "article", "status", "said"),
    [
        ("hand-in", "ana", "handed_in", 409, "handed in already"),
        ("hand-in", "rita", "article", 403, "Only the analyst"),
        ("take-back", "ana", "article", 409, "not handed in"),
        ("take-back", "ana", "decided", 409, "begun to decide"),
        ("take-back", "ana", "settled", 409, "settled"),
        ("take-back", "lea", "handed_in", 403, "Only the analyst"),
        ("return", "rita", "article", 409, "Only work that is handed in"),
        ("return", "ana", "handed_in", 403, "Only a reviewer"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(
    stage: Stage, name: str, who: str, article: str, status: int, said: str
) -> None:
    where = stage.world.article if article == "article" else getattr(stage, article)
    assert said in problem(step(stage, name, who, article=where), status)["detail"]


@pytest.mark.parametrize("body", [{"reason": 1}, {"reasons": "x"}, {"reason": "x" * 10_001}, {"reason": "a\0"}, []])
def test_a_reason_is_words(stage: Stage, body: Any) -> None:
    problem(step(stage, "return", "rita", body, article=stage.handed_in), 422)


def test_assignments_since(stage: Stage) -> None:
    assert len(stage.complete().ask("lea", "GET", of(stage, "/assignments")).json()["items"]) == 7
    handed_in = step(stage, "hand-in").json()
    (item,) = stage.ask("lea", "GET", of(stage, "/assignments"), updated_since=handed_in["updated_at"]).json()["items"]
    assert item == handed_in


# Codebook


def test_every_version_is_listed_as_it_was_published(stage: Stage) -> None:
    later = stage.world.at + timedelta(hours=1)
    (first,) = stage.ask("ana", "GET", of(stage, "/codebook")).json()["items"]
    codebook.publish(stage.world.project, guidelines="Read twice.", note="second", by=stage.world.lea.user, at=later)
    again, second = stage.ask("ana", "GET", of(stage, "/codebook")).json()["items"]
    assert again == first
    assert (second["number"], second["note"], second["guidelines"]) == (2, "second", "Read twice.")
    since = stage.ask("ana", "GET", of(stage, "/codebook"), updated_since=later.isoformat()).json()["items"]
    assert since == [second]
