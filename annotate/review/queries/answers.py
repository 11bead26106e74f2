"""Answers about whole articles in review: side by side, what was decided of them, what became of one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from annotate.assignment.states import IN_REVIEW, State
from annotate.codebook.queries import codebook_now, entry_of, questions_of
from annotate.corpus.models import Article
from annotate.projects.models import Membership, User
from annotate.review.models import AnswerDecision
from annotate.review.queries.clusters import Person
from annotate.spans.models import Answer
from annotate.spans.queries.sets import visible_answers, visible_sets


@dataclass(frozen=True)
class AnswerCase:
    """A question as the codebook asks it now, everybody's answers to it, and what was decided of them."""

    question: Mapping[str, Any]
    answers: list[tuple[Person, Answer]]
    without: list[Person]
    decision: AnswerDecision | None
    undecided: bool

    @property
    def key(self) -> str:
        """By which answers and decisions name it."""
        return str(self.question["key"])

    @property
    def agreed(self) -> bool:
        """Whether everybody who finished the article answered, and answered the same."""
        return not self.without and len({answer.value for _person, answer in self.answers}) == 1

    @property
    def most(self) -> str:
        """What most answered; of several the first, in the order of people."""
        return Counter(answer.value for _person, answer in self.answers).most_common(1)[0][0]

    def of(self, answer_id: int) -> str | None:
        """What one person answered; None where this is no answer to the question."""
        return next((answer.value for _person, answer in self.answers if answer.pk == answer_id), None)


@dataclass(frozen=True)
class AnswerOutcome:
    """A settled answer, what became of it (kept, changed, rejected), by which decision and why."""

    name: str
    answer: Answer
    became: str
    decision: AnswerDecision
    mine: bool


def visible_answer_decisions(viewer: User, *, article: Article | None = None) -> QuerySet[AnswerDecision]:
    """The decisions on answers, undone ones too, that this person may see: as `visible_decisions` has it, each that
    speaks of an answer of a set they may see, and of none of a set that they may not."""
    seen = visible_sets(viewer, article=article)
    spoken = Answer.objects.filter(decisions=OuterRef("pk"))
    found = AnswerDecision.objects.filter(
        Exists(spoken.filter(assignment__in=seen)), ~Exists(spoken.exclude(assignment__in=seen))
    )
    return found if article is None else found.filter(article=article)


def answers_in_review(viewer: User, article: Article) -> QuerySet[Answer]:
    """The standing answers of handed-in and settled sets, not for training, that this person may see."""
    seen = visible_answers(viewer, article=article).standing()
    return seen.filter(assignment__state__in=IN_REVIEW, assignment__training=False)


def undecided_questions(article: Article) -> list[str]:
    """The names of the questions, of those asked now, with an answer in handed-in work that is undecided: of which no
    standing decision speaks that is younger than it."""
    decided = AnswerDecision.objects.standing().filter(answers=OuterRef("pk"), decided_at__gte=OuterRef("changed_at"))
    waiting = Answer.objects.standing().filter(
        ~Exists(decided), assignment__article=article.pk, assignment__state=State.HANDED_IN, assignment__training=False
    )
    keys = set(waiting.values_list("question", flat=True))
    asked = questions_of(codebook_now(article.project_id).codebook)
    return [question["name"] for question in asked if question["key"] in keys]


def find_cases(membership: Membership, article: Article, people: Sequence[Person]) -> list[AnswerCase]:
    """The questions that somebody answered whose handed-in set this member may see, in the codebook's order."""
    questions = questions_of(codebook_now(membership.project).codebook)
    if not questions:
        return []
    person_of = {person.work.pk: person for person in people}
    given: dict[str, list[tuple[Person, Answer]]] = {}
    for answer in answers_in_review(membership.user, article).filter(assignment__in=list(person_of)):
        given.setdefault(answer.question, []).append((person_of[answer.assignment_id], answer))
    decided = visible_answer_decisions(membership.user, article=article).filter(undone_at=None)
    stands = {one.question: one for one in decided.select_related("decided_by", "codebook").prefetch_related("answers")}
    found = []
    for question in questions:
        answers = sorted(given.get(question["key"], ()), key=lambda pair: pair[0].number)
        decision = stands.get(question["key"])
        if answers or decision:
            answered = {person.work.pk for person, _answer in answers}
            without = [person for person in people if person.work.pk not in answered]
            found.append(AnswerCase(question, answers, without, decision, _waits(answers, decision)))
    return found


def find_answer_outcomes(membership: Membership, article: Article) -> list[AnswerOutcome]:
    """What became of the settled answers that this person may see, their own first."""
    sets = visible_sets(membership.user, article=article).filter(state=State.SETTLED, training=False)
    known = visible_answer_decisions(membership.user, article=article).filter(undone_at=None)
    found = []
    for decision in known.select_related("decided_by", "codebook"):
        entry = entry_of(decision.codebook.codebook, of="questions", key=decision.question) or {
            "name": decision.question
        }
        for answer in (
            decision.answers.filter(assignment__in=sets).exclude(value="").select_related("assignment__analyst")
        ):
            became = "rejected" if not decision.value else "kept" if answer.value == decision.value else "changed"
            mine = answer.assignment.analyst_id == membership.user_id
            found.append(AnswerOutcome(entry["name"], answer, became, decision, mine))
    return sorted(found, key=lambda one: (not one.mine, one.name, one.answer.pk))


def _waits(answers: Sequence[tuple[Person, Answer]], decision: AnswerDecision | None) -> bool:
    told = {answer.pk for answer in decision.answers.all()} if decision else set()
    return any(
        answer.pk not in told or (decision is not None and answer.changed_at > decision.decided_at)
        for person, answer in answers
        if person.work.state == State.HANDED_IN
    )
