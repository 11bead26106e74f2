"""The page and the download."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from annotate.projects.models import User
from tests.factories import World

SignIn = Callable[[User], Client]


def page(world: World) -> str:
    return f"/p/{world.project.slug}/export/"


def download(world: World) -> str:
    return f"/p/{world.project.slug}/export/download/"


def test_the_page_shows_counts_and_how_the_file_begins(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    shown = sign_in(shared.lea.user).get(page(shared), {"format": "csv"}).content.decode()
    assert "people who marked them" in shown
    assert "article,external_id,title,span" in shown
    assert f"{download(shared)}?format=csv&amp;set=all&amp;texts=yes&amp;people=names" in shown


def test_its_parts_come_alone_where_htmx_asks(shared: World, sign_in: SignIn) -> None:
    shown = sign_in(shared.lea.user).get(page(shared), headers={"HX-Request": "true"}).content.decode()
    assert shown.strip().startswith('<section id="shown"')
    assert "<form" not in shown


def test_a_choice_that_cannot_be_had_is_answered_with_the_sentence(independent: World, sign_in: SignIn) -> None:
    answer = sign_in(independent.lea.user).get(page(independent), {"format": "archive"})
    assert answer.status_code == 403
    assert "2 pieces of work are not handed in" in answer.content.decode()
    assert "download" not in answer.content.decode()


def test_what_others_wrote_is_escaped(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper", note="<script>alert(1)</script>")
    shown = sign_in(shared.lea.user).get(page(shared), {"format": "csv"}).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_an_analyst_is_offered_their_own_set(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    shown = sign_in(shared.ana.user).get(page(shared)).content.decode()
    assert '<option value="ana" selected>ana</option>' in shown
    assert 'value="gold"' not in shown
    assert 'value="ben"' not in shown


def test_the_file_is_streamed_and_left_alone_by_compression(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    answer = sign_in(shared.lea.user).get(download(shared), headers={"Accept-Encoding": "gzip"})
    assert isinstance(answer, StreamingHttpResponse)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/x-ndjson"
    assert answer["Content-Disposition"] == f'attachment; filename="{shared.project.slug}-all.jsonl"'
    assert answer["Content-Encoding"] == "identity"
    assert not answer.has_header("Content-Length")
    (line,) = answer.getvalue().splitlines()
    assert json.loads(line)["spans"][0]["quote"] == "cheaper"


def test_nothing_is_read_before_the_first_piece_is_sent(
    shared: World, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(shared.lea.user)
    shared.mark(shared.ana, "cheaper")
    answer = client.get(download(shared))
    with django_assert_num_queries(12):
        answer.getvalue()


@pytest.mark.parametrize(
    ("asked", "has"),
    [
        ({"format": "csv", "bom": "on"}, "\ufeffarticle,"),
        ({"format": "csv", "texts": "no"}, '"[[37,44]]",,ana'),
        ({"format": "csv", "people": "pseudonyms"}, "person-"),
        ({"format": "w3c", "set": "ana"}, '"nickname":"ana"'),
        ({"format": "archive", "set": "gold"}, '"format":"annotate-archive"'),
    ],
)
def test_a_choice_is_what_is_sent(shared: World, sign_in: SignIn, asked: dict[str, str], has: str) -> None:
    span = shared.mark(shared.ana, "cheaper")
    has = has.replace("[[37,44]]", f"[[{span.start},{span.end}]]")
    assert has in sign_in(shared.lea.user).get(download(shared), asked).getvalue().decode()


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("ana", {}, 200),
        ("ana", {"set": "all"}, 403),
        ("ana", {"set": "ben"}, 403),
        ("ana", {"format": "archive"}, 403),
        ("rita", {"set": "gold"}, 200),
        ("rita", {"format": "archive"}, 403),
        ("rita", {"set": "nobody"}, 404),
        ("rita", {"format": "docx"}, 422),
        ("lea", {"format": "archive"}, 200),
        ("lea", {"format": "archive", "texts": "no"}, 422),
        ("otto", {}, 404),
    ],
)
def test_who_may_download_what(shared: World, sign_in: SignIn, who: str, asked: dict[str, str], status: int) -> None:
    client = sign_in(User.objects.get(username=who))
    assert client.get(download(shared), asked).status_code == status
    assert client.get(page(shared), asked).status_code == status


def test_who_has_not_signed_in_is_asked_to(shared: World, client: Client) -> None:
    assert client.get(page(shared)).status_code == 302
    assert client.get(download(shared)).status_code == 302


def test_a_file_is_asked_for_not_posted(shared: World, sign_in: SignIn) -> None:
    assert sign_in(shared.lea.user).post(download(shared)).status_code == 405
