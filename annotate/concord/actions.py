"""Counting, in steps that end in time. What is written is derived, so it needs no member and leaves no line."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from annotate.agreement.gamma import continue_gamma, is_whole
from annotate.agreement.measures import GAMMAS as GAMMA_NAMES
from annotate.agreement.measures.corpus import Corpus
from annotate.concord.models import Report as KeptReport
from annotate.concord.models import Tally
from annotate.concord.queries.answers import OfQuestion, compute_answers, find_questions, key_of_answers
from annotate.concord.queries.continua import load_continua
from annotate.concord.queries.labels import LabelAgreement, label_agreement
from annotate.concord.queries.numbers import Number, gammas, not_counted, numbers
from annotate.concord.queries.report import Report, compute_gammas, compute_report, key_of, read_kept
from annotate.concord.queries.selection import Chosen, Question, Selection, find_selection
from annotate.concord.queries.tallies import (
    GAMMA,
    TABLES,
    find_kept,
    read_gamma,
    read_gammas,
    read_tallies,
    write_counted,
    write_gamma,
)
from annotate.corpus.actions import find_reading
from annotate.corpus.models import Article
from annotate.projects.models import Membership

Body = TypeVar("Body")

BATCH = 8
"""Articles that are loaded and written together."""

REPORTS = 200
"""Reports that are kept of a project; the oldest go first."""


def count_articles(selection: Selection, *, seconds: float) -> bool:
    """Count what is waiting of a selection until the time is up, a batch at least; whether nothing waits any more."""
    ends = time.monotonic() + seconds
    waiting = find_kept(selection).waiting
    for at in range(0, len(waiting), BATCH):
        _count(waiting[at : at + BATCH])
        if time.monotonic() > ends:
            return at + BATCH >= len(waiting)
    return True


def count_gamma(selection: Selection, *, seconds: float) -> bool:
    """The same for γ, of articles that are counted: an alignment at least, and over the time by one at most."""
    ends = time.monotonic() + seconds
    enough = partial(_is_over, ends)
    waiting = find_kept(selection).gamma_waiting
    for number, one in enumerate(waiting, 1):
        done = _count_gamma(one, enough=enough)
        if enough():
            return done and number == len(waiting)
    return True


AT_ONCE = 1000
"""Articles of which the numbers are computed while a page is waited for; of more, the page says so first."""


def find_report(selection: Selection, question: Question) -> Report:
    """The report of a selection that is counted to the end: computed once, and kept until something changes."""
    return _find(selection, _report_key(selection, question), Report, lambda: compute_report(selection, question))


def has_report(selection: Selection, question: Question) -> bool:
    """Whether the report is there already, so that it can be shown at once."""
    return read_kept(selection, _report_key(selection, question)) is not None


def find_gammas(selection: Selection, label: str | None) -> list[Number]:
    """γ, γ-cat and γ-k of a selection whose γ is counted to the end, kept in the same way."""
    key = key_of(selection, "gamma", label)
    return _find(selection, key, list[Number], lambda: compute_gammas(selection, label))


def find_answers(membership: Membership, selection: Selection) -> list[OfQuestion]:
    """How far people agree on the questions about whole articles, kept in the same way until an answer changes. Of no
    articles nothing is kept: a row for it would tell others that somebody asked after a change."""
    if not find_questions(membership):
        return []
    if not selection.articles:
        return compute_answers(membership, selection)
    key = key_of_answers(membership, selection)
    return _find(selection, key, list[OfQuestion], lambda: compute_answers(membership, selection))


def measure_now(selection: Selection, question: Question, names: Sequence[str], *, seconds: float) -> list[Number]:
    """These measures, in their order, counting for so long at most; γ is counted where it is asked for.

    What is not counted by then is undefined, and says how far it is.
    """
    ends = time.monotonic() + seconds
    label, unit, left_out = question.label, question.unit, selection.left_out
    found: dict[str, Number] = {}
    if count_articles(selection, seconds=seconds):
        corpus = Corpus.of_packed(tally.packed for tally in read_tallies(selection, unit))
        spanwise = numbers(names, corpus, label=label, unit=unit, left_out=left_out)
        found |= {number.name: number for number in spanwise}
        if {*GAMMA_NAMES} & {*names} and count_gamma(selection, seconds=ends - time.monotonic()):
            of_gamma = gammas(names, read_gammas(selection), label=label, left_out=left_out)
            found |= {number.name: number for number in of_gamma}
    kept = find_kept(selection)
    return [found.get(name) or not_counted(name, kept, label=label, unit=unit, left_out=left_out) for name in names]


def find_label_agreement(membership: Membership, label: str) -> LabelAgreement:
    """The numbers of one label and its typical confusions, as this member may know them; for other rooms' pages.

    Nothing is counted for it: where something waits, or the numbers of many articles are to be computed, it says so,
    and the page of agreement goes on.
    """
    question = Question(label=label)
    selection = find_selection(membership, question)
    if not selection.articles or not find_kept(selection).is_whole:
        return LabelAgreement(is_whole=not selection.articles)
    if len(selection.articles) > AT_ONCE and not has_report(selection, question):
        return LabelAgreement(is_whole=False)
    return label_agreement(find_report(selection, question), label)


def _report_key(selection: Selection, question: Question) -> str:
    return key_of(selection, "report", question.label, question.unit.value)


def _find(selection: Selection, key: str, form: type[Body], compute: Callable[[], Body]) -> Body:
    kept = read_kept(selection, key)
    if kept is not None:
        return msgspec.msgpack.decode(kept, type=form)
    computed = compute()
    reports = KeptReport.objects.filter(project=selection.project)
    KeptReport.objects.update_or_create(
        project_id=selection.project, key=key, defaults={"body": msgspec.msgpack.encode(computed)}
    )
    reports.exclude(id__in=reports.order_by("-id").values("id")[:REPORTS]).delete()
    return computed


def _count(chosen: tuple[Chosen, ...]) -> None:
    articles = Article.objects.filter(pk__in=[one.article for one in chosen]).defer("inlines", "source")
    readings = {article.pk: find_reading(article) for article in articles}
    tallies = [
        Tally(
            article_id=one.article, people=list(one.people), within=one.within, stamp=one.stamp,
            gamma=None, **write_counted(continuum),
        )
        for one, continuum in zip(chosen, load_continua(chosen, readings), strict=True)
    ]  # fmt: skip
    Tally.objects.bulk_create(
        tallies,
        update_conflicts=True,
        unique_fields=["article", "people", "within"],
        update_fields=["stamp", "counts", *TABLES.values(), "gamma", "gamma_done", "gamma_seconds"],
    )


def _count_gamma(one: Chosen, *, enough: Callable[[], bool]) -> bool:
    """Go on with one article's γ; whether it is at its end. If the tally has changed meanwhile, nothing is written."""
    tally = Tally.objects.get(article=one.article, people=list(one.people), within=one.within)
    if tally.stamp != one.stamp:
        return False
    began = time.perf_counter()
    before = None if tally.gamma is None else read_gamma(bytes(tally.gamma))
    count = continue_gamma(load_continua([one])[0], GAMMA, before, enough=enough)
    done = is_whole(count, GAMMA)
    Tally.objects.filter(pk=tally.pk, stamp=one.stamp).update(
        gamma=write_gamma(count), gamma_done=done, gamma_seconds=tally.gamma_seconds + time.perf_counter() - began
    )
    return done


def _is_over(ends: float) -> bool:
    return time.monotonic() > ends
