"""Files, folders and zips: everything is one of taken, refused, skipped; and no zip does harm."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from annotate.formats import unpacking
from annotate.formats.unpacking import (
    BrokenArchive,
    Encrypted,
    File,
    NestedArchive,
    NoFile,
    Refused,
    Skipped,
    TooManyFiles,
    TooMuch,
    UnsafePath,
    ZipBomb,
    unpack,
    unpack_streams,
)
from annotate.text.unreadable import TooBig


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def told(data: bytes, name: str = "pieces.zip") -> list[tuple[str, str]]:
    """What became of each file: its bytes' first words, or the name of the refusal, or that it was skipped."""
    found = []
    for one in unpack_streams([(name, io.BytesIO(data))]):
        match one:
            case File(what, content):
                found.append((what, content[:20].decode("utf-8", "replace")))
            case Refused(what, refusal):
                found.append((what, type(refusal).__name__))
            case Skipped(what):
                found.append((what, "skipped"))
    return found


def test_a_zip_gives_its_files_in_order_with_their_folders() -> None:
    assert told(zipped(("b.txt", b"second"), ("a/", b""), ("a/ä.md", b"first"))) == [
        ("pieces.zip/b.txt", "second"),
        ("pieces.zip/a/ä.md", "first"),
    ]


def test_a_file_is_itself() -> None:
    assert told(b"words", "a.txt") == [("a.txt", "words")]


def test_uploads_share_one_limit_and_hidden_ones_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_TOTAL", 8)
    uploads = [(name, io.BytesIO(b"words")) for name in ("a/b.txt", "a/.DS_Store", "a/c.txt")]
    assert [type(one) for one in unpack_streams(uploads)] == [File, Skipped, Refused]


def test_a_word_document_is_not_taken_for_a_zip() -> None:
    document = zipped(("word/document.xml", b"<w/>"))
    assert told(document, "a.docx")[0][0] == "a.docx"
    assert told(zipped(("a.docx", document)))[0][0] == "pieces.zip/a.docx"


def test_a_zip_is_known_without_its_ending() -> None:
    assert told(zipped(("a.txt", b"words")), "upload") == [("upload/a.txt", "words")]


@pytest.mark.parametrize(
    "name",
    ["/etc/a.txt", "../a.txt", "a/../../b.txt", "..\\a.txt", "C:\\a.txt", "c:/a.txt", "\\\\server\\a.txt", "a/.."],
)
def test_a_path_that_leads_out_is_refused(name: str) -> None:
    entry = zipfile.ZipInfo("placeholder")
    entry.filename = entry.orig_filename = name
    found = told(zipped((entry, b"words"), ("good.txt", b"words")))
    assert found[0][1] == "UnsafePath"
    assert found[1] == ("pieces.zip/good.txt", "words")


def test_a_link_is_refused() -> None:
    entry = zipfile.ZipInfo("link.txt")
    entry.external_attr = 0o120777 << 16
    assert told(zipped((entry, b"/etc/passwd"))) == [("pieces.zip/link.txt", "UnsafePath")]


@pytest.mark.parametrize("name", [".hidden.txt", "a/.git/config", "__MACOSX/._a.txt", "Thumbs.db", "x/desktop.ini"])
def test_what_nobody_meant_to_bring_is_skipped(name: str) -> None:
    assert told(zipped((name, b"x"), ("a.txt", b"words"))) == [
        (f"pieces.zip/{name}", "skipped"),
        ("pieces.zip/a.txt", "words"),
    ]


@pytest.mark.parametrize("name", ["inner.zip", "inner.tar", "inner.gz", "inner.7z", "inner.RAR", "inner"])
def test_an_archive_inside_an_archive_is_refused(name: str) -> None:
    assert told(zipped((name, zipped(("a.txt", b"words"))))) == [(f"pieces.zip/{name}", "NestedArchive")]


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped(("a.txt", b"words")))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert told(bytes(data)) == [("pieces.zip/a.txt", "Encrypted")]


def test_what_is_packed_too_tightly_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(("bomb.txt", bytes(30_000_000)), ("a.txt", b"words"))
    assert len(bomb) < 40_000
    assert told(bomb) == [("pieces.zip/bomb.txt", "ZipBomb"), ("pieces.zip/a.txt", "words")]


def test_a_small_file_of_blanks_is_no_bomb() -> None:
    assert told(zipped(("a.txt", b" " * 900_000 + b"x")))[0][1].isspace()


def test_a_file_that_is_too_big_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_BYTES", 100_000)
    big = os.urandom(150_000)
    assert told(zipped(("big.txt", big), ("a.txt", b"x"))) == [
        ("pieces.zip/big.txt", "TooBig"),
        ("pieces.zip/a.txt", "x"),
    ]
    assert told(big, "big.txt") == [("big.txt", "TooBig")]


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_TOTAL", 250_000)
    found = told(zipped(*((f"{number}.txt", os.urandom(100_000)) for number in range(5))))
    assert [what in ("TooMuch",) for _, what in found] == [False, False, True, True, True]


def test_too_many_files_are_refused_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_ENTRIES", 3)
    assert told(zipped(*((f"{number}.txt", b"x") for number in range(4)))) == [("pieces.zip", "TooManyFiles")]
    assert len(told(zipped(*((f"{number}.txt", b"x") for number in range(3))))) == 3


def test_a_directory_that_lies_about_its_count_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_ENTRIES", 3)
    data = bytearray(zipped(*((f"{'n' * 200}{number}.txt", b"x") for number in range(20))))
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    assert told(bytes(data)) == [("pieces.zip", "TooManyFiles")]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x05\x06", b"no zip at all", zipped(("a.txt", b"words"))[:-10], b"PK\x05\x06" + bytes(17)],
)
def test_a_broken_zip_is_refused(data: bytes) -> None:
    assert told(data) == [("pieces.zip", "BrokenArchive")]


def test_a_broken_file_does_not_stop_the_others() -> None:
    data = bytearray(zipped(("a.txt", b"some words that are long enough"), ("b.txt", b"words")))
    data[40] ^= 0xFF
    assert [what for _, what in told(bytes(data))] == ["BrokenArchive", "words"]


def test_an_unknown_packing_is_refused() -> None:
    data = bytearray(zipped(("a.txt", b"words")))
    for signature, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(signature) + method] = 99
    assert told(bytes(data)) == [("pieces.zip/a.txt", "BrokenArchive")]


def test_a_size_that_is_a_lie_is_found_out() -> None:
    data = bytearray(zipped(("a.txt", b"x" * 5_000)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    assert told(bytes(data)) == [("pieces.zip/a.txt", "BrokenArchive")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_bytes(b"second")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.txt").write_bytes(b"first")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / "c.zip").write_bytes(zipped(("z.txt", b"third")))
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "away").symlink_to("/")
    os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


def test_a_folder_gives_its_files_and_those_of_its_zips(folder: Path) -> None:
    found = list(unpack([folder]))
    assert {one.name: one.data for one in found if isinstance(one, File)} == {
        "a/a.txt": b"first",
        "b.txt": b"second",
        "c.zip/z.txt": b"third",
    }
    assert {one.name: type(one.refusal) for one in found if isinstance(one, Refused)} == {
        "link.txt": UnsafePath,
        "away": UnsafePath,
        "pipe.txt": NoFile,
    }
    assert [one.name for one in found if isinstance(one, Skipped)] == [".hidden"]


def test_files_and_zips_can_be_named_one_by_one(folder: Path) -> None:
    names = [one.name for one in unpack([folder / "b.txt", folder / "c.zip", folder / "nowhere.txt"])]
    assert names == ["b.txt", "c.zip/z.txt", "nowhere.txt"]
    (refused,) = unpack([folder / "nowhere.txt"])
    assert isinstance(refused, Refused)
    assert isinstance(refused.refusal, NoFile)


def test_the_limit_of_all_files_holds_over_all_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_TOTAL", 8)
    found = list(unpack([folder / "b.txt", folder / "c.zip"]))
    assert [type(one) for one in found] == [File, Refused]


@pytest.mark.parametrize(
    "refusal", [ZipBomb(ratio=1), TooManyFiles(limit=1), TooMuch(limit=1), NestedArchive(), UnsafePath(), Encrypted(),
                BrokenArchive(), NoFile(), TooBig(limit=1)]
)  # fmt: skip
def test_every_refusal_says_why(refusal: Exception) -> None:
    assert str(refusal).endswith(".")
    assert "%" not in str(refusal)
