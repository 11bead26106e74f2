"""`manage.py restore`: a backup into an empty database, proved."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import connection

from annotate.database.backup import BackupFailed, Place, restore
from annotate.database.tables import missing_migrations
from annotate.management.commands.backup import say_rows
from annotate.management.serving import embedded_server


class Command(BaseCommand):
    help = "Read a backup into a database without tables, and compare every row with what the backup says."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="a file that `backup` wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        if server := embedded_server():
            server.ensure_running()
        try:
            manifest = restore(Place.of(connection.settings_dict), options["path"])
        except BackupFailed as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{say_rows(manifest)} are there, each as it was.")
        if missing_migrations():
            self.stdout.write("This program is newer than the backup. Run\n  python manage.py migrate")
