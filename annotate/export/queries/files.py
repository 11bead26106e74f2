"""A file on its way out: what is wanted, which rows, which format, under which name."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotate.database.reading import one_moment
from annotate.export.queries.everything import everything
from annotate.export.queries.people import people_of, pseudonym
from annotate.export.queries.rows import sheets
from annotate.export.queries.scope import ALL, GOLD, Scope
from annotate.formats import archive, csv, jsonl, w3c
from annotate.formats.bundle import Loss, Losses, in_pieces
from annotate.projects.models import Project, User

PREVIEW = 2_000
"""So many characters of a file are shown before it is downloaded."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to take out: a format, a set, with or without texts and names."""

    format: str = "jsonl"
    set: str = ALL
    texts: bool = True
    pseudonyms: bool = False
    bom: bool = False


@dataclass(frozen=True)
class Format:
    """A format as people choose it, how its files are named, and what it cannot say of what is beside the spans."""

    name: Promise
    ending: str
    content_type: str
    unsaid: tuple[Loss, ...]


FORMATS = {
    "jsonl": Format(_("JSONL: an article a line"), "jsonl", "application/x-ndjson", jsonl.UNSAID),
    "csv": Format(_("CSV: a span a line"), "csv", "text/csv; charset=utf-8", csv.UNSAID),
    "w3c": Format(_("W3C Web Annotation"), "jsonld", "application/ld+json", w3c.UNSAID),
    "archive": Format(_("archive: everything, to bring back"), "archive.json", "application/json", ()),
}


@dataclass(frozen=True)
class File:
    """One file: its name, its type, its bytes (read them once), and, after the last of them, what it could not say."""

    name: str
    content_type: str
    pieces: Generator[bytes, None, None]
    losses: Losses


def open_file(project: Project, wanted: Wanted, *, viewer: User | None = None) -> File:
    """The file wanted, as the viewer may have it; without a viewer, as the operator. Nothing is read before its bytes.

    Whether they may have it at all is decided before: `entry.find_export`.
    """
    losses, chosen = Losses(), FORMATS[wanted.format]
    scope = Scope(project, wanted.set, viewer)
    named = "" if wanted.format == "archive" else f"-{_set_name(project, wanted)}"

    def pieces() -> Generator[bytes, None, None]:
        with one_moment():
            for what in chosen.unsaid:
                losses.add(what, scope.beside(what))
            yield from in_pieces(_write(scope, wanted, losses, name=f"{project.slug}{named}"))

    return File(f"{project.slug}{named}.{chosen.ending}", chosen.content_type, pieces(), losses)


def preview(project: Project, wanted: Wanted, *, viewer: User | None = None) -> str:
    """How the file begins."""
    pieces = open_file(project, wanted, viewer=viewer).pieces
    text = next(pieces, b"").decode(errors="ignore")
    pieces.close()
    return text if len(text) <= PREVIEW else f"{text[:PREVIEW]}…"


def _write(scope: Scope, wanted: Wanted, losses: Losses, *, name: str) -> Iterator[bytes]:
    people = people_of(scope.project, pseudonyms=wanted.pseudonyms)
    if wanted.format == "archive":
        return archive.write(everything(scope.project, people), losses=losses)
    found = sheets(scope, people, texts=wanted.texts, statuses=wanted.format == "csv")
    if wanted.format == "csv":
        return csv.write(found, losses=losses, bom=wanted.bom)
    if wanted.format == "w3c":
        return w3c.write(found, name=name, losses=losses)
    return jsonl.write(found, losses=losses)


def _set_name(project: Project, wanted: Wanted) -> str:
    """What the set is called in the file's name: no name stands there either where none shall be told."""
    if wanted.set in (ALL, GOLD) or not wanted.pseudonyms:
        return wanted.set
    analyst = User.objects.filter(username=wanted.set).values_list("pk", flat=True).first()
    return pseudonym(project.pk, analyst or 0)
