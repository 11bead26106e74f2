"""import_articles at the terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotate.assignment.queries import Wanted, list_articles
from annotate.corpus.models import Article
from tests.factories import World
from tests.formats.outlets_table import REFERENCE, REFERENCE_KINDS
from tests.intake.refusals_table import zipped

PIECE = """The lamps stay lit

By Otto

The council wants to save four crowns a night. It should not, and it knows why it should not.

READ MORE: What the dark cost us in spring

The lamps cost less than the accidents. Nobody in the council has counted those, and somebody should.
"""


def run(world: World, *words: object) -> tuple[str, str]:
    """What it printed, and what it printed as errors."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", world.project.slug, *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def printed_kinds(out: str) -> list[str]:
    """The kinds of the blocks that were printed, in order."""
    return [line.split()[0] for line in out.splitlines() if line.startswith(" " * 9)]


def test_blocks_are_printed_with_their_kinds(shared: World, tmp_path: Path) -> None:
    path = tmp_path / "piece.txt"
    path.write_text(PIECE)
    out, err = run(shared, path, "--blocks")
    article = Article.objects.get(title="The lamps stay lit")
    assert err == ""
    assert out.splitlines()[0] == f"new      piece.txt: {article.pk} The lamps stay lit"
    assert out.splitlines()[1].split(maxsplit=1) == ["title", "The lamps stay lit"]
    assert printed_kinds(out) == ["title", "byline", "paragraph", "cross-link", "paragraph"]
    assert out.splitlines()[-1] == "1 file: 1 new, 0 there already, 0 refused, 0 passed over"


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference piece is not here (../shared/data)")
def test_the_blocks_of_the_reference_piece_are_what_they_are_wanted_to_be(shared: World) -> None:
    out, err = run(shared, REFERENCE, "--blocks")
    found = printed_kinds(out)
    assert err == ""
    assert found == [kind.value for kind in REFERENCE_KINDS]
    lines = [line.split(maxsplit=1) for line in out.splitlines()]
    words = {kind: [line[1] for line in lines if line[0] == kind] for kind in found}
    assert words["heading"] == ["Turning point", "In it for the long haul"]
    assert (len(words["caption"]), len(set(words["caption"]))) == (3, 2)
    assert [words["cross-link"][number].split(":")[0] for number in (1, 2)] == ["ANALYSIS", "READ MORE"]


def test_a_folder_and_a_zip_come_in_and_what_is_there_is_told(shared: World, tmp_path: Path) -> None:
    folder = tmp_path / "pieces"
    (folder / "spring").mkdir(parents=True)
    (folder / "spring" / "lamps.txt").write_text(PIECE)
    (folder / ".hidden").write_text("not meant")
    pack = tmp_path / "pieces.zip"
    pack.write_bytes(zipped([("lamps.txt", PIECE.encode()), ("dam.md", b"# The dam\n\nIt is full, and we are not.\n")]))
    out, _err = run(shared, folder, pack)
    assert [line.split(":")[0].split(maxsplit=1) for line in out.splitlines()[:-1]] == [
        ["new", "spring/lamps.txt"], ["there", "pieces.zip/lamps.txt"], ["new", "pieces.zip/dam.md"],
    ]  # fmt: skip
    assert out.splitlines()[-1] == "4 files: 2 new, 1 there already, 0 refused, 1 passed over"


def test_an_encoding_overrides_what_a_file_says(shared: World, tmp_path: Path) -> None:
    path = tmp_path / "piece.txt"
    path.write_bytes("Żółta łódź\n\nMiasto nie chce łodzi, a powinno jej chcieć.".encode("cp1250"))
    run(shared, path, "--encoding", "cp1250")
    assert Article.objects.get(title="Żółta łódź").encoding == "cp1250"


def test_a_project_that_is_not_there_is_said(shared: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no project “nowhere”"):
        call_command("import_articles", "nowhere", str(tmp_path))


def test_lists_show_what_came_in_together_in_its_order(shared: World, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.md").write_text(f"# Piece {number}\n\nNobody was asked, {number} times.\n")
    run(shared, tmp_path)
    listed = [article.title for article in list_articles(shared.ana, Wanted()) if article.title.startswith("Piece")]
    assert listed == [f"Piece {number}" for number in range(20)]
