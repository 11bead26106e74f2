"""How a label is used: how often, by whom, over time, on which words, and what others call those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from annotate.assignment.states import IN_REVIEW
from annotate.codebook.models import Label
from annotate.corpus.queries import frozen
from annotate.curation.queries.effects import gold_of, spans_of
from annotate.projects.models import Membership, User
from annotate.spans.models import Comment, Span
from annotate.spans.queries.sets import visible_comments, visible_spans

MOST_QUESTIONS = 50

_QUESTION_MARK = "[?\u061f\u037e\uff1f\u055e\u1367]"
"""Latin, Arabic, Greek, full width, Armenian, Ethiopic."""

MOST_BARS = 24
WIDTH, HEIGHT, GAP = 24, 120, 6
"""Of a bar with the gap after it, in the units of the picture; and how high the highest is."""


@dataclass(frozen=True)
class OfPerson:
    """How often one person used a label."""

    person: str
    spans: int
    articles: int
    unsure: int


@dataclass(frozen=True)
class Bar:
    """A stretch of time and how many spans were made in it; where its bar stands in the picture."""

    first: date
    last: date
    spans: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + (WIDTH - GAP) // 2

    @property
    def above(self) -> int:
        """The line its number stands on."""
        return self.y - 3


@dataclass(frozen=True)
class Confusion:
    """Another label that other people gave to words of this one's spans, and to how many of those spans."""

    label: Label
    spans: int


@dataclass(frozen=True)
class OpenQuestion:
    """A question in the thread of a span that nobody has answered: the last thing said there."""

    comment: Comment
    quote: str


@dataclass(frozen=True)
class Usage:
    """A label in use, as far as the viewer may see."""

    spans: int
    articles: int
    gold: int
    unsure: int
    people: list[OfPerson]
    bars: list[Bar]
    confusions: list[Confusion]
    compared: int
    questions: list[OpenQuestion]

    @property
    def width(self) -> int:
        """Of the picture of the bars."""
        return max(1, len(self.bars)) * WIDTH

    @property
    def height(self) -> int:
        """Of the picture of the bars, with a line for numbers above them."""
        return HEIGHT + 16


@dataclass(frozen=True)
class Passage:
    """A span with the words around it."""

    span: Span
    before: str
    quote: str
    after: str


def usage_of(label: Label, *, by: Membership) -> Usage:
    """How a label is used, computed from the spans that this member may see."""
    spans = spans_of(label, by=by)
    unsure = Count("pk", filter=Q(unsure=True))
    totals = spans.aggregate(
        spans=Count("pk"), articles=Count("article", distinct=True), unsure=unsure, first=Min("created_at"),
        last=Max("created_at"),
    )  # fmt: skip
    counted = spans.values("assignment__analyst").annotate(
        spans=Count("pk"), articles=Count("article", distinct=True), unsure=unsure
    )
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[row["assignment__analyst"] for row in counted])}
    people = [
        OfPerson(names[row["assignment__analyst"]], row["spans"], row["articles"], row["unsure"]) for row in counted
    ]
    compared, confusions = _confusions(label, by=by)
    return Usage(
        spans=totals["spans"], articles=totals["articles"], gold=gold_of(label, by=by).count(),
        unsure=totals["unsure"], people=sorted(people, key=lambda one: (-one.spans, one.person)),
        bars=_bars(spans), confusions=confusions, compared=compared,
        questions=_open_questions(label, by=by),
    )  # fmt: skip


def passages(spans: Sequence[Span], *, around: int = 60) -> list[Passage]:
    """Spans with up to so many characters on each side, within their block's line; what is left out is an ellipsis."""
    found = []
    for span in spans:
        text, extent = frozen(span.article_id).text, span.extent
        start = text.rfind("\n", 0, extent.start) + 1
        newline = text.find("\n", extent.end)
        end = len(text) if newline < 0 else newline
        before, after = text[start : extent.start], text[extent.end : end]
        if len(before) > around:
            before = "… " + before[-around:].partition(" ")[2]
        if len(after) > around:
            after = after[:around].rpartition(" ")[0] + " …"
        found.append(Passage(span, before, extent.quote(text), after))
    return found


def _open_questions(label: Label, *, by: Membership) -> list[OpenQuestion]:
    """Threads on the label's spans that end in a question, the newest first; a thread goes by the time of its words.

    A question is what has a question mark, in any script: what else is one, nobody can tell from its letters.
    """
    said = visible_comments(by.user).filter(deleted_at=None)
    later = said.filter(span=OuterRef("span")).filter(
        Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
    )
    last = said.filter(~Exists(later), span__in=spans_of(label, by=by), text__regex=_QUESTION_MARK)
    comments = last.select_related("span", "made_by").order_by("-created_at", "-pk")[:MOST_QUESTIONS]
    return [OpenQuestion(one, one.span.extent.quote(frozen(one.span.article_id).text)) for one in comments]


def _bars(spans: QuerySet[Span]) -> list[Bar]:
    """Spans made per day, or per as many days as keep it to MOST_BARS bars."""
    days = dict(
        spans.annotate(day=TruncDate("created_at")).values_list("day").annotate(spans=Count("pk")).order_by("day")
    )
    if not days:
        return []
    first, last = min(days), max(days)
    length = -(-((last - first).days + 1) // MOST_BARS)
    counts = [0] * (((last - first).days // length) + 1)
    for day, number in days.items():
        counts[(day - first).days // length] += number
    most = max(counts)
    bars = []
    for place, number in enumerate(counts):
        begins = first + timedelta(days=place * length)
        height = round(number / most * HEIGHT)
        bars.append(
            Bar(begins, begins + timedelta(days=length - 1), number, place * WIDTH, HEIGHT + 16 - height, height)
        )
    return bars


def _confusions(label: Label, *, by: Membership) -> tuple[int, list[Confusion]]:
    """How many handed-in spans of the label were compared, and which other labels others gave to words of theirs.

    Only handed-in work on both sides, and only what this member may see; a span is compared where somebody else handed
    in work on its article.
    """
    handed_in = visible_spans(by.user).filter(
        article__project=by.project_id, assignment__state__in=IN_REVIEW, deleted_at=None
    )
    mine = handed_in.filter(label=label)
    on_the_same_words = handed_in.filter(
        article=OuterRef("article"), start__lt=OuterRef("end"), end__gt=OuterRef("start"),
        extent__overlap=OuterRef("extent"),
    ).exclude(assignment=OuterRef("assignment"))  # fmt: skip
    compared = mine.filter(
        Exists(handed_in.filter(article=OuterRef("article")).exclude(assignment=OuterRef("assignment")))
    ).count()
    others = handed_in.exclude(label=label).filter(Exists(on_the_same_words.filter(label=label))).values("label")
    labels = Label.objects.filter(pk__in=others)
    found = [Confusion(other, mine.filter(Exists(on_the_same_words.filter(label=other))).count()) for other in labels]
    return compared, sorted(found, key=lambda one: (-one.spans, one.label.position))
