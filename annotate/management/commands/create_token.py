"""`manage.py create_token`: a key for the API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from annotate.management.people import find_user
from annotate.projects import actions


class Command(BaseCommand):
    help = "Make a key for the API that acts as this person, and print it. Only its hash is kept."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USER", help="whose key it is")
        parser.add_argument("--name", default="", help="what it is for, to tell it from others")

    def handle(self, *args: Any, **options: Any) -> None:
        user = find_user(options["username"])
        _token, secret = actions.create_token(user, name=options["name"], by=None, at=now())
        self.stdout.write(secret)
