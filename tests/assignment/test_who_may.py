"""The table of who may do what in which state, cell by cell: what it says is what the actions do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction

from annotate.assignment import actions as work
from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.management.deeds import DEEDS, PEOPLE, may
from annotate.projects.models import Membership, Mode
from annotate.projects.refusals import Refused
from annotate.review import actions as review
from annotate.spans import actions as spans
from annotate.spans.models import Span
from annotate.text.extent import Extent
from tests.factories import AT, World, make_world

pytestmark = pytest.mark.django_db

WORDS = "They call it a bridge"


class Scene:
    """One article for each state of Ana's work; and who the people of the table are."""

    def __init__(self) -> None:
        self.world = world = make_world(Mode.INDEPENDENT, slug="who-may")
        self.people: dict[str, Membership] = dict(
            zip(PEOPLE, (world.ana, world.ben, world.rita, world.lea), strict=True)
        )
        self.articles = {state: self.arrange(state) for state in State}

    def arrange(self, state: State) -> Article:
        """Ana's work on a new article, brought to this state by the actions themselves."""
        world = self.world
        article = world.take_in(f"About {state.value}\n\n{WORDS}, and it is {state.value}.")
        world.assign(world.ana, article=article)
        if state == State.DECLINED:
            work.decline_work(article, by=world.ana, reason="no time", at=AT)
        if state in (State.ASSIGNED, State.DECLINED):
            return article
        span = world.mark(world.ana, WORDS, article=article)
        if state == State.OPEN:
            return article
        world.hand_in(world.ana, article=article)
        if state == State.RETURNED:
            review.return_work(article, analyst=world.ana.user_id, reason="again", by=world.rita, at=AT)
        if state == State.SETTLED:
            world.decide(span)
            review.settle_article(article, by=world.rita, at=AT)
        return article


@pytest.fixture(scope="module")
def scene(kept: None) -> Scene:
    """Made once; each cell undoes what it did."""
    return Scene()


def place(article: Article) -> Extent:
    start = article.text.index(WORDS)
    return Extent.one(start, start + len(WORDS))


def decide(world: World, article: Article, by: Membership) -> object:
    """Ana's span is rejected; where she marked none, some span that is not there."""
    ids = Span.objects.filter(article=article).values_list("pk", flat=True)
    return review.decide(
        article, span_ids=list(ids) or [1], label=None, extent=place(article), quote=WORDS, by=by, at=AT
    )


def settle(world: World, article: Article, by: Membership) -> object:
    """Once Rita decided, where she could."""
    with suppress(Refused):
        decide(world, article, world.rita)
    return review.settle_article(article, by=by, at=AT)


def mark(world: World, article: Article, by: Membership) -> object:
    return world.mark_extent(by, place(article), "aside", article=article)


ACTIONS: dict[str, Callable[[World, Article, Membership], object]] = {
    "mark, change, delete": mark,
    "hand in": lambda world, article, by: spans.hand_in(article, by=by, at=AT),
    "take back": lambda world, article, by: spans.take_back(article, by=by, at=AT),
    "decline": lambda world, article, by: work.decline_work(article, by=by, reason="no time", at=AT),
    "call back": lambda world, article, by: work.call_back_work(
        Assignment.objects.get(article=article, analyst=world.ana.user_id), article, by=by, at=AT
    ),
    "return": lambda world, article, by: review.return_work(
        article, analyst=world.ana.user_id, reason="again", by=by, at=AT
    ),
    "decide": decide,
    "settle, when all is decided": settle,
    "reopen": lambda world, article, by: review.reopen_article(article, by=by, at=AT),
}


def test_every_deed_of_the_table_is_done_here() -> None:
    assert ACTIONS.keys() == DEEDS.keys()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", DEEDS)
def test_each_cell_is_what_the_actions_do(scene: Scene, deed: str, state: State) -> None:
    done = set()
    for name, person in scene.people.items():
        with transaction.atomic():
            with suppress(Refused):
                ACTIONS[deed](scene.world, scene.articles[state], person)
                done.add(name)
            transaction.set_rollback(True)
    assert done == {name for name in PEOPLE if may(deed, name, state)}
