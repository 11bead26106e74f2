"""JSON Schemas of what goes out, made from the values themselves, so that the two cannot differ.

`python -m annotate.formats.schemas docs/schemas` writes them anew; a test says when that is due.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from annotate.formats.archive import FORMAT, SECTIONS, VERSION
from annotate.formats.bundle import Answer, Article, GoldAnswer, GoldSpan, Project, Span

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WITHIN = "#/$defs/{name}"


def jsonl_schema() -> dict[str, Any]:
    """Of a line of JSONL: an article with its spans and answers, an analyst's or gold."""
    sorts = [Article, Span, GoldSpan, Answer, GoldAnswer]
    (_article, span, gold, answer, gold_answer), parts = schema_components(sorts, ref_template=WITHIN)
    line = parts.pop("Article")
    line["properties"]["spans"] = {"type": "array", "items": {"anyOf": [span, gold]}}
    line["properties"]["answers"] = {"type": "array", "items": {"anyOf": [answer, gold_answer]}}
    line["required"] += ["spans", "answers"]
    return {"$schema": DIALECT, **line, "title": "A line of JSONL", "$defs": parts}


def archive_schema() -> dict[str, Any]:
    """Of an archive as one JSON object."""
    (project, *records), parts = schema_components([Project, *SECTIONS.values()], ref_template=WITHIN)
    count = {"type": "integer", "minimum": 0}
    properties: dict[str, Any] = {"format": {"const": FORMAT}, "version": {"const": VERSION}, "project": project}
    for name, record in zip(SECTIONS, records, strict=True):
        properties[name] = {"type": "array", "items": record}
    properties["counts"] = {
        "type": "object", "properties": dict.fromkeys(SECTIONS, count), "required": list(SECTIONS),
        "additionalProperties": False,
    }  # fmt: skip
    properties["sha256"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    return {
        "$schema": DIALECT, "title": "An archive", "type": "object", "properties": properties,
        "required": list(properties), "additionalProperties": False, "$defs": parts,
    }  # fmt: skip


def schemas() -> dict[str, str]:
    """The text of each schema, under the name of its file."""
    made = {"jsonl.schema.json": jsonl_schema(), "archive.schema.json": archive_schema()}
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in made.items()}


if __name__ == "__main__":
    for name, text in schemas().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
