"""Codebooks, to be looked at: labels change on the codebook's own page."""

from __future__ import annotations

from django.contrib import admin

from annotate.admin.base import LookOnly
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label


@admin.register(Label)
class LabelAdmin(LookOnly):
    """Labels of every project."""

    list_display = ("name", "key", "project", "parent", "color", "stroke", "position", "retired_at")
    list_filter = (("retired_at", admin.EmptyFieldListFilter), "project")
    search_fields = ("key", "name", "definition", "project__slug")
    list_select_related = ("project", "parent")


@admin.register(Attribute)
class AttributeAdmin(LookOnly):
    """Attributes of every project."""

    list_display = ("name", "key", "project", "kind", "choices", "labels")
    list_filter = ("kind", "project")
    search_fields = ("key", "name", "project__slug")
    list_select_related = ("project",)


@admin.register(CodebookVersion)
class CodebookVersionAdmin(LookOnly):
    """Published versions."""

    list_display = ("project", "number", "note", "published_at")
    list_filter = ("project",)
    search_fields = ("project__slug", "note")
    list_select_related = ("project",)


@admin.register(Draft)
class DraftAdmin(LookOnly):
    """What leads are making of their codebooks."""

    list_display = ("project", "changed_at")
    search_fields = ("project__slug",)
    list_select_related = ("project",)
