"""Codebooks: words change on the codebook's own pages; labels are merged here, too. None is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotate.admin.base import LookOnly, acting_lead, confirm, each, one_project
from annotate.codebook.models import Attribute, CodebookVersion, Draft, Label
from annotate.curation import actions as curation
from annotate.curation.queries.effects import effects_of
from annotate.projects.models import Membership


class IntoForm(forms.Form):
    """The label that the chosen ones become."""

    into = forms.ModelChoiceField(label=gettext_lazy("Into"), queryset=Label.objects.none())

    def __init__(self, *args: Any, labels: Sequence[Label], **options: Any) -> None:
        super().__init__(*args, **options)
        others = Label.objects.usable().filter(project=labels[0].project_id, merged_into=None)
        chosen = others.exclude(pk__in=[label.pk for label in labels])
        self.fields["into"].queryset = chosen  # type: ignore[attr-defined]


def _effect(label: Label, by: Membership) -> str:
    """What a merge will change, as far as the person may see."""
    found = effects_of(label, by=by)
    said = _(
        "%(label)s: %(spans)s spans of %(people)s people in %(articles)s articles and %(gold)s gold spans that you see."
    )
    return said % {
        "label": label.name, "spans": found.spans, "people": found.people, "articles": found.articles,
        "gold": found.gold,
    }  # fmt: skip


@admin.register(Label)
class LabelAdmin(LookOnly):
    """Labels of every project."""

    list_display = ("name", "key", "project", "parent", "color", "stroke", "position", "retired_at", "merged_into")
    list_filter = (
        ("retired_at", admin.EmptyFieldListFilter),
        ("merged_into", admin.EmptyFieldListFilter),
        "stroke",
        "project",
    )
    search_fields = ("key", "name", "definition", "project__slug")
    list_select_related = ("project", "parent", "merged_into")
    actions = ("merge",)

    @admin.action(description=gettext_lazy("Merge into another label"))
    def merge(self, request: HttpRequest, chosen: QuerySet[Label]) -> HttpResponse | None:
        labels = list(chosen.select_related("project"))
        project = one_project(labels, lambda label: label.project_id)
        if project is None:
            self.message_user(request, _("Choose labels of one project."), messages.ERROR)
            return None
        by = acting_lead(request, labels[0].project)
        form = IntoForm(request.POST if request.POST.get("confirmed") else None, labels=labels)
        effects = [_effect(label, by) for label in labels]
        effects.append(_("Each merge publishes a version, and can be taken back."))
        if page := confirm(
            self, request, labels, action="merge", title=_("Merge labels"), form=form, effects=effects
        ):  # fmt: skip
            return page
        into = form.cleaned_data["into"]
        act = lambda label: curation.merge_label(label, into=into, by=by, at=now())  # noqa: E731
        each(self, request, labels, act, ("%(count)s label merged.", "%(count)s labels merged."))
        return None


@admin.register(Attribute)
class AttributeAdmin(LookOnly):
    """Attributes of every project."""

    list_display = ("name", "key", "project", "kind", "choices", "labels", "required")
    list_filter = ("kind", "required", "project")
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
