"""What pages, files and actions need of a codebook: its labels as a tree, its versions, what differs between them."""

from annotate.codebook.queries.labels import (
    KEYS,
    Example,
    Given,
    LabelLine,
    Published,
    called_now,
    find_label,
    fits,
    label_lines,
    label_to_give,
    lineage,
    lines_of,
    published,
    published_now,
)
from annotate.codebook.queries.versions import (
    codebook_now,
    draft_of,
    entry_of,
    find_codebook,
    questions_of,
    seen_as,
    snapshot,
    version_number,
)

__all__ = [
    "KEYS", "Example", "Given", "LabelLine", "Published", "called_now", "codebook_now", "draft_of", "entry_of",
    "find_codebook", "find_label", "fits", "label_lines", "label_to_give", "lineage", "lines_of", "published",
    "published_now", "questions_of", "seen_as", "snapshot", "version_number",
]  # fmt: skip
