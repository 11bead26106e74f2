"""Our JavaScript as `collectstatic` reads it, and the htmx that we think we serve."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template

from tests.run.installation import ROOT

MODULES = sorted(Path(ROOT, "static", "js").glob("*.js"))

IMPORT = re.compile(
    r"""^(?:import\s+(?:[^"';]*?\bfrom\s*)?|export\s[^"';]*?\bfrom\s*)["']([^"']+)["'](;?)""", re.MULTILINE
)
ANYWHERE = re.compile(r"""\bimport\s*\(|\bfrom\s*["']|\bimport\s*["']""")


def test_there_are_modules_and_they_import_one_another() -> None:
    assert MODULES
    assert any(IMPORT.search(module.read_text(encoding="utf-8")) for module in MODULES)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_import_names_a_file_beside_it_and_ends_with_a_semicolon(module: Path) -> None:
    """`collectstatic` on Django 5.2 gives only those their hashed names."""
    for name, semicolon in IMPORT.findall(module.read_text(encoding="utf-8")):
        assert name.startswith("./"), f"{module.name}: “{name}” is no file beside it"
        assert module.with_name(name[2:]).is_file(), f"{module.name}: there is no “{name}”"
        assert semicolon, f"{module.name}: a semicolon after the import of “{name}”"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_import_stands_in_a_comment_or_a_string(module: Path) -> None:
    """`collectstatic` reads those, too, and a missing file fails it."""
    text = module.read_text(encoding="utf-8")
    assert len(ANYWHERE.findall(text)) == len(IMPORT.findall(text))


def test_no_module_imports_in_a_circle() -> None:
    beside = {
        module.name: {name[2:] for name, _ in IMPORT.findall(module.read_text(encoding="utf-8"))} for module in MODULES
    }
    while free := {name for name, needs in beside.items() if not needs & beside.keys()}:
        beside = {name: needs for name, needs in beside.items() if name not in free}
    assert beside == {}


def test_the_htmx_that_is_served_is_of_the_second_line() -> None:
    """Version 4 swaps errors and names events otherwise: `parts.js` and `swap.js` must then be read again."""
    served = re.findall(r'src="/static/([^"]+)"', Template("{% load django_htmx %}{% htmx_script %}").render(Context()))
    plain = [re.sub(r"\.[0-9a-f]{12}(?=\.js$)", "", name) for name in served]  # hashed, once browser tests have run
    assert plain == ["django_htmx/htmx-2.min.js"]
    found = finders.find(plain[0])
    assert isinstance(found, str)
    assert re.search(r'version:"(\d+\.\d+)\.\d+"', Path(found).read_text(encoding="utf-8"))[1] == "2.0"  # type: ignore[index]
