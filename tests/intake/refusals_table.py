"""What cannot come in, at every door it could come in by: the sentence that the person reads, and how many rows all
tables have before and after.

`python -m pytest -s tests/intake/test_refusals.py -k table` prints the table.
"""

from __future__ import annotations

import io
import json
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from annotate.formats.unpacking import MAX_ENTRIES
from annotate.projects.actions import create_token
from annotate.text.decoding import MAX_BYTES
from annotate.text.unreadable import MAX_CHARACTERS
from tests.factories import AT, World

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Said:
    """What a door answered: a status (of HTTP, or of the process), and the sentences that the person reads."""

    status: int
    sentences: tuple[str, ...]


class Lea:
    """The lead, signed in and with a key, at each door."""

    def __init__(self, world: World) -> None:
        self.slug = world.project.slug
        self.client = Client(raise_request_exception=False)
        self.client.force_login(world.lea.user, backend="annotate.projects.sessions.Accounts")
        self.bearer = f"Bearer {create_token(world.lea.user, name='', by=None, at=AT)[1]}"

    def paste(self, text: str, **words: str) -> Said:
        """Into the form."""
        answer = self.client.post(f"/p/{self.slug}/import/paste/", {"text": text, **words})
        return Said(answer.status_code, _read_page(answer.content))

    def upload(self, files: Files, encoding: str = "") -> Said:
        """Chosen in the form."""
        sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
        answer = self.client.post(f"/p/{self.slug}/import/files/", {"files": sent, "encoding": encoding})
        return Said(answer.status_code, _read_page(answer.content))

    def command(self, files: Files, encoding: str = "") -> Said:
        """At the terminal."""
        out, err, options = io.StringIO(), io.StringIO(), {"encoding": encoding} if encoding else {}
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in files]
            for path, data in zip(paths, files.values(), strict=True):
                path.write_bytes(data)
            try:
                call_command("import_articles", self.slug, *map(str, paths), stdout=out, stderr=err, **options)
            except CommandError as error:
                return Said(1, (str(error),))
        refused = [line.removeprefix("refused  ") for line in err.getvalue().splitlines()]
        return Said(0, (*refused, out.getvalue().splitlines()[-1]))

    def api(self, **body: str) -> Said:
        """As JSON."""
        answer = self._post("articles", json.dumps(body), "application/json")
        return Said(answer.status_code, (answer.json()["detail"],))

    def api_lines(self, *bodies: Mapping[str, str]) -> Said:
        """Many at once."""
        answer = self._post("articles/bulk", "\n".join(map(json.dumps, bodies)), "application/x-ndjson")
        lines = [json.loads(line) for line in answer.getvalue().splitlines()]
        return Said(answer.status_code, tuple(f"line {it['line']}: {it.get('error', 'in')}" for it in lines))

    def _post(self, path: str, body: str, kind: str):  # type: ignore[no-untyped-def]  # Django's test client says Any
        path = f"/api/v1/projects/{self.slug}/{path}"
        return self.client.post(path, body, content_type=kind, headers={"authorization": self.bearer})


def _read_page(content: bytes) -> tuple[str, ...]:
    """What a page says, as it stands there: the sentences that say no; else what became of each file, and the count."""
    page = lxml.html.document_fromstring(content.decode())
    if wrong := page.cssselect(".errorlist li, [role=alert]"):
        return tuple(map(_words, wrong))
    rows = [row.cssselect("td") for row in page.cssselect("tbody tr")]
    return (*(f"{_words(cells[0])}: {_words(cells[-1])}" for cells in rows), *map(_words, page.cssselect(".lede")))


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


# ---------------------------------------------------------------------------------------------------------- The inputs

GOOD = "The lamps stay lit\n\nThe council wants to save four crowns a night. It should not.\n"
OTHER = "The dam is full\n\nNobody has said where the water is to go. Somebody should.\n"
TOO_LONG = "a " * (MAX_CHARACTERS // 2) + "b"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
UTF_8 = "Die Fähre fährt, sagt der Rat.\nDer Rat sagt es täglich, und größer wird sie nicht."
TORN = UTF_8.encode().replace("größer".encode(), b"gr\xc3er")
WINDOWS = f"<!doctype html><meta charset=utf-8><h1>A</h1><p>{UTF_8}</p>".encode("cp1252")
LONG_TITLE = "The lamps " * 1024
MARKDOWN = f"# {LONG_TITLE}\n\n{GOOD}".encode()
PAGE = f"<html><head><title>{LONG_TITLE}</title></head><body><p>{GOOD}</p></body></html>".encode()
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><text>A bridge</text></svg>'
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Opinion</title></channel></rss>'
NO_DATE = "2026-02-31"


def zipped(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip of these."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return packed.getvalue()


@cache
def too_tight() -> bytes:
    """Ten million blanks in ten thousand bytes."""
    return zipped([("blank.txt", b" " * 10_000_000)])


@cache
def too_many() -> bytes:
    """One file more than an import takes."""
    return zipped((f"{number}.txt", b"") for number in range(MAX_ENTRIES + 1))


def nested() -> bytes:
    """Two zips in a zip: one called so, one not."""
    inner = zipped([("piece.txt", GOOD.encode())])
    return zipped([("inner.zip", inner), ("innocent", inner)])


def tricks() -> bytes:
    """Names that lead elsewhere, and a link."""
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    names = ("../../up.txt", "/etc/absolute.txt", "C:\\drive.txt", "a/../../b.txt")
    return zipped([*((name, GOOD.encode()) for name in names), (link, b"/etc/passwd")])


# ----------------------------------------------------------------------------------------------------------- The cases


@dataclass(frozen=True)
class Case:
    """An input at a door, and something of what must be said. `new`: how many articles come in all the same."""

    what: str
    door: str
    knock: Callable[[Lea], Said]
    says: str
    new: int = 0


def files(what: str, files: Files, says: str, *, new: int = 0, encoding: str = "") -> list[Case]:
    """The two doors that take files."""
    return [
        Case(what, "page, files", lambda lea: lea.upload(files, encoding), says, new),
        Case(what, "command", lambda lea: lea.command(files, encoding), says, new),
    ]


def words(what: str, says: str, *, api: str = "", **said: str) -> list[Case]:
    """The two doors that take words."""
    return [
        Case(what, "page, pasted", lambda lea: lea.paste(**said), says),
        Case(what, "API", lambda lea: lea.api(**said), api or says),
    ]


NOTHING = "There is no text in this."
UNSAFE = "leads out of its folder, or is a link"
MARKUP = "This is not an article but markup"
TITLE = "500"

CASES = [
    *words("nothing", NOTHING, text=""),
    *words("white space", NOTHING, text=" \n\t\n"),
    Case("a page of nothing", "API", lambda lea: lea.api(html="<p> </p>"), NOTHING),
    *files("nothing", {"empty.txt": b"", "empty.html": b"\n"}, NOTHING),
    *words("2,000,001 characters", "2,000,000 characters at most", text=TOO_LONG),
    *files("2,000,001 characters", {"long.txt": TOO_LONG.encode()}, "2,000,000 characters at most"),
    *files("16,000,001 bytes", {"big.txt": b"a" * (MAX_BYTES + 1)}, "16,000,000 bytes is the most"),
    *words("13,000,000 bytes", "more than is taken in at once", text="a" * 13_000_000),
    Case(
        "101 files", "page, files", lambda lea: lea.upload({f"{number}.txt": GOOD.encode() for number in range(101)}),
        "more files than are taken in at once, 100. Bring them as one zip",
    ),
    *files("a picture called .txt", {"picture.txt": PICTURE}, "it looks like a picture"),
    *files("NUL bytes", {"nul.txt": b"The lamps\0\0\0stay lit"}, "a binary file"),
    *files("zip bomb, ratio", {"blank.zip": too_tight()}, "more than 100 times its size"),
    *files("zip bomb, count", {"many.zip": too_many()}, "too many files in this zip"),
    *files("zip bomb, nested", {"nested.zip": nested()}, "an archive inside an archive"),
    *files("zip, path tricks", {"tricks.zip": tricks()}, UNSAFE),
    *files("a zip cut in half", {"half.zip": too_tight()[:5000]}, "the zip is broken"),
    *files("UTF-8, one byte torn", {"torn.txt": TORN}, f"byte {TORN.rindex(0xC3)} (in line 2) is broken"),
    *files("declared UTF-8, is not", {"page.html": WINDOWS}, "read as utf-8, byte 53 (in line 1) is broken"),
    *files("UTF-16 cut off", {"half.txt": UTF_8.encode("utf-16")[:-1]}, "read as utf-16-le, byte"),
    *files("not as named", {"piece.txt": UTF_8.encode("cp1252")}, "byte 5 (in line 1)", encoding="utf-8"),
    Case("half a character", "API", lambda lea: lea.api(text="The \ud800 lamps"), "This is no JSON"),
    *words("a title of 10 kB", TITLE, text=GOOD, title=LONG_TITLE),
    *files("a title of 10 kB", {"piece.md": MARKDOWN, "piece.html": PAGE}, "The title has 10,239 characters"),
    *words("a date that is none", "This is no date", api="published_on", text=GOOD, published_on=NO_DATE),
    *words("a drawing (SVG)", MARKUP, text=DRAWING),
    *files("SVG and XML as text", {"drawing.txt": DRAWING.encode(), "feed.xml": FEED.encode()}, MARKUP),
    *files(
        "a batch, one bad",
        {"a.txt": GOOD.encode(), "b.txt": TORN, "c.txt": OTHER.encode()},
        "3 files: 2 new, 0 there already, 1 refused, 0 passed over", new=2,
    ),
    Case(
        "a batch, one bad", "API, lines",
        lambda lea: lea.api_lines({"text": GOOD}, {"text": DRAWING}, {"text": OTHER}), f"line 2: {MARKUP}", new=2,
    ),
]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- The table


@dataclass(frozen=True)
class Row:
    """What came of a case, and the rows of every table."""

    case: Case
    said: Said
    before: dict[str, int]
    after: dict[str, int]

    @property
    def changed(self) -> dict[str, int]:
        """Tables whose number of rows is another, and by how many."""
        return {name: rows - self.before[name] for name, rows in self.after.items() if rows != self.before[name]}


def run(case: Case, lea: Lea) -> Row:
    """Bring the input to the door."""
    before = rows_of_all_tables()
    return Row(case, case.knock(lea), before, rows_of_all_tables())


def rows_of_all_tables() -> dict[str, int]:
    """How many rows each table has, Django's own among them."""
    names = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names))
        return dict(cursor.fetchall())


def table(rows: Iterable[Row]) -> str:
    """A line a case: input, door, answer, sum of the rows of all tables before and after, which changed; sentences."""
    lines = [f"{'input':24}{'door':14}{'answer':>6}{'before':>8}{'after':>7}  what is said"]
    for row in rows:
        head = f"{row.case.what:24}{row.case.door:14}{row.said.status:>6}"
        head += f"{sum(row.before.values()):>8}{sum(row.after.values()):>7}  "
        lines += [(head if not number else " " * len(head)) + said for number, said in enumerate(row.said.sentences)]
        if row.changed:
            lines.append(" " * len(head) + "rows: " + ", ".join(f"{name} +{by}" for name, by in row.changed.items()))
    return "\n".join([*lines, f"before, after: rows of all {len(row.after)} tables together"])
