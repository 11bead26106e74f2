"""The admin gives a right only where an action does the work and leaves its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client, RequestFactory

from annotate.admin.base import Changeable, LookOnly
from annotate.corpus import actions as corpus
from annotate.journal.models import JournalLine
from annotate.projects import actions as projects
from annotate.projects.models import ApiToken, User
from tests.factories import World, make_user

pytestmark = pytest.mark.django_db

PAGES: dict[str, LookOnly] = {str(model._meta.model_name): page for model, page in admin.site._registry.items()}  # type: ignore[misc]

CHANGED = {"article", "project", "user"}
"""Tables of which a few fields may be changed: `tests/admin` changes them, and finds the lines."""

ADDED = {"user"}
"""Tables that may be added to: an account, whose one-time password is shown once."""

INLINES = {"MemberInline": "add change delete", "BlockInline": "change"}
"""Rows that may be changed inside another's page, and how."""


def asked_by(user: User) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


@pytest.fixture
def root() -> User:
    return make_user("root", is_staff=True, is_superuser=True)


@pytest.mark.parametrize("table", sorted(PAGES))
def test_a_right_is_given_only_where_an_action_does_the_work(table: str, root: User) -> None:
    page, request = PAGES[table], asked_by(root)
    assert isinstance(page, LookOnly), f"{table}: make its page of LookOnly or Changeable"
    assert page.has_view_permission(request)
    assert page.has_delete_permission(request) is False
    assert page.has_add_permission(request) is (table in ADDED)
    assert page.has_change_permission(request) is (table in CHANGED)
    if table in CHANGED:
        assert isinstance(page, Changeable)
        assert type(page).act is not Changeable.act, f"{table}: `act` calls the action"
        frozen = page.get_readonly_fields(request, page.model())
        shown = {field.name for field in page.model._meta.concrete_fields} - set(page.exclude or ()) - {"id"}
        assert shown - set(frozen) == set(page.editable) - set(page.exclude or ())


@pytest.mark.parametrize("table", sorted(PAGES))
def test_who_is_no_staff_is_given_no_right(table: str, db: None) -> None:
    request = asked_by(make_user("otto"))
    assert not PAGES[table].has_view_permission(request)
    assert not PAGES[table].has_module_permission(request)


def test_inlines_give_the_rights_that_are_listed(root: User) -> None:
    request, given = asked_by(root), {}
    for page in PAGES.values():
        for inline in page.get_inline_instances(request):
            rights = ("add", "change", "delete")
            may = [right for right in rights if getattr(inline, f"has_{right}_permission")(request, None)]
            may = [right for right in may if right != "delete" or inline.can_delete]
            given[type(inline).__name__] = " ".join(may)
            assert "save_formset" in vars(type(page)), "its changes go through actions"
    assert given == INLINES


def test_nothing_is_written_by_a_form_alone() -> None:
    """`save_model` calls the action; Django's own way to write is nowhere left."""
    for table, page in PAGES.items():
        assert type(page).save_model is not admin.ModelAdmin.save_model or table not in CHANGED | ADDED
        assert not page.list_editable, "a list writes without an action"


class Done(NamedTuple):
    """What an admin action is done to, and the verbs of the lines it leaves."""

    rows: Callable[[World], list[models.Model]]
    verbs: str
    asks: Callable[[World], dict[str, object]] | None = None  # what its page asks for, where it asks first


def tokens(world: World) -> list[models.Model]:
    projects.create_token(world.otto, by=world.otto, at=world.at)
    return list(ApiToken.objects.filter(user=world.otto))


def handed_in(world: World) -> list[models.Model]:
    span = world.mark(world.ana, "cheaper")
    world.hand_in(world.ana)
    return [span]


def decided(world: World) -> list[models.Model]:
    (span,) = handed_in(world)
    return [world.decide(span)]  # type: ignore[arg-type]


def withdrawn(world: World) -> list[models.Model]:
    corpus.withdraw_article(world.article, reason="twice", by=world.lea, at=world.at)
    return [world.article]


def closed(world: World) -> list[models.Model]:
    projects.close_project(world.project, by=world.lea, at=world.at)
    return [world.project]


ACTIONS = {
    "accessattempt let_in_again": Done(lambda world: attempts(world), "user_let_in_again"),
    "apitoken revoke": Done(tokens, "token_revoked"),
    "article put_back": Done(withdrawn, "article_put_back"),
    "decision undo": Done(decided, "decision_undone"),
    "label merge": Done(
        lambda world: [world.labels["framing"]],
        "codebook_published label_merged",
        lambda world: {"into": world.labels["aside"].pk},
    ),
    "project close": Done(lambda world: [world.project], "project_closed"),
    "project reopen": Done(closed, "project_reopened"),
    "span accept": Done(handed_in, "decision_made", lambda world: {}),
    "span reject": Done(handed_in, "decision_made", lambda world: {}),
    "span relabel": Done(handed_in, "decision_made", lambda world: {"label": world.labels["aside"].pk}),
    "user activate": Done(lambda world: [world.otto], "user_activated"),
    "user deactivate": Done(lambda world: [world.otto], "user_deactivated"),
    "user give_password": Done(lambda world: [world.otto], "password_reset"),
}
"""Every action on chosen rows."""


def attempts(world: World) -> list[models.Model]:
    """A wrong password of Otto's."""
    Client().post("/sign-in/", {"username": "otto", "password": "wrong"})
    return list(PAGES["accessattempt"].model.objects.filter(username="otto"))


def test_every_action_on_chosen_rows_is_listed(root: User) -> None:
    found = {f"{table} {name}" for table, page in PAGES.items() for name in page.get_actions(asked_by(root))}
    assert found == ACTIONS.keys(), "say in tests/house/test_admin.py, ACTIONS, which lines it leaves"


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_on_chosen_rows_leaves_its_lines_by_who_did_it(shared: World, client: Client, name: str) -> None:
    table, action = name.split()
    lea = shared.lea.user
    lea.is_staff = lea.is_superuser = True
    lea.save()
    client.force_login(lea, backend="annotate.projects.sessions.Accounts")
    rows = ACTIONS[name].rows(shared)
    assert rows
    last = JournalLine.objects.order_by("-id").values_list("id", flat=True)[0]
    meta = PAGES[table].model._meta
    chosen: dict[str, object] = {"action": action, "_selected_action": [row.pk for row in rows]}
    url = f"/admin/{meta.app_label}/{table}/"
    if asks := ACTIONS[name].asks:
        assert client.post(url, chosen).status_code == 200
        assert not JournalLine.objects.filter(id__gt=last).exists(), "it asks first, and does nothing"
        chosen |= {"confirmed": "yes", **asks(shared)}
    assert client.post(url, chosen).status_code == 302
    lines = JournalLine.objects.filter(id__gt=last).values_list("verb", "by")
    assert list(lines) == [(verb, lea.pk) for verb in ACTIONS[name].verbs.split()]
