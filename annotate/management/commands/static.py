"""`manage.py static`: the static files, hashed, where any has changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from annotate.management.serving import collect_static


class Command(BaseCommand):
    help = "Collect the static files under their hashed names, if any has changed. `serve` does it by itself."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        collect_static()
