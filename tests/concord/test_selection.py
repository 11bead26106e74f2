"""Which sets are compared, for whom, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotate.agreement import values
from annotate.assignment import actions as work
from annotate.concord.queries import selection as chosen
from annotate.concord.queries.selection import Question, find_selection
from annotate.corpus import actions as corpus
from annotate.projects.models import Mode
from annotate.review import actions as review
from annotate.spans import actions as spans
from tests.concord.worlds import QUOTES, finish, give_in_round, more, settle
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db


def left_out(world: World, who: str = "rita", **asked: object) -> dict[str, int]:
    found = find_selection(getattr(world, who), Question(**asked))  # type: ignore[arg-type]
    return {left.reason.sentence: left.count for left in found.left_out}


def articles(world: World, who: str = "rita", **asked: object) -> list[tuple[int, tuple[int, ...]]]:
    found = find_selection(getattr(world, who), Question(**asked))  # type: ignore[arg-type]
    return [(one.article, one.people) for one in found.articles]


def test_what_two_people_handed_in_is_compared(independent: World) -> None:
    finish(independent)
    people = tuple(sorted([independent.ana.user_id, independent.ben.user_id]))
    assert articles(independent) == articles(independent, "lea") == [(independent.article.pk, people)]
    assert left_out(independent) == {}


def _one_only(world: World) -> None:
    world.hand_in(world.ana)


def _training(world: World) -> None:
    finish(world)
    settle(world)
    spans.assign_article(
        world.article, analyst=world.lea, by=world.lea, at=world.at, terms=work.Terms(round=2, training=True)
    )
    world.hand_in(world.lea)


def _saw_others(world: World) -> None:
    finish(world)
    world.article.assignments.filter(analyst=world.ben.user_id).update(saw_others=True)


def _withdrawn(world: World) -> None:
    finish(world)
    corpus.withdraw_article(world.article, reason="by mistake", by=world.lea, at=world.at)


def _returned(world: World) -> None:
    finish(world)
    review.return_work(world.article, analyst=world.ana.user_id, reason="again", by=world.rita, at=world.at)


def _decided(world: World) -> None:
    finish(world)
    world.decide(world.article.spans.filter(assignment__analyst=world.ana.user_id)[0])


def _own_work(world: World) -> None:
    finish(world)
    world.assign(world.rita)


@pytest.mark.parametrize(
    ("happens", "compared", "reasons"),
    [
        (_one_only, 0, {values.FEWER_THAN_TWO: 1, chosen.NOT_HANDED_IN: 1}),
        (_training, 1, {chosen.TRAINING: 1, chosen.GOLD: 6}),
        (_saw_others, 0, {chosen.SAW_OTHERS: 1, values.FEWER_THAN_TWO: 1}),
        (_withdrawn, 0, {chosen.WITHDRAWN: 1}),
        (_returned, 0, {chosen.NOT_HANDED_IN: 1, values.FEWER_THAN_TWO: 1}),
        (_decided, 1, {chosen.GOLD: 1}),
        (_own_work, 0, {chosen.NOT_HANDED_IN: 1, chosen.NOT_SEEN: 1}),
    ],
)
def test_what_is_left_out_is_counted_with_its_reason(
    independent: World, happens: Callable[[World], None], compared: int, reasons: dict[str, int]
) -> None:
    happens(independent)
    assert len(articles(independent)) == compared
    assert left_out(independent) == reasons


def test_a_shared_project_has_no_independent_work(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    shared.mark(shared.ben, "cheaper")
    shared.hand_in(shared.ana, shared.ben)
    assert articles(shared) == []
    assert left_out(shared) == {chosen.SHARED: 2}


def test_an_analyst_has_settled_articles_alone(independent: World) -> None:
    """And until then the same as if nobody else were there."""
    before = find_selection(independent.ana, Question())
    finish(independent)
    waiting = find_selection(independent.ana, Question())
    assert (before.articles, before.left_out, before.digest) == (waiting.articles, waiting.left_out, waiting.digest)
    settle(independent)
    assert [article for article, _people in articles(independent, "ana")] == [independent.article.pk]


def test_a_question_is_asked_of_less(independent: World) -> None:
    world = independent
    finish(world)
    second = give_in_round(world, 2, world.ana, world.ben, world.lea)
    for person in (world.ana, world.ben, world.lea):
        world.mark(person, QUOTES[0], article=second)
        world.hand_in(person, article=second)
    everybody = tuple(sorted(member.user_id for member in (world.ana, world.ben, world.lea)))
    pair = tuple(sorted([world.ana.user_id, world.ben.user_id]))
    assert articles(world, round=2) == articles(world, article=second.pk) == [(second.pk, everybody)]
    assert articles(world, person=world.lea.user_id) == [(second.pk, everybody)]
    assert sorted(articles(world, pair=pair)) == sorted([(world.article.pk, pair), (second.pk, pair)])
    assert articles(world, kind="teaser") == []
    assert left_out(world, kind="teaser") == {chosen.NO_SUCH_BLOCK: 2}
    assert len(articles(world, kind="paragraph")) == 2


def test_the_stamp_changes_with_the_spans_of_its_article_alone(independent: World) -> None:
    finish(independent)
    more(independent, 2)

    def stamps() -> dict[int, str]:
        return {one.article: one.stamp for one in find_selection(independent.rita, Question()).articles}

    before = stamps()
    review.return_work(
        independent.article, analyst=independent.ana.user_id, reason="again", by=independent.rita, at=independent.at
    )
    independent.mark(independent.ana, "nobody")
    independent.hand_in(independent.ana)
    after = stamps()
    assert [article for article in before if before[article] != after[article]] == [independent.article.pk]


def test_a_stranger_s_membership_sees_nothing_of_another_project(independent: World) -> None:
    finish(independent)
    assert articles(make_world(Mode.INDEPENDENT)) == []
