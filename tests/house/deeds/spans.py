"""What is marked, linked, said and answered."""

from __future__ import annotations

from typing import Any

from annotate.assignment.models import Way
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.spans import actions as spans
from annotate.spans.actions import history as spans_history
from annotate.spans.models import LinkKind
from annotate.text.extent import Extent
from tests.api.stage import Stage
from tests.factories import AT
from tests.house.deeds.setting import Deed, a_round, ana, arrival, asks, give, last, lead


def mark(stage: Stage, words: str = "The council") -> dict[str, Any]:
    start = stage.world.article.text.index(words)
    extent = Extent.one(start, start + len(words))
    label, version = stage.world.labels["claim"], stage.world.codebook.pk
    return {"extent": extent, "quote": words, "label": label, "codebook_id": version}


def corrected(stage: Stage) -> Article:
    """The article with Ana's claim, corrected behind it."""
    text = f"{stage.world.article.text}\n\nCorrected."
    article = corpus.take_in_correction(stage.world.article, arrival(text), **lead(stage)).article
    assert article is not None
    return article


CALLS: dict[str, Deed] = {
    "spans.add_comment": Deed(lambda s: spans.add_comment(s.claim, text="Is it?", **ana(s)), "comment_added"),
    "spans.add_link": Deed(
        lambda s: spans.add_link(s.claim, kind=LinkKind.ATTACKS, target=s.evidence, **ana(s)), "link_added"
    ),
    "spans.add_span": Deed(lambda s: spans.add_span(s.world.article, **mark(s), **ana(s)), "span_added"),
    "spans.answer_question": Deed(
        lambda s: spans.answer_question(s.world.article, question="stance", value="for", version=0, **ana(s)),
        "answer_given",
        asks,
    ),
    "spans.assign_article": Deed(give, "article_assigned"),
    "spans.change_comment": Deed(
        lambda s: spans.change_comment(s.comment, text="Other words", **ana(s)), "comment_changed"
    ),
    "spans.change_span": Deed(lambda s: spans.change_span(s.claim, version=1, unsure=True, **ana(s)), "span_changed"),
    "spans.copy_spans": Deed(
        lambda s: spans.copy_spans(
            corrected(s), [(s.claim, s.claim.extent)], codebook_id=s.world.codebook.pk, **ana(s)
        ),
        "article_taken_in article_superseded work_opened span_copied spans_copied",
    ),
    "spans.deal_round": Deed(
        lambda s: spans.deal_round(a_round(s), [s.world.ben], **lead(s)), "round_opened article_assigned round_dealt"
    ),
    "spans.delete_comment": Deed(lambda s: spans.delete_comment(s.comment, **ana(s)), "comment_deleted"),
    "spans.delete_link": Deed(lambda s: spans.delete_link(s.link, **ana(s)), "link_deleted"),
    "spans.delete_span": Deed(lambda s: spans.delete_span(s.claim, **ana(s)), "span_deleted"),
    "spans.hand_in": Deed(lambda s: spans.hand_in(s.world.article, **ana(s)), "work_handed_in"),
    "spans.redo": Deed(
        lambda s: spans.redo(s.world.article, **ana(s)), "link_deleted", lambda s: spans.undo(s.world.article, **ana(s))
    ),
    "spans.restore_link": Deed(lambda s: spans.restore_link(s.unlinked, **ana(s)), "link_restored"),
    "spans.restore_span": Deed(lambda s: spans.restore_span(s.deleted, **ana(s)), "span_restored"),
    "spans.revert": Deed(
        lambda s: spans_history.revert(last("span_added"), **ana(s)),
        "span_added",
        lambda s: spans.add_span(s.world.article, **mark(s), **ana(s)),
    ),
    "spans.take_back": Deed(lambda s: spans.take_back(s.handed_in, **ana(s)), "work_taken_back"),
    "spans.take_next": Deed(
        lambda s: spans.take_next(a_round(s, Way.TAKEN), by=s.world.ben, at=AT),
        "round_opened article_assigned article_taken",
    ),
    "spans.undo": Deed(lambda s: spans.undo(s.world.article, **ana(s)), "link_deleted"),
}
