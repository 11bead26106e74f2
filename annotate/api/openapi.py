"""What ninja's description of the API leaves out: the problems that every operation may answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import TypeAdapter

from annotate.api.problems import MEDIA_TYPE
from annotate.api.schemas.problems import Problem

Schema = TypeVar("Schema", bound="dict[str, Any]")

ALWAYS = (401, 403, 404, 422, 503)
UNSAFE = (409,)
WITH_BODY = (411, 413, 415)
READS = ("get", "head")


def describe_problems(schema: Schema) -> Schema:
    """The same description, each operation with its refusals as application/problem+json."""
    problem = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schema["components"]["schemas"].update(problem["$defs"])  # a problem may hold others, so it is among its parts
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            unsafe = UNSAFE if method not in READS else ()
            with_body = WITH_BODY if "requestBody" in operation else ()
            for status in (*ALWAYS, *unsafe, *with_body):
                operation["responses"][status] = {
                    "description": HTTPStatus(status).phrase,
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            operation["responses"] = dict(sorted(operation["responses"].items(), key=lambda item: int(item[0])))
    return schema
