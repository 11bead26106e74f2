"""The README says what is there: settings, commands, targets, rooms, files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.run.installation import ROOT

README = (ROOT / "README.md").read_text()
NOT_OURS = {"PATH"}


def read_in(path: Path) -> Iterator[str]:
    """The variables that a module reads: `os.environ`'s, and settings' own `words` and `whole_number`."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get"), args=[ast.Constant(str(name)), *_]
            ):
                yield name
            case ast.Call(func=ast.Name("words" | "whole_number"), args=[ast.Constant(str(name)), *_]):
                yield name
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(str(name)), ctx=ast.Load()):
                yield name


def test_the_settings_are_those_that_the_program_reads() -> None:
    read = {name for path in (ROOT / "annotate").rglob("*.py") for name in read_in(path)} - NOT_OURS
    assert {"DATABASE_URL", "ALLOWED_HOSTS", "ANNOTATE_POOL", "ANNOTATE_POSTGRES_OPTIONS"} <= read
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == read


def test_what_docker_compose_asks_for_is_named() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert {name for name in asked if f"`{name}" not in README} == set()


def test_every_target_of_the_makefile_is_named() -> None:
    (targets,) = re.findall(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {name for name in targets.split() if f"make {name}" not in README} == {"help"}


def test_every_command_that_is_named_is_there() -> None:
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert {"create_user", "create_project", "import_articles", "backup", "restore", "serve"} <= named
    assert named - {"help"} <= get_commands().keys()


def test_the_map_has_every_room() -> None:
    rooms = {path.parent.name for path in (ROOT / "annotate").glob("*/__init__.py")} - {"migrations"}
    assert set(re.findall(r"^\| `([a-z_]+)` \|", README, re.MULTILINE)) == rooms


@pytest.mark.parametrize("place", re.findall(r'\]\(([^)#]+)\)|(?:src|srcset)="([^"]+)"', README))
def test_what_is_linked_is_there(place: tuple[str, str]) -> None:
    assert (ROOT / "".join(place)).exists()
