"""The page of agreement: for whom, with what on it, and at what cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotate.concord import actions, views
from annotate.projects.models import User
from tests.concord.worlds import finish, give_in_round, more, settle
from tests.factories import World
from tests.house.story import ONCE

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def read(client: Client, world: World, path: str = "", **query: object) -> str:
    response = client.get(f"/p/{world.project.slug}/agreement/{path}", query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_headline_is_one_number_in_words(independent: World, sign_in: SignIn) -> None:
    finish(independent)
    page = read(sign_in(independent.lea.user), independent)
    assert "Of 100 spans that one person marks, another marks about 67 in the same place" in page
    assert "From 1 article, 2 people, 6 spans." in page
    assert "undefined: The published definition of its expected disagreement could not be confirmed" in page
    assert "50% of" not in page
    assert "1 of 1 spans that one person gave “Rhetoric”: the other gave “Aside”" in page


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("lea", "Give the same articles to two people or more."),
        ("ana", "When an article that two people finished is settled, you see here how far they agreed."),
    ],
)
def test_an_empty_page_says_what_to_do(independent: World, sign_in: SignIn, who: str, says: str) -> None:
    assert says in read(sign_in(getattr(independent, who).user), independent)


def test_a_shared_project_says_why_there_is_nothing(shared: World, sign_in: SignIn) -> None:
    assert "In this project people see each other's spans" in read(sign_in(shared.lea.user), shared)


def test_analysts_read_of_settled_articles_alone(independent: World, sign_in: SignIn) -> None:
    client = sign_in(independent.ana.user)
    before = [ONCE.sub("", read(client, independent, path)) for path in ("", "passages/")]
    finish(independent)
    assert [ONCE.sub("", read(client, independent, path)) for path in ("", "passages/")] == before
    settle(independent)
    assert "another marks about 67" in read(client, independent)


def test_a_stranger_finds_nothing(independent: World, sign_in: SignIn) -> None:
    client, home = sign_in(independent.otto), f"/p/{independent.project.slug}/agreement/"
    assert [client.get(home + path).status_code for path in ("", "passages/")] == [404, 404]
    assert [client.post(home + path).status_code for path in ("count/", "gamma/")] == [404, 404]


@pytest.mark.parametrize(
    "query",
    [{"label": "none"}, {"person": "nobody"}, {"kind": "chapter"}, {"unit": "page"}],
    ids=lambda query: next(iter(query)),
)
def test_what_cannot_be_asked_is_said(independent: World, sign_in: SignIn, query: dict[str, str]) -> None:
    response = sign_in(independent.lea.user).get(f"/p/{independent.project.slug}/agreement/", query)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_many_articles_cost_as_many_queries_as_few(independent: World, sign_in: SignIn) -> None:
    client = sign_in(independent.lea.user)
    spent = []
    for number in range(2, 5):
        more(independent, number)
        read(client, independent)
        for path in ("", "passages/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                read(client, independent, path)
            spent.append(len(queries))
    assert spent[:2] == spent[2:4] == spent[4:]


def test_counting_shows_how_far_it_is_and_goes_on(
    independent: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SLICE", 0.0)
    monkeypatch.setattr("annotate.concord.actions.BATCH", 1)
    finish(independent)
    more(independent, 2)
    more(independent, 3)
    client, home = sign_in(independent.lea.user), f"/p/{independent.project.slug}/agreement/"
    assert "1 of 3 articles counted" in read(client, independent)
    part = client.post(f"{home}count/", headers={"HX-Request": "true"}).content.decode()
    assert "2 of 3 articles counted" in part
    assert "<html" not in part
    answer = client.post(f"{home}count/?unit=word")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{home}?unit=word")
    assert 'id="headline"' in read(client, independent)


def test_the_numbers_of_many_articles_are_announced_before_they_are_computed(
    independent: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    finish(independent)
    client, home = sign_in(independent.lea.user), f"/p/{independent.project.slug}/agreement/"
    assert "1 of 1 articles counted; the numbers are being computed" in read(client, independent)
    assert 'id="headline"' in client.post(f"{home}count/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="headline"' in read(client, independent)


def test_gamma_is_counted_where_somebody_asks_for_it(independent: World, sign_in: SignIn) -> None:
    finish(independent)
    client, home = sign_in(independent.lea.user), f"/p/{independent.project.slug}/agreement/"
    assert "Count γ" in read(client, independent)
    part = ""
    for _press in range(40):
        part = client.post(f"{home}gamma/", headers={"HX-Request": "true"}).content.decode()
        if "samples 30" in part:
            break
    assert "seed 0" in part
    assert "disorder" in part
    assert "Counting took" in read(client, independent)


@pytest.mark.parametrize(
    ("query", "places", "says"),
    [
        ({}, 1, "to win it"),
        ({"agreed": "1"}, 3, "the toll alone"),
        ({"labels": "claim,claim"}, 1, "bridge is cheaper"),
        ({"labels": "rhetoric,aside"}, 1, "in it to win it"),
        ({"labels": "aside,rhetoric"}, 1, "in it to win it"),
        ({"label": "aside"}, 1, "in it to win it"),
        ({"labels": "claim,-"}, 0, "No such place"),
        ({"kind": "paragraph", "person": "ana", "other": "ben"}, 1, "in it to win it"),
    ],
)
def test_a_cell_leads_to_its_passages(
    independent: World, sign_in: SignIn, query: dict[str, str], places: int, says: str
) -> None:
    finish(independent)
    page = read(sign_in(independent.rita.user), independent, "passages/", **query)
    assert page.count('class="sides"') == places
    assert says in page


def test_rounds_stand_beside_each_other(independent: World, sign_in: SignIn) -> None:
    finish(independent)
    second = give_in_round(independent, 2, independent.ana, independent.ben)
    finish(independent, second)
    page = read(sign_in(independent.lea.user), independent)
    assert "Over rounds" in page
    assert page.count('class="line-0"') == 3  # a line of two points
    assert "Over rounds" not in read(sign_in(independent.lea.user), independent, round=2)
