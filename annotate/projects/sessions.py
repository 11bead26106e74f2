"""Who asks: the session of a request and the person signed in, each by a statement that is written once.

Both stand before every answer of every page. What is kept, and for how long, is Django's.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.timezone import now

from annotate.database.asking import Part, find_row
from annotate.projects.models import User

_KEPT = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_USER = Part(User, "u")
_BY_ID = f"SELECT {_USER} FROM annotate_user u WHERE u.id = %s"


class SessionStore(DatabaseStore):
    """Sessions in the database."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no session, where there is none of this key any more."""
        key = self.session_key or ""
        row = find_row(_KEPT, [key, now()]) if key.isalnum() else None  # a cookie may hold what PostgreSQL cannot read
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found


class Accounts(ModelBackend):
    """People sign in with user name and password."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None where the account is gone or no longer active."""
        row = find_row(_BY_ID, [user_id])
        user = None if row is None else _USER.read(row)
        return user if user is not None and self.user_can_authenticate(user) else None
