"""People and projects."""

from __future__ import annotations

from annotate.projects import actions as projects
from annotate.projects.models import Mode, Role
from tests.factories import AT
from tests.house.deeds.setting import Deed, lead

CALLS: dict[str, Deed] = {
    "projects.add_member": Deed(
        lambda s: projects.add_member(s.world.project, username="otto", role=Role.ANALYST, **lead(s)), "member_added"
    ),
    "projects.change_role": Deed(
        lambda s: projects.change_role(s.world.ben, role=Role.REVIEWER, **lead(s)), "role_changed"
    ),
    "projects.choose_password": Deed(
        lambda s: projects.choose_password(s.world.otto, "a-long-one-of-his-own", at=AT), "password_chosen"
    ),
    "projects.close_project": Deed(lambda s: projects.close_project(s.world.project, **lead(s)), "project_closed"),
    "projects.create_project": Deed(
        lambda s: projects.create_project("created", name="Created", mode=Mode.SHARED, lead=s.world.otto, at=AT),
        "project_created member_added",
    ),
    "projects.create_token": Deed(
        lambda s: projects.create_token(s.world.otto, by=s.world.otto, at=AT), "token_created"
    ),
    "projects.create_user": Deed(lambda s: projects.create_user("new", by=s.world.lea.user, at=AT), "user_created"),
    "projects.describe_account": Deed(
        lambda s: projects.describe_account(
            s.world.otto, name="Otto", initials="O", is_staff=False, by=s.world.lea.user, at=AT
        ),
        "user_described",
    ),
    "projects.describe_project": Deed(
        lambda s: projects.describe_project(s.world.project, name="Renamed", mode=Mode.SHARED, **lead(s)),
        "project_described",
    ),
    "projects.describe_user": Deed(
        lambda s: projects.describe_user(s.world.otto, name="Otto", initials="O", language="", preferences={}, at=AT),
        "user_described",
    ),
    "projects.end_membership": Deed(lambda s: projects.end_membership(s.world.ben, **lead(s)), "member_left"),
    "projects.let_in_again": Deed(
        lambda s: projects.let_in_again("otto", by=s.world.lea.user, at=AT), "user_let_in_again"
    ),
    "projects.reopen_project": Deed(
        lambda s: projects.reopen_project(s.world.project, **lead(s)),
        "project_reopened",
        lambda s: projects.close_project(s.world.project, **lead(s)),
    ),
    "projects.reset_password": Deed(
        lambda s: projects.reset_password(s.world.otto, by=s.world.lea.user, at=AT), "password_reset"
    ),
    "projects.revoke_token": Deed(
        lambda s: projects.revoke_token(s.world.otto.tokens.get(), by=s.world.otto, at=AT), "token_revoked"
    ),
    "projects.set_active": Deed(
        lambda s: projects.set_active(s.world.otto, active=False, by=s.world.lea.user, at=AT), "user_deactivated"
    ),
    "projects.set_preferences": Deed(
        lambda s: projects.set_preferences(s.world.otto, {"size": 2}, at=AT), "user_described"
    ),
}
