"""How far people agree on the codebook's questions about whole articles: of the same sets as everything else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, Sum

from annotate.agreement.answers import Scale, alpha_of_answers, words_cannot_be_compared
from annotate.agreement.values import LeftOut, Measured
from annotate.codebook.models import QuestionKind
from annotate.codebook.queries import codebook_now, questions_of
from annotate.codebook.rules import why_not_answer
from annotate.concord.queries.numbers import Number, number_of
from annotate.concord.queries.report import key_of
from annotate.concord.queries.selection import Selection
from annotate.projects.models import Membership
from annotate.spans.models import AnswerQuerySet
from annotate.spans.queries.sets import visible_answers
from annotate.text.notes import Note, gettext_noop

# Translators: what was left out of a measure of agreement, before how many.
OUTDATED = gettext_noop("answers that the codebook does not offer any more")


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """A question as the codebook asks it now, and how far people agree on it."""

    key: str
    name: str
    number: Number


def find_questions(membership: Membership) -> list[dict[str, Any]]:
    """What the codebook asks about whole articles now."""
    return questions_of(codebook_now(membership.project).codebook)


def key_of_answers(membership: Membership, selection: Selection) -> str:
    """By what the numbers of a selection's answers are kept: it changes with the questions and with any of its answers.
    With no other: whoever sees that something was computed anew would know of it."""
    told = _answers(membership, selection).aggregate(count=Count("id"), versions=Sum("version"), last=Max("changed_at"))
    return key_of(selection, "answers", repr(find_questions(membership)), repr(sorted(told.items())))


def compute_answers(membership: Membership, selection: Selection) -> list[OfQuestion]:
    """The numbers of every question that is asked now, in the codebook's order."""
    given: defaultdict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    home = {work: (one.article, person) for one in selection.articles for person, work in one.works.items()}
    for question, work, value in _answers(membership, selection).values_list("question", "assignment", "value"):
        article, person = home[work]
        given[question][article][person] = value
    return [
        OfQuestion(one["key"], one["name"], _number(one, given[one["key"]], selection))
        for one in find_questions(membership)
    ]


def _answers(membership: Membership, selection: Selection) -> AnswerQuerySet:
    works = [work for one in selection.articles for work in one.works.values()]
    return visible_answers(membership.user).standing().filter(assignment__in=works)


def _number(question: Mapping[str, Any], given: Mapping[int, Mapping[int, str]], selection: Selection) -> Number:
    out: Counter[str] = Counter()
    fit: dict[int, dict[int, str]] = {}
    for article, of_article in given.items():
        kept = {person: value for person, value in of_article.items() if why_not_answer(question, value) is None}
        out[OUTDATED] += len(of_article) - len(kept)
        if kept:
            fit[article] = kept
    left_out = [*selection.left_out, *(LeftOut(Note(reason), count) for reason, count in out.items())]
    measured = _measure(question, fit, left_out)
    return number_of(replace(measured, parameters={"question": question["key"], **measured.parameters}))


def _measure(
    question: Mapping[str, Any], given: Mapping[int, Mapping[int, str]], left_out: Sequence[LeftOut]
) -> Measured:
    """Names are nominal; the steps of a scale are an interval scale where all are numbers, else ranks."""
    if question["kind"] == QuestionKind.TEXT:
        return words_cannot_be_compared(given, left_out=left_out)
    if question["kind"] == QuestionKind.CHOICE:
        return alpha_of_answers(given, Scale.NOMINAL, left_out=left_out)
    steps = {step: _number_in(step) for step in question["choices"]}
    numbers = {step: number for step, number in steps.items() if number is not None}
    if len(numbers) < len(steps):
        return alpha_of_answers(given, Scale.ORDINAL, domain=question["choices"], left_out=left_out)
    counted = {article: {who: numbers[step] for who, step in each.items()} for article, each in given.items()}
    return alpha_of_answers(counted, Scale.INTERVAL, left_out=left_out)


def _number_in(step: str) -> float | None:
    """The number that a step of a scale is; None where it is words."""
    return float(step) if re.fullmatch(r"[-+]?\d+(\.\d+)?", step, re.ASCII) else None
