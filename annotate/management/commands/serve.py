"""`manage.py serve`: the production server."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from annotate.management.serving import serve


class Command(BaseCommand):
    help = (
        "Serve pages and API until Ctrl-C or SIGTERM. Starts the embedded database where DATABASE_URL names no other."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_address(parser)
        parser.add_argument("--migrate", action="store_true", help="first bring the tables up to this program")

    def handle(self, *args: Any, **options: Any) -> None:
        serve(
            host=options["host"], port=options["port"], workers=options["workers"], live_port=options["live_port"],
            prepare=migrate if options["migrate"] else None,
            announce=lambda address: say(self, f"Annotate answers at {address}"),
        )  # fmt: skip


def migrate() -> None:
    """Bring the tables up to this program."""
    call_command("migrate", interactive=False, verbosity=0)


def add_address(parser: ArgumentParser) -> None:
    """Where to serve, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default: %(default)s)")
    parser.add_argument(
        "--live-port", type=int, help="port of the live stream (default: the first free one after --port; 0: none)"
    )


def say(command: BaseCommand, words: str) -> None:
    """Print at once, also where the output is read by another program."""
    command.stdout.write(words)
    command.stdout.flush()
