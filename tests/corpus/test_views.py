"""What is known about an article, and what a lead may correct of it: as plain forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.projects.models import User
from annotate.spans.models import Span
from tests.factories import World
from tests.pages import form_to, forms, send, words
from tests.rows import nothing_changes

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def home(world: World) -> str:
    return f"/p/{world.project.slug}/articles/{world.article.pk}/"


def verbs(world: World) -> list[str]:
    lines = JournalLine.objects.filter(article=world.article.pk).order_by("id")
    return list(lines.values_list("verb", flat=True))


def test_a_lead_corrects_what_is_said_about_an_article_and_its_text_stays(shared: World, sign_in: SignIn) -> None:
    client, about = sign_in(shared.lea.user), f"{home(shared)}about/"
    said = {
        "title": "Ferries", "outlet": "The Quay", "published_on": "2026-03-04", "url": "https://quay.example/1",
        "language": "en", "text": "something else",
    }  # fmt: skip
    assert "Kept." in words(send(client, form_to(client.get(about), about), **said))
    article = Article.objects.get(pk=shared.article.pk)
    assert (article.title, article.outlet, str(article.published_on)) == ("Ferries", "The Quay", "2026-03-04")
    assert article.text == shared.article.text
    assert verbs(shared)[-1] == "article_described"
    with nothing_changes():
        send(client, form_to(client.get(about), about))


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("title", "", "This field is required."),
        ("title", "x" * 501, "at most 500 characters"),
        ("published_on", "the fourth", "This is no date: write 2026-03-04."),
        ("published_on", "2026-02-30", "This is no date: write 2026-03-04."),
        ("url", "not an address", "Enter a valid URL."),
        ("url", "ftp://quay.example/1", "An address begins with http:// or https://."),
    ],
)
def test_what_cannot_be_said_about_an_article_is_refused(
    shared: World, sign_in: SignIn, field: str, value: str, why: str
) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(f"{home(shared)}about/"), f"{home(shared)}about/")
    with nothing_changes():
        page = send(client, form, **{field: value})
    assert page.status_code == 422
    assert why in words(page)


def test_a_lead_corrects_the_kind_of_a_block(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    address = f"{home(shared)}blocks/1/kind/"
    send(client, form_to(client.get(f"{home(shared)}about/"), address), kind="pull-quote")
    assert shared.article.blocks.get(number=1).kind == "pull-quote"
    assert verbs(shared)[-1] == "block_corrected"
    assert client.post(address, {"kind": "caption"}, headers={"HX-Request": "true"}).status_code == 204
    assert shared.article.blocks.get(number=1).kind == "caption"
    with nothing_changes():
        client.post(address, {"kind": "caption"})
        client.post(address, {"kind": "song"})
        assert client.post(f"{home(shared)}blocks/99/kind/", {"kind": "caption"}).status_code == 404


def test_an_article_is_withdrawn_with_its_spans_and_put_back(shared: World, sign_in: SignIn) -> None:
    shared.mark(shared.ana, "cheaper")
    client, about = sign_in(shared.lea.user), f"{home(shared)}about/"
    page = send(client, form_to(client.get(about), f"{home(shared)}withdraw/"), reason="Came in twice.")
    assert "“The ferry must stay” is withdrawn. A lead can put it back." in words(page)
    listed = f"/p/{shared.project.slug}/"
    assert home(shared) not in client.get(listed).content.decode()
    assert home(shared) in client.get(listed, {"state": "withdrawn"}).content.decode()
    other = Client()
    other.force_login(shared.ana.user, backend="annotate.projects.sessions.Accounts")
    for address in (home(shared), about, f"{home(shared)}spans/"):
        assert other.get(address).status_code == 404
    assert "Came in twice." in words(client.get(about))
    page = send(client, form_to(client.get(about), f"{home(shared)}put-back/"))
    assert "“The ferry must stay” is back, with its spans." in words(page)
    assert "cheaper" in words(other.get(f"{home(shared)}spans/"))
    assert verbs(shared)[-2:] == ["article_withdrawn", "article_put_back"]
    assert Span.objects.filter(article=shared.article.pk, deleted_at=None).count() == 1


def test_without_a_reason_nothing_is_withdrawn(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(f"{home(shared)}about/"), f"{home(shared)}withdraw/")
    for reason in ("", "   "):
        with nothing_changes():
            assert "Say why the article is withdrawn." in words(send(client, form, reason=reason))


@pytest.mark.parametrize("who", ["ana", "rita"])
def test_who_does_not_lead_reads_and_corrects_nothing(shared: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(shared, who).user)
    page = client.get(f"{home(shared)}about/")
    assert [form.action for form in forms(page)] == ["/sign-out/"]
    assert "The council says" in words(page)
    tried = {
        "about/": {"title": "Other"},
        "blocks/1/kind/": {"kind": "caption"},
        "withdraw/": {"reason": "twice"},
        "put-back/": {},
    }
    for address, body in tried.items():
        with nothing_changes():
            page = client.post(f"{home(shared)}{address}", body)
        assert page.status_code == (422 if address == "about/" else 403)
    assert "Only a lead of this project may do that." in words(page)


def test_the_file_as_it_came_is_kept_and_never_shown_as_a_page(shared: World, sign_in: SignIn) -> None:
    answer = sign_in(shared.ana.user).get(f"{home(shared)}source/")
    assert answer.content == bytes(Article.objects.get(pk=shared.article.pk).source)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_what_is_written_about_an_article_is_shown_as_text(shared: World, sign_in: SignIn) -> None:
    article = shared.take_in("A title\n\nWords.", title="<script>alert(1)</script>", byline="<b>Otto</b>")
    page = sign_in(shared.lea.user).get(f"/p/{shared.project.slug}/articles/{article.pk}/about/")
    assert b"<script>alert" not in page.content
    assert "<script>alert(1)</script>" in words(page)
    assert b"<b>Otto</b>" not in page.content
