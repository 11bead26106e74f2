"""What became of spans once their article is settled, for those who marked them; and the gold of each settlement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from annotate.assignment.states import State
from annotate.codebook.queries import LabelLine, label_lines
from annotate.corpus.models import Article
from annotate.corpus.queries import frozen
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, User
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries.decisions import status_of, visible_decisions, visible_lines
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_sets

KINDS = ("kept", "changed", "rejected")


@dataclass(frozen=True)
class Outcome:
    """A settled span, what became of it (kept, changed, rejected), by which decision and why."""

    span: Span
    line: LabelLine
    quote: str
    became: str
    decision: Decision
    gold_line: LabelLine | None
    gold_quote: str
    mine: bool


@dataclass(frozen=True)
class GoldLine:
    """A gold span of a settlement, with the spans it was decided from."""

    decision: Decision
    line: LabelLine
    quote: str
    span_ids: list[int]


@dataclass(frozen=True)
class Settlement:
    """One time that an article was settled: by whom, what was gold then, and who opened it again."""

    number: int
    at: datetime
    person: str
    gold: list[GoldLine]
    reopened_at: datetime | None
    reopened_by: str


def find_outcomes(membership: Membership, article: Article) -> list[Outcome]:
    """What became of the settled spans of an article that this person may see, their own first, in reading order.

    Of a decision that also speaks of work they are blind to, nothing.
    """
    sets = {
        work.pk: work
        for work in visible_sets(membership.user, article=article)
        .filter(state=State.SETTLED, training=False)
        .select_related("analyst")
    }
    known = visible_decisions(membership.user, article=article).filter(undone_at=None)
    told = DecidedSpan.objects.filter(
        decision__in=known, undone_at=None, span__assignment__in=list(sets), span__deleted_at=None
    ).select_related("span__label", "decision__label", "decision__decided_by", "decision__codebook")
    lines = _lines(membership)
    text = frozen(article.pk).text
    found = []
    for row in told.order_by("span__start", "span__end", "span"):
        span, decision = row.span, row.decision
        span.assignment = sets[span.assignment_id]
        found.append(
            Outcome(
                span=span, line=lines[span.label_id], quote=span.extent.quote(text), became=status_of(span, decision),
                decision=decision, gold_line=lines[decision.label_id] if decision.label_id else None,
                gold_quote=decision.extent.quote(text), mine=span.assignment.analyst_id == membership.user_id,
            )
        )  # fmt: skip
    return sorted(found, key=lambda outcome: not outcome.mine)


def count_outcomes(outcomes: list[Outcome]) -> list[tuple[str, int]]:
    """How many of one's own spans were kept, changed, rejected."""
    counted = Counter(outcome.became for outcome in outcomes if outcome.mine)
    return [(kind, counted[kind]) for kind in KINDS]


def find_settlements(membership: Membership, article: Article) -> list[Settlement]:
    """Each time the article was settled, the last first, with the gold of that day; as far as this member may see."""
    steps = visible_lines(membership.user).filter(article=article.pk, verb__in=["article_settled", "article_reopened"])
    told = list(steps.order_by("id"))
    people = {person.pk: str(person) for person in User.objects.filter(pk__in={line.by for line in told})}
    lines = _lines(membership)
    found: list[Settlement] = []
    for number, line in enumerate((line for line in told if line.verb == "article_settled"), start=1):
        reopened = next((one for one in told if one.verb == "article_reopened" and one.pk > line.pk), None)
        gold = _gold_at(membership, article, line.at, lines)
        found.append(
            Settlement(
                number=number, at=line.at, person=_called(people, line), gold=gold,
                reopened_at=None if reopened is None else reopened.at,
                reopened_by=_called(people, reopened) if reopened else "",
            )
        )  # fmt: skip
    return found[::-1]


def _gold_at(membership: Membership, article: Article, at: datetime, lines: Mapping[int, LabelLine]) -> list[GoldLine]:
    stood = Q(undone_at=None) | Q(undone_at__gt=at)
    gold = visible_decisions(membership.user, article=article).filter(stood, decided_at__lte=at).exclude(label=None)
    text = frozen(article.pk).text
    found = []
    for decision in gold.select_related("decided_by", "codebook").order_by("start", "end", "id"):
        told = decision.decided.filter(Q(undone_at=None) | Q(undone_at__gt=at)).values_list("span", flat=True)
        assert decision.label_id is not None, "gold has a label"
        found.append(GoldLine(decision, lines[decision.label_id], decision.extent.quote(text), sorted(told)))
    return found


def _lines(membership: Membership) -> dict[int, LabelLine]:
    return {line.label.pk: line for line in label_lines(membership.project, with_retired=True)}


def _called(people: Mapping[int, str], line: JournalLine) -> str:
    return people.get(line.by or 0, _("the installation"))
