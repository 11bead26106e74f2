"""manage.py export_project SLUG: a file of the project, streamed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotate.export.queries.counts import loss_report
from annotate.export.queries.files import FORMATS, Wanted, open_file
from annotate.export.queries.scope import ALL, GOLD, Scope, analysts_in
from annotate.export.rules import why_not_whole
from annotate.projects.queries import project_named


class Command(BaseCommand):
    help = (
        "Write a project to a file, or to standard output. Whoever may run this sees everything: people's blindness is "
        "kept on pages and in the API only. What the format cannot say goes to standard error."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the project's short name")
        parser.add_argument("--format", default="jsonl", choices=list(FORMATS))
        parser.add_argument("--set", default=ALL, help="all, gold, or an analyst's user name (default: all)")
        parser.add_argument("--output", type=Path, help="a file; it is replaced when the new one is whole")
        parser.add_argument(
            "--without-texts", action="store_true", help="SHA-256 and offsets only: no texts, no quotes"
        )
        parser.add_argument("--pseudonyms", action="store_true", help="instead of names, in notes too")
        parser.add_argument("--bom", action="store_true", help="CSV for Excel: begin with a byte order mark")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_named(options["slug"])
        if project is None:
            raise CommandError(f"There is no project “{options['slug']}”.")
        wanted = Wanted(
            format=options["format"], set=options["set"], texts=not options["without_texts"],
            pseudonyms=options["pseudonyms"], bom=options["bom"],
        )  # fmt: skip
        whole = {"everything": wanted.set == ALL, "texts": wanted.texts}
        if wanted.format == "archive" and (reason := why_not_whole(**whole)):
            raise CommandError(reason)
        if wanted.set not in (ALL, GOLD, *analysts_in(Scope(project))):
            raise CommandError(f"There is no set “{wanted.set}” in this project.")
        file = open_file(project, wanted)
        if options["output"]:
            write_beside(options["output"], file.pieces)
        else:
            self._write_out(file.pieces)
        for sentence in loss_report(file.losses):
            self.stderr.write(f"left out: {sentence}")

    def _write_out(self, pieces: Iterable[bytes]) -> None:
        out: BinaryIO = getattr(self.stdout, "buffer", sys.stdout.buffer)
        try:
            for piece in pieces:
                out.write(piece)
            out.flush()
        except BrokenPipeError:  # whoever reads has enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_beside(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file under another name beside it and rename it when it is whole: there is the old one, or the new."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
