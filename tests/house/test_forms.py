"""Every form of every page can be sent without script: it says where, and how; and what htmx sends goes there, too."""

from __future__ import annotations

import re

import pytest
from django.urls import Resolver404, resolve

from annotate.assignment import actions as work
from annotate.assignment.models import Way
from annotate.projects import actions as projects
from annotate.projects.models import Mode
from tests.api.stage import Stage
from tests.factories import make_world
from tests.house.routes import NOT_OF_A_PROJECT, PAGES, addresses, path_of
from tests.house.story import enter
from tests.pages import forms, tree

pytestmark = pytest.mark.django_db

OWN = ("/", "/account/", "/password/", "/projects/add/")


@pytest.fixture(scope="module")
def pages(kept: None) -> dict[str, object]:
    """Every page that somebody can open, by who opened it and where it is: work in every state, a queue, a key."""
    world = make_world(Mode.SHARED, slug="forms")
    world.ask({"key": "stance", "kind": "choice", "choices": ["against", "for"]})
    stage = Stage(world).complete()
    world.answer(world.ben, "stance", "for", article=stage.handed_in)
    world.hand_in(world.ben, article=stage.handed_in)
    found = work.open_round(
        world.project, articles=[stage.fresh], name="", way=Way.TAKEN, per_article=2, quota=None, due_on=None,
        training=False, by=world.lea, at=world.at,
    )  # fmt: skip
    projects.create_token(world.lea.user, name="notebook", by=world.lea.user, at=world.at)
    articles = (world.article, stage.handed_in, stage.decided, stage.settled, stage.fresh)
    opened = {}
    for who in (world.ana, world.rita, world.lea):
        client = enter(who.user)
        for path in OWN:
            opened[f"{who.user} {path}"] = client.get(path)
        for route in PAGES:
            if route.reads:
                for article in articles if "{article_id}" in path_of(route) else articles[:1]:
                    ids = {
                        "slug": "forms", "article_id": article.pk, "span_id": stage.claim.pk, "number": found.number,
                        "key": "claim",
                    }  # fmt: skip
                    path = path_of(route).format(**ids)
                    answer = client.get(path)
                    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                        opened[f"{who.user} {path}"] = answer
    return opened


def test_pages_of_every_room_were_opened(pages: dict[str, object]) -> None:
    rooms = {resolve(name.split(" ", 1)[1]).namespace for name in pages}
    assert rooms == {
        "projects",
        "codebook",
        "corpus",
        "assignment",
        "spans",
        "review",
        "intake",
        "export",
        "concord",
        "curation",
    }


def test_every_form_says_where_it_goes_and_how(pages: dict[str, object]) -> None:
    seen = set()
    for name, page in pages.items():
        for form in forms(page):  # type: ignore[arg-type]
            where = f"{name}, form to “{form.action}”"
            assert form.method in ("get", "post"), where
            assert form.action.startswith("/"), where
            match = resolve(form.action)
            seen.add(match.view_name)
            if form.method == "post":
                assert form.fields.get("csrfmiddlewaretoken"), where
            buttons = form.element.cssselect("button:not([type=button]), input[type=submit]")
            assert buttons, f"{where}: a button that sends it"
    posts = {route.name for route in PAGES if route.method == "POST" and not route.name.startswith(NO_FORM)}
    missing = sorted(posts - seen - OFFERED_ELSEWHERE)
    assert not missing, f"no form posts to {missing}"


NO_FORM = ("spans:spend",)
"""What only a script has to say: how long the desk was in use."""

OFFERED_ELSEWHERE = {
    *(f"codebook:{name}" for name in ("change_attribute", "copy", "discard", "undo")),  # of a draft
    *(f"codebook:{name}" for name in ("change_question", "drop_question")),  # of a draft that asks one
    *(f"curation:{name}" for name in ("drop", "drop_attribute", "end_split", "go_on", "sort", "take_back")),  # in steps
    "curation:publish",  # of a draft that differs
    *(f"concord:{name}" for name in ("count_articles", "count_gamma")),  # of independent work: tests/concord
    "corpus:put_back_article",  # on the page of a withdrawn article: tests/corpus
    "projects:reopen_project",  # in the settings of a closed project: tests/projects
    "review:reopen",
    "spans:add_span",  # by quote: `spans:quote` ends in the same action
    "spans:call_back",
    "spans:deal_round",
    "spans:copy_spans",  # on the page of a corrected article: tests/spans/test_copies.py
    "spans:decline",  # on the desk of work that was given and not begun
    "spans:restore_link",
    "spans:restore_span",
}  # fmt: skip
"""Forms that stand on no page above."""


def test_what_htmx_sends_goes_where_its_form_goes(pages: dict[str, object]) -> None:
    for name, page in pages.items():
        for element in tree(page).iter():  # type: ignore[arg-type]
            for verb in ("get", "post", "put", "patch", "delete"):
                if (address := element.get(f"hx-{verb}")) is not None:
                    form = element if element.tag == "form" else next(element.iterancestors("form"), None)
                    linked = any(link.get("href") == address for link in element.iter("a"))
                    assert linked or (form is not None and form.get("action") == address), (
                        f"{name}: hx-{verb} {address}"
                    )
                    assert element.get("hx-target"), f"{name}: htmx 4 inherits no target"


def test_every_link_within_the_house_leads_somewhere(pages: dict[str, object]) -> None:
    for name, page in pages.items():
        for link in tree(page).iter("a"):  # type: ignore[arg-type]
            address = re.sub(r"[?#].*", "", link.get("href", ""))
            if address.startswith("/") and not address.startswith("/static/"):
                try:
                    found = resolve(address)
                except Resolver404:
                    pytest.fail(f"{name}: {address} leads nowhere")
                assert found.view_name, name


def test_the_pages_that_are_asked_here_are_all() -> None:
    named = {address.name for address in addresses() if not address.name.startswith(("admin:", "api:"))}
    assert named == {route.name for route in PAGES} | {name for name in NOT_OF_A_PROJECT if not name.startswith("api:")}
