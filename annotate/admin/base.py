"""The manners of every admin page: look, search, filter; change only what an action changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import ngettext

from annotate.projects.models import Membership, Project, Role, User
from annotate.projects.refusals import Refused

admin.site.site_header = "Annotate"
admin.site.site_title = "Annotate"
admin.site.index_title = ""
admin.site.disable_action("delete_selected")


def staff(request: HttpRequest) -> User:
    """Who is asking: behind the admin's door it is somebody."""
    assert isinstance(request.user, User)
    return request.user


def acting_lead(request: HttpRequest, project: Project) -> Membership:
    """Staff acting on a project's structure with a lead's rights: a membership that is never saved.

    It opens no content: what a person may see is asked of the memberships in the database.
    """
    return Membership(project=project, user=staff(request), role=Role.LEAD)


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A table that staff look at: nothing is added, changed or deleted, but by the actions a page offers."""

    show_full_result_count = False
    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return staff(request).is_active and staff(request).is_staff

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class Changeable(LookOnly):
    """A table of which a few fields may be changed: `editable` names them, `save_model` calls the action."""

    editable: tuple[str, ...] = ()

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        fields = [field.name for field in self.model._meta.concrete_fields]
        return [*self.readonly_fields, *(name for name in fields if obj is None or name not in self.editable)]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """Nothing is written but by the action."""
        if form.changed_data:
            try:
                self.act(request, obj, form)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)

    def act(self, request: HttpRequest, obj: Any, form: Any) -> None:
        """Call the action that makes the change."""
        raise NotImplementedError

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The journal tells what happened; Django's own log would tell it of refusals too."""


def each(
    admin_page: LookOnly,
    request: HttpRequest,
    chosen: Iterable[Any],
    act: Callable[[Any], object],
    done: tuple[str, str],
) -> None:
    """Do something with each chosen row; say how many, and why not the others."""
    made, refused = 0, []
    for row in chosen:
        try:
            act(row)
            made += 1
        except Refused as refusal:
            refused.append(f"{row}: {refusal}")
    if made:
        admin_page.message_user(request, ngettext(*done, made) % {"count": made})
    for sentence in refused[:20]:
        admin_page.message_user(request, sentence, messages.ERROR)


SHOWN = 50
"""So many of the chosen rows are named before something is done with them."""


def confirm(
    admin_page: LookOnly,
    request: HttpRequest,
    chosen: Sequence[models.Model],
    *,
    action: str,
    title: str,
    effects: Sequence[str],
    form: forms.Form | None = None,
) -> HttpResponse | None:
    """The page that asks whether one is sure, as Django asks before it deletes; None where that was answered with yes.

    `form` is what else the action has to know: it is asked for on that page.
    """
    if request.POST.get("confirmed") and (form is None or form.is_valid()):
        return None
    context = {
        **admin_page.admin_site.each_context(request), "opts": admin_page.opts, "title": title, "effects": effects,
        "chosen": chosen, "shown": chosen[:SHOWN], "more": max(0, len(chosen) - SHOWN), "action": action,
        "checkbox": ACTION_CHECKBOX_NAME, "form": form, "back": request.get_full_path(),
    }  # fmt: skip
    return TemplateResponse(request, "admin/confirm.html", context)


def one_project(rows: Iterable[Any], project_of: Callable[[Any], int]) -> int | None:
    """The id of the one project that all rows belong to; None where they are of several."""
    found = {project_of(row) for row in rows}
    return found.pop() if len(found) == 1 else None
