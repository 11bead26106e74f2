"""Taking articles in by page: what comes in, what was there, what is told. `test_refusals` has what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.projects.models import User
from tests.factories import TEXT, World
from tests.pages import form_to, send, tree, words
from tests.rows import nothing_changes

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db

PAGE = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tolls</title></head>
<body>
<nav><a href="/">Home</a></nav>
<article>
<h1>Tolls</h1>
<p>They cost <em>everybody</em> <script>alert(1)</script>dearly, and nobody was asked about them at all.</p>
<p>Nobody asked the people who cross the river twice a day what they would pay for a bridge.</p>
</article>
</body>
</html>"""


def home(world: World) -> str:
    return f"/p/{world.project.slug}/import/"


def upload(client: Client, world: World, *files: tuple[str, bytes], encoding: str = ""):  # type: ignore[no-untyped-def]
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(f"{home(world)}files/", {"files": sent, "encoding": encoding})


def outcomes(page) -> list[tuple[str, ...]]:  # type: ignore[no-untyped-def]
    """Of each file its name, the article, and what became of it."""
    rows = tree(page).cssselect("tbody tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in row.cssselect("td")) for row in rows]


def test_a_pasted_article_is_in_with_what_is_said_about_it(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(home(shared)), f"{home(shared)}paste/")
    text = "Tolls\r\n\r\nBy Otto\r\n\r\nThey cost 🚢 dearly.\u2028Every day."
    page = send(client, form, text=text, outlet="The Quay", published_on="2026-03-04", language="en")
    assert "“Tolls” is in." in words(page)
    article = Article.objects.get(project=shared.project, title="Tolls")
    assert article.text == "Tolls\n\nBy Otto\n\nThey cost 🚢 dearly.\nEvery day."
    assert (article.outlet, str(article.published_on), article.language) == ("The Quay", "2026-03-04", "en")
    assert bytes(article.source).decode() == text
    assert JournalLine.objects.get(verb="article_taken_in", subject=article.pk).by == shared.lea.user_id


def test_the_same_article_again_is_told_and_not_doubled(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    form = form_to(client.get(home(shared)), f"{home(shared)}paste/")
    with nothing_changes():
        page = send(client, form, text=TEXT, title="Another title")
    assert "This article was here already: here it is." in words(page)
    assert page.redirect_chain[-1][0] == f"/p/{shared.project.slug}/articles/{shared.article.pk}/about/"


def test_files_and_zips_come_in_and_the_count_adds_up(shared: World, sign_in: SignIn) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("more/lamps.md", "# Lamps\n\nThe library goes *dark* at nine.")
        archive.writestr("__MACOSX/._lamps.md", b"\0\0")
        archive.writestr("more/picture.png", b"\x89PNG\r\n\x1a\n\0\0")
    client = sign_in(shared.lea.user)
    form = form_to(client.get(home(shared)), f"{home(shared)}files/")
    assert form.element.get("enctype") == "multipart/form-data"
    page = upload(
        client, shared, ("tolls.html", PAGE), ("ferry.txt", TEXT.encode()), ("empty.txt", b""),
        ("more.zip", packed.getvalue()),
    )  # fmt: skip
    assert page.status_code == 200
    became = {name.split("/")[-1]: what.split()[0] for name, _article, what in outcomes(page)}
    assert became["tolls.html"] == became["lamps.md"] == "new"
    assert became["empty.txt"] == became["picture.png"] == "refused"
    assert became["ferry.txt"] not in ("new", "refused")
    assert "6 files: 2 new, 1 there already, 2 refused, 1 passed over" in words(page)
    tolls = Article.objects.get(project=shared.project, title="Tolls")
    assert "alert" not in tolls.text
    assert ["emphasis", "everybody"] in [[kind, tolls.text[start:end]] for kind, start, end, _href in tolls.inlines]


def test_a_person_says_how_files_are_encoded_where_they_do_not(shared: World, sign_in: SignIn) -> None:
    text = "Мосты\n\nОни стоят дорого, и никто не спрашивает, кто платит."
    page = upload(sign_in(shared.lea.user), shared, ("bridges.txt", text.encode("koi8-r")), encoding="koi8-r")
    assert "new" in outcomes(page)[0][2]
    article = Article.objects.get(project=shared.project, title="Мосты")
    assert (article.text, article.encoding) == (text, "koi8-r")


def test_no_file_is_no_import(shared: World, sign_in: SignIn) -> None:
    client = sign_in(shared.lea.user)
    with nothing_changes():
        page = upload(client, shared)
    assert page.status_code == 422
    assert "Choose files first." in words(page)


@pytest.mark.parametrize("who", ["ana", "rita"])
def test_only_a_lead_takes_in(shared: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(shared, who).user)
    with nothing_changes():
        pages = [
            client.get(home(shared)),
            client.post(f"{home(shared)}paste/", {"text": "A title\n\nSome words."}),
            upload(client, shared, ("one.txt", b"One\n\nMore.")),
        ]
    for page in pages:
        assert page.status_code == 403
        assert "Only a lead of this project may do that." in words(page)
    assert "Take in articles" not in words(client.get(f"/p/{shared.project.slug}/"))
