"""The commands of `manage.py`, and of `annotate` where the package is installed."""

import os
import sys

from annotate.database.server import NoServer


def main() -> None:
    """Run one command. What the person must see to first (a full disk) is a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotate.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # settings must be named first

    try:
        execute_from_command_line(sys.argv)
    except NoServer as reason:
        sys.exit(f"\n{reason}")
