"""The list of articles: found, sorted, filtered, given out; and what is next for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from annotate.assignment import actions as work
from annotate.assignment.models import Assignment, Round, Way
from annotate.assignment.queries import list_articles, place_of
from annotate.assignment.queries.articles import Wanted
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.projects.models import Mode, User
from annotate.review import actions as review
from annotate.spans import actions as spans
from tests.factories import AT, World, make_world
from tests.pages import form_to, send, tree, words
from tests.rows import nothing_changes

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db

PIECES = {
    "Bridges\n\nThey cost a toll 🚢 each day, and nobody asks who pays for them in the end.": (
        {"outlet": "The Quay", "byline": "Otto", "external_id": "b-7"}, date(2026, 1, 10)
    ),
    "Ferries\n\nSlow, and loved.": ({"outlet": "The Pier"}, date(2026, 2, 20)),
    "Lamps\n\nThe library goes dark at nine, they say.": ({"outlet": "The Quay"}, None),
}  # fmt: skip
"""Three articles in the order in which they come in, what is said about each, and when it was published."""


@pytest.fixture(scope="module")
def listed(kept: None) -> World:
    """Of the three articles Ben's work on the first is handed in, Ana has begun the second, the third is nobody's."""
    first, *others = PIECES
    world = make_world(Mode.SHARED, slug="listed", text=first)
    for minutes, text in enumerate(others, start=1):
        world.at = AT + timedelta(minutes=minutes)
        world.take_in(text)
    articles = list(Article.objects.filter(project=world.project).order_by("created_at"))
    for article, (said, on) in zip(articles, PIECES.values(), strict=True):
        words = {"title": article.title, **said}
        corpus.describe_article(article, words=words, published_on=on, by=world.lea, at=world.at)
    world.mark(world.ben, "a toll", article=articles[0])
    world.hand_in(world.ben, article=articles[0])
    world.mark(world.ana, "loved", article=articles[1])
    return world


def titles(page) -> list[str]:  # type: ignore[no-untyped-def]
    """The titles of the list, in its order."""
    return [str(link.text_content()) for link in tree(page).cssselect("td.what > a")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "Bridges Ferries Lamps"),
        ({"sort": "-added"}, "Lamps Ferries Bridges"),
        ({"sort": "title"}, "Bridges Ferries Lamps"),
        ({"sort": "outlet"}, "Ferries Bridges Lamps"),
        ({"sort": "date"}, "Bridges Ferries Lamps"),
        ({"sort": "-date"}, "Ferries Bridges Lamps"),
        ({"sort": "length"}, "Ferries Lamps Bridges"),
        ({"sort": "-length"}, "Bridges Lamps Ferries"),
        ({"sort": "by magic"}, "Bridges Ferries Lamps"),
        ({"q": "bridges"}, "Bridges"),
        ({"q": "otto"}, "Bridges"),
        ({"q": "PIER"}, "Ferries"),
        ({"q": "library nine"}, "Lamps"),
        ({"q": "library toll"}, ""),
        ({"q": "b-7"}, "Bridges"),
        ({"q": "🚢"}, "Bridges"),
        ({"q": "%"}, ""),
        ({"q": "they"}, "Bridges Lamps"),
        ({"outlet": "The Quay"}, "Bridges Lamps"),
        ({"outlet": "The Moon"}, "Bridges Ferries Lamps"),
        ({"since": "2026-02-01"}, "Ferries"),
        ({"until": "2026-02-01"}, "Bridges"),
        ({"since": "2026-01-10", "until": "2026-02-20"}, "Bridges Ferries"),
        ({"since": "soon"}, "Bridges Ferries Lamps"),
        ({"state": "open"}, "Ferries"),
        ({"state": "handed-in"}, "Bridges"),
        ({"state": "settled"}, ""),
        ({"state": "none"}, "Lamps"),
        ({"state": "withdrawn"}, ""),
        ({"person": "ana"}, "Ferries"),
        ({"person": "ben"}, "Bridges"),
        ({"person": "rita"}, ""),
        ({"person": "nobody"}, "Bridges Ferries Lamps"),
        ({"person": "ben", "state": "handed-in"}, "Bridges"),
        ({"person": "ben", "state": "none"}, "Ferries Lamps"),
        ({"person": "ana", "state": "handed-in"}, ""),
        ({"outlet": "The Quay", "q": "they", "sort": "-added"}, "Lamps Bridges"),
        ({"round": "1"}, "Bridges Ferries Lamps"),
        ({"page": "99"}, "Bridges Ferries Lamps"),
    ],
)
def test_articles_are_found_filtered_and_sorted(
    listed: World, sign_in: SignIn, asked: dict[str, str], found: str
) -> None:
    """As a whole page and as the part that htmx asks for; what cannot be read is left out."""
    client, address = sign_in(listed.lea.user), f"/p/{listed.project.slug}/"
    page, part = client.get(address, asked), client.get(address, asked, headers={"HX-Request": "true"})
    assert titles(page) == titles(part) == found.split()
    assert b"<html" not in part.content
    assert ("No article fits what you asked for." in words(page)) == (not found)


def test_the_list_says_who_has_what_and_how_much_there_is(listed: World, sign_in: SignIn) -> None:
    page = words(sign_in(listed.ana.user).get(f"/p/{listed.project.slug}/"))
    for said in ("3 articles", "Ben: handed in", "you: open"):
        assert said in page


def test_a_long_list_comes_in_pages_that_keep_what_was_asked(shared: World, sign_in: SignIn) -> None:
    for number in range(51):
        shared.at = AT + timedelta(minutes=number)
        shared.take_in(f"Piece {number}\n\nNumber {number} of many.")
    client, address = sign_in(shared.ana.user), f"/p/{shared.project.slug}/"
    page = client.get(address, {"q": "many", "sort": "-added"})
    assert len(titles(page)) == 50
    (later,) = (link.get("href") for link in tree(page).cssselect("a[rel=next]"))
    assert titles(client.get(address + later)) == ["Piece 0"]


def test_a_blind_analyst_s_list_has_their_own_articles_and_work_alone(independent: World, sign_in: SignIn) -> None:
    other = independent.take_in("Tolls\n\nThey cost.")
    independent.assign(independent.ana, article=other)
    address = f"/p/{independent.project.slug}/"
    bens = sign_in(independent.ben.user)
    assert titles(bens.get(address)) == ["The ferry must stay"]
    assert titles(bens.get(address, {"person": "ana"})) == ["The ferry must stay"], "no such choice, so none made"
    page = words(bens.get(address))
    assert "1 article" in page
    assert "Ana" not in page
    assert set(titles(sign_in(independent.rita.user).get(address, {"person": "ana"}))) == {
        "The ferry must stay",
        "Tolls",
    }


# Giving out.


def test_a_lead_gives_the_chosen_articles_and_nobody_gets_one_twice(independent: World, sign_in: SignIn) -> None:
    other = independent.take_in("Tolls\n\nThey cost.")
    client, address = sign_in(independent.lea.user), f"/p/{independent.project.slug}/"
    form = form_to(client.get(address), f"{address}assign/")
    page = send(client, form, article=[independent.article.pk, other.pk], analyst="ana")
    assert "1 article given to Ana." in words(page)
    assert Assignment.objects.filter(article=other, analyst=independent.ana.user_id).count() == 1
    with nothing_changes():
        assert "0 articles given to Ana." in words(send(client, form, article=[other.pk], analyst="ana"))


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        ({"analyst": "ana"}, 200, "Choose articles first."),
        ({"article": "x", "analyst": "ana"}, 200, "Choose articles first."),
        ({"article": "9" * 40, "analyst": "ana"}, 200, "Choose articles first."),
        ({"article": "1", "analyst": "ana"}, 200, "0 articles given"),
        ({"article": "1", "analyst": "otto"}, 404, "There is nothing here"),
        ({"article": "1"}, 404, "There is nothing here"),
    ],
)
def test_what_cannot_be_given_changes_nothing(
    independent: World, sign_in: SignIn, body: dict[str, str], status: int, why: str
) -> None:
    client = sign_in(independent.lea.user)
    with nothing_changes():
        page = client.post(f"/p/{independent.project.slug}/assign/", body, follow=True)
    assert page.status_code == status
    assert why in words(page)


@pytest.mark.parametrize("who", ["ana", "rita"])
def test_only_a_lead_gives_out(independent: World, sign_in: SignIn, who: str) -> None:
    body = {"article": independent.article.pk, "analyst": who}
    client = sign_in(getattr(independent, who).user)
    with nothing_changes():
        page = client.post(f"/p/{independent.project.slug}/assign/", body)
    assert (page.status_code, "Only a lead" in words(page)) == (403, True)


# What is next.


def next_of(client: Client, world: World, after: Article | None = None) -> str:
    """The title of the article that “Next for me” leads to; empty where nothing waits."""
    page = client.get(f"/p/{world.project.slug}/next/", {"after": after.pk} if after else {}, follow=True)
    if "Nothing is waiting for you here." in words(page):  # type: ignore[arg-type]
        return ""
    return str(tree(page).cssselect("nav.trail strong")[0].text_content())  # type: ignore[arg-type]


def test_next_is_what_was_returned_then_what_is_begun_then_what_was_given(independent: World, sign_in: SignIn) -> None:
    begun, returned = independent.take_in("Begun\n\nOne begins."), independent.take_in("Returned\n\nOnce more.")
    independent.take_in("Nobody’s\n\nNobody reads this.")
    independent.assign(independent.ana, article=begun)
    independent.assign(independent.ana, article=returned)
    independent.mark(independent.ana, "begins", article=begun)
    independent.hand_in(independent.ana, article=returned)
    review.return_work(
        returned, analyst=independent.ana.user_id, reason="again", by=independent.rita, at=independent.at
    )
    client = sign_in(independent.ana.user)
    assert next_of(client, independent) == "Returned"
    assert next_of(client, independent, after=returned) == "Begun"
    independent.hand_in(independent.ana, article=returned)
    independent.hand_in(independent.ana, article=begun)
    assert next_of(client, independent) == "The ferry must stay"
    independent.hand_in(independent.ana)
    assert next_of(client, independent) == ""
    assert next_of(sign_in(independent.rita.user), independent) == "", "nothing was given to Rita"


def test_in_a_shared_project_next_is_what_has_fewest_people(shared: World, sign_in: SignIn) -> None:
    quiet = shared.take_in("Quiet\n\nNobody was here.")
    shared.mark(shared.ben, "cheaper")
    client = sign_in(shared.ana.user)
    assert next_of(client, shared) == "Quiet"
    shared.mark(shared.ana, "The council says")
    assert next_of(client, shared) == "The ferry must stay", "what is begun goes on first"
    shared.hand_in(shared.ana)
    assert next_of(client, shared) == "Quiet"
    shared.hand_in(shared.ana, article=quiet)
    assert next_of(client, shared) == ""


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "1", ""])
def test_what_is_no_article_is_left_out_of_next_without_harm(shared: World, sign_in: SignIn, after: str) -> None:
    answer = sign_in(shared.ana.user).get(f"/p/{shared.project.slug}/next/", {"after": after})
    assert answer.headers["Location"] == f"/p/{shared.project.slug}/articles/{shared.article.pk}/"


# One's own work, from the desk.


def test_work_is_handed_in_and_taken_back_by_plain_forms(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    client = sign_in(shared.ana.user)
    desk = f"/p/{shared.project.slug}/articles/{shared.article.pk}/"
    page = send(client, form_to(client.get(desk), f"{desk}hand-in/"))
    assert "Handed in. You can take it back until a reviewer begins." in words(page)
    page = send(client, form_to(page, f"{desk}take-back/"))
    assert "Taken back. Mark on, and hand in again." in words(page)
    lines = JournalLine.objects.filter(verb__startswith="work_", article=shared.article.pk).order_by("id")
    assert list(lines.values_list("verb", flat=True)) == ["work_opened", "work_handed_in", "work_taken_back"]


def test_to_read_and_find_nothing_to_mark_is_work_too(independent: World, sign_in: SignIn) -> None:
    client = sign_in(independent.ana.user)
    desk = f"/p/{independent.project.slug}/articles/{independent.article.pk}/"
    page = client.get(desk)
    assert "With no span of yours it says: read, nothing to mark." in words(page)
    send(client, form_to(page, f"{desk}hand-in/"))
    line = JournalLine.objects.get(verb="work_handed_in", article=independent.article.pk)
    assert line.after is not None
    assert (line.after["empty"], line.by) == (True, independent.ana.user_id)


def test_a_step_that_cannot_be_taken_is_refused_with_a_sentence(independent: World, sign_in: SignIn) -> None:
    client = sign_in(independent.ana.user)
    desk = f"/p/{independent.project.slug}/articles/{independent.article.pk}/"
    elsewhere = f"/p/{independent.project.slug}/articles/{independent.take_in('Tolls: they cost.').pk}/"
    span = independent.mark(independent.ana, "cheaper")

    def refused(address: str, why: str) -> None:
        with nothing_changes():
            assert why in words(client.post(address, follow=True)), address  # type: ignore[arg-type]

    refused(f"{desk}take-back/", "This work is not handed in.")
    refused(f"{elsewhere}hand-in/", "This article was not given to you.")
    refused(f"{elsewhere}take-back/", "There is no work on this article.")
    independent.hand_in(independent.ana)
    refused(f"{desk}hand-in/", "handed in already")
    independent.decide(span)
    refused(f"{desk}take-back/", "A reviewer has begun to decide")
    assert "A reviewer has begun to decide on it." in words(client.get(desk))


def test_giving_out_comes_back_to_the_list_as_it_was(listed: World, sign_in: SignIn) -> None:
    client, home = sign_in(listed.lea.user), f"/p/{listed.project.slug}/"
    asked = {"outlet": "The Quay", "sort": "-added", "page": "1"}
    form = form_to(client.get(home, asked), f"{home}assign/")
    lamps = Article.objects.get(project=listed.project, title="Lamps")
    answer = client.post(f"{home}assign/", {**form.fields, "article": str(lamps.pk), "analyst": "ana"})
    assert titles(client.get(answer["Location"])) == ["Lamps", "Bridges"]
    again = client.post(f"{home}assign/", {"back": "//elsewhere.example/?sort=title"})
    assert again["Location"].startswith(f"{home}?"), "nowhere but to the list"


def test_what_is_given_by_hand_has_the_day_it_is_due_on(listed: World, sign_in: SignIn) -> None:
    client, home = sign_in(listed.lea.user), f"/p/{listed.project.slug}/"
    lamps = Article.objects.get(project=listed.project, title="Lamps")
    asked = {"article": str(lamps.pk), "analyst": "ana"}
    with nothing_changes():
        refused = client.post(f"{home}assign/", {**asked, "due_on": "next week"}, follow=True)
    assert "Until when? A day is written like 2026-03-04." in words(refused)
    client.post(f"{home}assign/", {**asked, "due_on": "2026-03-01"})
    assert Assignment.objects.get(article=lamps, analyst=listed.ana.user).due_on == date(2026, 3, 1)
    assert titles(client.get(home, {"state": "overdue", "person": "ana"})) == ["Lamps"]
    assert "due on 2026-03-01" in words(client.get(home))


def test_a_round_is_opened_over_what_the_list_found(listed: World, sign_in: SignIn) -> None:
    client, home = sign_in(listed.lea.user), f"/p/{listed.project.slug}/"
    page = client.get(home, {"outlet": "The Quay"})
    (way,) = [link for link in tree(page).iter("a") if "A round over" in link.text_content()]
    assert "2 articles found" in way.text_content()
    form = form_to(client.get(way.get("href")), f"{home}rounds/open/?outlet=The+Quay")
    assert form.fields["which"] == ["listed"]
    send(client, form, per_article="1")
    opened = Round.objects.get(project=listed.project)
    assert sorted(article.title for article in opened.articles.all()) == ["Bridges", "Lamps"]
    assert titles(client.get(home, {"round": opened.number})) == ["Bridges", "Lamps"]


def test_each_number_of_the_dashboard_leads_to_its_articles(listed: World, sign_in: SignIn) -> None:
    client, home = sign_in(listed.lea.user), f"/p/{listed.project.slug}/"
    opened = work.open_round(
        listed.project, articles=[Article.objects.get(project=listed.project, title="Lamps")], name="", way=Way.DEALT,
        per_article=1, quota=None, due_on=None, training=False, by=listed.lea, at=AT,
    )  # fmt: skip
    spans.deal_round(opened, [listed.ana], by=listed.lea, at=AT)
    for page, numbers in ((f"{home}rounds/", 5), (f"{home}rounds/{opened.number}/", 2)):
        links = [link for link in tree(client.get(page)).cssselect("td.number > a") if "state=" in link.get("href")]
        assert len(links) == numbers
        for link in links:
            assert len(titles(client.get(link.get("href")))) == int(link.text_content()), link.get("href")


def test_a_long_round_has_pages_that_keep_who_is_chosen(listed: World, sign_in: SignIn) -> None:
    many = [listed.take_in(f"Piece {at}\n\nIt is the {at}th of them.") for at in range(51)]
    opened = work.open_round(
        listed.project, articles=many, name="", way=Way.DEALT, per_article=1, quota=None, due_on=None, training=False,
        by=listed.lea, at=AT,
    )  # fmt: skip
    client, address = sign_in(listed.lea.user), f"/p/{listed.project.slug}/rounds/{opened.number}/"
    first = client.get(address, {"person": ["ana"]})
    (onward,) = tree(first).cssselect("a[rel=next]")
    second = client.get(address + onward.get("href"))
    assert (len(titles(first)), len(titles(second))) == (50, 1)
    assert "Give them out" in words(second)
    assert "Give them out" not in words(client.get(address, {"page": "2"}))


def test_the_place_of_an_article_is_that_in_ones_own_list(world: World) -> None:
    second, third = world.take_in("Second\n\nText."), world.take_in("Third\n\nText.")
    world.assign(world.ana, article=third)
    world.assign(world.ben, article=second)
    people = [world.ana, world.ben, world.rita, world.lea]
    for person in people:
        listed = list(list_articles(person, Wanted()))
        assert [place_of(person, article) for article in listed] == [
            (number, len(listed)) for number in range(1, len(listed) + 1)
        ]
    everyone = world.project.mode == Mode.SHARED
    assert [place_of(person, third)[1] for person in people] == [3, 3, 3, 3] if everyone else [1, 1, 3, 3]
