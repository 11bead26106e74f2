"""Changing a codebook: in its draft, by publishing, and at once where spans move with it."""

from annotate.codebook.actions.drafts.attributes import (
    add_attribute,
    add_question,
    change_attribute,
    change_question,
    drop_attribute,
    drop_question,
)
from annotate.codebook.actions.drafts.copying import copy_codebook, taken_from
from annotate.codebook.actions.drafts.guidelines import write_guidelines
from annotate.codebook.actions.drafts.labels import (
    add_label,
    change_label,
    drop_label,
    move_label,
    retire_label,
    revive_label,
)
from annotate.codebook.actions.drafts.undoing import discard_draft, revert_draft, undo_draft
from annotate.codebook.actions.labels import merge_label, split_label, unmerge_label, unsplit_label
from annotate.codebook.actions.publishing import (
    begin_project,
    complete,
    default_codebook,
    publish,
    publish_draft,
    write_codebook,
)

__all__ = [
    "add_attribute", "add_label", "add_question", "begin_project", "change_attribute", "change_label",
    "change_question", "complete", "copy_codebook", "default_codebook", "discard_draft", "drop_attribute",
    "drop_label", "drop_question", "merge_label", "move_label", "publish", "publish_draft", "retire_label",
    "revert_draft", "revive_label", "split_label", "taken_from", "undo_draft", "unmerge_label", "unsplit_label",
    "write_codebook", "write_guidelines",
]  # fmt: skip
