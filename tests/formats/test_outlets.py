"""The twelve pages and the reference piece: no paragraph of argument is lost or muted, and the kinds are right."""

from __future__ import annotations

import pytest

from tests.formats.outlets_table import (
    PAGES,
    REFERENCE,
    read_page,
    table,
    tallies,
    tally,
    tally_reference,
    wanted,
)

NOT_RIGHT = {
    "agency.txt": ["How grain prices could double"],  # a headline of eight words could be a heading
    "arabic.html": ["أعمال الحفر عند مدخل"],  # only its class, `cap`, says that it is a caption
}


def test_there_are_twelve_pages() -> None:
    assert len(PAGES) == 12


@pytest.mark.parametrize("name", PAGES)
def test_no_paragraph_of_argument_is_lost_or_muted(name: str) -> None:
    found = tally(name)
    assert (found.lost, found.muted) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_blocks_are_what_they_are_wanted_to_be(name: str) -> None:
    found = tally(name)
    assert [words for want, kind, words in found.pairs if want is not kind] == NOT_RIGHT.get(name, [])


@pytest.mark.parametrize("name", PAGES)
def test_chrome_stays_out(name: str) -> None:
    found = tally(name)
    assert found.let_in == []
    assert [kind for kind, _ in found.unasked if kind != "byline"] == []


@pytest.mark.parametrize("name", PAGES)
def test_metadata_is_what_the_page_says(name: str) -> None:
    source, want = read_page(name), wanted(name)["metadata"]
    said = {
        **{key: getattr(source, key) for key in ("title", "byline", "outlet", "language", "url")},
        "published_on": source.published_on and source.published_on.isoformat(),
        "encoding": source.encoding,
    }
    assert {key: said[key] for key in want} == want


@pytest.mark.parametrize("name", PAGES)
def test_inlines_lie_inside_of_blocks(name: str) -> None:
    source = read_page(name)
    for inline in source.inlines:
        assert any(block.start <= inline.start < inline.end <= block.end for block in source.blocks)
        assert source.text[inline.start : inline.end].strip() == source.text[inline.start : inline.end]


def test_the_reference_piece_is_wholly_recognised() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference piece is not part of the project, and not here beside it")
    found = tally_reference()
    assert [row for row in found.pairs if row[0] is not row[1]] == []


def test_the_table_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print(table(tallies()))
    said = capsys.readouterr().out
    assert all(name in said for name in PAGES)
    assert "blocks right" in said.splitlines()[-1]


def test_a_wrapped_wire_is_joined_and_the_person_told() -> None:
    notes = read_page("wire.txt").notes
    assert len(notes) == 2
    assert notes[0].parameters["encoding"] == "cp1252"
    assert notes[1].parameters["width"] == 69
