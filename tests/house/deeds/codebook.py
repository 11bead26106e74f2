"""Changing the draft, publishing it, merging and splitting labels."""

from __future__ import annotations

from annotate.codebook import actions as codebook
from annotate.codebook.models import CodebookVersion
from annotate.codebook.queries import codebook_now, find_codebook, seen_as
from annotate.projects import actions as projects
from annotate.projects.models import Mode
from tests.api.stage import Stage
from tests.factories import AT
from tests.house.deeds.setting import Deed, last, lead, parted, renamed, seen, voice


def stance(stage: Stage) -> object:
    """The draft asks something about the article."""
    entry = {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]}
    return codebook.add_question(stage.world.project, entry=entry, **lead(stage))


def elsewhere(stage: Stage) -> CodebookVersion:
    """The codebook of another project."""
    project = codebook.begin_project(
        "elsewhere", name="Elsewhere", mode=Mode.SHARED, codebook={"labels": [{"key": "one"}]}, lead=stage.world.otto,
        at=AT,
    )  # fmt: skip
    return codebook_now(project)


CALLS: dict[str, Deed] = {
    "codebook.add_attribute": Deed(voice, "attribute_added"),
    "codebook.add_label": Deed(
        lambda s: codebook.add_label(s.world.project, key="new", name="New", **lead(s)), "label_added"
    ),
    "codebook.add_question": Deed(stance, "question_added"),
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
        voice,
    ),
    "codebook.change_label": Deed(renamed, "label_changed"),
    "codebook.change_question": Deed(
        lambda s: codebook.change_question(
            s.world.project,
            "stance",
            entry={"name": "Its stance", "kind": "scale", "choices": ["against", "for"]},
            seen=seen(s, "questions", "stance"),
            **lead(s),
        ),
        "question_changed",
        stance,
    ),
    "codebook.copy_codebook": Deed(
        lambda s: codebook.copy_codebook(s.world.project, elsewhere(s), **lead(s)),
        "project_created member_added codebook_published codebook_copied",
    ),
    "codebook.discard_draft": Deed(
        lambda s: codebook.discard_draft(s.world.project, **lead(s)), "draft_discarded", renamed
    ),
    "codebook.drop_attribute": Deed(
        lambda s: codebook.drop_attribute(s.world.project, "tone", spans=0, **lead(s)),
        "attribute_dropped",
        voice,
    ),
    "codebook.drop_label": Deed(
        lambda s: codebook.drop_label(s.world.project, "framing", spans=0, **lead(s)), "label_dropped"
    ),
    "codebook.drop_question": Deed(
        lambda s: codebook.drop_question(s.world.project, "stance", **lead(s)), "question_dropped", stance
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
        renamed,
    ),
    "codebook.retire_label": Deed(
        lambda s: codebook.retire_label(s.world.project, "aside", **lead(s)), "label_retired"
    ),
    "codebook.revert_draft": Deed(
        lambda s: codebook.revert_draft(s.world.project, last(), **lead(s)), "label_changed", renamed
    ),
    "codebook.revive_label": Deed(
        lambda s: codebook.revive_label(s.world.project, "aside", **lead(s)),
        "label_revived",
        lambda s: codebook.retire_label(s.world.project, "aside", **lead(s)),
    ),
    "codebook.split_label": Deed(parted, "codebook_published label_split"),
    "codebook.undo_draft": Deed(lambda s: codebook.undo_draft(s.world.project, **lead(s)), "label_changed", renamed),
    "codebook.unmerge_label": Deed(
        lambda s: codebook.unmerge_label(last(), **lead(s)),
        "codebook_published label_merged",
        lambda s: codebook.merge_label(s.world.labels["framing"], into=s.world.labels["aside"], **lead(s)),
    ),
    "codebook.unsplit_label": Deed(
        lambda s: codebook.unsplit_label(last(), **lead(s)), "codebook_published label_split", parted
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
    "codebook.write_guidelines": Deed(
        lambda s: codebook.write_guidelines(s.world.project, "Read twice.", seen=seen(s, "guidelines"), **lead(s)),
        "guidelines_written",
    ),
}
