"""`manage.py demo`: the first minutes. Tables, a project to look at, its people, and the server."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.timezone import now

from annotate.database.server import locked
from annotate.database.tables import missing_migrations
from annotate.demo.loading import load_demo, read_plan
from annotate.management.commands.serve import add_address, migrate, say
from annotate.management.serving import embedded_server, serve
from annotate.projects.actions import one_time_password
from annotate.projects.models import Project, User
from annotate.projects.refusals import Refused

LOST = "(not kept here; make new ones with: python manage.py create_user NAME --reset)"


class Command(BaseCommand):
    help = "Make the tables and the demo project if they are not there, say how to sign in, and serve."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_address(parser)
        parser.add_argument("--no-serve", action="store_true", help="make it and end")
        parser.add_argument("--reset", action="store_true", help="begin anew, where the database holds the demo only")
        parser.add_argument("--yes", action="store_true", help="with --reset: do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        self.plan = read_plan()

        def prepare() -> None:
            if options["reset"]:
                self.reset(ask=not options["yes"])
            self.prepare()

        if options["no_serve"]:
            prepare()
            self.stdout.write(self.sign_in())
            return
        serve(
            host=options["host"], port=options["port"], workers=options["workers"], live_port=options["live_port"],
            prepare=prepare,
            announce=lambda address: say(self, f"\nAnnotate answers at {address}\n{self.sign_in()}\nCtrl-C ends it."),
        )  # fmt: skip

    def prepare(self) -> None:
        """Tables and demo, each where it is not there. Two commands at once make them once."""
        with locked(Path(settings.ANNOTATE_DATA) / "demo.lock"):
            if missing_migrations():
                say(self, "Making the tables …")
                migrate()
            if Project.objects.filter(slug=self.plan["project"]["slug"]).exists():
                return
            say(self, "Making the demo …")
            password = one_time_password()
            keep(password)
            try:
                load_demo(self.plan, password=password, at=now())
            except Refused as reason:
                raise CommandError(f"The demo makes its own people and project, and cannot: {reason}") from reason

    def sign_in(self) -> str:
        """Who can sign in, and how."""
        names = ", ".join(f"{person['username']} ({person['role']})" for person in self.plan["people"])
        password = kept_password().read_text() if kept_password().exists() else LOST
        return f"Sign in as {names}\nPassword of each, unless they chose another: {password}"

    def reset(self, *, ask: bool) -> None:
        """Throw the embedded database away and begin anew; refused where that would take anything but the demo."""
        server = embedded_server()
        if server is None:
            raise CommandError(
                "--reset is for the embedded database. Nothing was touched in the one of DATABASE_URL: "
                "make a new database and name that."
            )
        if not missing_migrations():
            self.refuse_to_take_more_than_the_demo(server.data)
        if ask:
            self.stdout.write(f"This deletes the demo with everything that was marked in it, for good: {server.data}")
            if input("Type yes to go on: ").strip().lower() != "yes":
                raise CommandError("Nothing was touched.")
        connection.close()
        server.renew()

    def refuse_to_take_more_than_the_demo(self, place: Path) -> None:
        """CommandError where there is a project or a person that the plan did not make."""
        ours = [plan["project"]["slug"] for plan in (self.plan, self.plan["blind"])]
        other_projects = Project.objects.exclude(slug__in=ours).order_by("slug")
        cast = [person["username"] for person in self.plan["people"]]
        others = [
            *(f"project {slug}" for slug in other_projects.values_list("slug", flat=True)),
            *(f"account {name}" for name in User.objects.exclude(username__in=cast).values_list("username", flat=True)),
        ]
        if others:
            raise CommandError(
                f"This database holds more than the demo: {', '.join(others)}. --reset would delete that too, so it "
                f"does nothing. If you want that, make a backup, stop Annotate, and delete {place} yourself."
            )


def kept_password() -> Path:
    """The file of the demo's password: it is said at every start, and only the hash is in the database."""
    return Path(settings.ANNOTATE_DATA) / "demo_password"


def keep(password: str) -> None:
    """Write the password for this user's eyes only, before the demo exists, so that no demo is without it."""
    with open(kept_password(), "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(password)
