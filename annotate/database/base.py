"""The engine that settings name: Django's PostgreSQL, which starts our own server at the first connection.

Here and not in settings, so that type checks, linters and `check` start nothing.
"""

import select
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, Cursor, Error

from annotate.database.server import Server


@cache
def _server(folder: str) -> Server:
    """Asked for at every connection; following the folder's links costs more than all the rest of it."""
    return Server.at(Path(folder))


def _lives(connection: Connection) -> bool:
    """Whether a connection that was kept can still be used. To ask is a way there and back before every answer; where
    the other end has let go, something is there to read, so it is asked only then."""
    poll = select.poll()
    try:
        poll.register(connection.fileno(), select.POLLIN)
        if poll.poll(0):
            connection.execute("")
    except Error:
        return False
    return True


class DatabaseOperations(operations.DatabaseOperations):
    """As Django's; what was asked by its name can be read too."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """For the log of statements, where one is kept."""
        return super().last_executed_query(cursor, sql, params) or self.compose_sql(sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the database named, or to our own where `EMBEDDED` names its folder. `PREPARES`: statements that
    are constants may be known to it by a name."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        if folder := self.settings_dict.get("EMBEDDED"):
            _server(folder).ensure_running()
        prepares = self.settings_dict.get("PREPARES")
        return {**super().get_connection_params(), "prepare_threshold": 0 if prepares else None}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, of the pool where there is one: of those it keeps the first that lives."""
        while not _lives(connection := super().get_new_connection(conn_params)) and self.pool:
            connection.close()
            self.pool.putconn(connection)
        return connection

    def preparing_cursor(self) -> CursorWrapper:
        """A cursor for statements that are constants: the database reads and plans each once a connection, and then
        knows it by a name. Django's own writes the values into the text, so that no two are the same to the database.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor: CursorWrapper = self._prepare_cursor(Cursor(self.connection))  # type: ignore[attr-defined]
        return cursor
