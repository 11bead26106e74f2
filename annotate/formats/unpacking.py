"""Files, folders and zips of them → the bytes of each file, within limits that hold for what is really there.

Nothing is unpacked to disk, and no header is believed: sizes are counted while bytes come out. Whatever is refused is
refused by name and with its reason, and the others go on; what is passed over in silence (hidden files) is counted.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from annotate.text.decoding import MAX_BYTES
from annotate.text.notes import gettext_noop
from annotate.text.unreadable import TooBig, Unreadable

MAX_ENTRIES = 10_000
"""Files of one zip, folders in it included."""
MAX_TOTAL = 1_000_000_000
"""Bytes of all files of one import, unpacked."""
MAX_RATIO = 100
"""How many times larger than packed a file may be; text is packed to a third, litter of pages to a twentieth."""
RATIO_FROM = 1_000_000
"""Unpacked bytes from which the ratio is looked at: small files may well be all blanks."""

_CHUNK = 64 * 1024
_DIRECTORY_BYTES_AN_ENTRY = 512
_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_ENCRYPTED = 0x1
_ARCHIVE_NAMES = frozenset({".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"})
_ZIP_SIGNATURE = b"PK\x03\x04"


class ZipBomb(Unreadable):
    """More comes out than can be meant."""

    sentence = gettext_noop("This is packed too tightly to be text: it unpacks to more than %(ratio)d times its size.")


class TooManyFiles(Unreadable):
    """A zip of more files than one import takes."""

    sentence = gettext_noop("There are too many files in this zip: %(limit)s is the most one import takes.")


class TooMuch(Unreadable):
    """The files of one import are together too large."""

    sentence = gettext_noop("Together the files are too big: %(limit)s bytes is the most one import takes.")


class NestedArchive(Unreadable):
    """An archive inside an archive."""

    sentence = gettext_noop("This is an archive inside an archive. Unpack it first.")


class UnsafePath(Unreadable):
    """A name that leads out of where it is, or that is a link."""

    sentence = gettext_noop("This name leads out of its folder, or is a link: it is not followed.")


class Encrypted(Unreadable):
    """A file behind a password."""

    sentence = gettext_noop("This file is encrypted. Unpack it with its password first.")


class BrokenArchive(Unreadable):
    """A zip, or a file in one, that cannot be unpacked."""

    sentence = gettext_noop("This cannot be unpacked: the zip is broken, or packed in a way that is not known here.")


class NoFile(Unreadable):
    """A path with nothing there, or with something that is no file, or that may not be read."""

    sentence = gettext_noop("There is no file here that can be read.")


@dataclass(frozen=True, slots=True)
class File:
    """A file's name, with `/` between folders, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, and why."""

    name: str
    refusal: Unreadable


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that nobody meant to bring: hidden, or a system's own."""

    name: str


Unpacked = File | Refused | Skipped


@dataclass(slots=True)
class _Allowance:
    """What one import may still unpack."""

    left: int = field(default_factory=lambda: MAX_TOTAL)

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise TooMuch(limit=f"{MAX_TOTAL:,}")


def unpack(paths: Iterable[Path]) -> Iterator[Unpacked]:
    """Every file of these files, folders and zips, in order of their names; each is exactly one of the three."""
    allowance = _Allowance()
    for path in paths:
        if path.is_dir():
            yield from _unpack_folder(path, allowance)
        else:
            yield from _unpack_path(path, path.name, allowance)


def unpack_streams(streams: Iterable[tuple[str, BinaryIO]]) -> Iterator[Unpacked]:
    """The same for files that are open already, such as uploads, by their names, folders included."""
    allowance = _Allowance()
    for name, stream in streams:
        if any(map(_is_hidden, PurePosixPath(name).parts)):
            yield Skipped(name)
        else:
            yield from _unpack_stream(name, stream, allowance)


def _unpack_folder(folder: Path, allowance: _Allowance) -> Iterator[Unpacked]:
    for parent, folders, files in os.walk(folder, followlinks=False):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_hidden(name) and name not in links)
        for name in sorted([*files, *links]):
            path = Path(parent) / name
            told = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
            if _is_hidden(name):
                yield Skipped(told)
            elif path.is_symlink():
                yield Refused(told, UnsafePath())
            else:
                yield from _unpack_path(path, told, allowance)


def _unpack_path(path: Path, name: str, allowance: _Allowance) -> Iterator[Unpacked]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for ever
            raise FileNotFoundError(path)
        with path.open("rb") as stream:
            yield from _unpack_stream(name, stream, allowance)
    except OSError:
        yield Refused(name, NoFile())


def _unpack_stream(name: str, stream: BinaryIO, allowance: _Allowance) -> Iterator[Unpacked]:
    beginning = stream.read(len(_ZIP_SIGNATURE))
    stream.seek(0)
    if PurePosixPath(name).suffix.lower() == ".zip" or _is_plain_zip(name, beginning):
        yield from _unpack_zip(name, stream, allowance)
        return
    try:
        yield File(name, _read(stream, allowance))
    except Unreadable as refusal:
        yield Refused(name, refusal)


def _is_plain_zip(name: str, beginning: bytes) -> bool:
    """Whether an unnamed upload is a zip; documents of office programs are zips too, and have an ending."""
    return beginning == _ZIP_SIGNATURE and not PurePosixPath(name).suffix


def _unpack_zip(name: str, stream: BinaryIO, allowance: _Allowance) -> Iterator[Unpacked]:
    try:
        _refuse_large_directory(stream)
        archive = zipfile.ZipFile(stream)
    except Unreadable as refusal:
        yield Refused(name, refusal)
        return
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Refused(name, BrokenArchive())
        return
    with archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield _unpack_entry(archive, entry, f"{name}/{entry.filename}", allowance)


def _refuse_large_directory(stream: BinaryIO) -> None:
    """Look at what the zip says of its own directory before anything builds a list of it (PKWARE APPNOTE 4.3.16)."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(size - 65_536 - _END_OF_DIRECTORY.size, 0))
    end = stream.read()
    stream.seek(0)
    at = end.rfind(_END_SIGNATURE)
    if at < 0 or at + _END_OF_DIRECTORY.size > len(end):
        raise BrokenArchive()
    _, _, _, _, count, directory_size, _, _ = _END_OF_DIRECTORY.unpack_from(end, at)
    if count > MAX_ENTRIES or directory_size > MAX_ENTRIES * _DIRECTORY_BYTES_AN_ENTRY:
        raise TooManyFiles(limit=f"{MAX_ENTRIES:,}")


def _unpack_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, allowance: _Allowance) -> Unpacked:
    try:
        _refuse_unsafe(entry)
        if any(map(_is_hidden, PurePosixPath(entry.filename).parts)):
            return Skipped(name)
        if PurePosixPath(entry.filename).suffix.lower() in _ARCHIVE_NAMES:
            raise NestedArchive()
        with archive.open(entry) as packed:
            data = _read(packed, allowance, packed_size=entry.compress_size)
        if _is_plain_zip(entry.filename, data[:4]):
            raise NestedArchive()
        return File(name, data)
    except Unreadable as refusal:
        return Refused(name, refusal)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, struct.error):
        return Refused(name, BrokenArchive())  # NotImplementedError, of unknown packings, is a RuntimeError


def _refuse_unsafe(entry: zipfile.ZipInfo) -> None:
    written = entry.orig_filename.replace("\\", "/")
    parts = written.split("/")
    if written.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in written:
        raise UnsafePath()
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnsafePath()
    if entry.flag_bits & _ENCRYPTED:
        raise Encrypted()


def _read(stream: IO[bytes], allowance: _Allowance, *, packed_size: int | None = None) -> bytes:
    """All bytes of a file, refused as soon as they are too many, whatever was said of their number."""
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        allowance.take(len(piece))
        if packed_size is not None and size > RATIO_FROM and size > MAX_RATIO * max(packed_size, 1):
            raise ZipBomb(ratio=MAX_RATIO)
        if size > MAX_BYTES:
            raise TooBig(limit=f"{MAX_BYTES:,}")
    return b"".join(pieces)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name in ("__MACOSX", "Thumbs.db", "desktop.ini")
