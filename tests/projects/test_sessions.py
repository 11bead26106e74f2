"""Who is signed in: what a request's cookie says holds only while the session and the account do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from annotate.projects.models import User
from tests.factories import make_user


def _expire(_person: User) -> None:
    Session.objects.update(expire_date=now() - timedelta(seconds=1))


def _spoil(_person: User) -> None:
    Session.objects.update(session_data="not:what:was:signed")


def _deactivate(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def _change_password(person: User) -> None:
    person.set_password("another word")
    person.save()


@pytest.mark.parametrize("end", [_expire, _spoil, _deactivate, _change_password], ids=lambda end: end.__name__[1:])
def test_a_request_is_anybodys_once_its_session_or_account_is_no_more(
    end: Callable[[User], None], client: Client, db: None
) -> None:
    person = make_user("ana")
    client.force_login(person, backend="annotate.projects.sessions.Accounts")
    assert client.get("/").status_code == 200
    end(person)
    answer = client.get("/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_a_session_of_an_account_that_is_gone_is_nobodys(client: Client, db: None) -> None:
    client.force_login(make_user("ana"), backend="annotate.projects.sessions.Accounts")
    gone = make_user("ben")
    session = client.session
    session["_auth_user_id"] = str(gone.pk)
    session.save()
    User.objects.filter(pk=gone.pk).delete()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("key", ["abcdefgh\\000", "abcdefgh\\377", "'; SELECT 1; --", "x" * 5000, "abcdefgh"])
def test_a_cookie_that_names_no_session_is_nobodys(key: str, client: Client, db: None) -> None:
    answer = client.get("/", headers={"Cookie": f'sessionid="{key}"'})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
