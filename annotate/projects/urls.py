"""Doors, projects, members."""

from django.urls import path

from annotate.projects.views import doors, projects

app_name = "projects"

urlpatterns = [
    path("", projects.index, name="index"),
    path("sign-in/", doors.SignIn.as_view(), name="sign_in"),
    path("sign-out/", doors.SignOut.as_view(), name="sign_out"),
    path("password/", doors.password, name="password"),
    path("account/", projects.account, name="account"),
    path("account/look/", projects.look, name="look"),
    path("account/tokens/add/", projects.create_token, name="create_token"),
    path("account/tokens/<int:token_id>/revoke/", projects.revoke_token, name="revoke_token"),
    path("p/<slug:slug>/members/", projects.members, name="members"),
    path("p/<slug:slug>/members/add/", projects.add_member, name="add_member"),
    path("p/<slug:slug>/members/<int:membership_id>/role/", projects.change_role, name="change_role"),
    path("p/<slug:slug>/members/<int:membership_id>/end/", projects.end_membership, name="end_membership"),
    path("p/<slug:slug>/settings/", projects.settings, name="settings"),
    path("p/<slug:slug>/settings/close/", projects.close_project, name="close_project"),
    path("p/<slug:slug>/settings/reopen/", projects.reopen_project, name="reopen_project"),
    path("healthz", doors.healthz, name="healthz"),
    path("readyz", doors.readyz, name="readyz"),
]
