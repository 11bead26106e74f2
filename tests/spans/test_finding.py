"""Finding spans by what is said of them, blind to what one may not see; and how a person's text is set."""

from __future__ import annotations

import pytest
from django.test import Client

from annotate.journal.models import JournalLine
from annotate.projects.models import User
from annotate.spans.queries.desk import Lens, find_desk
from annotate.spans.queries.finding import spans_saying
from tests.factories import World
from tests.pages import written


def test_a_span_is_found_by_label_person_and_note_and_by_all_words_together(shared: World) -> None:
    claim = shared.mark(shared.ana, "cheaper", "claim", note="Says who? 100% sure")
    evidence = shared.mark(shared.ben, "the toll alone", "evidence")
    desk = find_desk(shared.lea, shared.article)
    for words, found in (
        ("claim", [claim]), ("EVID", [evidence]), ("ben", [evidence]), ("Ana", [claim]), ("says who", [claim]),
        ("claim ben", []), ("ben evidence", [evidence]), ("100%", [claim]), ("", []), ("  ", []), ("_", []),
    ):  # fmt: skip
        assert spans_saying(desk, words) == [span.pk for span in found], words
    through = find_desk(shared.lea, shared.article, lens=Lens(people=frozenset({"ben"})))
    assert spans_saying(through, "claim") == []


def test_nothing_is_found_that_may_not_be_seen(independent: World, client: Client) -> None:
    independent.mark(independent.ben, "the toll alone", "evidence", note="a secret")
    mine = independent.mark(independent.ana, "cheaper", "claim")
    address = f"/p/{independent.project.slug}/articles/{independent.article.pk}/found.json"
    expected = {"ana": [mine.pk], "rita": []}
    for name, found in expected.items():
        client.force_login(User.objects.get(username=name), backend="annotate.projects.sessions.Accounts")
        assert client.get(address, {"words": "a"}).json() == {"spans": found}
        assert client.get(address, {"words": "secret"}).json() == {"spans": []}
    client.force_login(independent.otto, backend="annotate.projects.sessions.Accounts")
    assert client.get(address, {"words": "a"}).status_code == 404


@pytest.fixture
def ana(shared: World, client: Client) -> Client:
    client.force_login(shared.ana.user, backend="annotate.projects.sessions.Accounts")
    return client


def test_how_text_is_set_is_kept_and_leads_back_to_the_page(shared: World, ana: Client) -> None:
    User.objects.filter(username="ana").update(preferences={"theme": "dark"})
    here = f"/p/{shared.project.slug}/articles/{shared.article.pk}/"
    answer = ana.post("/account/look/", {"text_size": "large", "measure": "wide", "next": here})
    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    wanted = {"theme": "dark", "text_size": "large", "measure": "wide"}
    assert User.objects.get(username="ana").preferences == wanted
    line = JournalLine.objects.filter(verb="user_described").get()
    assert (line.before, line.after) == ({"preferences": {"theme": "dark"}}, {"preferences": wanted})
    page = written(ana.get(here))
    assert 'data-text-size="large" data-measure="wide"' in page
    again = ana.post("/account/look/", {"text_size": "large", "measure": "wide"}, headers={"HX-Request": "true"})
    assert again.status_code == 204
    assert JournalLine.objects.filter(verb="user_described").count() == 1


def test_no_other_page_and_no_other_setting_can_be_smuggled_in(shared: World, ana: Client) -> None:
    away = ana.post("/account/look/", {"text_size": "small", "measure": "normal", "next": "https://example.org/"})
    assert away.headers["Location"] == "/account/"
    assert ana.post("/account/look/", {"text_size": "huge", "measure": "wide"}).status_code == 422
    assert ana.get("/account/look/").status_code == 405
    assert User.objects.get(username="ana").preferences == {"text_size": "small", "measure": "normal"}


def test_the_rules_of_what_is_fetched_ahead_are_open_and_name_the_next_article_alone(db: None, client: Client) -> None:
    answer = client.get("/fetched-ahead.json")
    assert answer["Content-Type"] == "application/speculationrules+json"
    assert answer.json() == {"prefetch": [{"where": {"selector_matches": "#next.near"}, "eagerness": "immediate"}]}
