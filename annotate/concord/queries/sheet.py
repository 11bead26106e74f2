"""The page of agreement: a report with the names of people, labels and articles, and its pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotate.agreement.about import ABOUT
from annotate.concord.queries.numbers import Number
from annotate.concord.queries.pictures import Dots, Field, Heat, Lines, draw_dots, draw_heat, draw_lines
from annotate.concord.queries.report import OF_LABEL, OF_PAIR, OF_ROUND, OfArticle, OfLabel, Report
from annotate.corpus.models import Article
from annotate.projects.models import User

FEW_ARTICLES = 40
"""Articles of which the least agreed ones are listed beside the dots; the dots are all of them."""

Query = Callable[..., str]
"""The address of the question, with changes."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label's numbers, with its name and the query that asks of it alone."""

    name: str
    query: str
    spans: int
    cells: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article's number, with its title."""

    title: str
    query: str
    row: OfArticle


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows of a report."""

    headline: str
    usual: str
    numbers: Sequence[Number]
    label_measures: tuple[str, ...]
    labels: tuple[LabelRow, ...]
    confusion: Heat | None
    pairs: Heat | None
    dots: Dots | None
    articles: tuple[ArticleRow, ...]
    undefined_articles: int
    more_articles: int
    rounds: Lines | None
    round_measures: tuple[str, ...]
    report: Report


def make_sheet(report: Report, *, people: Mapping[int, User], labels: Mapping[str, str], query: Query) -> Sheet:
    """A report in the words of its project: people by their ids, labels by their keys in the codebook's order."""
    defined = [(row.article, row.value) for row in report.articles if row.value is not None]
    least = sorted((row for row in report.articles if row.value is not None), key=lambda row: (row.value, row.article))
    rounds = [_("Round %(number)s") % {"number": row.number} for row in report.rounds]
    shown = least[:FEW_ARTICLES]
    titles = dict(Article.objects.filter(pk__in=[row.article for row in shown]).values_list("pk", "title"))
    return Sheet(
        headline=_headline(report),
        usual=_usual(report),
        numbers=report.numbers,
        label_measures=tuple(_(ABOUT[name].title) for name in OF_LABEL),
        labels=tuple(_label_row(row, labels, query) for row in _in_order(report.labels, labels)),
        confusion=_confusion(report, labels, query),
        pairs=_pairs(report, people, query),
        dots=draw_dots(defined) if len(defined) > 1 else None,
        articles=tuple(ArticleRow(titles[row.article], query(article=row.article), row) for row in shown),
        undefined_articles=len(report.articles) - len(defined),
        more_articles=len(least) - len(shown),
        rounds=_rounds(report, rounds) if len(rounds) > 1 else None,
        round_measures=tuple(_(ABOUT[name].title) for name in OF_ROUND),
        report=report,
    )


def _headline(report: Report) -> str:
    """One number in words: overlap F1, which is what of one person's spans another has as well."""
    number = next(number for number in report.numbers if number.name == "overlap_f1")
    if number.value is None:
        return _("There is no number yet: %(reason)s") % {"reason": number.undefined}
    same = round(number.value * 100)
    said = ngettext(
        "Of 100 spans that one person marks, another marks about %(same)s in the same place with the same label.",
        "Of 100 spans that one person marks, another marks about %(same)s in the same place with the same label.",
        same,
    )
    return said % {"same": same}


def _usual(report: Report) -> str:
    """The same beyond chance, beside what is usual."""
    number = next(number for number in report.numbers if number.name == "alpha_nominal")
    if number.value is None:
        return ""
    said = _(
        "Beyond chance it is %(value)s of 1 (%(measure)s). For spans that people cut themselves in opinion pieces, 0.4 "
        "to 0.6 is normal."
    )
    return said % {"value": f"{number.value:.2f}", "measure": _(ABOUT[number.name].title)}


def _in_order(rows: Sequence[OfLabel], labels: Mapping[str, str]) -> list[OfLabel]:
    place = {key: at for at, key in enumerate(labels)}
    return sorted(rows, key=lambda row: place.get(row.label, len(place)))


def _label_row(row: OfLabel, labels: Mapping[str, str], query: Query) -> LabelRow:
    cells = tuple(row.cells[name] for name in OF_LABEL)
    return LabelRow(labels.get(row.label, row.label), query(label=row.label), row.spans, cells)


def _confusion(report: Report, labels: Mapping[str, str], query: Query) -> Heat | None:
    """Rows: what one person gave. Columns: what the other gave the same place. A cell: its share of the row."""
    times: defaultdict[str, dict[str | None, int]] = defaultdict(dict)
    for one in report.confused:
        times[one.label][one.other] = one.spans
    rows = [key for key in labels if key in times]
    if not rows:
        return None
    columns: list[str | None] = [*rows, None]
    whole = {key: sum(row.values()) for key, row in times.items()}
    strongest = max(count / whole[key] for key in rows for count in times[key].values())

    def field(row: int, column: int) -> Field:
        mine, other = rows[row], columns[column]
        count = times[mine].get(other, 0)
        share = count / whole[mine]
        words = {"count": count, "whole": whole[mine], "label": labels[mine], "other": labels[other] if other else ""}
        if other is None:
            said = _("%(count)s of %(whole)s spans that one person gave “%(label)s”: the other marked nothing there")
        else:
            said = _("%(count)s of %(whole)s spans that one person gave “%(label)s”: the other gave “%(other)s”")
        return Field(
            share / strongest, f"{share:.0%}" if count else "", query(labels=f"{mine},{other or '-'}"), said % words
        )

    names = [_("nothing") if key is None else labels[key] for key in columns]
    return draw_heat([labels[key] for key in rows], names, field)


def _pairs(report: Report, people: Mapping[int, User], query: Query) -> Heat | None:
    if not report.pairs:
        return None
    measures = [_(ABOUT[name].title) for name in OF_PAIR]
    rows = [" · ".join(str(people[person]) for person in row.people) for row in report.pairs]

    def field(at: int, column: int) -> Field:
        row, value = report.pairs[at], report.pairs[at].cells[OF_PAIR[column]]
        one, other = (people[person].username for person in row.people)
        said = ngettext(
            "%(pair)s, %(measure)s: %(value)s, of %(count)s article",
            "%(pair)s, %(measure)s: %(value)s, of %(count)s articles",
            row.articles,
        )
        told = f"{value:.2f}" if value is not None else _("undefined")
        words = {"pair": rows[at], "measure": measures[column], "value": told, "count": row.articles}
        return Field(value or 0, told if value is not None else "–", query(person=one, other=other), said % words)

    return draw_heat(rows, measures, field)


def _rounds(report: Report, rounds: Sequence[str]) -> Lines:
    measures = [(_(ABOUT[name].title), [row.cells[name] for row in report.rounds]) for name in OF_ROUND]
    return draw_lines(rounds, measures)
