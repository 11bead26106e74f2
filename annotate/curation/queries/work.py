"""What is under way with labels: merges that move spans, splits whose spans wait."""

from __future__ import annotations

from django.db.models import QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.codebook.models import Attribute, Label
from annotate.codebook.queries import find_codebook
from annotate.curation.rules import GOLD_MOVED, LABELS_AT_ONCE, MOVED, SORTED
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import turned_back
from annotate.projects.models import Membership, Project
from annotate.review.models import Decision
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_sets


def spans_to_sort(label: Label) -> QuerySet[Span]:
    """The standing spans of a split label that got it before it was split, and of which nobody has said what they are.

    One that stays what it is has the label under the version of then, so nothing else need be remembered.
    """
    standing = Span.objects.standing().filter(label=label)
    return standing.filter(codebook__number__lt=label.split_in) if label.split_in is not None else standing.none()


def is_running(line: JournalLine) -> bool:
    """Whether a merge, or what takes a merge or split back, has something left to move."""
    after, before = line.after or {}, line.before or {}
    if line.turn == Turn.UNDO:
        return bool(lines_left(line.project or 0, step=before["version"]))
    if line.verb != "label_merged" or turned_back(line):
        return False
    label = Label.objects.get(project=line.project, key=after["label"])
    return Span.objects.filter(label=label).exists() or Decision.objects.standing().filter(label=label).exists()


def last_step(label: Label) -> JournalLine | None:
    """The last merge or split of a label, or what took it back; None where there never was one."""
    return JournalLine.objects.filter(subject=label.pk, article=None, verb__in=LABELS_AT_ONCE).order_by("-id").first()


def uses_of_label(project: Project, key: str) -> int:
    """How many spans, deleted ones too, and decisions have a label or had it: any keeps it in the codebook."""
    label = Label.objects.filter(project=project, key=key).first()
    if label is None:
        return 0
    return label.spans.count() + label.decisions.count() + label.merged.count() + label.split_off.count()


def uses_of_attribute(project: Project, key: str) -> int:
    """How many spans, deleted ones too, have a value of an attribute."""
    return Span.objects.filter(article__project=project, attributes__has_key=key).count()


def left_out(project: Project) -> tuple[QuerySet[Label], QuerySet[Attribute]]:
    """The published labels and attributes that the draft, where there is one, has no more."""
    drafted = find_codebook(project)
    keys = {of: [entry["key"] for entry in drafted[of]] for of in ("labels", "attributes")}
    labels = Label.objects.filter(project=project).exclude(key__in=keys["labels"])
    attributes = Attribute.objects.filter(project=project).exclude(key__in=keys["attributes"])
    return labels.order_by("position", "pk"), attributes.order_by("position", "pk")


def has_unseen_work(by: Membership) -> bool:
    """Whether anybody in the project is at work, or was, where this member does not see it."""
    begun = Assignment.objects.filter(article__project=by.project_id).exclude(state=State.ASSIGNED)
    return begun.exclude(pk__in=visible_sets(by.user)).exists()


def lines_left(project: int, *, step: int) -> list[JournalLine]:
    """The lines of what was moved in a step and is not moved back, last first."""
    lines = JournalLine.objects.filter(project=project, verb__in=[MOVED, GOLD_MOVED, SORTED])
    undone = set(lines.filter(turn=Turn.UNDO).values_list("undoes", flat=True))
    moved = lines.filter(turn=Turn.DO, after__step=step).order_by("-id")
    return [line for line in moved if line.pk not in undone]
