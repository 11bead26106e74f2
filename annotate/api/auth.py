"""Who asks: a token in the Authorization header, and nothing else.

There is no sign-in by session here. A cookie is sent along by any page that a browser shows, so it would bring CSRF
tokens and their failures into every client; a token is sent only by who means to. So views need no CSRF check either.
"""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from annotate.projects.actions import token_hash
from annotate.projects.models import User
from annotate.projects.queries import person_by_token


class ApiRequest(HttpRequest):
    """A request whose token was found."""

    auth: User


class Bearer(HttpBearer):
    """The person of `Authorization: Bearer TOKEN`; only the token's hash is looked up."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return person_by_token(token_hash(token))
