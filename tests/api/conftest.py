"""The stage, and the operations as the API itself describes them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from annotate.api.v1 import api
from tests.api.stage import Stage
from tests.factories import World


@pytest.fixture
def stage(shared: World) -> Stage:
    """A shared project with something for every operation."""
    return Stage(shared)


@pytest.fixture
def blind(independent: World) -> Stage:
    """An independent project with something for every operation."""
    return Stage(independent)


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
