"""`manage.py live`: the stream of what is new, alone; `serve` starts one by itself."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from annotate.management.streaming import PROGRAM


class Command(BaseCommand):
    help = "Serve the stream of what is new, and nothing else: behind a proxy, as many of these as are wanted."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8001, help="port to serve on (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """In the place of this process: the stream's own loads none of Django's models, and stays small."""
        os.execv(sys.executable, [*PROGRAM, "--host", options["host"], "--port", str(options["port"])])
