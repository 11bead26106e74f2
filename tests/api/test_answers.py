"""Answers about whole articles by the API."""

from __future__ import annotations

from tests.api.stage import Stage

EARLY = "2020-01-01T00:00:00Z"


def test_answers_are_listed_and_since_then_those_taken_away_by_id_alone(stage: Stage) -> None:
    world = stage.world
    world.ask({"key": "stance", "kind": "choice", "choices": ["against", "for"]}, {"key": "remark", "kind": "text"})
    given = world.answer(world.ana, "stance", "for")
    gone = world.answer(world.ana, "remark", "Hm.")
    world.answer(world.ana, "remark", "", version=1)
    path = f"/projects/{world.project.slug}/answers"
    (item,) = stage.ask("ana", "GET", path).json()["items"]
    assert {name: item[name] for name in ("id", "article", "question", "value", "analyst", "version")} == {
        "id": given.pk, "article": world.article.pk, "question": "stance", "value": "for", "analyst": "ana",
        "version": 1,
    }  # fmt: skip
    assert item["codebook_version"] == world.codebook.number
    since = stage.ask("ana", "GET", path, updated_since=EARLY).json()["items"]
    assert [sorted(one) for one in since if one["id"] == gone.pk] == [["deleted_at", "id"]]
    assert stage.ask("otto", "GET", path).status_code == 404
