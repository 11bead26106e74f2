"""Our style sheets: those that pages ask for, and the smaller ones that lie in them once they are served."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.run.installation import ROOT

SHEETS = Path(ROOT, "static", "css")
IMPORT = re.compile(r"@import ([^;]*;)")
ASKED_FOR = re.compile(r"""{% static "css/([^"]+)" %}""")
LONGEST = 400
"""Lines of one sheet: a longer one speaks of more than one thing."""


def read(sheet: Path) -> str:
    return sheet.read_text(encoding="utf-8")


def names(sheets: list[Path]) -> list[str]:
    return sorted(str(sheet.relative_to(SHEETS)) for sheet in sheets)


def test_every_sheet_is_asked_for_or_lies_in_one_that_is() -> None:
    asked = {name for page in Path(ROOT, "templates").rglob("*.html") for name in ASKED_FOR.findall(read(page))}
    assert names(list(SHEETS.glob("*.css"))) == sorted(asked)
    imported = Counter(found for sheet in SHEETS.rglob("*.css") for found in IMPORT.findall(read(sheet)))
    assert imported == Counter(f'"{name}";' for name in names(list(SHEETS.glob("*/*.css"))))


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*/*.css")), ids=lambda sheet: f"{sheet.parent.name}/{sheet.name}")
def test_a_sheet_that_lies_in_another_names_no_file(sheet: Path) -> None:
    """It would be looked for beside the one it lies in."""
    assert not re.search(r"@import|url\(", read(sheet))


@pytest.mark.parametrize("sheet", sorted(SHEETS.rglob("*.css")), ids=lambda sheet: sheet.name)
def test_a_sheet_is_not_crowded(sheet: Path) -> None:
    assert len(read(sheet).splitlines()) <= LONGEST


def test_what_a_sheet_imports_lies_in_it_once_it_is_served(tmp_path: Path) -> None:
    hashed = {"staticfiles": {"BACKEND": "annotate.static_files.HashedFiles"}}
    with override_settings(STORAGES=hashed, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    (served,) = tmp_path.glob("css/desk.????????????.css")
    parts = [read(SHEETS / name.strip('";')) for name in IMPORT.findall(read(SHEETS / "desk.css"))]
    assert len(parts) > 1
    assert "@import" not in read(served)
    assert all(part in read(served) for part in parts)
