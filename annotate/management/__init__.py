"""The commands of `manage.py`, and of `annotate` where the package is installed."""

import gc
import os
import signal
import sys

from psycopg import OperationalError

from annotate.database.server import NoServer


def main() -> None:
    """Run one command. What the person must see to first (a full disk) is a sentence, not a traceback."""
    gc.set_threshold(50_000)  # a start makes very many objects that stay: looking through them takes a sixth of it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotate.settings")
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that our own server is let go of
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # settings must be named first
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, NoServer) as reason:
        sys.exit(f"\n{reason}")
    except DatabaseError as error:
        if (sentence := _plain(error)) is None:
            raise
        sys.exit(f"\n{sentence}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _plain(error: Exception) -> str | None:
    """What the person at the terminal can do about a database error; None where it is ours to mend."""
    if getattr(error.__cause__, "sqlstate", None) == "42P01":  # undefined_table
        return "The database has no tables yet. Run\n  python manage.py migrate"
    if isinstance(error.__cause__, OperationalError):
        return f"The database does not serve: {str(error).strip()}"
    return None
