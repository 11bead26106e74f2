"""Make an installation, serve it as it ships, measure, print one table, leave nothing behind."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django
from django.db import connections

from tests.bench.table import HEAD
from tests.run.installation import Installation

NAMES = (
    "saving", "throughput", "desk", "limits", "adjudication", "export", "importing", "agreement", "crash",
)  # fmt: skip
"""Each a module beside this one; its `measure` gives its rows. All but the last work in a project of their own."""


def main(names: list[str]) -> None:
    """Measure what is named, or all."""
    if unknown := set(names) - set(NAMES):
        sys.exit(f"There is no {', '.join(sorted(unknown))} to measure; there is {', '.join(NAMES)}.")
    folder = Path(tempfile.mkdtemp(prefix="annotate-bench-"))
    folder.chmod(0o755)  # where we are root, the database's own user walks through it
    installation = Installation(folder / "var")
    os.environ |= {"ANNOTATE_DATA": str(installation.data), "DJANGO_SETTINGS_MODULE": "annotate.settings"}
    try:
        assert installation.run("migrate", "-v0").returncode == 0
        django.setup()
        print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, {load()}\n", flush=True)
        print(*HEAD, sep="\n", flush=True)
        for name in names or NAMES:
            connections.close_all()  # what was measured before may have ended the database
            for row in importlib.import_module(f"tests.bench.{name}").measure(installation):
                print(row, flush=True)
        print(f"\n{load()}")
    finally:
        installation.remove()
        shutil.rmtree(folder)


def load() -> str:
    """How busy the machine is: with us, and with others."""
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    main(sys.argv[1:])
