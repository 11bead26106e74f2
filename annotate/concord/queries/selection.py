"""Which sets are compared. Decided here and nowhere else: what is not independent, or not the viewer's, is out."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Max, Q, QuerySet, Sum

from annotate.agreement import values
from annotate.agreement.coding import Unit
from annotate.agreement.values import LeftOut
from annotate.assignment.models import Assignment
from annotate.assignment.queries import visible_work
from annotate.assignment.states import IN_REVIEW, MARKABLE, State
from annotate.corpus.models import Article, Block
from annotate.projects.models import Membership, Mode, Role, User
from annotate.projects.queries import members
from annotate.projects.rules import may_see_everyone
from annotate.review.queries import visible_decisions
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_sets
from annotate.text.notes import Note, gettext_noop

Rows = TypeVar("Rows", bound="QuerySet[Any]")

RULES = 2
"""The version of what is counted, and how: raised, every tally is stale."""

# Translators: what was left out of a measure of agreement, before how many.
SHARED = gettext_noop("sets of a project in which people see each other's spans")
SAW_OTHERS = gettext_noop("sets whose maker could see somebody else's spans of the article")
TRAINING = gettext_noop("sets made for training")
WITHDRAWN = gettext_noop("articles that were withdrawn")
NOT_HANDED_IN = gettext_noop("sets that are not handed in yet")
NOT_SEEN = gettext_noop("articles on which your own work is not handed in: until then you see nobody else's")
GOLD = gettext_noop("settled spans: gold is made of the sets that are compared here")
NO_SUCH_BLOCK = gettext_noop("articles that have no block of this kind")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks of a project. People and articles by id, the round by its number; None asks for all.

    A `pair` is compared alone, as if nobody else had marked anything; `person` keeps the articles they finished, with
    everybody who did. `kind` cuts out all blocks but those of that kind.
    """

    label: str | None = None
    pair: tuple[int, int] | None = None
    person: int | None = None
    article: int | None = None
    kind: str = ""
    round: int | None = None
    unit: Unit = Unit.CHARACTER


@dataclass(frozen=True, slots=True)
class Chosen:
    """An article to be counted: whose sets of it (by person, the assignment's id), of which rounds, which text of it.

    `stamp` changes with whatever is counted. `within` names the text, `ranges` are its pieces; without, it is all.
    """

    article: int
    works: Mapping[int, int]
    rounds: frozenset[int]
    stamp: str
    within: str = ""
    ranges: tuple[tuple[int, int], ...] = ()

    @property
    def people(self) -> tuple[int, ...]:
        """Who finished it, in order of their ids."""
        return tuple(sorted(self.works))


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that at least two people finished independently, by id, and what was left out of them."""

    project: int
    articles: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    digest: str
    """Changes with whatever a number of them depends on."""

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The pairs of people who finished an article together."""
        found = {
            (one, other)
            for chosen in self.articles
            for at, one in enumerate(chosen.people)
            for other in chosen.people[at + 1 :]
        }
        return tuple(sorted(found))


def find_selection(membership: Membership, question: Question) -> Selection:
    """What of a project is compared for this person.

    Reviewers and leads: handed-in and settled sets, but of articles on which they still work themselves. Analysts: sets
    of settled articles, which they may read anyway; what goes on elsewhere changes nothing that they receive.
    """
    sets, out = _independent(membership, question)
    works: defaultdict[int, dict[int, Assignment]] = defaultdict(dict)
    for row in sets:
        if question.round in (None, row.round) and (question.pair is None or row.analyst_id in question.pair):
            works[row.article_id][row.analyst_id] = row
    if question.person is not None:
        works = defaultdict(dict, {article: own for article, own in works.items() if question.person in own})
    shared = {article: own for article, own in sorted(works.items()) if len(own) > 1}
    out[values.FEWER_THAN_TWO] += len(works) - len(shared)
    ranges = _ranges(shared, question.kind)
    out[NO_SUCH_BLOCK] += len(shared) - len(ranges)
    stamps = _stamps(membership, question)
    articles = tuple(
        _chosen(article, shared[article], stamps, question.kind, pieces) for article, pieces in ranges.items()
    )
    left_out = tuple(LeftOut(Note(reason), count) for reason, count in out.items() if count)
    seen = [(one.article, one.people, one.within, one.stamp) for one in articles]
    digest = _sha256(repr((seen, [(str(left.reason), left.count) for left in left_out])))
    return Selection(membership.project_id, articles, left_out, digest)


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and which rounds somebody may ask for."""

    people: Mapping[int, User]
    rounds: tuple[int, ...]


def find_choices(membership: Membership) -> Choices:
    """The people and rounds whose sets this person may see compared; reviewers know all members anyway."""
    sets = _comparable(membership)
    people = {user.pk: user for user in User.objects.filter(pk__in=sets.values("analyst"))}
    if may_see_everyone(membership.project, Role(membership.role)):
        people |= {member.user_id: member.user for member in members(membership)}
    named = sorted(people.items(), key=lambda item: (str(item[1]), item[0]))
    return Choices(dict(named), tuple(sorted(set(sets.values_list("round", flat=True)))))


def _comparable(membership: Membership) -> QuerySet[Assignment]:
    """The sets that may be compared as far as this person may see: for analysts those of settled articles alone."""
    states = IN_REVIEW if Role(membership.role).reaches(Role.REVIEWER) else (State.SETTLED,)
    return visible_sets(membership.user).filter(article__project=membership.project_id, state__in=states)


def _independent(membership: Membership, question: Question) -> tuple[list[Assignment], Counter[str]]:
    """The sets of independent work that this person may see, and how many of what was left out before."""
    reviews = Role(membership.role).reaches(Role.REVIEWER)
    seen = _of_article(_comparable(membership), question)
    fields = ("article", "analyst", "round", "training", "saw_others")
    out: Counter[str] = Counter()
    kept = []
    for row in seen.only(*fields).order_by("article", "analyst"):
        reason = _why_not(row, shared=membership.project.mode == Mode.SHARED)
        if reason is None:
            kept.append(row)
        else:
            out[reason] += 1
    out += _never_compared(membership, question, reviews=reviews)
    return kept, out


def _why_not(row: Assignment, *, shared: bool) -> str | None:
    """Why a set says nothing of how far people agree by themselves; None where it does."""
    if shared:
        return SHARED
    if row.training:
        return TRAINING
    return SAW_OTHERS if row.saw_others else None


def _never_compared(membership: Membership, question: Question, *, reviews: bool) -> Counter[str]:
    """How many of what this person may know of is no handed-in set of a standing article."""
    gold = visible_decisions(membership.user).filter(undone_at=None).exclude(label=None)
    out = Counter({GOLD: _of_article(gold.filter(article__project=membership.project_id), question).count()})
    if not reviews:
        return out
    at_work = _of_article(visible_work(membership), question).filter(state__in=MARKABLE, article__withdrawn_at=None)
    told = at_work.aggregate(own=Count("id", filter=Q(analyst=membership.user_id)), every=Count("id"))
    withdrawn = Article.objects.filter(project=membership.project_id).exclude(withdrawn_at=None)
    if question.article is not None:
        withdrawn = withdrawn.filter(pk=question.article)
    out[NOT_HANDED_IN] = told["every"]
    out[NOT_SEEN] = told["own"] if membership.project.mode == Mode.INDEPENDENT else 0
    out[WITHDRAWN] = withdrawn.count()
    return out


def _of_article(found: Rows, question: Question) -> Rows:
    return found if question.article is None else found.filter(article=question.article)


def _ranges(shared: Collection[int], kind: str) -> dict[int, tuple[tuple[int, int], ...]]:
    """Of each article the pieces of text to look at: none for all of it. Without a block of the kind it is out."""
    if not kind:
        return dict.fromkeys(shared, ())
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    blocks = Block.objects.filter(article__in=list(shared), kind=kind).order_by("article", "number")
    for article, start, end in blocks.values_list("article", "start", "end"):
        found[article].append((start, end))
    return {article: tuple(pieces) for article, pieces in found.items()}


def _stamps(membership: Membership, question: Question) -> dict[int, str]:
    """What tells of every set of the project whether a span of it has changed: cheap, and whoever changed it."""
    spans = Span.objects.filter(
        assignment__article__project=membership.project_id, assignment__state__in=IN_REVIEW, assignment__training=False
    )
    rows = _of_article(spans, question).values_list("assignment").order_by("assignment")
    counted = rows.annotate(
        standing=Count("id", filter=Q(deleted_at=None)), versions=Sum("version"), changed=Max("changed_at")
    )
    return {work: f"{standing} {versions} {changed}" for work, standing, versions, changed in counted}


def _chosen(
    article: int, works: Mapping[int, Assignment], stamps: Mapping[int, str], kind: str,
    ranges: tuple[tuple[int, int], ...],
) -> Chosen:  # fmt: skip
    counted = [(person, work.pk, stamps.get(work.pk, "")) for person, work in sorted(works.items())]
    return Chosen(
        article=article,
        works={person: work.pk for person, work in works.items()},
        rounds=frozenset(work.round for work in works.values()),
        stamp=_sha256(repr((RULES, counted))),
        within=f"{kind} {_sha256(repr(ranges))[:32]}" if kind else "",
        ranges=ranges,
    )


def _sha256(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()
