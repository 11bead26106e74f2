"""Which reader a file is for."""

from __future__ import annotations

import pytest

from annotate.formats.files import read_file
from annotate.text.unreadable import NotText, Unreadable

PAGE = (
    b"<!DOCTYPE html><html><head><title>T</title></head><body><h1>The harbour</h1><p>It is <em>closed</em>.</p></body>"
)
MARKDOWN = b"# The harbour\n\nIt is *closed*.\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", PAGE),
        ("a.HTM", PAGE),
        ("a.txt", PAGE),
        ("a", PAGE),
        ("a.txt", b"\xef\xbb\xbf\n  <?xml version='1.0'?>\n<!-- saved -->\n<html>" + PAGE[21:]),
        ("a.txt", PAGE.decode().encode("utf-16")),
        ("a.md", MARKDOWN),
        ("folder/a.markdown", MARKDOWN),
    ],
)
def test_a_file_is_read_by_what_is_in_it_and_by_its_name(name: str, data: bytes) -> None:
    source = read_file(name, data)
    assert source.text.replace("\n\n", "\n") == "The harbour\nIt is closed."
    assert [source.text[inline.start : inline.end] for inline in source.inlines] == ["closed"]


@pytest.mark.parametrize("name", ["a.txt", "a", "a.text", "a.eml"])
def test_everything_else_is_plain_text(name: str) -> None:
    assert read_file(name, MARKDOWN).text == MARKDOWN.decode()
    assert read_file(name, b"1 < 2 and <b> is bold").text == "1 < 2 and <b> is bold"


def test_an_encoding_can_be_named() -> None:
    assert read_file("a.txt", b"caf\xe9", encoding="latin-1").text == "café"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html", "a.md", "a.txt"])
def test_what_is_no_text_is_refused_whatever_it_is_called(name: str) -> None:
    for data in (b"PK\x03\x04rest", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(NotText):
            read_file(name, data)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xff\xfe", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_what_is_empty_is_refused_whatever_it_is_called(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(name, data)
    assert str(refusal.value) == "There is no text in this."
