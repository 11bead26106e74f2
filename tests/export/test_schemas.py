"""Real files keep to the schemas that docs promise."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from annotate.export.queries.files import Wanted, open_file
from annotate.projects.models import Mode
from tests.export.worlds import rich_world

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(set="gold"),
        Wanted(set="ana", texts=False, pseudonyms=True),
        Wanted("archive"),
        Wanted("archive", pseudonyms=True),
    ],
    ids=lambda wanted: f"{wanted.format}-{wanted.set}",
)
def test_what_goes_out_keeps_to_its_schema(db: None, mode: Mode, wanted: Wanted) -> None:
    schema = json.loads((SCHEMAS / f"{wanted.format}.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    file = open_file(rich_world(mode).project, wanted)
    data = b"".join(file.pieces)
    found = [json.loads(data)] if wanted.format == "archive" else [json.loads(line) for line in data.splitlines()]
    assert found
    for one in found:
        validator.validate(one)
