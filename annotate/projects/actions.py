"""Changing people, projects and memberships."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from axes import utils as axes
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from annotate.journal import actions as journal
from annotate.journal.models import JournalLine
from annotate.live.telling import tell_left
from annotate.projects import rules
from annotate.projects.models import ApiToken, Membership, Mode, Project, Role, User
from annotate.projects.refusals import Clash, Refused, Unfit

TOKEN_BEGINS = "ann_"
"""So that a leaked token can be recognised as one."""

ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""For passwords that are read aloud: none that looks like another."""


def one_time_password() -> str:
    """Sixteen letters in four groups: 79 bits, good for one sign-in."""
    return "-".join("".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_user(username: str, *, name: str = "", by: User | None, at: datetime) -> tuple[User, str]:
    """An account and its one-time password, shown once. Unfit where the name is reserved, Clash where it is taken."""
    if reason := rules.why_not_called(username):
        raise Unfit(reason)
    password = one_time_password()
    user = User(username=username, name=name, one_time_password=True)
    user.set_password(password)
    user.clean_fields(exclude=["id"])
    if User.objects.filter(username__iexact=username).exists():
        raise Clash(_("There is already an account of that name."))
    user.save(force_insert=True)
    journal.record("user_created", user.pk, by=by.pk if by else None, at=at, after={"username": username, "name": name})
    return user, password


@transaction.atomic
def reset_password(user: User, *, by: User | None, at: datetime) -> str:
    """A new one-time password, shown once; the old one no longer opens anything."""
    password = one_time_password()
    user.set_password(password)
    user.one_time_password = True
    user.save(update_fields=["password", "one_time_password"])
    journal.record("password_reset", user.pk, by=by.pk if by else None, at=at)
    return password


@transaction.atomic
def choose_password(user: User, password: str, *, at: datetime) -> None:
    """The person's own new password. Django's ValidationError where it is too weak."""
    validate_password(password, user)
    user.set_password(password)
    user.one_time_password = False
    user.save(update_fields=["password", "one_time_password"])
    journal.record("password_chosen", user.pk, by=user.pk, at=at)


@transaction.atomic
def describe_user(
    user: User, *, name: str, initials: str, language: str, preferences: dict[str, object], at: datetime
) -> None:
    """How a person wants to be called, in which language (its code; empty: as their browser asks), how pages look."""
    described = ("name", "initials", "language", "preferences")
    before = {field: getattr(user, field) for field in described}
    user.name, user.initials, user.language = name, initials, language
    user.preferences = {**user.preferences, **preferences}
    user.save(update_fields=described)
    after = {field: getattr(user, field) for field in described}
    journal.record("user_described", user.pk, by=user.pk, at=at, before=before, after=after)


@transaction.atomic
def set_preferences(user: User, preferences: dict[str, object], *, at: datetime) -> None:
    """How pages look to a person, wherever they sign in. What is not named stays as it is."""
    before = User.objects.select_for_update().get(pk=user.pk).preferences
    user.preferences = {**before, **preferences}
    if user.preferences != before:
        user.save(update_fields=["preferences"])
        journal.record(
            "user_described", user.pk, by=user.pk, at=at, before={"preferences": before},
            after={"preferences": user.preferences},
        )  # fmt: skip


@transaction.atomic
def describe_account(user: User, *, name: str, initials: str, is_staff: bool, by: User, at: datetime) -> None:
    """How an account is called, and whether it is staff's; by staff. Only a superuser makes staff."""
    if is_staff != user.is_staff and not by.is_superuser:
        raise Refused(_("Only a superuser makes somebody staff."))
    before = {"name": user.name, "initials": user.initials, "is_staff": user.is_staff}
    user.name, user.initials, user.is_staff = name, initials, is_staff
    user.save(update_fields=["name", "initials", "is_staff"])
    after = {"name": name, "initials": initials, "is_staff": is_staff}
    journal.record("user_described", user.pk, by=by.pk, at=at, before=before, after=after)


@transaction.atomic
def let_in_again(username: str, *, by: User, at: datetime) -> None:
    """Forget the wrong passwords that closed the door for a name."""
    axes.reset(username=username)
    user = User.objects.filter(username=username).first()
    journal.record("user_let_in_again", user.pk if user else 0, by=by.pk, at=at, after={"username": username})


@transaction.atomic
def set_active(user: User, *, active: bool, by: User, at: datetime) -> None:
    """Close or open an account; what the person made stays."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    journal.record("user_activated" if active else "user_deactivated", user.pk, by=by.pk, at=at)


@transaction.atomic
def create_token(user: User, *, name: str = "", by: User | None, at: datetime) -> tuple[ApiToken, str]:
    """A new key for the API, shown once; only its hash is kept."""
    secret = TOKEN_BEGINS + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=user, name=name, sha256=token_hash(secret), created_at=at)
    journal.record("token_created", token.pk, by=by.pk if by else None, at=at, after={"user": user.pk, "name": name})
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User, at: datetime) -> None:
    """The key opens nothing any more."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        journal.record("token_revoked", token.pk, by=by.pk, at=at, before={"user": token.user_id, "name": token.name})


def token_hash(secret: str) -> str:
    """What is kept of a token. Its 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_project(
    slug: str, *, name: str, mode: Mode, lead: User, at: datetime, action: str | None = None, asked: str = ""
) -> Project:
    """A project with its first lead. Clash where the short name cannot be had.

    The caller publishes its codebook, and knows whether this client action was answered before.
    """
    project = Project(slug=slug, name=name, mode=mode, created_at=at)
    project.clean_fields()
    try:
        with transaction.atomic():
            project.save(force_insert=True)
    except IntegrityError as error:
        raise Clash(_("That short name cannot be had. Choose another.")) from error
    journal.record(
        "project_created", project.pk, by=lead.pk, at=at, project=project.pk, after=_project_state(project),
        action=action, asked=asked,
    )  # fmt: skip
    _add(project, lead, Role.LEAD, by=lead, at=at)
    return project


@transaction.atomic
def describe_project(
    project: Project, *, name: str, mode: Mode, tolerance: str | None = None, reasons: Sequence[str] | None = None,
    by: Membership, at: datetime,
) -> Project:  # fmt: skip
    """Rename a project, set what review tolerates and the reasons it offers, or change its mode while it has no spans
    (the database knows). What is None stays."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if reason := rules.why_not_as(Role.LEAD, by) or rules.why_not_change(project):
        raise Refused(reason)
    before = _project_state(project)
    project.name, project.mode = name, mode
    project.tolerance = project.tolerance if tolerance is None else tolerance
    project.reasons = project.reasons if reasons is None else list(reasons)
    try:
        with transaction.atomic():
            project.save(update_fields=["name", "mode", "tolerance", "reasons"])
    except IntegrityError as error:
        raise Clash(_("The mode is fixed once the first span is made.")) from error
    if before != (after := _project_state(project)):
        journal.record(
            "project_described", project.pk, by=by.user_id, at=at, project=project.pk, before=before, after=after
        )
    return project


@transaction.atomic
def close_project(project: Project, *, by: Membership, at: datetime) -> None:
    """Make a project read-only. It can be reopened."""
    if reason := rules.why_not_as(Role.LEAD, by) or rules.why_not_change(project):
        raise Refused(reason)
    project.closed_at = at
    project.save(update_fields=["closed_at"])
    journal.record("project_closed", project.pk, by=by.user_id, at=at, project=project.pk)


@transaction.atomic
def reopen_project(project: Project, *, by: Membership, at: datetime) -> None:
    """Let a closed project be worked on again."""
    if reason := rules.why_not_as(Role.LEAD, by):
        raise Refused(reason)
    project.closed_at = None
    project.save(update_fields=["closed_at"])
    journal.record("project_reopened", project.pk, by=by.user_id, at=at, project=project.pk)


@transaction.atomic
def add_member(
    project: Project, *, username: str, role: Role, by: Membership, at: datetime, action: str | None = None
) -> Membership:
    """Let a person in, by name. Unfit where there is no such account, Clash where they belong already."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    asked = journal.fingerprint("add_member", project.pk, username, role)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return _as_it_was(line)
    if reason := rules.why_not_as(Role.LEAD, by) or rules.why_not_change(project):
        raise Refused(reason)
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise Unfit(
            _("There is no account of the name “%(name)s”. An administrator makes accounts.") % {"name": username}
        )
    return _add(project, user, role, by=by.user, at=at, action=action, asked=asked)


@transaction.atomic
def change_role(membership: Membership, *, role: Role, by: Membership, at: datetime) -> None:
    """Give a member another role. A project keeps at least one lead."""
    _hold_leads(membership, by=by, role=role)
    before, membership.role, membership.changed_at = membership.role, role, at
    membership.save(update_fields=["role", "changed_at"])
    journal.record(
        "role_changed", membership.pk, by=by.user_id, at=at, project=membership.project_id,
        before={"user": membership.user_id, "role": before}, after={"user": membership.user_id, "role": role},
    )  # fmt: skip


@transaction.atomic
def end_membership(membership: Membership, *, by: Membership, at: datetime) -> None:
    """Let a member go; what they made stays. A project keeps at least one lead."""
    _hold_leads(membership, by=by, role=None)
    membership.ended_at = membership.changed_at = at
    membership.save(update_fields=["ended_at", "changed_at"])
    journal.record(
        "member_left", membership.pk, by=by.user_id, at=at, project=membership.project_id,
        before={"user": membership.user_id, "role": membership.role},
    )  # fmt: skip
    tell_left(membership.user_id)


def _hold_leads(membership: Membership, *, by: Membership, role: Role | None) -> None:
    """Refuse, with the project's memberships locked, what would leave it without a lead."""
    standing = Membership.objects.select_for_update().filter(project=membership.project_id, ended_at=None)
    leads = sum(other.role == Role.LEAD for other in standing)
    if role == Role.LEAD:
        leads += 1
    if reason := rules.why_not_end(membership, by=by, leads=leads) or rules.why_not_change(membership.project):
        raise Refused(reason)


def _add(
    project: Project, user: User, role: Role, *, by: User, at: datetime, action: str | None = None, asked: str = ""
) -> Membership:
    membership, new = Membership.objects.select_for_update().get_or_create(
        project=project, user=user, defaults={"role": role, "created_at": at, "changed_at": at}
    )
    if not new and membership.ended_at is None:
        raise Clash(_("%(name)s is already a member.") % {"name": user})
    if not new:
        membership.role, membership.ended_at, membership.changed_at = role, None, at
        membership.save(update_fields=["role", "ended_at", "changed_at"])
    journal.record(
        "member_added", membership.pk, by=by.pk, at=at, project=project.pk, after={"user": user.pk, "role": role},
        action=action, asked=asked,
    )  # fmt: skip
    return membership


def _as_it_was(line: JournalLine) -> Membership:
    """The membership as this line left it: what its request was answered."""
    membership = Membership.objects.select_related("user").get(pk=line.subject)
    membership.role, membership.ended_at, membership.changed_at = (line.after or {})["role"], None, line.at
    return membership


def _project_state(project: Project) -> dict[str, object]:
    return {
        "slug": project.slug, "name": project.name, "mode": project.mode, "tolerance": project.tolerance,
        "reasons": project.reasons,
    }  # fmt: skip
