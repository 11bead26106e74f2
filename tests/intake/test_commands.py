"""import_project at the terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotate.projects.models import Project
from annotate.spans.models import Span
from tests.factories import World, make_user
from tests.second import Elsewhere


@pytest.fixture
def archive(shared: World, tmp_path: Path) -> Path:
    shared.mark(shared.ana, "cheaper")
    path = tmp_path / "archive.json"
    call_command(
        "export_project", shared.project.slug, "--format", "archive", "--output", str(path), stderr=io.StringIO()
    )
    return path


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("import_project", *map(str, words), stdout=out)
    return out.getvalue()


def test_an_archive_comes_back_under_another_name(archive: Path, elsewhere: Elsewhere) -> None:
    with elsewhere():
        make_user("benedict")
        said = run(archive, "--as", "again", "--people", "ben=benedict")
        assert said == (
            "“Op-eds” is here as “again”.\n  ana is ana (a new, closed account)\n  ben is benedict\n"
            "  lea is lea (a new, closed account)\n  rita is rita (a new, closed account)\n"
        )
        assert Project.objects.get().slug == "again"
        assert Span.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--people", "ben"], "write old=new"),
        (["--people", "ben="], "write old=new"),
        (["--people", "otto=lea"], "nobody called “otto”. Nothing was stored."),
        (["--as", "Not A Slug"], "no short name"),
    ],
)
def test_import_refuses_with_a_sentence(archive: Path, nowhere: Elsewhere, words: list[str], why: str) -> None:
    with nowhere(), pytest.raises(CommandError, match=why):
        run(archive, *words)


def test_a_file_that_is_not_there_is_said(nowhere: Elsewhere, tmp_path: Path) -> None:
    with nowhere(), pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "nothing")


def test_what_is_no_archive_is_said(nowhere: Elsewhere, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with nowhere(), pytest.raises(CommandError, match=r"no archive of ours.*Nothing was stored"):
        run(path)
