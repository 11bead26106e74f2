"""Who comes in, who does not, and what the closed door says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client

from annotate.projects import actions as projects
from annotate.projects.models import ApiToken
from tests.api.conftest import described, operations
from tests.api.stage import API, Stage, calls

EVERY = sorted(operations())


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem a response holds, once it is known to be one of this status."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    body = response.json()
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert body["title"]
    assert body["detail"]
    return body


def test_every_operation_has_a_call_here(stage: Stage) -> None:
    table = {name: (call.method, API + call.path) for name, call in calls(stage).items()}
    assert table == operations()


@pytest.mark.parametrize("name", EVERY)
def test_every_operation_succeeds(stage: Stage, name: str) -> None:
    call = calls(stage)[name]
    response = stage.do(call)
    assert response.status_code == call.status, response.getvalue()
    assert response["Cache-Control"] == "no-store"


def test_otto_finds_nothing_anywhere_the_same_nothing_as_where_nothing_is(stage: Stage) -> None:
    open_to_all = {"list_projects", "create_project"}
    for name, call in calls(stage).items():
        if name in open_to_all:
            continue
        absent = call._replace(ids={key: "no-such" if key == "slug" else 1 for key in call.ids})
        answer = stage.do(call, who="otto")
        assert set(problem(answer, 404)) == {"type", "title", "status", "detail"}, name
        assert answer.content == stage.do(absent, who="otto").content == stage.do(absent).content, name


def test_otto_has_no_projects(stage: Stage) -> None:
    assert stage.ask("otto", "GET", "/projects").json() == {"items": [], "next": None}


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ann_wrong", "Basic YW5hOmFuYQ==", "ann_wrong"])
def test_without_a_token_that_stands_nobody_comes_in(stage: Stage, header: str | None) -> None:
    client = Client(headers={} if header is None else {"Authorization": header})
    for name, call in calls(stage).items():
        response = client.generic(call.method, call.address, "{}", content_type="application/json")
        problem(response, 401)
        assert response["WWW-Authenticate"] == "Bearer", name


def test_a_revoked_token_and_a_closed_account_open_nothing(stage: Stage) -> None:
    ana = stage.world.ana.user
    assert stage.ask("ana", "GET", "/projects").status_code == 200
    for token in ApiToken.objects.filter(user=ana):
        projects.revoke_token(token, by=ana, at=stage.world.at)
    problem(stage.ask("ana", "GET", "/projects"), 401)
    projects.set_active(stage.world.ben.user, active=False, by=stage.world.lea.user, at=stage.world.at)
    problem(stage.ask("ben", "GET", "/projects"), 401)


def test_a_token_is_kept_only_as_its_hash(stage: Stage) -> None:
    kept = list(ApiToken.objects.values())
    assert all(secret not in str(kept) for secret in stage.secrets.values())


def test_a_session_is_no_token(stage: Stage, client: Client) -> None:
    client.force_login(stage.world.ana.user, backend="annotate.projects.sessions.Accounts")
    problem(client.get(f"{API}/projects"), 401)
    assert not isinstance(client.get("/").wsgi_request.user, AnonymousUser)


def test_an_ended_membership_closes_the_project(stage: Stage) -> None:
    world = stage.world
    projects.end_membership(world.ana, by=world.lea, at=world.at)
    for path in (f"/projects/{world.project.slug}", f"/articles/{world.article.pk}", f"/spans/{stage.claim.pk}"):
        problem(stage.ask("ana", "GET", path), 404)


@pytest.mark.parametrize(
    "path", ["/nothing", "/", "", "/projects/", "/articles/abc", "/articles/0", f"/articles/{2**53}", f"/spans/{2**70}"]
)
def test_other_addresses_are_problems_too(stage: Stage, path: str) -> None:
    problem(stage.ask("ana", "GET", path), 404)


def test_another_version_is_nowhere(client: Client) -> None:
    problem(client.get("/api/v2/projects"), 404)


def test_a_method_that_is_not_taken_names_those_that_are(stage: Stage) -> None:
    response = stage.ask("ana", "PUT", f"/spans/{stage.claim.pk}")
    problem(response, 405)
    assert response["Allow"] == "DELETE, GET, PATCH"


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded", "slug=a&name=A", 415),
        ("text/plain", '{"slug": "a", "name": "A"}', 415),
        ("application/json", "{", 422),
        ("application/json", "", 422),
        ("application/json", "[]", 422),
        ("application/json", "null", 422),
        ("application/json", '{"slug": "a", "name": NaN}', 422),
        ("application/json", '{"slug": "a", "name": "\\ud800"}', 422),
        ("application/json", b'{"slug": "a", "name": "\xff"}', 422),
        ("application/json; charset=utf-8", '{"slug": "a", "name": "A"}', 201),
    ],
)
def test_a_body_is_json_and_says_so(stage: Stage, content_type: str, body: Any, status: int) -> None:
    response = stage.client("ana").generic("POST", f"{API}/projects", body, content_type=content_type)
    assert response.status_code == status, response.content
    if status != 201:
        problem(response, status)


def test_a_body_without_its_length_is_refused_where_it_would_be_taken_for_empty(stage: Stage) -> None:
    response = stage.client("ana").post(
        f"{API}/projects", {"slug": "a", "name": "A"}, content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
    )  # fmt: skip
    problem(response, 411)


def test_a_body_that_is_too_large_is_refused(stage: Stage, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(stage.ask("ana", "POST", "/projects", {"slug": "a", "name": "A" * 200}), 413)


def test_what_is_wrong_is_said_with_its_place(stage: Stage) -> None:
    body = {"slug": "Not A Slug", "name": "A", "mode": "open", "labels": [{"key": "a/b"}], "typo": 1}
    said = problem(stage.ask("ana", "POST", "/projects", body), 422)
    pointers = {fault["pointer"] for fault in said["errors"]}
    assert pointers == {"#/slug", "#/mode", "#/labels/0/key", "#/labels/0/name", "#/typo"}
    assert said["detail"].startswith("slug: ")
    assert said["detail"].endswith("(and 2 more)")


def test_a_parameter_that_is_wrong_is_named(stage: Stage) -> None:
    said = problem(stage.ask("ana", "GET", "/projects", limit="many"), 422)
    assert [fault["parameter"] for fault in said["errors"]] == ["limit"]


def test_a_database_that_is_away_is_said_as_503(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("annotate.api.auth.person_by_token", away)
    response = stage.ask("ana", "GET", "/projects")
    problem(response, 503)
    assert response["Retry-After"]


def test_the_description_names_every_refusal(stage: Stage) -> None:
    for methods in described()["paths"].values():
        for method, operation in methods.items():
            statuses = {int(status) for status in operation["responses"]}
            assert {401, 404, 422, 503} <= statuses
            assert method == "get" or {403, 409} <= statuses
            assert operation["security"] == [{"Bearer": []}]
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert ("Idempotency-Key" in names) == (method != "get")


def test_anybody_may_read_the_description(client: Client, db: None) -> None:
    response = client.get(f"{API}/openapi.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json()["info"]["title"] == "Annotate"


def test_the_readable_pages_keep_to_our_own_files(client: Client, db: None) -> None:
    response = client.get(f"{API}/docs")
    page = response.content.decode()
    assert response.status_code == 200
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)
    assert len(addresses) >= 3
    assert all(address.startswith("/static/") for address in addresses), addresses
    assert "script-src 'self'" in response["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]*src=)([^>]*)>", page)
    assert all("application/json" in attributes for attributes in inline), (
        "an inline script would be stopped by the CSP"
    )
    assert "style=" not in page


def test_the_readable_pages_are_read_only(client: Client, db: None) -> None:
    assert client.post(f"{API}/docs").status_code == 405
