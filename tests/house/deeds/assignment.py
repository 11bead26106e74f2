"""Who works on what."""

from __future__ import annotations

from datetime import date

from annotate.assignment import actions as work
from annotate.assignment.models import Assignment
from tests.api.stage import Stage
from tests.factories import AT
from tests.house.deeds.setting import Deed, a_round, ana, give, lead, rita


def begun(stage: Stage) -> Assignment:
    """Work that Ben was given, held as an action would."""
    held = work.hold(stage.fresh, stage.world.ben.user_id)
    assert held is not None
    return held


def handed_in(stage: Stage) -> Assignment:
    return stage.work(stage.handed_in)


CALLS: dict[str, Deed] = {
    "assignment.assign_article": Deed(give, "article_assigned"),
    "assignment.begin_work": Deed(
        lambda s: work.begin_work(s.fresh, by=s.world.ben, saw_others=False, at=AT), "work_opened"
    ),
    "assignment.call_back_work": Deed(
        lambda s: work.call_back_work(begun(s), s.fresh, **lead(s)), "work_called_back", give
    ),
    "assignment.change_round": Deed(
        lambda s: work.change_round(a_round(s), name="Second", quota=1, due_on=date(2026, 4, 1), **lead(s)),
        "round_opened round_changed",
    ),
    "assignment.close_round": Deed(lambda s: work.close_round(a_round(s), **lead(s)), "round_opened round_closed"),
    "assignment.decline_work": Deed(
        lambda s: work.decline_work(s.fresh, by=s.world.ben, reason="no time", at=AT), "work_declined", give
    ),
    "assignment.hand_in": Deed(
        lambda s: work.hand_in(s.world.article, saw_others=True, empty=False, **ana(s)), "work_handed_in"
    ),
    "assignment.note_decisions": Deed(
        lambda s: work.note_decisions([handed_in(s).pk], standing=True, at=AT),
        "",  # the decision's line tells it
    ),
    "assignment.open_round": Deed(a_round, "round_opened"),
    "assignment.open_work": Deed(
        lambda s: work.open_work(begun(s), s.fresh, by=s.world.ben.user_id, at=AT), "work_opened", give
    ),
    "assignment.reopen_round": Deed(
        lambda s: work.reopen_round(work.close_round(a_round(s), **lead(s)), **lead(s)),
        "round_opened round_closed round_reopened",
    ),
    "assignment.reopen_work": Deed(
        lambda s: work.reopen_work(s.work(s.settled), s.settled, **rita(s)), "work_reopened"
    ),
    "assignment.return_work": Deed(
        lambda s: work.return_work(s.handed_in, analyst=s.world.ana.user_id, reason="again", **rita(s)), "work_returned"
    ),
    "assignment.settle_work": Deed(lambda s: work.settle_work(handed_in(s), s.handed_in, **rita(s)), "work_settled"),
    "assignment.take_back": Deed(lambda s: work.take_back(s.handed_in, saw_others=True, **ana(s)), "work_taken_back"),
}
