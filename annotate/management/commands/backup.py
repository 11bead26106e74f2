"""`manage.py backup`: everything in one file, proved."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import connection

from annotate.database.backup import BackupFailed, Place, backup
from annotate.management.serving import embedded_server


class Command(BaseCommand):
    help = "Write the whole database into one file, and read it back into a scratch database to prove it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the file to write; never one that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if server := embedded_server():
            server.ensure_running()
        try:
            manifest = backup(Place.of(connection.settings_dict), options["path"])
        except BackupFailed as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{options['path']}: {say_rows(manifest)}, read back and found equal.")


def say_rows(manifest: dict[str, Any]) -> str:
    """How much a backup holds."""
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return f"{rows:,} rows in {len(manifest['tables'])} tables"
