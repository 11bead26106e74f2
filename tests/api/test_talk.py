"""Comments and links by the API."""

from __future__ import annotations

from typing import Any

import pytest

from annotate.spans.models import Link
from tests.api.stage import Stage
from tests.api.test_doors import problem

EARLY = "2020-01-01T00:00:00Z"


def here(stage: Stage, path: str) -> str:
    return f"/articles/{stage.world.article.pk}{path}"


def items(stage: Stage, path: str, who: str = "ana", **query: Any) -> list[dict[str, Any]]:
    return stage.ask(who, "GET", path, **query).json()["items"]


def test_what_is_said_is_listed_with_who_said_it(stage: Stage) -> None:
    response = stage.ask("ben", "POST", f"/spans/{stage.claim.pk}/comments", {"text": " Says who?\nReally? "})
    assert response.status_code == 201
    body = response.json()
    assert (body["text"], body["made_by"], body["span"]) == ("Says who?\nReally?", "ben", stage.claim.pk)
    for path in (here(stage, "/comments"), f"/projects/{stage.world.project.slug}/comments"):
        assert items(stage, path)[-1] == body
    other = f"/articles/{stage.handed_in.pk}/comments"
    assert items(stage, other) == []


@pytest.mark.parametrize(
    "body", [{"text": ""}, {"text": " \n"}, {"text": "x" * 10_001}, {"text": 1}, {"words": "x"}, {}]
)
def test_a_comment_says_something(stage: Stage, body: Any) -> None:
    problem(stage.ask("ana", "POST", f"/spans/{stage.claim.pk}/comments", body), 422)
    problem(stage.ask("ana", "PATCH", f"/comments/{stage.comment.pk}", body), 422)
    assert stage.claim.comments.get().text == "Ana says why"


def test_one_words_ones_own_comment_anew(stage: Stage) -> None:
    address = f"/comments/{stage.comment.pk}"
    assert stage.ask("ana", "PATCH", address, {"text": "Better"}).json()["text"] == "Better"
    problem(stage.ask("ben", "PATCH", address, {"text": "Mine"}), 403)
    problem(stage.ask("ben", "DELETE", address), 403)
    assert stage.ask("ana", "DELETE", address).status_code == 204
    assert stage.ask("ana", "DELETE", address).status_code == 204
    problem(stage.ask("ben", "PATCH", address, {"text": "Mine"}), 404)


def test_comments_that_are_gone_are_told_since_by_id_alone(stage: Stage) -> None:
    assert [item["id"] for item in items(stage, here(stage, "/comments"))] == [stage.comment.pk]
    stage.ask("ana", "DELETE", f"/spans/{stage.claim.pk}")
    assert items(stage, here(stage, "/comments")) == []
    (gone,) = items(stage, here(stage, "/comments"), "ben", updated_since=EARLY)
    assert sorted(gone) == ["deleted_at", "id"]
    stage.ask("ana", "POST", f"/spans/{stage.claim.pk}/restore")
    assert [item["text"] for item in items(stage, here(stage, "/comments"), "ben")] == ["Ana says why"]
    stage.ask("ana", "DELETE", f"/comments/{stage.comment.pk}")
    (gone,) = items(stage, here(stage, "/comments"), "ben", updated_since=EARLY)
    assert sorted(gone) == ["deleted_at", "id"]


def test_links_lead_from_a_span_to_a_span_or_a_link(stage: Stage) -> None:
    wanted = {"kind": "attacks", "source": stage.claim.pk, "target_span": stage.evidence.pk}
    first = stage.ask("ben", "POST", here(stage, "/links"), wanted)
    again = stage.ask("ana", "POST", here(stage, "/links"), wanted)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert {key: first.json()[key] for key in (*wanted, "target_link", "made_by")} == {
        **wanted, "target_link": None, "made_by": "ben",
    }  # fmt: skip
    cut = {"kind": "undercuts", "source": stage.evidence.pk, "target_link": first.json()["id"]}
    assert stage.ask("ana", "POST", here(stage, "/links"), cut).json()["target_link"] == first.json()["id"]
    assert (
        len(items(stage, here(stage, "/links")))
        == len(items(stage, f"/projects/{stage.world.project.slug}/links"))
        == 3
    )


def test_what_is_no_link_is_refused(stage: Stage) -> None:
    source, target, link = stage.claim.pk, stage.evidence.pk, stage.link.pk
    elsewhere = stage.span_on(stage.handed_in).pk
    for body, status in (
        ({"kind": "supports", "source": source}, 422),
        ({"kind": "supports", "source": source, "target_span": target, "target_link": link}, 422),
        ({"kind": "supports", "source": source, "target_link": link}, 422),
        ({"kind": "undercuts", "source": source, "target_span": target}, 422),
        ({"kind": "likes", "source": source, "target_span": target}, 422),
        ({"kind": "supports", "source": source, "target_span": source}, 422),
        ({"kind": "supports", "source": source, "target_span": None}, 422),
        ({"kind": "supports", "source": source, "target_span": elsewhere}, 404),
        ({"kind": "supports", "source": source, "target_span": 1}, 404),
        ({"kind": "supports", "source": stage.deleted.pk, "target_span": target}, 404),
        ({"kind": "undercuts", "source": source, "target_link": stage.unlinked.pk}, 404),
    ):
        problem(stage.ask("ana", "POST", here(stage, "/links"), body), status)
    assert Link.objects.filter(article=stage.world.article).count() == 2


def test_one_deletes_and_restores_ones_own_links(stage: Stage) -> None:
    problem(stage.ask("ben", "DELETE", f"/links/{stage.link.pk}"), 403)
    assert stage.ask("ana", "DELETE", f"/links/{stage.link.pk}").status_code == 204
    assert items(stage, here(stage, "/links")) == []
    gone = items(stage, here(stage, "/links"), updated_since=EARLY)
    assert {item["id"] for item in gone} == {stage.link.pk, stage.unlinked.pk}
    assert all(sorted(item) == ["deleted_at", "id"] for item in gone)
    assert stage.ask("ana", "POST", f"/links/{stage.link.pk}/restore").json()["id"] == stage.link.pk
    assert [item["id"] for item in items(stage, here(stage, "/links"))] == [stage.link.pk]


def test_restoring_a_link_that_was_made_anew_is_refused(stage: Stage) -> None:
    stage.ask("ana", "DELETE", f"/links/{stage.link.pk}")
    stage.ask(
        "ben", "POST", here(stage, "/links"),
        {"kind": "supports", "source": stage.evidence.pk, "target_span": stage.claim.pk},
    )  # fmt: skip
    problem(stage.ask("ana", "POST", f"/links/{stage.link.pk}/restore"), 409)


def test_a_link_is_hidden_and_shown_with_its_ends(stage: Stage) -> None:
    stage.ask("ana", "DELETE", f"/spans/{stage.evidence.pk}")
    assert items(stage, here(stage, "/links")) == []
    gone = {item["id"]: item for item in items(stage, here(stage, "/links"), updated_since=EARLY)}
    deleted_at = stage.ask("ana", "GET", f"/spans/{stage.evidence.pk}").json()["deleted_at"]
    assert gone[stage.link.pk] == {"id": stage.link.pk, "deleted_at": deleted_at}
    back = stage.ask("ana", "POST", f"/spans/{stage.evidence.pk}/restore").json()
    since = items(stage, here(stage, "/links"), "ben", updated_since=back["updated_at"])
    assert next(item for item in since if item["id"] == stage.link.pk)["kind"] == "supports"
