"""No word of ours stands on a page untranslated: read in a pseudo-language, what has plain letters was not marked.

What people write is in Greek letters here, so that it is told from our words; a few names are plain (`NAMES`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from annotate.assignment.models import Assignment
from annotate.journal.models import JournalLine
from annotate.projects import actions as projects
from annotate.projects.models import Mode, Role
from annotate.review import actions as review
from annotate.review.queries import undecided_spans
from annotate.spans import actions as spans
from annotate.spans.models import LinkKind
from tests.house.routes import PAGES, Route
from tests.house.story import Story, enter
from tests.pages import written
from tests.words.greek import NAMES, greek_world, in_greek, speak_oddly
from tests.words.pseudo import STAND_IN, everything_said_oddly
from tests.words.seen import GEOMETRY, plain, visible

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def story(kept: None) -> Iterator[Story]:
    """Ana and Ben have marked, linked, commented; everybody speaks the pseudo-language."""
    with everything_said_oddly():
        story = Story(greek_world())
        world = story.world
        speak_oddly(world)  # the story gave Ana another name
        span = world.mark(world.ana, "φτηνότερη", note="νέο")
        other = world.mark(world.ana, "τα διόδια κοστίζουν σαράντα κορώνες", "evidence", unsure=True)
        world.mark(world.ben, "νικήσουν", "framing")
        link, _new = spans.add_link(span, kind=LinkKind.SUPPORTS, target=other, by=world.ana, at=world.at)
        comment, _new = spans.add_comment(span, text="τι; @ben", by=world.ana, at=world.at)
        hers = Assignment.objects.get(article=world.article, analyst=world.ana.user_id)
        story.ids |= {
            "span_id": span.pk, "other_id": other.pk, "link_id": link.pk, "comment_id": comment.pk,
            "assignment_id": hers.pk, "username": "ana", "number": 1,
        }  # fmt: skip
        yield story


OWN_PAGES = ("projects:index", "projects:account", "projects:password", "codebook:create_project")

FOR_MACHINES = {"codebook:colors", "corpus:source", "export:download", "spans:found", "spans:live", "spans:reading"}
"""Addresses whose answers nobody reads."""


WHO_MAY = {Role.ANALYST: "ana", Role.REVIEWER: "rita", Role.LEAD: "lea"}


def told(said: HttpResponse, facts: frozenset[str] = frozenset()) -> list[str]:
    """What an answer says in plain letters, of a page or a sentence; `facts` are words that the journal has."""
    kind, letters = said.get("Content-Type", "").split(";")[0], written(said)
    texts = visible(letters) if kind == "text/html" else [letters] if kind == "text/plain" else []
    return plain(texts, allowed=NAMES | facts) + GEOMETRY.findall(letters)


def answered(story: Story, who: str, route: Route) -> HttpResponse:
    """What a person reads after sending a form; where that leads elsewhere, there."""
    said = story.ask(who, route._replace(body=in_greek(route.body)))
    return story.clients[who].get(said["Location"]) if said.status_code == 302 else said  # type: ignore[return-value]


def read_everything(story: Story, *, forms: bool = False) -> None:
    """Every page as it is shown now, and what people are told who send `forms`; fails with what is plain."""
    found: dict[str, list[str]] = {}
    verbs = set(JournalLine.objects.values_list("verb", flat=True))
    facts: frozenset[str] = frozenset(word for verb in verbs for word in verb.split("_"))
    for route in PAGES if forms else (route for route in PAGES if route.reads):
        for who in sorted({"ana", WHO_MAY[route.at_least]} if route.name not in FOR_MACHINES else ()):
            known = facts if route.name == "curation:journal" else frozenset[str]()
            with transaction.atomic():
                found[f"{route.method} {route.name} by {who}"] = told(answered(story, who, route), known)
                transaction.set_rollback(True)
            if route.part:
                found[f"{route.name} in part by {who}"] = told(story.ask(who, route, part=True), known)  # type: ignore[arg-type]
    assert not (left := unmarked(found)), left


def unmarked(found: dict[str, list[str]]) -> str:
    """The texts that are not in a catalogue, each with the first place where it was seen; empty where all are."""
    first: dict[str, str] = {}
    for place, texts in found.items():
        for text in texts:
            first.setdefault(text, place)
    return "\n".join(f"{place}: {text[:300]}" for text, place in first.items())


def test_pages_of_work_that_is_open_and_what_every_form_answers(story: Story) -> None:
    read_everything(story, forms=True)


def test_pages_of_work_that_is_handed_in(story: Story) -> None:
    story.world.hand_in(story.world.ana, story.world.ben)
    read_everything(story)


def test_pages_of_work_that_is_returned(story: Story) -> None:
    world = story.world
    world.hand_in(world.ana)
    review.return_work(world.article, analyst=world.ana.user_id, reason="πάλι", by=world.rita, at=world.at)
    read_everything(story)


def test_pages_of_an_article_that_is_settled_in_a_project_that_is_closed(story: Story) -> None:
    world = story.world
    world.hand_in(world.ana, world.ben)
    for span in undecided_spans(world.article):
        story.ids["decision_id"] = world.decide(span, reason="ναι").pk
    read_everything(story)
    review.settle_article(world.article, by=world.rita, at=world.at)
    projects.close_project(world.project, by=world.lea, at=world.at)
    read_everything(story)


def test_one_s_own_pages(story: Story) -> None:
    lea = story.clients["lea"]
    pages = [*map(reverse, OWN_PAGES), "/no-such-page/"]
    found = {page: told(lea.get(page)) for page in pages}  # type: ignore[arg-type]
    found |= {f"empty form at {page}": told(lea.post(page)) for page in pages}  # type: ignore[arg-type]
    assert not (left := unmarked(found)), left


def test_pages_of_somebody_who_is_not_signed_in(story: Story) -> None:
    nobody, page = Client(headers={"accept-language": STAND_IN}), reverse("projects:sign_in")
    tried = nobody.post(page, {"username": "ana", "password": "wrong"})
    assert unmarked({"sign in": told(nobody.get(page)), "wrong password": told(tried)}) == ""  # type: ignore[arg-type]


def test_pages_of_a_project_in_which_nothing_is_yet(story: Story) -> None:
    world = story.world
    empty = projects.create_project("greek-2", name="Κενό", mode=Mode.INDEPENDENT, lead=world.lea.user, at=world.at)
    pages = ["assignment:articles", "export:page", "projects:members", "review:index", "spans:mentions", "spans:rounds"]
    lea = enter(world.lea.user)
    assert unmarked({page: told(lea.get(reverse(page, args=[empty.slug]))) for page in pages}) == ""  # type: ignore[arg-type]
