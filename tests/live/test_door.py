"""The door of the stream, asked as a browser asks it, on a live process that hears the tests' database.

Blindness is tested by bytes: what a blind person's stream carried before and after others worked is the same.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from django.test import Client, override_settings

from annotate.corpus.models import Article
from annotate.live import telling
from annotate.live.hub import PER_PERSON
from annotate.live.tickets import Ticket, read_ticket
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Mode, User
from annotate.review import actions as review
from annotate.spans import actions
from tests.factories import AT, World, make_world
from tests.live_process import Listener, LiveProcess, live_process, say_where, settings_of_tests
from tests.run.installation import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SETTLES = 0.4
"""Seconds after which what was told has long been heard: about twenty times what it takes."""


@pytest.fixture(scope="module")
def live(django_db_setup: None) -> Iterator[LiveProcess]:
    with live_process(settings_of_tests()) as process:
        yield process


@dataclass
class People:
    """The cast of a committed world, and what each of them may hear. Of its making all is told already."""

    world: World
    port: int
    opened: list[Listener] = field(default_factory=list)

    def __post_init__(self) -> None:
        telling._teller.wait()

    def ticket(self, person: User, article: Article | None = None) -> str:
        """As the page gets it."""
        client = Client()
        client.force_login(person, backend="annotate.projects.sessions.Accounts")
        article = article or self.world.article
        answer = client.get(f"/p/{self.world.project.slug}/articles/{article.pk}/live/")
        return answer.json()["ticket"] if answer.status_code == 200 else str(answer.status_code)

    def listen(self, *members: Membership) -> list[Listener]:
        """Their streams, each greeted."""
        listeners = [self.open(self.ticket(member.user)) for member in members]
        for listener in listeners:
            listener.wait_for("hello")
        return listeners

    def open(self, *tickets: str, port: int | None = None, after: str = "", origin: str = "") -> Listener:
        """A stream with these tickets, whatever comes of it."""
        listener = Listener(port or self.port, *tickets, after=after, origin=origin)
        self.opened.append(listener)
        return listener

    def close(self) -> None:
        """Everybody goes."""
        for listener in self.opened:
            listener.close()


@pytest.fixture
def blind(live: LiveProcess) -> Iterator[People]:
    people = People(make_world(Mode.INDEPENDENT), live.port)
    yield people
    people.close()


@pytest.fixture
def together(live: LiveProcess) -> Iterator[People]:
    people = People(make_world(Mode.SHARED), live.port)
    yield people
    people.close()


def news(listener: Listener) -> list[int | None]:
    """The revisions it was told of."""
    return [event["revision"] for event in listener.events("news")]


def test_a_blind_person_s_stream_carries_no_byte_of_what_others_do_until_the_article_is_settled(blind: People) -> None:
    world = blind.world
    ana, ben = blind.listen(world.ana, world.ben)
    before = ben.said
    span = world.mark(world.ana, "cheaper")
    actions.change_span(span, version=1, note="Says who?", by=world.ana, at=AT)
    actions.add_comment(span, text="Of all things.", by=world.ana, at=AT)
    other = world.mark(world.ana, "in it to win it", "framing")
    actions.add_link(other, kind="supports", target=span, by=world.ana, at=AT)
    actions.delete_span(other, version=None, by=world.ana, at=AT)
    actions.undo(world.article, by=world.ana, at=AT)
    say_where(blind.port, blind.ticket(world.ana.user), "2")
    world.hand_in(world.ana)
    actions.take_back(world.article, by=world.ana, at=AT)
    world.hand_in(world.ana)
    ana.wait_for("news")  # at least one: what comes close together is told once
    time.sleep(SETTLES)
    assert ben.said == before
    world.hand_in(world.ben)
    world.decide(span)
    world.decide(other)
    time.sleep(SETTLES)
    of_own = news(ben)
    assert set(of_own) == {None}
    review.settle_article(world.article, by=world.rita, at=AT)
    ben.wait_for("news", len(of_own) + 1)
    heard = len(news(ben))
    actions.add_comment(span, text="So it was.", by=world.ana, at=AT)
    ben.wait_for("news", heard + 1)


def test_a_reviewer_hears_of_work_when_it_is_handed_in_and_not_before(blind: People) -> None:
    world = blind.world
    [rita] = blind.listen(world.rita)
    before = rita.said
    world.mark(world.ana, "cheaper")
    world.mark(world.ben, "in it to win it")
    time.sleep(SETTLES)
    assert rita.said == before
    world.hand_in(world.ana)
    rita.wait_for("news")
    heard = len(news(rita))
    actions.take_back(world.article, by=world.ana, at=AT)
    rita.wait_for("news", heard + 1)
    heard = len(news(rita))
    world.mark(world.ana, "toll")
    time.sleep(SETTLES)
    assert len(news(rita)) == heard


def test_a_reviewer_with_open_work_of_their_own_hears_nothing(blind: People) -> None:
    world = blind.world
    world.assign(world.rita)
    telling._teller.wait()
    time.sleep(SETTLES)  # that it was given to her she may hear, and it is no news any more
    [rita] = blind.listen(world.rita)
    before = rita.said
    world.mark(world.ana, "cheaper")
    world.hand_in(world.ana)
    world.hand_in(world.ben)
    time.sleep(SETTLES)
    assert rita.said == before


def test_where_people_work_blind_nobody_meets_anybody(blind: People) -> None:
    world = blind.world
    [rita] = blind.listen(world.rita)
    before = rita.said
    for member in (world.ana, world.ben, world.lea):
        assert say_where(blind.port, blind.ticket(member.user), "1") == 204
    time.sleep(1.2)
    assert rita.said == before


def test_in_a_shared_project_everybody_hears_every_revision(together: People) -> None:
    world = together.world
    ana, ben = together.listen(world.ana, world.ben)
    world.mark(world.ana, "cheaper")
    world.mark(world.ben, "in it to win it")
    for listener in (ana, ben):
        wait_until(lambda heard=listener: 2 in news(heard), "the second revision was heard")  # type: ignore[misc]


def test_nothing_is_heard_of_what_was_rolled_back(together: People) -> None:
    world = together.world
    [ben] = together.listen(world.ben)
    before = ben.said
    with transaction.atomic():
        world.mark(world.ana, "cheaper")
        transaction.set_rollback(True)
    time.sleep(SETTLES)
    assert ben.said == before


def test_a_stranger_gets_no_ticket_and_without_one_no_byte(together: People) -> None:
    assert together.ticket(together.world.otto) == "404"
    for ticket in ("", "404", "x:y:z"):
        listener = together.open(ticket)
        assert listener.status == 403
        assert b"event" not in listener.said


def test_a_ticket_that_is_over_or_of_another_installation_is_refused(together: People) -> None:
    mine = read_ticket(together.ticket(together.world.ana.user), now=time.time())
    over = replace(mine, until=int(time.time()) - 1).signed()
    with override_settings(SECRET_KEY="of-another-installation"):
        foreign = mine.signed()
    for ticket in (over, foreign):
        assert together.open(ticket).status == 403
        assert say_where(together.port, ticket, "1") == 403


def test_tickets_of_two_people_open_no_stream(together: People) -> None:
    world = together.world
    assert together.open(together.ticket(world.ana.user), together.ticket(world.ben.user)).status == 403


def test_a_stream_is_over_with_its_ticket(together: People) -> None:
    mine = read_ticket(together.ticket(together.world.ana.user), now=time.time())
    listener = together.open(replace(mine, until=int(time.time()) + 2).signed())
    listener.wait_for("hello")
    assert listener.ended.wait(5)


def test_who_leaves_the_project_hears_no_more(together: People) -> None:
    world = together.world
    [ben] = together.listen(world.ben)
    projects.end_membership(world.ben, by=world.lea, at=AT)
    assert ben.ended.wait(5)
    assert together.ticket(world.ben.user) == "404"


def test_one_stream_follows_several_articles(together: People) -> None:
    world = together.world
    other = world.take_in("Another piece\n\nIt is cheaper, they say.")
    tickets = [together.ticket(world.ana.user), together.ticket(world.ana.user, other)]
    ana = together.open(*tickets)
    assert sorted(ana.wait_for("hello")["articles"]) == sorted([world.article.pk, other.pk])
    world.mark(world.ben, "they say", article=other)
    assert ana.wait_for("news")["article"] == other.pk
    ana = together.open(*tickets, after=ana.events("news")[-1]["id"])
    assert ana.wait_for("hello")["missed"] == []
    last = ana.events("hello")[0]["id"]
    world.mark(world.ben, "in it to win it")
    time.sleep(SETTLES)
    assert together.open(*tickets, after=last).wait_for("hello")["missed"] == [world.article.pk]


def test_people_are_seen_with_their_rows_and_leave(together: People) -> None:
    world = together.world
    [ben] = together.listen(world.ben)
    ticket = together.ticket(world.ana.user)
    assert say_where(together.port, ticket, "3") == 204
    assert ben.wait_for("here", 2)["people"] == [{"id": world.ana.user_id, "name": "Ana", "short": "AN", "row": 3}]
    say_where(together.port, ticket, "left")
    assert ben.wait_for("here", 3)["people"] == []


def test_several_processes_agree_on_who_is_here_and_all_hear_what_is_new(together: People) -> None:
    world = together.world
    with live_process(settings_of_tests()) as second:
        here = together.open(together.ticket(world.ben.user))
        there = together.open(together.ticket(world.rita.user), port=second.port)
        for listener in (here, there):
            listener.wait_for("hello")
        say_where(together.port, together.ticket(world.ana.user), "2")
        for listener in (here, there):
            assert listener.wait_for("here", 2)["people"][0]["name"] == "Ana"
        world.mark(world.ana, "cheaper")
        for listener in (here, there):
            listener.wait_for("news")


def test_a_person_holds_only_so_many_streams(together: People) -> None:
    ticket = together.ticket(together.world.ana.user)
    held = [together.open(ticket) for _ in range(PER_PERSON)]
    assert {listener.status for listener in held} == {200}
    assert together.open(ticket).status == 429
    held[0].close()
    wait_until(lambda: together.open(ticket).status == 200, "there is room again")


def test_pages_of_our_hosts_may_read_it_and_no_others(together: People) -> None:
    ticket = together.ticket(together.world.ana.user)
    for origin, allowed in [("http://localhost:8000", "http://localhost:8000"), ("http://elsewhere.example", None)]:
        headers = together.open(ticket, origin=origin).response.headers
        assert headers["access-control-allow-origin"] == allowed
        assert headers["cache-control"] == "no-cache, no-transform"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("POST", "/stream", 404),
        ("GET", "/here", 404),
        ("GET", "/behind/a/proxy/healthz", 200),
        ("GET", "/stream?" + "&".join(["ticket=x"] * 100), 403),
        ("POST", "/here", 403),
    ],
)
def test_other_addresses(live: LiveProcess, method: str, path: str, status: int) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", live.port, timeout=5)
    asking.request(method, path, b"x" * 5000 if method == "POST" else None)
    assert asking.getresponse().status == status
    asking.close()


def test_the_ticket_says_only_what_this_person_may_hear(blind: People, together: People) -> None:
    def heard(people: People, member: Membership) -> Ticket:
        return read_ticket(people.ticket(member.user), now=time.time())

    ana, rita = blind.world.ana, blind.world.rita
    assert heard(blind, ana).audiences == (ana.user_id,)
    assert heard(blind, rita).audiences == (rita.user_id,)
    assert not heard(blind, rita).meets
    lea = together.world.lea
    assert heard(together, lea).audiences == (0, lea.user_id)
    assert heard(together, lea).meets
