"""manage.py verify_spans [SLUG]: every span read again against its text."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotate.export.queries.verifying import lies
from annotate.projects.queries import project_named


class Command(BaseCommand):
    help = "Read every text, block, span and decision again. One line per lie; the exit status is 1 where there is one."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="one project's short name; without it, all projects")

    def handle(self, *args: Any, **options: Any) -> None:
        project = None
        if options["slug"]:
            project = project_named(options["slug"])
            if project is None:
                raise CommandError(f"There is no project “{options['slug']}”.")
        true = True
        for said in lies(project):
            self.stdout.write(said)
            true = False
        if not true:
            raise SystemExit(1)
        self.stderr.write("Every span lies in its text, and every text is what it was.")
