"""People, as commands name them."""

from __future__ import annotations

from django.core.management import CommandError

from annotate.projects.models import User


def find_user(username: str) -> User:
    """The account of this name, capitals or not. CommandError where there is none."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise CommandError(
            f"There is no account of the name {username}. Make it with:\n  python manage.py create_user {username}"
        )
    return user
