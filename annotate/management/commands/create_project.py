"""`manage.py create_project`: a project with the default codebook."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now

from annotate.codebook import actions as codebooks
from annotate.management.people import find_user
from annotate.projects import actions as projects
from annotate.projects.models import Mode
from annotate.projects.refusals import Refused


class Command(BaseCommand):
    help = "Make a project with the default codebook: claim, evidence, rhetoric with five kinds, aside."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="its address: small letters, digits, single hyphens")
        parser.add_argument("--name", required=True, help="its name on pages")
        parser.add_argument("--lead", required=True, metavar="USER", help="the account that leads it")
        parser.add_argument(
            "--mode", choices=Mode.values, default=Mode.SHARED.value,
            help="whether people see each other's spans while they work (default: %(default)s)",
        )  # fmt: skip

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        lead, at = find_user(options["lead"]), now()
        try:
            project = projects.create_project(
                options["slug"], name=options["name"], mode=Mode(options["mode"]), lead=lead, at=at
            )
        except (Refused, ValidationError) as reason:
            raise CommandError(" ".join(getattr(reason, "messages", [str(reason)]))) from reason
        codebooks.write_codebook(project, codebook=codebooks.default_codebook(), by=lead, at=at)
        self.stdout.write(f"{project} is at /p/{project.slug}/, led by {lead}.")
