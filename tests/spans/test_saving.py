"""What the answer to a save holds: the rows it touched, and those that others touched since the page's tag."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotate.spans.models import Span
from tests.factories import World
from tests.pages import written

SignIn = Callable[..., Client]


@pytest.fixture
def begun(shared: World) -> World:
    """Ana has begun with the article, so that her next mark changes nothing else on her page."""
    shared.mark(shared.ana, "nobody")
    return shared


def desk_of(world: World) -> str:
    return f"/p/{world.project.slug}/articles/{world.article.pk}/"


def tag_of(world: World, client: Client) -> str:
    """What a page that is opened now knows."""
    found = re.search(r'data-tag="([^"]+)"', written(client.get(desk_of(world))))
    assert found
    return found[1]


def save(world: World, client: Client, quote: str, *, since: str) -> tuple[str, int]:
    """What a mark is answered, and how many statements have read the journal for it."""
    start = world.article.text.index(quote)
    sent = {
        "label": "claim",
        "quote": quote,
        "extent": f"{start}-{start + len(quote)}",
        "since": since,
        "action": quote,
    }
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.post(f"{desk_of(world)}spans/add/", sent, headers={"HX-Request": "true"})
    reading = re.compile(r"\s*SELECT\b.*\b(FROM|JOIN) annotate_journalline\b", re.DOTALL)
    return written(answer), sum(bool(reading.match(one["sql"])) for one in asked.captured_queries)


def rows(answer: str) -> set[str]:
    return set(re.findall(r'<div class="row[^"]*" id="(r\d+)"', answer))


def can(deed: str, answer: str) -> bool:
    button = re.search(rf'<button[^>]* id="{deed}"[^>]*>', answer)
    assert button
    return "disabled" not in button[0]


def test_where_nothing_else_is_new_its_row_comes_and_the_journal_is_not_asked_for_what_was_just_written(
    begun: World, sign_in: SignIn
) -> None:
    client = sign_in(begun.ana.user)
    answer, read = save(begun, client, "in it to win it", since=tag_of(begun, client))
    assert rows(answer) == {"r2"}
    assert (can("undo", answer), can("redo", answer)) == (True, False)
    assert read == 1, "whether this was answered before"


def test_what_others_marked_since_the_tag_comes_with_it(begun: World, sign_in: SignIn) -> None:
    begun.mark(begun.ben, "nobody", "evidence")
    client = sign_in(begun.ana.user)
    known = tag_of(begun, client)
    begun.mark(begun.ben, "the new bridge")
    answer, read = save(begun, client, "in it to win it", since=known)
    assert rows(answer) == {"r1", "r2"}
    assert read == 2, "whether this was answered before, and what is new"


def test_a_save_sent_again_after_it_was_undone_is_answered_with_what_can_be_done_now(
    begun: World, sign_in: SignIn
) -> None:
    client = sign_in(begun.ana.user)
    known = tag_of(begun, client)
    save(begun, client, "in it to win it", since=known)
    client.post(f"{desk_of(begun)}undo/", {"action": "undo"}, headers={"HX-Request": "true"})
    answer, _read = save(begun, client, "in it to win it", since=known)
    assert (can("undo", answer), can("redo", answer)) == (True, True)


def lines(answer: str) -> list[tuple[str, str]]:
    """The lines of the margin that an answer holds: whole, or the ids of those that the page knows."""
    return re.findall(r'<li>.*?data-span="(\d+)"|<li data-known="([^"]+)">', answer)


def test_of_what_the_page_knows_the_answer_tells_the_ids_alone(begun: World, sign_in: SignIn) -> None:
    client = sign_in(begun.ana.user)
    first = Span.objects.get()
    before, behind = begun.mark(begun.ana, "in it"), begun.mark(begun.ben, "win it", "evidence")
    known = tag_of(begun, client)
    unknown = begun.mark(begun.ben, "to win", "evidence")
    answer, _read = save(begun, client, "in it to win it", since=known)
    whole, ids = [(span, "") for span in (made_by(answer), str(unknown.pk))], f"{behind.pk} {first.pk}"
    assert lines(answer) == [("", str(before.pk)), *whole, ("", ids)]


def test_a_page_that_says_nothing_of_what_it_knows_is_told_every_line(begun: World, sign_in: SignIn) -> None:
    client = sign_in(begun.ana.user)
    begun.mark(begun.ana, "in it")
    answer, _read = save(begun, client, "in it to win it", since="")
    assert [known for _whole, known in lines(answer)] == ["", "", ""]


def made_by(answer: str) -> str:
    """The span that an answer says was made."""
    found = re.search(r'id="standing"[^>]* data-span="(\d+)"', answer)
    assert found
    return found[1]
