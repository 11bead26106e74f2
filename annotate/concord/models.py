"""What was counted, kept so that only a change is counted again. Nothing here is anybody's work: all may be dropped."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from annotate.corpus.models import Article
from annotate.projects.models import Project


class Tally(models.Model):
    """One article's counts, of the sets of exactly these people and of all its text or of some of its blocks."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="tallies")
    people = ArrayField(models.BigIntegerField(), help_text="Whose sets were counted, by id, sorted.")
    within = models.CharField(max_length=80, blank=True, help_text="Of which blocks; empty is the whole text.")
    stamp = models.CharField(max_length=64, help_text="A digest of what was counted: another one, and it is stale.")
    counts = models.BinaryField(help_text="Confusions and all counts but γ's and the tables, as MessagePack.")
    characters = models.BinaryField(help_text="Cross tables of labels of characters, as MessagePack.")
    words = models.BinaryField(help_text="The same of words.")
    sentences = models.BinaryField(help_text="The same of sentences.")
    gamma = models.BinaryField(null=True, help_text="γ's counts as far as they are made, as MessagePack.")
    gamma_done = models.BooleanField(default=False)
    gamma_seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "people", "within"], name="tally_once")]


class Report(models.Model):
    """Numbers that were computed of many tallies; `key` is a digest of those, and of what was asked."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    key = models.CharField(max_length=64)
    body = models.BinaryField(help_text="As MessagePack.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="report_once")]
