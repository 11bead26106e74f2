"""`manage.py import_articles SLUG PATH…`: files, folders, zips."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from annotate.formats.unpacking import unpack
from annotate.intake.actions.sources import Count, Outcome, take_in_files
from annotate.projects.queries import operator_of, project_named
from annotate.projects.refusals import Refused


class Command(BaseCommand):
    help = "Take articles in: files, folders and zips, their format told by content. One that fails stops no other."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the project's short name")
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--encoding", help="overrides what the files say of themselves")
        parser.add_argument("--blocks", action="store_true", help="print each article's blocks with their kinds")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_named(options["slug"])
        if project is None:
            raise CommandError(f"There is no project “{options['slug']}”.")
        outcomes: list[Outcome] = []
        try:
            files = unpack(options["paths"])
            for outcome in take_in_files(files, encoding=options["encoding"], by=operator_of(project), at=now()):
                outcomes.append(outcome)
                self.say(outcome, blocks=options["blocks"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except LookupError as error:
            raise CommandError(f"There is no such encoding: {options['encoding']}") from error
        count = Count.of(outcomes)
        noun = "file" if count.files == 1 else "files"
        self.stdout.write(
            f"{count.files} {noun}: {count.new} new, {count.there} there already, {count.refused} refused, "
            f"{count.skipped} passed over"
        )

    def say(self, outcome: Outcome, *, blocks: bool) -> None:
        """One line an article, one a refusal, and what its reader noticed."""
        if outcome.reason:
            self.stderr.write(f"refused  {outcome.name}: {outcome.reason}")
        elif outcome.article:
            found = "new    " if outcome.new else "there  "
            self.stdout.write(f"{found}  {outcome.name}: {outcome.article.pk} {outcome.article.title}")
        for note in outcome.notes:
            self.stdout.write(f"         {note}")
        if blocks and outcome.article:
            text = outcome.article.text
            for block in outcome.article.blocks.order_by("number"):
                self.stdout.write(f"         {block.kind:12} {text[block.start : block.end][:80]}")
