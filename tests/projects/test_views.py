"""Signing in and out, passwords, one's projects and account, members, settings: as plain forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings

from annotate.journal.models import JournalLine
from annotate.projects import actions
from annotate.projects.models import ApiToken, Membership, Project, User
from tests.factories import AT, World
from tests.pages import form_to, forms, send, words
from tests.rows import nothing_changes

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db

OWN = "a-long-one-of-his-own"


@pytest.fixture
def otto(shared: World) -> User:
    """Otto, with a one-time password."""
    actions.reset_password(shared.otto, by=None, at=AT)
    shared.otto.set_password("once")
    shared.otto.save()
    return shared.otto


def enter(client: Client, name: str, password: str, **more: str):  # type: ignore[no-untyped-def]
    return send(client, form_to(client.get("/sign-in/", more), "/sign-in/"), username=name, password=password)


def test_who_comes_in_with_a_one_time_password_chooses_their_own_and_nothing_else_opens(
    otto: User, shared: World, client: Client
) -> None:
    page = enter(client, "otto", "once")
    assert page.redirect_chain[-1][0] == "/password/"
    for address in ("/", "/account/", f"/p/{shared.project.slug}/"):
        assert client.get(address).headers["Location"] == "/password/"
    page = send(client, form_to(page, "/password/"), new_password1=OWN, new_password2=OWN)
    assert "Your new password is set." in words(page)
    assert client.get("/").status_code == 200
    assert JournalLine.objects.filter(verb="password_chosen", by=otto.pk).count() == 1
    send(client, form_to(client.get("/"), "/sign-out/"))
    assert "do not go together" in words(enter(client, "otto", "once"))
    assert "Your projects" in words(enter(client, "otto", OWN))


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("otto", "wrong", "This name and password do not go together."),
        ("nobody", "once", "This name and password do not go together."),
        ("otto", "", "This field is required."),
    ],
)
def test_a_wrong_name_or_password_is_said_without_telling_which(
    otto: User, client: Client, name: str, password: str, why: str
) -> None:
    assert why in words(enter(client, name, password))
    assert "_auth_user_id" not in client.session


def test_a_closed_account_opens_nothing(otto: User, client: Client) -> None:
    actions.set_active(otto, active=False, by=otto, at=AT)
    assert "do not go together" in words(enter(client, "otto", "once"))


def test_after_five_wrong_passwords_even_the_right_one_waits_and_an_administrator_lets_in_again(
    otto: User, client: Client
) -> None:
    for _time in range(4):
        assert enter(client, "otto", "wrong").status_code == 200
    page = enter(client, "otto", "wrong")
    assert page.status_code == 429
    assert "Too many wrong passwords. Wait ten minutes" in words(page)
    answer = client.post("/sign-in/", {"username": "otto", "password": "once"})
    assert answer.status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert enter(other, "otto", "once").redirect_chain, "the door is closed for that name from that address"
    actions.let_in_again("otto", by=otto, at=AT)
    assert enter(client, "otto", "once").redirect_chain


def test_one_goes_on_to_where_one_wanted_and_never_to_another_host(otto: User, client: Client) -> None:
    actions.choose_password(otto, OWN, at=AT)
    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    assert enter(client, "otto", OWN, next="/account/").redirect_chain == [("/account/", 302)]
    client.logout()
    assert enter(client, "otto", OWN, next="https://elsewhere.example/").redirect_chain == [("/", 302)]
    assert client.get("/sign-in/").headers["Location"] == "/", "who is in need not come in"


def test_nobody_is_signed_out_by_a_link(otto: User, sign_in: SignIn) -> None:
    client = sign_in(otto)
    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("old", "new", "again", "why"),
    [
        ("wrong", OWN, OWN, "This is not your present password."),
        ("present-one", OWN, "another", "didn’t match"),
        ("present-one", "short", "short", "too short"),
        ("present-one", "password1234", "password1234", "too common"),
        ("present-one", "otto-the-ferryman", "otto-the-ferryman", "too similar to the name"),
    ],
)
def test_a_password_that_cannot_be_is_refused_with_a_sentence(
    shared: World, sign_in: SignIn, old: str, new: str, again: str, why: str
) -> None:
    shared.otto.name = "Otto the Ferryman"
    shared.otto.set_password("present-one")
    shared.otto.save()
    client = sign_in(shared.otto)
    form = form_to(client.get("/password/"), "/password/")
    with nothing_changes():
        page = send(client, form, old_password=old, new_password1=new, new_password2=again)
    assert page.status_code == 422
    assert why in words(page)


def test_a_form_from_before_is_told_to_be_reloaded(shared: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(shared.lea.user, backend="annotate.projects.sessions.Accounts")
    address = f"/p/{shared.project.slug}/settings/close/"
    with nothing_changes():
        page, part = client.post(address), client.post(address, headers={"HX-Request": "true"})
    assert (page.status_code, part.status_code) == (403, 401)
    assert "This page is out of date. Reload it and try again" in words(page)
    assert part.content == b"Sign in again."


# One's projects and account.


def test_one_s_projects_are_listed_and_an_empty_list_says_what_to_do(shared: World, sign_in: SignIn) -> None:
    assert "Op-eds" in words(sign_in(shared.ana.user).get("/"))
    page = words(sign_in(shared.otto).get("/"))
    assert "No project yet" in page
    assert "Op-eds" not in page


def test_an_account_is_described_and_its_theme_kept(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.ana.user)
    form = form_to(client.get("/account/"), "/account/")
    assert "Kept." in words(send(client, form, name="Ana the first", initials="AF", theme="dark"))
    user = User.objects.get(pk=shared.ana.user_id)
    assert (user.name, user.initials, user.preferences) == ("Ana the first", "AF", {"theme": "dark"})
    assert b'data-theme="dark"' in client.get("/").content
    with nothing_changes():
        assert send(client, form, initials="longer").status_code == 422


def test_a_key_is_shown_once_opens_the_api_and_is_revoked(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.ana.user)
    page = send(client, form_to(client.get("/account/"), "/account/tokens/add/"), name="notebook")
    (secret,) = {word for word in words(page).split() if word.startswith("ann_")}
    assert secret not in words(client.get("/account/"))
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    assert api.get("/api/v1/projects").status_code == 200
    token = ApiToken.objects.get(user=shared.ana.user)
    revoke = form_to(client.get("/account/"), f"/account/tokens/{token.pk}/revoke/")
    assert "The key is revoked." in words(send(client, revoke))
    assert api.get("/api/v1/projects").status_code == 401


def test_nobody_revokes_another_s_key(shared: World, sign_in: SignIn) -> None:
    token, _secret = actions.create_token(shared.ana.user, by=shared.ana.user, at=AT)
    client = sign_in(shared.ben.user)
    with nothing_changes():
        assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


# A new project, and its members.


def test_anybody_makes_a_project_and_leads_it(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.otto)
    form = form_to(client.get("/projects/add/"), "/projects/add/")
    page = send(client, form, name="Bridges", slug="bridges", mode="independent")
    assert "The project is made. Take in its first articles." in words(page)
    project = Project.objects.get(slug="bridges")
    assert (project.mode, project.memberships.get().role) == ("independent", "lead")
    assert {"claim", "evidence", "rhetoric", "aside"} <= set(project.labels.values_list("key", flat=True))
    with nothing_changes():
        page = send(client, form, name="Bridges", slug="bridges", mode="shared")
    assert page.status_code == 422
    assert "That short name cannot be had. Choose another." in words(page)
    with nothing_changes():
        page = send(client, form, name="Bridges", slug="Two Bridges", mode="shared")
    assert "Small letters, digits and single hyphens only." in words(page)


def members(world: World) -> str:
    return f"/p/{world.project.slug}/members/"


def test_a_lead_lets_somebody_in_changes_their_role_and_lets_them_go(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    page = send(
        client, form_to(client.get(members(shared)), f"{members(shared)}add/"), username="OTTO", role="reviewer"
    )
    assert "Otto (reviewer) is in." in words(page)
    added = Membership.objects.get(project=shared.project, user=shared.otto)
    page = send(client, form_to(page, f"{members(shared)}{added.pk}/role/"), role="lead")
    assert "Otto (lead)" in words(page)
    page = send(client, form_to(page, f"{members(shared)}{added.pk}/end/"))
    assert "Otto no longer belongs to the project; their work stays." in words(page)
    verbs = JournalLine.objects.filter(subject=added.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["member_added", "role_changed", "member_left"]


@pytest.mark.parametrize(
    ("username", "role", "why"),
    [
        ("nobody", "analyst", "There is no account of the name “nobody”."),
        ("ana", "analyst", "is already a member"),
        ("otto", "owner", "not one of the available choices"),
        ("", "analyst", "This field is required."),
    ],
)
def test_who_cannot_be_let_in_is_refused_with_a_sentence(
    shared: World, sign_in: SignIn, username: str, role: str, why: str
) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(members(shared)), f"{members(shared)}add/")
    with nothing_changes():
        page = send(client, form, username=username, role=role)
    assert page.status_code == 422
    assert why in words(page)


@pytest.mark.parametrize("what", ["role", "end"])
def test_the_last_lead_stays(shared: World, sign_in: SignIn, what: str) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(members(shared)), f"{members(shared)}{shared.lea.pk}/{what}/")
    with nothing_changes():
        page = send(client, form, **({"role": "analyst"} if what == "role" else {}))
    assert page.status_code == 403
    assert "A project keeps at least one lead. Make somebody else lead first." in words(page)


@pytest.mark.parametrize("who", ["ana", "rita"])
def test_only_a_lead_changes_members_and_settings(shared: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(shared, who).user)
    settings = f"/p/{shared.project.slug}/settings/"
    with nothing_changes():
        for address, body in (
            (f"{members(shared)}add/", {"username": "otto", "role": "lead"}),
            (f"{members(shared)}{shared.ben.pk}/role/", {"role": "lead"}),
            (f"{members(shared)}{shared.ben.pk}/end/", {}),
            (settings, {"name": "Taken over", "mode": "shared"}),
            (f"{settings}close/", {}),
        ):
            page = client.post(address, body)
            assert page.status_code == 403
            assert "Only a lead of this project may do that." in words(page)
    page = client.get(members(shared))
    assert [form.action for form in forms(page)] == ["/sign-out/"]
    assert "Settings" not in words(page)


def test_in_an_independent_project_an_analyst_meets_nobody(independent: World, sign_in: SignIn) -> None:
    page = words(sign_in(independent.ana.user).get(members(independent)))
    assert "In an independent project analysts do not see each other." in page
    assert [name for name in ("Ben", "Rita", "Lea") if name in page] == []
    assert "Ben" in words(sign_in(independent.rita.user).get(members(independent)))


# Settings, closing, reopening.


def settings(world: World) -> str:
    return f"/p/{world.project.slug}/settings/"


def test_a_project_is_renamed_and_its_mode_changed_while_it_has_no_span(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(settings(shared)), settings(shared))
    assert "Kept." in words(send(client, form, name="Ferries", mode="independent"))
    project = Project.objects.get(pk=shared.project.pk)
    assert (project.name, project.mode) == ("Ferries", "independent")


def test_the_mode_is_fixed_after_the_first_span(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    client = sign_in(shared.lea.user)
    form = form_to(client.get(settings(shared)), settings(shared))
    with nothing_changes():
        page = send(client, form, mode="independent")
    assert page.status_code == 422
    assert "The mode is fixed once the first span is made." in words(page)


def test_a_closed_project_can_be_read_and_nothing_in_it_changed_until_it_is_reopened(
    shared: World, sign_in: SignIn
) -> None:
    span = shared.mark(shared.ana, "cheaper")
    lea, slug, article = sign_in(shared.lea.user), shared.project.slug, shared.article.pk
    page = send(lea, form_to(lea.get(settings(shared)), f"{settings(shared)}close/"))
    assert "everything can be read, nothing can be changed" in words(page)
    tried = {
        "lea": [
            (f"/p/{slug}/import/paste/", {"text": "A title\n\nSome words."}),
            (f"/p/{slug}/members/add/", {"username": "otto", "role": "analyst"}),
            (f"/p/{slug}/settings/", {"name": "Other", "mode": "shared"}),
            (f"/p/{slug}/settings/close/", {}),
            (f"/p/{slug}/articles/{article}/about/", {"title": "Other"}),
            (f"/p/{slug}/articles/{article}/blocks/1/kind/", {"kind": "caption"}),
            (f"/p/{slug}/articles/{article}/withdraw/", {"reason": "twice"}),
            (f"/p/{slug}/assign/", {"article": article, "analyst": "ben"}),
        ],
        "rita": [(f"/p/{slug}/review/{article}/settle/", {})],
        "ana": [
            (f"/p/{slug}/articles/{article}/spans/{span.pk}/delete/", {}),
            (f"/p/{slug}/articles/{article}/hand-in/", {}),
            (f"/p/{slug}/articles/{article}/undo/", {}),
        ],
    }
    for who, requests in tried.items():
        client = Client()
        client.force_login(getattr(shared, who).user, backend="annotate.projects.sessions.Accounts")
        for address, body in requests:
            with nothing_changes():
                page = client.post(address, body, follow=True)
            assert "This project is closed" in words(page), address
    assert "cheaper" in words(client.get(f"/p/{slug}/articles/{article}/"))
    page = send(lea, form_to(lea.get(settings(shared)), f"{settings(shared)}reopen/"))
    assert "The project is open again." in words(page)
    shared.mark(shared.ana, "The council")


@pytest.fixture
def behind_tls() -> Iterator[None]:
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        yield


def test_cookies_are_kept_from_scripts_and_other_sites(otto: User, behind_tls: None) -> None:
    client = Client()
    page = client.get("/sign-in/")
    client.post("/sign-in/", {"username": "otto", "password": "once"})
    session, token = client.cookies["sessionid"], page.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], session["secure"]) == (True, "Lax", True)
    assert (token["samesite"], token["secure"]) == ("Lax", True)
    headers = {name: page.headers[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")}
    assert list(headers.values()) == ["DENY", "nosniff", "same-origin"]
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
