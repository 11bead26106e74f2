"""The stage, and the operations as the API itself describes them."""

from __future__ import annotations

import copy
import sys
from functools import cache
from typing import Any

import pytest

from annotate.api.v1 import api
from annotate.projects.models import Mode
from tests.api.stage import Stage
from tests.factories import World


@pytest.fixture(scope="module")
def stages(worlds: dict[Mode, World]) -> dict[Mode, Stage]:
    """A stage of each mode, all of its articles made, once for all tests of a module."""
    return {mode: Stage(world).complete() for mode, world in worlds.items()}


@pytest.fixture
def stage(stages: dict[Mode, Stage], db: None) -> Stage:
    """A shared project with something for every operation."""
    return copy.deepcopy(stages[Mode.SHARED])


@pytest.fixture
def blind(stages: dict[Mode, Stage], db: None) -> Stage:
    """An independent project with something for every operation."""
    return copy.deepcopy(stages[Mode.INDEPENDENT])


@cache
def described() -> dict[str, Any]:
    """The OpenAPI description."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@cache
def operations() -> dict[str, tuple[str, str]]:
    """Every operation's method and path, by its id."""
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    }


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What schemathesis got back: every operation with the statuses seen and how often."""
    module = sys.modules.get("tests.api.test_schemathesis")
    if module is None or not module.SEEN:
        return
    statuses = sorted({status for seen in module.SEEN.values() for status in seen})
    terminalreporter.section("the API as schemathesis saw it")
    terminalreporter.write_line(f"{'':28}" + "".join(f"{status:>6}" for status in statuses))
    for name, seen in sorted(module.SEEN.items()):
        row = "".join(f"{seen[status] or '·':>6}" for status in statuses)
        terminalreporter.write_line(f"{name:28}{row}")
