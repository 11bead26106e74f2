"""What every deed needs: who does it, and what stands before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from annotate.assignment import actions as work
from annotate.assignment.models import Assignment, Way
from annotate.codebook import actions as codebook
from annotate.codebook.queries import entry_of, find_codebook, seen_as
from annotate.corpus import actions as corpus
from annotate.formats import plain
from annotate.journal.models import JournalLine
from annotate.spans import actions as spans
from tests.api.stage import Stage
from tests.factories import AT


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


def last(verb: str | None = None) -> JournalLine:
    """The line written last, of this verb where one is named."""
    lines = JournalLine.objects.order_by("-id")
    found = (lines.filter(verb=verb) if verb else lines).first()
    assert found is not None
    return found


def arrival(text: str) -> corpus.Arrival:
    return corpus.Arrival(plain.read(text.encode()), text.encode())


def give(stage: Stage) -> Assignment:
    """The fresh article is Ben's to read."""
    return spans.assign_article(stage.fresh, analyst=stage.world.ben, **lead(stage))[0]


def a_round(stage: Stage, way: Way = Way.DEALT):  # type: ignore[no-untyped-def]
    """An open round over the fresh article."""
    return work.open_round(
        stage.world.project, articles=[stage.fresh], name="", way=way, per_article=1, quota=None, due_on=None,
        training=False, **lead(stage),
    )  # fmt: skip


def asks(stage: Stage) -> None:
    """The codebook asks something about every article."""
    stage.world.ask({"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]})


def seen(stage: Stage, of: str, key: str = "") -> str:
    """The mark of what Lea saw of the draft: of an entry, or of the guidelines."""
    drafted = find_codebook(stage.world.project)
    return seen_as(entry_of(drafted, of=of, key=key) if key else drafted[of])


def renamed(stage: Stage) -> object:
    """The draft has another name for a label."""
    words, mark = {"name": "Other"}, seen(stage, "labels", "aside")
    return codebook.change_label(stage.world.project, "aside", words=words, seen=mark, **lead(stage))


def voice(stage: Stage) -> object:
    """The draft has an attribute."""
    entry = {"key": "tone", "name": "Tone", "kind": "text"}
    return codebook.add_attribute(stage.world.project, entry=entry, **lead(stage))


PART = {"key": "figures", "name": "Figures"}


def parted(stage: Stage) -> object:
    """Evidence is split, and Ana's span waits."""
    return codebook.split_label(stage.world.labels["evidence"], into=[PART], **lead(stage))
