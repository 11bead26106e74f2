"""The API against its own description: schemathesis makes up requests that fit it and requests that do not.

Ids are those of the stage, so that requests get past the doors; every request is undone before the next. The seed is
fixed: two runs ask the same. What came back is printed at the end of the run, operation by operation.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from annotate.api.parsing import NDJSON
from tests.api.conftest import operations
from tests.api.stage import API, Call, Stage, calls

SEED = 20260304
EXAMPLES = 14
FITTING, UNFIT = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

APART = {
    ("add_spans", negative_data_rejection),  # each item is answered by itself, inside a 200
    ("take_in_articles", negative_data_rejection),  # each line is
}

SEEN: defaultdict[str, Counter[int]] = defaultdict(Counter)
"""Statuses by operation, of this run."""

schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", get_wsgi_application())
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in schema.get_all_operations()}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A request leaves the connection of the test open, as Django's own test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schemathesis.serializer(NDJSON)
def write_lines(context: object, value: object) -> dict[str, Any]:
    """Whatever was made up for a body of lines, as bytes."""
    return {"data": value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")}


@schemathesis.deserializer(NDJSON)
def read_first_line(context: object, response: Any) -> Any:
    """The first line stands for all; where nothing came back, one that would be right."""
    lines = response.content.splitlines()
    return json.loads(lines[0]) if lines else {"line": 1}


def ask(stage: Stage, name: str, case: Case, call: Call) -> int:
    """Send a request, hold the answer against the description, and undo what it did.

    Made-up ids are replaced by ones that are there, and the token is added, unless these are what is wrong with it.
    """
    headers = {"Accept-Encoding": "identity"}
    if not is_negative_at(case, ParameterLocation.HEADER):
        headers["Authorization"] = f"Bearer {stage.secrets[call.who]}"
    if not is_negative_at(case, ParameterLocation.PATH):
        case.path_parameters = dict(call.ids)
    with transaction.atomic():
        response = case.call(headers=headers)
        transaction.set_rollback(True)
    SEEN[name][response.status_code] += 1
    case.validate_response(response, checks=[check for check in CHECKS if (name, check) not in APART])
    return response.status_code


def is_negative_at(case: Case, location: ParameterLocation) -> bool:
    return case.meta is not None and case.meta.is_negative_at(location)


def filled(case: Case, call: Call) -> Case:
    """A made-up request whose body speaks of things that are there; what else it says stays made up."""
    if isinstance(case.body, dict) and isinstance(call.body, dict):
        made_up = {key: value for key, value in case.body.items() if key not in {"ranges", "attributes", "html"}}
        case.body = {**made_up, **call.body}
    return case


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_answers_are_as_described(stage: Stage, name: str) -> None:
    operation, call = OPERATIONS[name], calls(stage)[name]
    fitting = operation.as_strategy(generation_mode=FITTING)
    body = {} if call.body is None else {"body": call.body}
    assert ask(stage, name, operation.Case(query=dict(call.query), **body), call) == call.status

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=fitting.map(lambda case: filled(case, call)) | fitting | operation.as_strategy(generation_mode=UNFIT))
    def run(case: Case) -> None:
        ask(stage, name, case, call)

    run()


def test_every_operation_was_asked_and_reached_a_success() -> None:
    if set(SEEN) != set(OPERATIONS):
        pytest.skip("only some of the operations ran")
    assert set(SEEN) == set(operations())
    without = [name for name, statuses in SEEN.items() if not any(200 <= status < 300 for status in statuses)]
    assert without == []
