"""Labels in use, and taking back."""

from __future__ import annotations

from annotate.codebook import actions as codebook
from annotate.codebook.models import Label
from annotate.codebook.queries import find_codebook, seen_as
from annotate.curation import actions as curation
from tests.api.stage import Stage
from tests.house.deeds.setting import PART, Deed, last, lead, parted, renamed, rita, voice


def merged(stage: Stage) -> object:
    """Evidence, which Ana marked, is called a claim."""
    labels = stage.world.labels
    return curation.merge_label(labels["evidence"], into=labels["claim"], **lead(stage))


def sort(stage: Stage) -> object:
    """Ana's evidence is said to be figures."""
    return curation.sort_span(
        stage.evidence, into=Label.objects.get(project=stage.world.project, key=PART["key"]), **rita(stage)
    )


CALLS: dict[str, Deed] = {
    "curation.add_example": Deed(
        lambda s: curation.add_example(s.claim, why="It says so.", counter=False, **lead(s)), "label_changed"
    ),
    "curation.drop_attribute": Deed(
        lambda s: curation.drop_attribute(s.world.project, "tone", **lead(s)), "attribute_dropped", voice
    ),
    "curation.drop_label": Deed(lambda s: curation.drop_label(s.world.project, "framing", **lead(s)), "label_dropped"),
    "curation.publish_draft": Deed(
        lambda s: curation.publish_draft(
            s.world.project, note="", seen=seen_as(find_codebook(s.world.project)), **lead(s)
        ),
        "codebook_published",
        lambda s: renamed(s),
    ),
    "curation.end_split": Deed(
        lambda s: curation.end_split(Label.objects.get(project=s.world.project, key="evidence"), **rita(s)),
        "spans_moved",
        parted,
    ),
    "curation.go_on": Deed(
        lambda s: curation.go_on(last(), **rita(s)),
        "spans_moved",
        lambda s: codebook.merge_label(s.world.labels["evidence"], into=s.world.labels["claim"], **lead(s)),
    ),
    "curation.merge_label": Deed(merged, "codebook_published label_merged spans_moved"),
    "curation.revert_line": Deed(lambda s: curation.revert_line(last(), **lead(s)), "label_changed", renamed),
    "curation.sort_span": Deed(sort, "span_sorted", lambda s: parted(s)),
    "curation.split_label": Deed(
        lambda s: curation.split_label(s.world.labels["evidence"], into=[PART], **lead(s)),
        "codebook_published label_split",
    ),
    "curation.unsort_span": Deed(
        lambda s: curation.unsort_span(last(), **rita(s)), "span_sorted", lambda s: (parted(s), sort(s))
    ),
}
