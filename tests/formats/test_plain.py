"""Plain text: what is joined, what stays broken, and what is refused."""

from __future__ import annotations

import textwrap

import pytest

from annotate.formats import plain
from annotate.text.blocks import BlockKind
from annotate.text.decoding import How
from annotate.text.unreadable import MAX_CHARACTERS, NoText, NotText, TooLong

SENTENCES = (
    "When a small country buys eleven fighter aircraft, it is not preparing for a war. It could not fight one for"
    " longer than an afternoon, and its generals, who can count, know this better than anybody else. What it is buying"
    " is an answer to a question that it hopes will never be put. The question is an old one, and so is the answer."
)


def wrapped(*paragraphs: str, width: int = 70, indent: str = "") -> str:
    return "\n\n".join(textwrap.fill(text, width, initial_indent=indent) for text in paragraphs)


@pytest.mark.parametrize("width", [60, 72, 90])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_lines_broken_by_hand_are_joined_and_the_person_is_told(width: int, line_end: str, indent: str) -> None:
    text = wrapped(SENTENCES, SENTENCES.upper(), SENTENCES, width=width, indent=indent)
    source = plain.read(text.replace("\n", line_end))
    assert source.text.split("\n\n") == [SENTENCES, SENTENCES.upper(), SENTENCES]
    (note,) = source.notes
    assert int(note.parameters["count"]) == text.count("\n") - 4
    assert str(note.parameters["count"]) in note


def test_the_map_leads_over_joined_lines() -> None:
    text = wrapped("A title", SENTENCES, SENTENCES.upper(), SENTENCES)
    source = plain.read(text)
    assert source.map is not None
    start = text.index("AFTERNOON")
    assert source.text[source.map.to_canonical(start) : source.map.to_canonical(start + 9)] == "AFTERNOON"
    assert source.map.to_canonical(len(text)) == len(source.text)


def test_hyphens_at_the_end_of_a_line_close_up() -> None:
    text = wrapped(SENTENCES, SENTENCES, SENTENCES).replace("anybody else", "well-\nknown")
    text = (
        wrapped(SENTENCES, SENTENCES)
        + "\n\nIt is an answer that everybody in the ministry already knows: well-\nknown, at least."
    )
    assert "well-known, at least." in plain.read(text).text


def test_a_paragraph_indented_as_a_whole_is_a_quotation() -> None:
    quotation = textwrap.indent(textwrap.fill(SENTENCES[:150], 60), " " * 6)
    source = plain.read("\n\n".join([wrapped(SENTENCES, SENTENCES), quotation, wrapped(SENTENCES)]))
    assert [block.kind for block in source.blocks if block.kind is BlockKind.QUOTATION] == [BlockKind.QUOTATION]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            ["The boats are in, the lamps are out,", "the pilots are asleep;", "and nobody goes round about"] * 5
        ),
        "\n".join(f"- the {number}th thing that we demand of the minister, at last" for number in range(12)),
        "\n\n".join([SENTENCES] * 3),
        "\n".join([SENTENCES] * 12),
        "One line\nand another",
    ],
    ids=["verse", "list", "paragraphs", "paragraphs without blank lines", "two lines"],
)
def test_line_ends_that_were_meant_stay(text: str) -> None:
    source = plain.read(text)
    assert source.text == text
    assert source.notes == ()


def test_items_of_a_list_stay_apart_in_a_wrapped_text() -> None:
    items = "\n".join(textwrap.fill(f"{number}. {SENTENCES}", 70) for number in (1, 2, 3))
    source = plain.read(wrapped(SENTENCES, SENTENCES) + "\n\n" + items)
    assert [block for block in source.blocks if source.text[block.start] in "123"] != []
    assert len(source.blocks) == 5


def test_pasted_text_has_no_encoding() -> None:
    source = plain.read("A title\n\n" + SENTENCES)
    assert (source.encoding, source.how) == ("", How.GIVEN)
    assert source.title == "A title"


def test_a_piece_without_a_title_is_called_by_the_first_words_of_its_argument() -> None:
    source = plain.read("Photo: Otto\n\n" + SENTENCES)
    assert source.title == "When a small country buys eleven fighter aircraft, it is not preparing for a…"
    assert plain.read("Who pays?").title == "Who pays?"


def test_bytes_have_one() -> None:
    source = plain.read(b"\xef\xbb\xbfA title")
    assert (source.text, source.encoding, source.how) == ("A title", "utf-8", How.BOM)
    assert plain.read(b"caf\xe9", encoding="latin-1").text == "café"


def test_the_byline_is_the_name_alone() -> None:
    for line in ("By Ana Ben", "by Ana Ben | 3 May 2019", "By Ana Ben, Columnist", "ANA BEN", "Von Ana Ben"):
        name = plain.read(f"A title\n{line}\n\n{SENTENCES}").byline
        assert name.title() == "Ana Ben", line


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", "", "\ufeff", "\x00\x07", "\u3000\n"])
def test_read_refuses_nothing(data: bytes | str) -> None:
    with pytest.raises(NoText):
        plain.read(data)


def test_read_refuses_too_much() -> None:
    assert len(plain.read("a" * MAX_CHARACTERS).text) == MAX_CHARACTERS
    with pytest.raises(TooLong) as refusal:
        plain.read("a" * (MAX_CHARACTERS + 1))
    assert f"{MAX_CHARACTERS:,}" in str(refusal.value)


def test_read_refuses_what_is_no_text() -> None:
    with pytest.raises(NotText):
        plain.read(b"%PDF-1.4")
