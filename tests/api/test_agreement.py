"""Agreement by the API."""

from __future__ import annotations

from typing import Any

import pytest

from annotate.agreement.coding import Unit
from annotate.agreement.counting import count_article
from annotate.agreement.measures import measure
from annotate.agreement.measures.corpus import Corpus
from annotate.concord.queries.numbers import NAMES
from tests.api.stage import Stage
from tests.api.test_doors import problem
from tests.concord.worlds import continuum_of, finish, give_in_round, settle
from tests.factories import World

pytestmark = pytest.mark.django_db

FIELDS = {
    "name", "label", "unit", "value", "undefined", "interval", "articles", "people", "spans", "left_out", "parameters",
}  # fmt: skip


@pytest.fixture
def finished(independent: World) -> Stage:
    """Ana and Ben have finished an article, and Lea one of another round with them."""
    world = independent
    article = give_in_round(world, 2, world.ana, world.ben, world.lea)
    stage = Stage(world)
    finish(world, article)
    world.mark(world.lea, "in it to win it", "rhetoric", article=article)
    world.hand_in(world.lea, article=article)
    stage.__dict__["compared"] = article
    return stage


def ask(stage: Stage, who: str = "rita", **query: Any) -> Any:
    return stage.ask(who, "GET", f"/projects/{stage.world.project.slug}/agreement", **query)


def measures(stage: Stage, who: str = "rita", **query: Any) -> list[dict[str, Any]]:
    response = ask(stage, who, **query)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["measures"]
    return found


def test_without_names_all_of_the_interface_are_told_in_its_order(finished: Stage) -> None:
    found = measures(finished)
    assert [one["name"] for one in found] == list(NAMES)
    assert all(one.keys() == FIELDS for one in found)
    assert all((one["value"] is None) == isinstance(one["undefined"], str) for one in found)
    gamma = found[NAMES.index("gamma")]
    assert {"seed", "samples", "disorder", "alpha", "beta"} <= gamma["parameters"].keys()
    assert (gamma["articles"], gamma["people"], gamma["spans"]) == (1, 3, 7)


@pytest.mark.parametrize("unit", ["character", "word", "sentence"])
def test_a_pair_s_numbers_are_those_of_the_ground_floor(finished: Stage, unit: str) -> None:
    names = ["exact_f1", "overlap_f1", "alpha_nominal", "alpha_u"]
    world = finished.world
    corpus = Corpus.of([count_article(continuum_of(world, finished.__dict__["compared"]))])
    for label in ("", "claim"):
        found = measures(finished, measures=",".join(names), pair="ben,ana", unit=unit, label=label)
        expected = [measure(name, corpus, label=label or None, unit=Unit(unit)) for name in names]
        assert [one["value"] for one in found] == [one.value for one in expected]
        assert [one["label"] for one in found] == [label or None] * 4
        assert [one["unit"] for one in found] == [None, None, unit, None]


@pytest.mark.parametrize(
    ("query", "spans"),
    [
        ({}, 7), ({"round": "2"}, 7), ({"round": "1"}, 0), ({"person": "lea"}, 7), ({"pair": "ana,lea"}, 4),
        ({"kind": "paragraph"}, 5), ({"kind": "teaser"}, 0), ({"label": "claim"}, 2),
    ],
)  # fmt: skip
def test_filters_narrow_it(finished: Stage, query: dict[str, str], spans: int) -> None:
    assert measures(finished, measures="exact_f1", **query)[0]["spans"] == spans


def test_what_was_left_out_stands_beside_the_number(finished: Stage) -> None:
    finished.world.hand_in(finished.world.ana)
    (found,) = measures(finished, measures="u_alpha")
    assert {(left["reason"], left["count"]) for left in found["left_out"]} == {
        ("articles that fewer than two people finished", 1), ("sets that are not handed in yet", 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"measures": "exact_f1,beauty"}, 422),
        ({"label": "no-such-label"}, 422),
        ({"unit": "page"}, 422),
        ({"pair": "ana"}, 422),
        ({"pair": "ana,otto"}, 422),
        ({"pair": "ana,ana"}, 422),
        ({"kind": "chapter"}, 422),
        ({"article": "1"}, 404),
    ],
)
def test_what_cannot_be_asked_is_refused(finished: Stage, query: dict[str, str], status: int) -> None:
    problem(ask(finished, **query), status)


def test_analysts_are_told_of_settled_articles_alone_and_strangers_nothing(finished: Stage) -> None:
    (blind,) = measures(finished, "ana", measures="exact_f1")
    assert (blind["articles"], blind["people"], blind["left_out"]) == (0, 0, [])
    problem(ask(finished, "ana", pair="ana,ben"), 422)
    settle(finished.world, finished.__dict__["compared"])
    (seen,) = measures(finished, "ana", measures="exact_f1", pair="ana,ben")
    assert (seen["articles"], seen["people"]) == (1, 2)
    problem(ask(finished, "otto"), 404)


def test_questions_about_whole_articles_have_their_numbers(independent: World) -> None:
    world, stage = independent, Stage(independent)
    world.ask({"key": "stance", "name": "Stance", "kind": "choice", "choices": ["for", "against"]})
    for person, value in ((world.ana, "for"), (world.ben, "against")):
        world.answer(person, "stance", value)
    world.hand_in(world.ana, world.ben)
    (question,) = ask(stage).json()["questions"]
    number = question["measure"]
    assert (question["question"], question["name"], number["name"]) == ("stance", "Stance", "alpha_of_answers")
    # Two answers, two kinds: observed 2 / 2, expected 2 / (2 · 1), so α is 0.
    assert (number["value"], number["interval"], number["articles"], number["people"]) == (0, None, 1, 2)
    assert number["parameters"] == {"question": "stance", "scale": "nominal", "answers": 2}
    assert number.keys() == FIELDS
