"""Signing in and out, passwords, refusals at the door."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from annotate.database.tables import missing_migrations
from annotate.projects import actions
from annotate.projects.forms import PasswordForm, SignInForm
from annotate.projects.http import Request


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Django's own sign-in, in our design. Its throttle is the authentication backend's."""

    template_name = "projects/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Django's own sign-out: by POST, so that no picture of another site can do it."""


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Choose a new password; after a one-time password the only page that opens."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        actions.choose_password(request.user, form.cleaned_data["new_password1"], at=now())
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password is set."))
        return redirect("projects:index")
    status = 422 if form.is_bound else 200
    return render(request, "projects/password.html", {"form": form}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: usually a page that was open while somebody signed out and in."""
    sentence = _("This page is out of date. Reload it and try again; nothing was changed.")
    if request.headers.get("HX-Request"):
        return HttpResponse(_("Sign in again."), status=401, content_type="text/plain; charset=utf-8")
    return render(request, "problem.html", {"title": _("Reload the page"), "sentence": sentence}, status=403)


def unread(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of 400: what came is more than is taken at once, or is no request of a browser's."""
    status, sentence = _why_unread(exception)
    if request.headers.get("HX-Request"):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    context = {"title": _("This cannot be taken"), "sentence": sentence}
    return render(request, "problem.html", context, status=status)


def _why_unread(exception: Exception) -> tuple[int, str]:
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        sentence = _("This is more than is taken in at once: %(most)d MB is the most. Nothing was changed.")
        return 413, sentence % {"most": most}
    if isinstance(exception, TooManyFilesSent):
        sentence = _("These are more files than are taken in at once, %(most)d. Bring them as one zip.")
        return 413, sentence % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    if isinstance(exception, DisallowedHost):
        return 400, _("This installation does not go by that name. Who runs it can add the name to ALLOWED_HOSTS.")
    return 400, _("This request cannot be read. Nothing was changed.")


def throttled(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords."""
    sentence = _(
        "Too many wrong passwords. Wait ten minutes, then try again, or ask an administrator for a new password."
    )
    return render(request, "problem.html", {"title": _("Wait a little"), "sentence": sentence}, status=429)


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and every migration is applied."""
    if missing := missing_migrations():
        return HttpResponse(f"{len(missing)} migrations are not applied\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
