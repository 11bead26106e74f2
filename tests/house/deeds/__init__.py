"""Every action, called once so that it succeeds: `room.name`, the call, and the verbs of the lines it writes."""

from tests.house.deeds import assignment, codebook, corpus, curation, intake, projects, review, spans
from tests.house.deeds.setting import Deed

CALLS: dict[str, Deed] = {
    **assignment.CALLS,
    **codebook.CALLS,
    **corpus.CALLS,
    **curation.CALLS,
    **intake.CALLS,
    **projects.CALLS,
    **review.CALLS,
    **spans.CALLS,
}
