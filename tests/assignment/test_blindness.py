"""What a blind analyst may not learn from how far the work is."""

from __future__ import annotations

from datetime import timedelta

from annotate.assignment import actions as work
from annotate.assignment.models import Way
from annotate.assignment.queries import rounds_of
from annotate.projects.models import Membership
from annotate.spans import actions as spans
from tests.factories import World


def counted(by: Membership) -> list[tuple[int, int]]:
    return list(rounds_of(by).values_list("given", "finished"))


def test_a_round_counts_for_a_blind_analyst_their_own_work_alone(independent: World) -> None:
    world = independent
    article = world.take_in("Tolls\n\nThey cost.")
    found = work.open_round(
        world.project, articles=[article], name="", way=Way.DEALT, per_article=2,
        quota=None, due_on=None, training=False, by=world.lea, at=world.at + timedelta(minutes=1),
    )  # fmt: skip
    spans.deal_round(found, [world.ana, world.ben], by=world.lea, at=world.at)
    world.hand_in(world.ana, article=article)
    assert counted(world.ana) == [(1, 1)]
    assert counted(world.ben) == [(1, 0)]
    assert counted(world.rita) == counted(world.lea) == [(2, 1)]
