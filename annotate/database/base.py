"""The engine that settings name: Django's PostgreSQL, which starts our own server at the first connection.

Here and not in settings, so that type checks, linters and `check` start nothing.
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from annotate.database.server import Server


@cache
def _server(folder: str) -> Server:
    """Asked for at every connection; following the folder's links costs more than all the rest of it."""
    return Server.at(Path(folder))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the database named, or to our own where `EMBEDDED` names its folder."""

    def get_connection_params(self) -> dict[str, Any]:
        if folder := self.settings_dict.get("EMBEDDED"):
            _server(folder).ensure_running()
        return super().get_connection_params()
