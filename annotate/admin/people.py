"""People, their keys, projects, members, and who was locked out."""

from __future__ import annotations

from typing import Any

import django.contrib.auth.admin  # noqa: F401  # registers the groups, which are taken away below
from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotate.admin.base import Changeable, LookOnly, acting_lead, each, staff
from annotate.projects import actions
from annotate.projects.models import ApiToken, Membership, Mode, Project, Role, User
from annotate.projects.refusals import Refused

admin.site.unregister(Group)  # rights are per project; a group would be a second way


class NewUserForm(forms.ModelForm):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A name is enough: the password is made."""

    class Meta:
        model = User
        fields = ("username", "name")


@admin.register(User)
class UserAdmin(Changeable):
    """Accounts. Passwords are never typed here: a one-time password is shown once."""

    list_display = ("username", "name", "is_active", "is_staff", "one_time_password", "last_login", "created_at")
    list_filter = ("is_active", "is_staff", "one_time_password")
    search_fields = ("username", "name")
    ordering = ("username",)
    exclude = ("password", "groups", "user_permissions", "preferences")
    editable = ("name", "initials", "is_staff")
    actions = ("give_password", "deactivate", "activate")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002  # Django's
        return NewUserForm if obj is None else super().get_form(request, obj, change=change, **options)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("username", "name") if obj is None else super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        found = [] if obj is None else super().get_readonly_fields(request, obj)
        return [name for name in found if name != "password"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        if change:
            super().save_model(request, obj, form, change)
            return
        user, password = actions.create_user(obj.username, name=obj.name, by=staff(request), at=now())
        obj.pk = user.pk
        self.message_user(
            request, _("One-time password of %(name)s: %(password)s") % {"name": user, "password": password}
        )

    def act(self, request: HttpRequest, obj: User, form: Any) -> None:
        actions.describe_account(
            User.objects.get(pk=obj.pk),
            name=obj.name,
            initials=obj.initials,
            is_staff=obj.is_staff,
            by=staff(request),
            at=now(),
        )

    @admin.action(description=gettext_lazy("Give a new one-time password"))
    def give_password(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            password = actions.reset_password(user, by=staff(request), at=now())
            said = _("One-time password of %(name)s: %(password)s") % {"name": user, "password": password}
            self.message_user(request, said, messages.WARNING)

    @admin.action(description=gettext_lazy("Close the account"))
    def deactivate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        act = lambda user: actions.set_active(user, active=False, by=staff(request), at=now())  # noqa: E731
        each(self, request, chosen, act, ("%(count)s account closed.", "%(count)s accounts closed."))

    @admin.action(description=gettext_lazy("Open the account again"))
    def activate(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        act = lambda user: actions.set_active(user, active=True, by=staff(request), at=now())  # noqa: E731
        each(self, request, chosen, act, ("%(count)s account open.", "%(count)s accounts open."))


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    """Keys for the API; only hashes are there to be seen."""

    list_display = ("user", "name", "created_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__username", "name")
    list_select_related = ("user",)
    exclude = ("sha256",)
    actions = ("revoke",)

    @admin.action(description=gettext_lazy("Revoke"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        act = lambda token: actions.revoke_token(token, by=staff(request), at=now())  # noqa: E731
        each(self, request, chosen, act, ("%(count)s key revoked.", "%(count)s keys revoked."))


class MemberInline(admin.TabularInline):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A project's members: let in, given another role, let go; each through its action."""

    model = Membership
    fields = ("user", "role")
    autocomplete_fields = ("user",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).filter(ended_at=None).select_related("user")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return staff(request).is_staff

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return staff(request).is_staff

    has_change_permission = has_delete_permission = has_view_permission


@admin.register(Project)
class ProjectAdmin(Changeable):
    """Projects: name and mode, members, closing."""

    list_display = ("slug", "name", "mode", "people", "created_at", "closed_at")
    list_filter = ("mode", ("closed_at", admin.EmptyFieldListFilter))
    search_fields = ("slug", "name")
    editable = ("name", "mode")
    inlines = (MemberInline,)
    actions = ("close", "reopen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        standing = Count("memberships", filter=Q(memberships__ended_at=None))
        return Project.objects.annotate(people_count=standing)

    @admin.display(description=gettext_lazy("members"), ordering="people_count")
    def people(self, project: Any) -> int:
        return int(project.people_count)

    def act(self, request: HttpRequest, obj: Project, form: Any) -> None:
        by = acting_lead(request, Project.objects.get(pk=obj.pk))
        actions.describe_project(by.project, name=obj.name, mode=Mode(obj.mode), by=by, at=now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        by = acting_lead(request, Project.objects.get(pk=form.instance.pk))
        formset.save(commit=False)
        changes = [
            *((actions.end_membership, {"membership": gone}) for gone in formset.deleted_objects),
            *(
                (actions.change_role, {"membership": it, "role": Role(it.role)})
                for it, _fields in formset.changed_objects
            ),
            *(
                (actions.add_member, {"project": by.project, "username": it.user.username, "role": Role(it.role)})
                for it in formset.new_objects
            ),
        ]
        for action, what in changes:
            if membership := what.get("membership"):
                what["membership"] = Membership.objects.select_related("project", "user").get(pk=membership.pk)
            try:
                action(**what, by=by, at=now())  # type: ignore[operator]  # each its own arguments
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)

    @admin.action(description=gettext_lazy("Close (read-only)"))
    def close(self, request: HttpRequest, chosen: QuerySet[Project]) -> None:
        act = lambda project: actions.close_project(project, by=acting_lead(request, project), at=now())  # noqa: E731
        each(self, request, chosen, act, ("%(count)s project closed.", "%(count)s projects closed."))

    @admin.action(description=gettext_lazy("Reopen"))
    def reopen(self, request: HttpRequest, chosen: QuerySet[Project]) -> None:
        act = lambda project: actions.reopen_project(project, by=acting_lead(request, project), at=now())  # noqa: E731
        each(self, request, chosen, act, ("%(count)s project open.", "%(count)s projects open."))


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    """Who belongs where; changed on the project's page."""

    list_display = ("user", "project", "role", "created_at", "ended_at")
    list_filter = ("role", ("ended_at", admin.EmptyFieldListFilter), "project")
    search_fields = ("user__username", "user__name", "project__slug", "project__name")
    list_select_related = ("user", "project")


@admin.register(AccessAttempt)
class AccessAttemptAdmin(LookOnly):
    """Wrong passwords, and who is locked out."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    search_fields = ("username", "ip_address")
    exclude = ("get_data", "post_data")
    actions = ("let_in_again",)

    @admin.action(description=gettext_lazy("Let in again"))
    def let_in_again(self, request: HttpRequest, chosen: QuerySet[AccessAttempt]) -> None:
        for name in sorted({attempt.username for attempt in chosen if attempt.username}):
            actions.let_in_again(name, by=staff(request), at=now())
            self.message_user(request, _("%(name)s may try again.") % {"name": name})
