"""A request sent again with its Idempotency-Key does nothing twice and answers what it answered before."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.http import HttpResponse

from annotate.corpus import actions as corpus
from annotate.review import actions as review
from annotate.spans.models import Span
from tests.api.conftest import operations
from tests.api.stage import Stage, calls
from tests.api.test_doors import problem

UNSAFE = sorted(name for name, (method, _path) in operations().items() if method != "GET")


def rows() -> dict[str, int]:
    """How many rows every table of ours has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_app_config("annotate").get_models()}


def said(response: HttpResponse) -> tuple[int, bytes]:
    return response.status_code, response.getvalue()


@pytest.mark.parametrize("name", UNSAFE)
def test_sent_again_it_is_answered_again(stage: Stage, name: str) -> None:
    call = calls(stage)[name]
    first = said(stage.do(call, key="a key"))
    assert first[0] == call.status
    before = rows()
    assert said(stage.do(call, key="a key")) == first
    assert rows() == before


@pytest.mark.parametrize("name", UNSAFE)
def test_a_key_is_of_one_request(stage: Stage, name: str) -> None:
    stage.ask(calls(stage)[name].who, "POST", "/projects", {"slug": "the-first", "name": "First"}, key="taken")
    before = rows()
    response = stage.do(calls(stage)[name], key="taken")
    if name in {"add_spans", "take_in_articles"}:  # their parts have keys of their own
        assert response.status_code == 200
    else:
        assert "Idempotency-Key" in problem(response, 422)["detail"] or "before" in response.content.decode()
        assert rows() == before


def test_keys_of_different_people_are_different(stage: Stage) -> None:
    call = calls(stage)["add_comment"]
    assert {stage.do(call, who=who, key="the same").json()["made_by"] for who in ("ana", "ben")} == {"ana", "ben"}


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\tin it", "é"])
def test_a_key_is_printable_and_not_too_long(stage: Stage, key: str) -> None:
    body = problem(stage.do(calls(stage)["add_span"], key=key), 422)
    assert [fault["parameter"] for fault in body["errors"]] == ["Idempotency-Key"]
    assert stage.do(calls(stage)["add_span"], key="x" * 200).status_code == 201


# What happened between the two does not matter


def test_a_mark_sent_again_after_it_was_deleted_stays_deleted(stage: Stage) -> None:
    call = calls(stage)["add_span"]
    first = stage.do(call, key="k")
    stage.ask("ana", "DELETE", f"/spans/{first.json()['id']}")
    assert said(stage.do(call, key="k")) == said(first)
    assert Span.objects.get(pk=first.json()["id"]).deleted_at is not None


def test_a_mark_that_found_its_twin_finds_it_again(stage: Stage) -> None:
    call = calls(stage)["add_span"]
    stage.do(call)
    twin = call._replace(body={**call.body, "note": "mine"})
    found = stage.do(twin, key="k")
    assert (found.status_code, found.json()["differs"]) == (200, ["note"])
    stage.ask("ana", "DELETE", f"/spans/{found.json()['id']}")
    again = stage.do(twin, key="k")
    assert (again.status_code, again.json()["differs"]) == (200, ["note"])
    assert Span.objects.get(pk=found.json()["id"]).deleted_at is not None


def test_a_change_sent_again_after_another_change_answers_as_then(stage: Stage) -> None:
    call = calls(stage)["change_span"]
    first = stage.do(call, key="k")
    stage.ask("ana", "PATCH", f"/spans/{stage.claim.pk}", {"version": 2, "note": "later"})
    assert said(stage.do(call, key="k")) == said(first)
    assert stage.ask("ana", "GET", f"/spans/{stage.claim.pk}").json()["note"] == "later"


def test_a_change_that_changed_nothing_changes_nothing_later(stage: Stage) -> None:
    call = calls(stage)["change_span"]._replace(body={"version": 1, "note": stage.claim.note})
    stage.do(call, key="k")
    stage.ask("ana", "PATCH", f"/spans/{stage.claim.pk}", {"version": 1, "note": "later"})
    assert stage.do(call, key="k").json()["note"] == "Ana’s own words"
    assert stage.ask("ana", "GET", f"/spans/{stage.claim.pk}").json()["note"] == "later"


def test_a_deletion_sent_again_does_not_delete_what_was_restored(stage: Stage) -> None:
    address = f"/spans/{stage.claim.pk}"
    assert stage.ask("ana", "DELETE", address, key="one").status_code == 204
    assert stage.ask("ana", "DELETE", address, key="two").status_code == 204
    stage.ask("ana", "POST", f"{address}/restore", key="three")
    for key in ("one", "two"):
        assert stage.ask("ana", "DELETE", address, key=key).status_code == 204
        assert "deleted_at" not in stage.ask("ana", "GET", address).json()


def test_handing_in_sent_again_does_not_hand_in_what_was_taken_back(stage: Stage) -> None:
    call = calls(stage)["hand_in"]
    first = stage.do(call, key="k")
    stage.ask("ana", "POST", f"/assignments/{call.ids['assignment_id']}/take-back")
    assert said(stage.do(call, key="k")) == said(first)
    assert stage.work(stage.world.article).state == "open"


def test_handing_in_sent_again_is_answered_after_it_was_settled(stage: Stage) -> None:
    call = calls(stage)["hand_in"]._replace(ids={"assignment_id": stage.work(stage.settled, "ben").pk}, who="ben")
    review.reopen_article(stage.settled, by=stage.world.rita, at=stage.world.at)
    first = stage.do(call, key="k")
    review.settle_article(stage.settled, by=stage.world.rita, at=stage.world.at)
    assert said(stage.do(call, key="k")) == said(first)


def test_an_article_taken_in_is_answered_again_after_it_was_withdrawn(stage: Stage) -> None:
    call = calls(stage)["take_in_article"]
    first = stage.do(call, key="k").json()
    article = stage.world.article.__class__.objects.get(pk=first["id"])
    corpus.withdraw_article(article, reason="a mistake", by=stage.world.lea, at=stage.world.at)
    again = stage.do(call, key="k")
    assert (again.status_code, again.json()["id"]) == (201, first["id"])


def test_an_article_that_was_there_is_answered_as_there_again(stage: Stage) -> None:
    call = calls(stage)["take_in_article"]
    stage.do(call)
    assert [stage.do(call, key="k").status_code for _ in range(2)] == [200, 200]
    other = call._replace(body={"text": "Quite another text."})
    problem(stage.do(other, key="k"), 422)


def test_a_decision_sent_again_after_it_was_undone_answers_as_then(stage: Stage) -> None:
    call = calls(stage)["decide"]
    first = stage.do(call, key="k")
    stage.ask("rita", "DELETE", f"/decisions/{first.json()['id']}")
    assert said(stage.do(call, key="k")) == said(first)


def test_many_marks_sent_again_are_answered_one_by_one(stage: Stage) -> None:
    call = calls(stage)["add_spans"]
    wrong = {**call.body[0], "quote": "no such words"}
    first = stage.do(call._replace(body=[wrong, *call.body]), key="k").json()["items"]
    assert [item["status"] for item in first] == [409, 201]
    assert stage.do(call._replace(body=[wrong, *call.body]), key="k").json()["items"] == first
    changed = stage.do(call._replace(body=[wrong, {**call.body[0], "note": "new"}]), key="k").json()["items"]
    assert [item["status"] for item in changed] == [409, 422]
