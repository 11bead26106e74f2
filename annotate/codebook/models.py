"""Labels and attributes as they stand, and every version as it was published."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotate.database.columns import IdField
from annotate.projects.models import Project

KEY = r"^[a-z0-9]+([_-][a-z0-9]+)*$"
key_validator = RegexValidator(KEY, _("Small letters and digits, joined by single hyphens or underscores."))


class LabelQuerySet(models.QuerySet["Label"]):
    def usable(self) -> LabelQuerySet:
        """That can be given to new spans: not retired."""
        return self.filter(retired_at=None)


class Label(models.Model):
    """One entry of the codebook. Its key never changes; it is retired, never dropped with its spans."""

    id = IdField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="labels")
    key = models.CharField(max_length=60, validators=[key_validator])
    name = models.CharField(max_length=80)
    color = models.CharField(max_length=7)
    stroke = models.CharField(max_length=6, default="solid")
    definition = models.TextField(blank=True)
    examples = models.JSONField(default=list, blank=True, help_text="A list of {passage, why}.")
    counter_examples = models.JSONField(default=list, blank=True, help_text="A list of {passage, why}.")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_off")
    split_in = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version in which it was split: its older spans wait to be sorted."
    )

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="label_key_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="label_key_can_be_written"),
            models.CheckConstraint(condition=Q(color__regex=r"^#[0-9a-f]{6}$"), name="label_color_is_one"),
            models.CheckConstraint(condition=Q(stroke__in=["solid", "dashed", "dotted"]), name="label_stroke_is_one"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="label_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (~Q(merged_into=models.F("id")) & Q(retired_at__isnull=False)),
                name="label_merged_elsewhere_is_retired",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="key_never_changes", fields=["project", "key"])]

    def __str__(self) -> str:
        return self.name


class AttributeKind(models.TextChoices):
    """What an attribute's value is."""

    CHOICE = "choice", _("one of several")
    FLAG = "flag", _("yes or no")
    NUMBER = "number", _("a number")
    TEXT = "text", _("words")


class Attribute(models.Model):
    """Something more that is said of a span: whose voice it is, how strong, which technique."""

    id = IdField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="attributes")
    key = models.CharField(max_length=60, validators=[key_validator])
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=AttributeKind)
    choices = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    labels = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Label keys; none means all. Children inherit.",
    )
    definition = models.TextField(blank=True)
    required = models.BooleanField(default=False, help_text="Work is handed in only where each span has a value.")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="attribute_key_once"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="attribute_key_can_be_written"),
            models.CheckConstraint(condition=Q(kind__in=AttributeKind.values), name="attribute_kind_is_one"),
        ]
        triggers = [pgtrigger.ReadOnly(name="key_never_changes", fields=["project", "key"])]

    def __str__(self) -> str:
        return self.name


class QuestionKind(models.TextChoices):
    """What the answer to a question about a whole article is."""

    CHOICE = "choice", _("one of several")
    SCALE = "scale", _("a step of a scale, from low to high")
    TEXT = "text", _("words")


class CodebookVersion(models.Model):
    """The whole codebook as it was published: labels, attributes, guidelines. It never changes again."""

    id = IdField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="codebook_versions")
    number = models.PositiveIntegerField()
    codebook = models.JSONField(help_text="{labels: […], attributes: […], questions: […], guidelines: …}")
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="codebook_version_once")]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class Draft(models.Model):
    """What the codebook will be when it is published next; a project whose codebook nobody is changing has none."""

    id = IdField()
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="draft")
    codebook = models.JSONField(help_text="As in a version.")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project.slug}, {self.changed_at:%Y-%m-%d}"
