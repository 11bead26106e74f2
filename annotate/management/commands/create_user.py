"""`manage.py create_user`: an account, or a new password for one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.timezone import now

from annotate.management.people import find_user
from annotate.projects import actions
from annotate.projects.refusals import Refused


class Command(BaseCommand):
    help = "Make an account and print its one-time password: at the first sign-in the person chooses their own."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="NAME", help="the name to sign in with")
        parser.add_argument("--name", default="", help="how the person is called on pages")
        parser.add_argument("--reset", action="store_true", help="a new one-time password for an account that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            user = find_user(options["username"])
            password = actions.reset_password(user, by=None, at=now())
        else:
            try:
                user, password = actions.create_user(options["username"], name=options["name"], by=None, at=now())
            except (Refused, ValidationError) as reason:
                raise CommandError(" ".join(getattr(reason, "messages", [str(reason)]))) from reason
        self.stderr.write(f"{user.username} signs in once with this password, then chooses another:")
        self.stdout.write(password)
