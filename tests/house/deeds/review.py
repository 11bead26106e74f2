"""What is decided."""

from __future__ import annotations

from typing import Any

from annotate.review import actions as review
from annotate.review.queries import Proposal
from tests.api.stage import Stage
from tests.house.deeds.setting import Deed, asks, lead, rita


def decided(stage: Stage) -> dict[str, Any]:
    span = stage.span_on(stage.handed_in)
    return {"span_ids": [span.pk], "label": None, "extent": span.extent, "quote": "The bridge is cheaper"}


def answered(stage: Stage) -> None:
    """Ben, too, hands in, and with an answer."""
    asks(stage)
    stage.world.answer(stage.world.ben, "stance", "torn", article=stage.handed_in)
    stage.world.hand_in(stage.world.ben, article=stage.handed_in)


CALLS: dict[str, Deed] = {
    "review.decide": Deed(lambda s: review.decide(s.handed_in, **decided(s), **rita(s)), "decision_made"),
    "review.reopen_article": Deed(
        lambda s: review.reopen_article(s.settled, **rita(s)), "work_reopened article_reopened"
    ),
    "review.return_work": Deed(
        lambda s: review.return_work(s.handed_in, analyst=s.world.ana.user_id, reason="again", **rita(s)),
        "work_returned",
    ),
    "review.settle_article": Deed(
        lambda s: review.settle_article(s.decided, **rita(s)), "work_settled article_settled"
    ),
    "review.decide_many": Deed(
        lambda s: review.decide_many(
            s.handed_in, [Proposal(**decided(s) | {"span_ids": (s.span_on(s.handed_in).pk,)})], how="agreed", **rita(s)
        ),
        "decisions_made",
    ),
    "review.pin_decision": Deed(
        lambda s: review.pin_decision(s.decision, label=s.world.labels["claim"], counter=False, **lead(s)),
        "label_changed",
    ),
    "review.decide_answer": Deed(
        lambda s: review.decide_answer(s.handed_in, question="stance", value="for", **rita(s)),
        "answers_decided",
        answered,
    ),
    "review.undo_step": Deed(
        lambda s: review.undo_step(s.handed_in, **rita(s)),
        "decisions_undone",
        lambda s: review.decide(s.handed_in, **decided(s), **rita(s)),
    ),
    "review.undo_decision": Deed(lambda s: review.undo_decision(s.decision, **rita(s)), "decision_undone"),
}
