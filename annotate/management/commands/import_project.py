"""manage.py import_project PATH: an archive comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from annotate.intake.actions.archives import import_archive
from annotate.projects.refusals import Refused


class Command(BaseCommand):
    help = (
        "Bring a project back from an archive, all of it or nothing. People whose names are free get closed accounts "
        "without a password; nobody is taken for somebody here because of an equal name."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="an archive, as export_project --format archive writes it")
        parser.add_argument("--as", dest="slug", help="another short name for the project")
        parser.add_argument("--people", nargs="*", default=[], metavar="old=new", help="who of the archive is who here")

    def handle(self, *args: Any, **options: Any) -> None:
        people = dict(_pair(written) for written in options["people"])
        try:
            with options["path"].open("rb") as lines:
                restored = import_archive(lines, slug=options["slug"], people=people, at=now())
        except OSError as error:
            raise CommandError(f"{options['path']} cannot be read: {error.strerror}.") from error
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was stored.") from refusal
        self.stdout.write(f"“{restored.project}” is here as “{restored.project.slug}”.")
        for archived, account in restored.people.items():
            closed = " (a new, closed account)" if account in restored.made else ""
            self.stdout.write(f"  {archived} is {account}{closed}")


def _pair(written: str) -> tuple[str, str]:
    old, equals, new = written.partition("=")
    if not (old and equals and new):
        raise CommandError(f"“{written}” does not say who is who: write old=new.")
    return old, new
