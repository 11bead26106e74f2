"""The schemas are those of the values, real files keep to them, and the data dictionary has every field."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from annotate.formats import bundle, csv, schemas

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", schemas.schemas())
def test_the_schemas_in_docs_are_up_to_date(name: str) -> None:
    there = (DOCS / "schemas" / name).read_text(encoding="utf-8")
    assert there == schemas.schemas()[name], "run: python -m annotate.formats.schemas docs/schemas"


@pytest.mark.parametrize("schema", [schemas.jsonl_schema(), schemas.archive_schema()])
def test_the_schemas_are_schemas(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_dictionary_has_every_field_of_the_schemas_and_no_other() -> None:
    described = dictionary()
    for kind in values():
        own = [name for name in kind.__struct_fields__ if name not in kind.__mro__[1].__struct_fields__]
        assert described.pop(kind.__name__) == own
    archive = schemas.archive_schema()
    assert described.pop("Archive") == list(archive["properties"])
    assert described.pop("CSV") == list(csv.COLUMNS)
    assert described.keys() == {"Sets"}
    assert {kind.__name__ for kind in values()} == {*archive["$defs"], *schemas.jsonl_schema()["$defs"], "Article"}


def values() -> list[type[bundle.Value]]:
    found, waiting = [], [bundle.Value]
    while waiting:
        kind = waiting.pop()
        below = [one for one in kind.__subclasses__() if one.__module__ == bundle.__name__]
        waiting += below
        found += below
    return found


def dictionary() -> dict[str, list[str]]:
    """The first cell of every row of every table, under the heading above it."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (DOCS / "data.md").read_text(encoding="utf-8").splitlines():
        if title := re.match(r"#+ (.+)", line):
            heading = title[1]
        elif cell := re.match(r"\| (?!field|column|set|-)([^|]+) \|", line):
            found.setdefault(heading, []).append(cell[1].strip("`"))
    return found


def test_every_heading_that_is_linked_to_is_there() -> None:
    text = (DOCS / "data.md").read_text(encoding="utf-8")
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings
    for file in re.findall(r"\]\((schemas/[^)#]*)\)", text):
        assert (DOCS / file).exists()
    for schema in ("jsonl", "archive"):
        json.loads((DOCS / "schemas" / f"{schema}.schema.json").read_text())
