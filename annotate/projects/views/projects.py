"""The list of one's projects, a new one, its members and settings; one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotate.projects import actions
from annotate.projects.entry import find_membership
from annotate.projects.forms import AccountForm, LookForm, MemberForm, RoleForm, SettingsForm, TokenForm
from annotate.projects.http import Request
from annotate.projects.models import ApiToken, Mode, Role
from annotate.projects.queries import members as members_of
from annotate.projects.queries import projects_of
from annotate.projects.refusals import Refused, Unfit


@require_GET
def index(request: Request) -> HttpResponse:
    """One's projects."""
    return render(request, "projects/index.html", {"memberships": projects_of(request.user)})


@require_GET
def members(request: Request, slug: str) -> HttpResponse:
    """Who belongs to the project, as far as this member may know."""
    membership = find_membership(request.user, slug)
    context = {
        "membership": membership,
        "project": membership.project,
        "members": members_of(membership),
        "form": MemberForm(),
    }
    return render(request, "projects/members.html", context)


@require_POST
def add_member(request: Request, slug: str) -> HttpResponse:
    """Let somebody in, by name and role."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            added = actions.add_member(
                membership.project,
                username=form.cleaned_data["username"],
                role=Role(form.cleaned_data["role"]),
                by=membership,
                at=now(),
            )
        except Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, _("%(member)s is in.") % {"member": added})
            return redirect("projects:members", slug)
    context = {"membership": membership, "project": membership.project, "members": members_of(membership), "form": form}
    return render(request, "projects/members.html", context, status=422)


@require_POST
def change_role(request: Request, slug: str, membership_id: int) -> HttpResponse:
    """Another role for a member."""
    by = find_membership(request.user, slug, at_least=Role.LEAD)
    membership = get_object_or_404(members_of(by), pk=membership_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        actions.change_role(membership, role=Role(form.cleaned_data["role"]), by=by, at=now())
        messages.success(request, _("%(member)s.") % {"member": membership})
    return redirect("projects:members", slug)


@require_POST
def end_membership(request: Request, slug: str, membership_id: int) -> HttpResponse:
    """Let a member go."""
    by = find_membership(request.user, slug, at_least=Role.LEAD)
    membership = get_object_or_404(members_of(by), pk=membership_id)
    actions.end_membership(membership, by=by, at=now())
    messages.success(
        request, _("%(person)s no longer belongs to the project; their work stays.") % {"person": membership.user}
    )
    return redirect("projects:members", slug)


@require_http_methods(["GET", "POST"])
def settings(request: Request, slug: str) -> HttpResponse:
    """A project's name, mode and ways of settling; closing and reopening it."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    project = membership.project
    form = SettingsForm(request.POST or None, initial=SettingsForm.initial_for(project))
    if form.is_valid():
        try:
            clean = form.cleaned_data
            actions.describe_project(
                project, name=clean["name"], mode=Mode(clean["mode"]), tolerance=clean["tolerance"],
                reasons=clean["reasons"], by=membership, at=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("projects:settings", slug)
    context = {"membership": membership, "project": project, "form": form}
    return render(request, "projects/settings.html", context, status=422 if form.is_bound else 200)


@require_POST
def close_project(request: Request, slug: str) -> HttpResponse:
    """Make the project read-only."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    actions.close_project(membership.project, by=membership, at=now())
    messages.success(request, _("The project is closed: everything can be read, nothing can be changed."))
    return redirect("projects:settings", slug)


@require_POST
def reopen_project(request: Request, slug: str) -> HttpResponse:
    """Let the project be worked on again."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    actions.reopen_project(membership.project, by=membership, at=now())
    messages.success(request, _("The project is open again."))
    return redirect("projects:settings", slug)


@never_cache
@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    """How one is called, how pages look, and one's keys for the API."""
    form = AccountForm(request.POST or None, initial=AccountForm.initial_for(request.user))
    if form.is_valid():
        clean = form.cleaned_data
        preferences = {"theme": clean["theme"]}
        actions.describe_user(
            request.user, name=clean["name"], initials=clean["initials"], language=clean["language"],
            preferences=preferences, at=now(),
        )  # fmt: skip
        with override(clean["language"] or get_language_from_request(request)):
            messages.success(request, _("Kept."))  # it is read in the language just chosen
        return redirect("projects:account")
    context = {
        "form": form, "look": LookForm.of(request.user), "token_form": TokenForm(),
        "tokens": request.user.tokens.filter(revoked_at=None),
    }  # fmt: skip
    return render(request, "projects/account.html", context, status=422 if form.is_bound else 200)


@require_POST
def look(request: Request) -> HttpResponse:
    """How the text of articles is set, for this person on every device; back to the page where it was chosen."""
    form = LookForm(request.POST)
    if not form.is_valid():
        raise Unfit(_("There is no such setting. Reload the page."))
    actions.set_preferences(request.user, form.cleaned_data, at=now())
    if request.htmx:
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "projects:account")


@never_cache
@require_POST
def create_token(request: Request) -> HttpResponse:
    """A new key for the API: shown on this answer and never again."""
    form = TokenForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    _token, secret = actions.create_token(request.user, name=name, by=request.user, at=now())
    context = {
        "form": AccountForm(initial=AccountForm.initial_for(request.user)), "look": LookForm.of(request.user),
        "token_form": TokenForm(), "secret": secret,
        "tokens": request.user.tokens.filter(revoked_at=None),
    }  # fmt: skip
    return render(request, "projects/account.html", context)


@require_POST
def revoke_token(request: Request, token_id: int) -> HttpResponse:
    """A key that opens nothing any more."""
    actions.revoke_token(get_object_or_404(ApiToken, pk=token_id, user=request.user), by=request.user, at=now())
    messages.success(request, _("The key is revoked."))
    return redirect("projects:account")
