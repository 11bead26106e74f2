"""In whose language a page, a part of one, and the API answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from annotate.journal.models import JournalLine
from annotate.projects.models import User
from annotate.spans.rules import why_not_words
from tests.factories import World, make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("chosen", "asked", "spoken"),
    [
        ("", "", "en"),
        ("", "de-AT,de;q=0.9", "de"),
        ("", "el", "en"),
        ("en", "de", "en"),
        ("de", "en", "de"),
        ("xx", "de", "de"),
    ],
)
def test_a_person_s_choice_comes_first_then_the_browser_s(
    sign_in: SignIn, chosen: str, asked: str, spoken: str
) -> None:
    page = sign_in(make_user("ana", language=chosen)).get("/", headers={"accept-language": asked})
    assert page["Content-Language"] == spoken
    assert f'<html lang="{spoken}" dir="ltr"' in page.content.decode()
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in page["Vary"].split(",")}


def test_who_has_not_signed_in_is_answered_as_their_browser_asks(client: Client) -> None:
    page = client.get(reverse("projects:sign_in"), headers={"accept-language": "de"}).content.decode()
    assert "Anmelden" in page
    assert "Sign in" not in page


def test_the_choice_is_made_on_the_account_s_page_and_journalled(sign_in: SignIn) -> None:
    ana = make_user("ana", name="Ana")
    client = sign_in(ana)
    form = {"name": "Ana", "initials": "", "language": "de", "theme": "auto"}
    page = client.post(reverse("projects:account"), form, follow=True).content.decode()
    assert "Gespeichert." in page
    assert "Ihr Konto" in page
    line = JournalLine.objects.get(verb="user_described")
    assert (line.before["language"], line.after["language"]) == ("", "de")
    refused = client.post(reverse("projects:account"), {**form, "language": "xx"})
    assert refused.status_code == 422


def test_a_refusal_and_a_page_that_is_not_there_are_in_the_person_s_language(sign_in: SignIn, shared: World) -> None:
    shared.ana.user.language = "de"
    shared.ana.user.save()
    ana = sign_in(shared.ana.user)
    assert "Hier ist nichts" in ana.get("/no-such-page/").content.decode()
    part = ana.post(reverse("projects:close_project", args=[shared.project.slug]), headers={"HX-Request": "true"})
    assert part.content.decode() == "Das darf nur die Leitung dieses Projekts."


@pytest.mark.parametrize(("asked", "said"), [("", "There is nothing"), ("de", "Unter dieser Adresse")])
def test_the_api_hears_its_client_and_not_the_account(client: Client, asked: str, said: str) -> None:
    client.force_login(make_user("german", language="de"), backend="annotate.projects.sessions.Accounts")
    answer = client.get("/api/v1/nowhere", headers={"accept-language": asked})
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(said)


@pytest.mark.parametrize(("language", "said"), [("en", "has 10,001 characters"), ("de", "hat 10.001 Zeichen")])
def test_numbers_in_sentences_are_written_as_the_language_writes_them(language: str, said: str) -> None:
    with override(language):
        assert said in str(why_not_words("a" * 10_001, most=10_000))
