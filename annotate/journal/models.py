"""The journal's one table. The database lets nobody rewrite it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q


class Turn(models.IntegerChoices):
    """Whether a line does something new, takes something back, or does again what was taken back."""

    DO = 0
    UNDO = 1
    REDO = 2


PEOPLE = ("user", "analyst")
"""The keys under which a line's states hold a person's id: whoever moves lines elsewhere must give them another."""


class JournalLine(models.Model):
    """One thing that happened. Plain ids and JSON only, so that it can be read when all else has changed."""

    verb = models.CharField(max_length=40, help_text="A fact in the past tense: span_added.")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, help_text="The person's id; empty where the installation itself acted.")
    project = models.BigIntegerField(null=True)
    article = models.BigIntegerField(null=True)
    subject = models.BigIntegerField(help_text="The id of what it happened to.")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    turn = models.SmallIntegerField(choices=Turn, default=Turn.DO)
    undoes = models.BigIntegerField(null=True, help_text="The line that this one takes back, or does again.")
    audience = models.BigIntegerField(null=True, help_text="Whose revision it belongs to; 0 is everybody's.")
    revision = models.BigIntegerField(null=True)
    action = models.CharField(max_length=200, null=True, help_text="The client's own id of the request.")  # noqa: DJ001  # unique where given
    asked = models.CharField(max_length=64, default="", help_text="SHA-256 of what that request asked for.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "action"], name="journal_action_once", condition=Q(action__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="journal_of_project"),
            models.Index(fields=["article", "audience", "revision"], name="journal_of_article"),
            models.Index(fields=["by", "article", "id"], name="journal_of_person"),
            models.Index(fields=["undoes"], name="journal_of_undone", condition=Q(undoes__isnull=False)),
            models.Index(fields=["subject", "id"], name="journal_of_subject", condition=Q(article__isnull=True)),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the journal is never emptied' USING ERRCODE = 'check_violation';",
            ),
        ]
