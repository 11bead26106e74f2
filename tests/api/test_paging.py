"""Pages of lists: each item once, in order, whatever the size of a page; no cursor but ours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import described, operations
from tests.api.stage import API, Stage, calls
from tests.api.test_doors import problem

LISTS = [name for name, (method, _path) in sorted(operations().items()) if method == "GET" and name.startswith("list_")]


def pages(stage: Stage, name: str, limit: int) -> list[list[dict[str, Any]]]:
    call, found, cursor = calls(stage)[name], [], None
    while cursor is not None or not found:
        query = {"limit": limit} | ({} if cursor is None else {"cursor": cursor})
        page = stage.do(call._replace(query=query)).json()
        found.append(page["items"])
        cursor = page["next"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_pages_put_together_are_the_list(stage: Stage, name: str) -> None:
    if name == "list_project_answers":
        stage.world.ask({"key": "stance", "kind": "choice", "choices": ["against", "for"]})
        for by in (stage.world.ana, stage.world.ben, stage.world.rita):
            stage.world.answer(by, "stance", "for")
    whole = [item for page in pages(stage, name, 1000) for item in page]
    assert whole
    for limit in (1, 2):
        found = pages(stage, name, limit)
        assert [item for page in found for item in page] == whole
        assert all(len(page) == limit for page in found[:-1])
        assert 0 < len(found[-1]) <= limit


def test_a_cursor_goes_on_where_it_was_whatever_came_meanwhile(stage: Stage) -> None:
    call = calls(stage)["list_spans"]
    first = stage.do(call._replace(query={"limit": 1})).json()
    stage.world.mark(stage.world.ben, "The ferry must stay")
    rest = stage.do(call._replace(query={"cursor": first["next"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [stage.claim.pk, stage.evidence.pk]


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "many", "1.5", ""])
def test_a_page_has_one_to_a_thousand_items(stage: Stage, limit: str) -> None:
    problem(stage.do(calls(stage)["list_spans"]._replace(query={"limit": limit})), 422)


def test_a_cursor_that_is_not_ours_is_refused(stage: Stage) -> None:
    call = calls(stage)["list_spans"]
    cursor = stage.do(call._replace(query={"limit": 1})).json()["next"]
    for broken in ("", "x", cursor[:-1], cursor + "=", cursor.swapcase(), "é", "a:b:c"):
        problem(stage.do(call._replace(query={"cursor": broken})), 422)
    problem(stage.ask("ana", "GET", "/projects", cursor=cursor), 422)


def test_every_list_has_the_same_parameters_and_shape() -> None:
    for name in LISTS:
        method, path = operations()[name]
        operation = described()["paths"][path][method.lower()]
        names = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
        assert names == {"limit", "cursor"} | ({"updated_since"} if name != "list_projects" else set()), name
        reference = operation["responses"][200]["content"]["application/json"]["schema"]["$ref"]
        assert reference.rsplit("/", 1)[-1].startswith("Page_")
        assert path.startswith(API)
