"""Every action writes its line in the journal: each one called once, and the lines it wrote.

An action is what takes `at`, the time, in a room's actions. A new one fails here until its call stands in CALLS.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.db import DataError, transaction

import annotate
from annotate.assignment import actions as work
from annotate.assignment.models import Assignment, Way
from annotate.codebook import actions as codebook
from annotate.codebook.models import CodebookVersion, Label
from annotate.codebook.queries import codebook_now, entry_of, find_codebook, seen_as
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article, BlockKind
from annotate.curation import actions as curation
from annotate.export.queries.files import Wanted, open_file
from annotate.formats import plain
from annotate.formats.unpacking import File
from annotate.intake.actions.archives import import_archive
from annotate.intake.actions.sources import take_in_files
from annotate.journal.models import JournalLine
from annotate.projects import actions as projects
from annotate.projects.models import Mode, Role
from annotate.review import actions as review
from annotate.review.queries import Proposal
from annotate.spans import actions as spans
from annotate.spans.actions import history as spans_history
from annotate.spans.models import LinkKind
from annotate.text.extent import Extent
from tests.api.stage import Stage
from tests.factories import AT, make_world

pytestmark = pytest.mark.django_db

PARTS = {
    "codebook.begin_draft": "the draft's first change, whose line tells it",
    "codebook.carry_into_draft": "a merge or split, whose line tells what was published beside the draft",
    "codebook.change_draft": "every change of the draft, which writes its line through it",
    "codebook.store_draft": "every change of the draft, which writes its line through it",
    "curation.bites": "a merge, which runs through it",
    "curation.bites_back": "what takes a merge or split back, which runs through it",
    "curation.move_decisions": "merging and sorting, which write the line through it",
    "curation.move_spans": "merging and sorting, which write the line through it",
    "curation.put_back_spans": "what takes a merge, a split or a word on a span back, which write the line through it",
    "review.note_undecided": "taking decisions back, whose line tells it",
    "review.put_decision": "deciding, which writes the line",
    "review.take_back_answer": "undoing, which writes the line through it",
    "review.take_back": "undoing and deciding anew, which write the line",
    "review.write_line": "the line itself",
    "spans.turn_copies": "undo and redo, which write the lines through it",
    "spans.put_state": "undo and redo, which write the line through it",
    "spans.put_link_state": "undo and redo, which write the line through it",
    "spans.turn_answer": "undo and redo, which write the line through it",
    "spans.write_line": "the line itself",
}
"""What takes the time and is no action of its own, and whose part it is."""


@pytest.fixture(scope="module")
def told(kept: None) -> Stage:
    """A shared project with work in every state, and what each action needs to succeed."""
    return Stage(make_world(Mode.SHARED, slug="journalled")).complete()


@pytest.fixture
def stage(told: Stage) -> Stage:
    """The same for one test: actions change the rows they are given in memory, too."""
    return copy.deepcopy(told)


class Deed(NamedTuple):
    """A call that succeeds, and the verbs of the lines it writes."""

    act: Callable[[Stage], object]
    verbs: str
    before: Callable[[Stage], object] = lambda stage: None


def lead(stage: Stage) -> dict[str, Any]:
    return {"by": stage.world.lea, "at": AT}


def ana(stage: Stage) -> dict[str, Any]:
    return {"by": stage.world.ana, "at": AT}


def rita(stage: Stage) -> dict[str, Any]:
    return {"by": stage.world.rita, "at": AT}


def arrival(text: str) -> corpus.Arrival:
    return corpus.Arrival(plain.read(text.encode()), text.encode())


def give(stage: Stage) -> Assignment:
    """The fresh article is Ben's to read."""
    return spans.assign_article(stage.fresh, analyst=stage.world.ben, **lead(stage))[0]


def begun(stage: Stage) -> Assignment:
    """Work that Ben was given, held as an action would."""
    held = work.hold(stage.fresh, stage.world.ben.user_id)
    assert held is not None
    return held


def handed_in(stage: Stage) -> Assignment:
    return stage.work(stage.handed_in)


def a_round(stage: Stage, way: Way = Way.DEALT):  # type: ignore[no-untyped-def]
    """An open round over the fresh article."""
    return work.open_round(
        stage.world.project, articles=[stage.fresh], name="", way=way, per_article=1, quota=None, due_on=None,
        training=False, **lead(stage),
    )  # fmt: skip


def mark(stage: Stage, words: str = "The council") -> dict[str, Any]:
    start = stage.world.article.text.index(words)
    extent = Extent.one(start, start + len(words))
    label, version = stage.world.labels["claim"], stage.world.codebook.pk
    return {"extent": extent, "quote": words, "label": label, "codebook_id": version}


def decided(stage: Stage) -> dict[str, Any]:
    span = stage.span_on(stage.handed_in)
    return {"span_ids": [span.pk], "label": None, "extent": span.extent, "quote": "The bridge is cheaper"}


def archived(stage: Stage) -> list[bytes]:
    """The archive of a small project of Otto's that was never here."""
    with transaction.atomic():
        project = codebook.begin_project(
            "archived", name="Archived", mode=Mode.SHARED, codebook={"labels": [{"key": "one"}]}, lead=stage.world.otto,
            at=AT,
        )  # fmt: skip
        lines = b"".join(open_file(project, Wanted("archive")).pieces).splitlines(keepends=True)
        transaction.set_rollback(True)
    return lines


def corrected(stage: Stage) -> Article:
    """The article with Ana's claim, corrected behind it."""
    text = f"{stage.world.article.text}\n\nCorrected."
    article = corpus.take_in_correction(stage.world.article, arrival(text), **lead(stage)).article
    assert article is not None
    return article


def voice(stage: Stage) -> object:
    """The draft has an attribute."""
    entry = {"key": "tone", "name": "Tone", "kind": "text"}
    return codebook.add_attribute(stage.world.project, entry=entry, **lead(stage))


def stance(stage: Stage) -> object:
    """The draft asks something about the article."""
    entry = {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]}
    return codebook.add_question(stage.world.project, entry=entry, **lead(stage))


def asks(stage: Stage) -> None:
    """The codebook asks something about every article."""
    stage.world.ask({"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]})


def answered(stage: Stage) -> None:
    """Ben, too, hands in, and with an answer."""
    asks(stage)
    stage.world.answer(stage.world.ben, "stance", "torn", article=stage.handed_in)
    stage.world.hand_in(stage.world.ben, article=stage.handed_in)


def seen(stage: Stage, of: str, key: str = "") -> str:
    """The mark of what Lea saw of the draft: of an entry, or of the guidelines."""
    drafted = find_codebook(stage.world.project)
    return seen_as(entry_of(drafted, of=of, key=key) if key else drafted[of])


def renamed(stage: Stage) -> object:
    """The draft has another name for a label."""
    words, mark = {"name": "Other"}, seen(stage, "labels", "aside")
    return codebook.change_label(stage.world.project, "aside", words=words, seen=mark, **lead(stage))


def elsewhere(stage: Stage) -> CodebookVersion:
    """The codebook of another project."""
    project = codebook.begin_project(
        "elsewhere", name="Elsewhere", mode=Mode.SHARED, codebook={"labels": [{"key": "one"}]}, lead=stage.world.otto,
        at=AT,
    )  # fmt: skip
    return codebook_now(project)


PART = {"key": "figures", "name": "Figures"}


def merged(stage: Stage) -> object:
    """Evidence, which Ana marked, is called a claim."""
    labels = stage.world.labels
    return curation.merge_label(labels["evidence"], into=labels["claim"], **lead(stage))


def parted(stage: Stage) -> object:
    """Evidence is split, and Ana's span waits."""
    return codebook.split_label(stage.world.labels["evidence"], into=[PART], **lead(stage))


def sort(stage: Stage) -> object:
    """Ana's evidence is said to be figures."""
    return curation.sort_span(
        stage.evidence, into=Label.objects.get(project=stage.world.project, key=PART["key"]), **rita(stage)
    )


def last(verb: str | None = None) -> JournalLine:
    """The line written last, of this verb where one is named."""
    lines = JournalLine.objects.order_by("-id")
    found = (lines.filter(verb=verb) if verb else lines).first()
    assert found is not None
    return found


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
    "codebook.add_attribute": Deed(lambda s: voice(s), "attribute_added"),
    "codebook.add_label": Deed(
        lambda s: codebook.add_label(s.world.project, key="new", name="New", **lead(s)), "label_added"
    ),
    "codebook.add_question": Deed(lambda s: stance(s), "question_added"),
    "codebook.begin_project": Deed(
        lambda s: codebook.begin_project(
            "begun", name="Begun", mode=Mode.SHARED, codebook={"labels": [{"key": "one"}]}, lead=s.world.otto, at=AT
        ),
        "project_created member_added codebook_published",
    ),
    "codebook.change_attribute": Deed(
        lambda s: codebook.change_attribute(
            s.world.project,
            "tone",
            entry={"name": "Tone of voice", "kind": "text"},
            seen=seen(s, "attributes", "tone"),
            **lead(s),
        ),
        "attribute_changed",
        lambda s: voice(s),
    ),
    "codebook.change_label": Deed(lambda s: renamed(s), "label_changed"),
    "codebook.change_question": Deed(
        lambda s: codebook.change_question(
            s.world.project,
            "stance",
            entry={"name": "Its stance", "kind": "scale", "choices": ["against", "for"]},
            seen=seen(s, "questions", "stance"),
            **lead(s),
        ),
        "question_changed",
        lambda s: stance(s),
    ),
    "codebook.copy_codebook": Deed(
        lambda s: codebook.copy_codebook(s.world.project, elsewhere(s), **lead(s)),
        "project_created member_added codebook_published codebook_copied",
    ),
    "codebook.discard_draft": Deed(
        lambda s: codebook.discard_draft(s.world.project, **lead(s)), "draft_discarded", lambda s: renamed(s)
    ),
    "codebook.drop_attribute": Deed(
        lambda s: codebook.drop_attribute(s.world.project, "tone", spans=0, **lead(s)),
        "attribute_dropped",
        lambda s: voice(s),
    ),
    "codebook.drop_label": Deed(
        lambda s: codebook.drop_label(s.world.project, "framing", spans=0, **lead(s)), "label_dropped"
    ),
    "codebook.drop_question": Deed(
        lambda s: codebook.drop_question(s.world.project, "stance", **lead(s)), "question_dropped", lambda s: stance(s)
    ),
    "codebook.merge_label": Deed(
        lambda s: codebook.merge_label(s.world.labels["framing"], into=s.world.labels["aside"], **lead(s)),
        "codebook_published label_merged",
    ),
    "codebook.move_label": Deed(
        lambda s: codebook.move_label(s.world.project, "aside", parent="claim", **lead(s)), "label_moved"
    ),
    "codebook.publish": Deed(
        lambda s: codebook.publish(s.world.project, guidelines="", note="", by=s.world.lea.user, at=AT),
        "codebook_published",
    ),
    "codebook.publish_draft": Deed(
        lambda s: codebook.publish_draft(
            s.world.project, note="", seen=seen_as(find_codebook(s.world.project)), **lead(s)
        ),
        "codebook_published",
        lambda s: renamed(s),
    ),
    "codebook.retire_label": Deed(
        lambda s: codebook.retire_label(s.world.project, "aside", **lead(s)), "label_retired"
    ),
    "codebook.revert_draft": Deed(
        lambda s: codebook.revert_draft(s.world.project, last(), **lead(s)), "label_changed", lambda s: renamed(s)
    ),
    "codebook.revive_label": Deed(
        lambda s: codebook.revive_label(s.world.project, "aside", **lead(s)),
        "label_revived",
        lambda s: codebook.retire_label(s.world.project, "aside", **lead(s)),
    ),
    "codebook.split_label": Deed(lambda s: parted(s), "codebook_published label_split"),
    "codebook.undo_draft": Deed(
        lambda s: codebook.undo_draft(s.world.project, **lead(s)), "label_changed", lambda s: renamed(s)
    ),
    "codebook.unmerge_label": Deed(
        lambda s: codebook.unmerge_label(last(), **lead(s)),
        "codebook_published label_merged",
        lambda s: codebook.merge_label(s.world.labels["framing"], into=s.world.labels["aside"], **lead(s)),
    ),
    "codebook.unsplit_label": Deed(
        lambda s: codebook.unsplit_label(last(), **lead(s)), "codebook_published label_split", lambda s: parted(s)
    ),
    "codebook.write_codebook": Deed(
        lambda s: codebook.write_codebook(
            projects.create_project("empty", name="Empty", mode=Mode.SHARED, lead=s.world.otto, at=AT),
            codebook={"labels": [{"key": "one"}, {"key": "two"}]},
            by=s.world.otto,
            at=AT,
        ),
        "project_created member_added codebook_published",
    ),
    "corpus.correct_kind": Deed(
        lambda s: corpus.correct_kind(s.world.article.blocks.get(number=1), kind=BlockKind.CAPTION, **lead(s)),
        "block_corrected",
    ),
    "corpus.describe_article": Deed(
        lambda s: corpus.describe_article(s.fresh, words={"title": "Other"}, published_on=None, **lead(s)),
        "article_described",
    ),
    "corpus.put_back_article": Deed(
        lambda s: corpus.put_back_article(s.fresh, **lead(s)),
        "article_put_back",
        lambda s: corpus.withdraw_article(s.fresh, reason="twice", **lead(s)),
    ),
    "corpus.supersede": Deed(
        lambda s: corpus.supersede(s.fresh, newer=s.handed_in, **lead(s)), "article_superseded", lambda s: s.handed_in
    ),
    "corpus.take_in_correction": Deed(
        lambda s: corpus.take_in_correction(s.fresh, arrival("One\n\nOne more."), **lead(s)),
        "article_taken_in article_superseded",
    ),
    "corpus.take_in": Deed(
        lambda s: corpus.take_in(s.world.project, arrival("One\n\nOne more."), **lead(s)), "article_taken_in"
    ),
    "corpus.take_in_many": Deed(
        lambda s: list(corpus.take_in_many(s.world.project, map(arrival, ("One\n\nA.", "Two\n\nB.")), **lead(s))),
        "article_taken_in article_taken_in",
    ),
    "corpus.withdraw_article": Deed(
        lambda s: corpus.withdraw_article(s.fresh, reason="twice", **lead(s)), "article_withdrawn"
    ),
    "codebook.write_guidelines": Deed(
        lambda s: codebook.write_guidelines(s.world.project, "Read twice.", seen=seen(s, "guidelines"), **lead(s)),
        "guidelines_written",
    ),
    "curation.add_example": Deed(
        lambda s: curation.add_example(s.claim, why="It says so.", counter=False, **lead(s)), "label_changed"
    ),
    "curation.drop_attribute": Deed(
        lambda s: curation.drop_attribute(s.world.project, "tone", **lead(s)), "attribute_dropped", lambda s: voice(s)
    ),
    "curation.drop_label": Deed(lambda s: curation.drop_label(s.world.project, "framing", **lead(s)), "label_dropped"),
    "curation.end_split": Deed(
        lambda s: curation.end_split(Label.objects.get(project=s.world.project, key="evidence"), **rita(s)),
        "spans_moved",
        lambda s: parted(s),
    ),
    "curation.go_on": Deed(
        lambda s: curation.go_on(last(), **rita(s)),
        "spans_moved",
        lambda s: codebook.merge_label(s.world.labels["evidence"], into=s.world.labels["claim"], **lead(s)),
    ),
    "curation.merge_label": Deed(lambda s: merged(s), "codebook_published label_merged spans_moved"),
    "curation.revert_line": Deed(
        lambda s: curation.revert_line(last(), **lead(s)), "label_changed", lambda s: renamed(s)
    ),
    "curation.sort_span": Deed(lambda s: sort(s), "span_sorted", lambda s: parted(s)),
    "curation.split_label": Deed(
        lambda s: curation.split_label(s.world.labels["evidence"], into=[PART], **lead(s)),
        "codebook_published label_split",
    ),
    "curation.unsort_span": Deed(
        lambda s: curation.unsort_span(last(), **rita(s)), "span_sorted", lambda s: (parted(s), sort(s))
    ),
    "intake.import_archive": Deed(
        lambda s: import_archive(archived(s), people={"otto": "otto"}, at=AT),
        "project_created member_added codebook_published project_imported",  # the first are the archive's
    ),
    "intake.take_in_files": Deed(
        lambda s: list(take_in_files([File("one.txt", b"One\n\nOne more.")], **lead(s))), "article_taken_in"
    ),
    "projects.add_member": Deed(
        lambda s: projects.add_member(s.world.project, username="otto", role=Role.ANALYST, **lead(s)), "member_added"
    ),
    "projects.change_role": Deed(
        lambda s: projects.change_role(s.world.ben, role=Role.REVIEWER, **lead(s)), "role_changed"
    ),
    "projects.choose_password": Deed(
        lambda s: projects.choose_password(s.world.otto, "a-long-one-of-his-own", at=AT), "password_chosen"
    ),
    "projects.close_project": Deed(lambda s: projects.close_project(s.world.project, **lead(s)), "project_closed"),
    "projects.create_project": Deed(
        lambda s: projects.create_project("created", name="Created", mode=Mode.SHARED, lead=s.world.otto, at=AT),
        "project_created member_added",
    ),
    "projects.create_token": Deed(
        lambda s: projects.create_token(s.world.otto, by=s.world.otto, at=AT), "token_created"
    ),
    "projects.create_user": Deed(lambda s: projects.create_user("new", by=s.world.lea.user, at=AT), "user_created"),
    "projects.describe_account": Deed(
        lambda s: projects.describe_account(
            s.world.otto, name="Otto", initials="O", is_staff=False, by=s.world.lea.user, at=AT
        ),
        "user_described",
    ),
    "projects.describe_project": Deed(
        lambda s: projects.describe_project(s.world.project, name="Renamed", mode=Mode.SHARED, **lead(s)),
        "project_described",
    ),
    "projects.describe_user": Deed(
        lambda s: projects.describe_user(s.world.otto, name="Otto", initials="O", language="", preferences={}, at=AT),
        "user_described",
    ),
    "projects.end_membership": Deed(lambda s: projects.end_membership(s.world.ben, **lead(s)), "member_left"),
    "projects.let_in_again": Deed(
        lambda s: projects.let_in_again("otto", by=s.world.lea.user, at=AT), "user_let_in_again"
    ),
    "projects.reopen_project": Deed(
        lambda s: projects.reopen_project(s.world.project, **lead(s)),
        "project_reopened",
        lambda s: projects.close_project(s.world.project, **lead(s)),
    ),
    "projects.reset_password": Deed(
        lambda s: projects.reset_password(s.world.otto, by=s.world.lea.user, at=AT), "password_reset"
    ),
    "projects.revoke_token": Deed(
        lambda s: projects.revoke_token(s.world.otto.tokens.get(), by=s.world.otto, at=AT), "token_revoked"
    ),
    "projects.set_active": Deed(
        lambda s: projects.set_active(s.world.otto, active=False, by=s.world.lea.user, at=AT), "user_deactivated"
    ),
    "projects.set_preferences": Deed(
        lambda s: projects.set_preferences(s.world.otto, {"size": 2}, at=AT), "user_described"
    ),
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


def actions() -> set[str]:
    """Every function of a room's actions that takes the time: `room.name`."""
    found = set()
    for module in pkgutil.walk_packages(annotate.__path__, "annotate."):
        room, _dot, rest = module.name.removeprefix("annotate.").partition(".")
        if rest.split(".")[0] == "actions" and room != "journal":
            for name, there in vars(importlib.import_module(module.name)).items():
                its_own = inspect.isfunction(there) and there.__module__ == module.name and not name.startswith("_")
                if its_own and "at" in inspect.signature(there).parameters:
                    found.add(f"{room}.{name}")
    return found


def test_every_action_is_called_here() -> None:
    new = sorted(actions() - CALLS.keys() - PARTS.keys())
    assert not new, f"say in tests/house/test_journal.py, CALLS, how these are called and which lines they write: {new}"
    assert CALLS.keys() <= actions(), "CALLS has actions that are no more"


@pytest.mark.parametrize("name", sorted(CALLS))
def test_an_action_writes_its_lines_and_no_others(stage: Stage, name: str) -> None:
    deed = CALLS[name]
    deed.before(stage)
    last = JournalLine.objects.order_by("-id").values_list("id", flat=True)[0]
    deed.act(stage)
    lines = list(JournalLine.objects.filter(id__gt=last).order_by("id"))
    assert " ".join(line.verb for line in lines) == deed.verbs
    assert all(AT <= line.at < AT + timedelta(seconds=1) for line in lines)  # those of one import follow one another


def test_a_change_whose_line_cannot_be_written_is_not_made(stage: Stage) -> None:
    """An action id of more characters than a line has room for: the database refuses the line, and so the whole."""
    with pytest.raises(DataError):
        spans.change_span(stage.claim, version=1, note="not kept", action="x" * 201, **ana(stage))
    stage.claim.refresh_from_db()
    assert (stage.claim.note, stage.claim.version) == ("Ana’s own words", 1)
