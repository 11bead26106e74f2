"""The clusters of an article as a reviewer sees them: who marked what, what they agree on, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from annotate.agreement import continuum
from annotate.agreement.clusters import Choice, Cluster, Verdict, choices, find_clusters, judge
from annotate.agreement.tolerance import Tolerance
from annotate.assignment.models import Assignment
from annotate.codebook.models import Label
from annotate.codebook.queries import LabelLine
from annotate.review.models import Decision
from annotate.review.queries.proposals import Proposal
from annotate.spans.models import Comment, Span
from annotate.text.extent import Extent, NoExtent

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""People are called by these beside their names, in the order of their user names."""

LANES = 4
"""The first so many people have a line of their own under the words."""


@dataclass(frozen=True)
class Person:
    """Somebody whose handed-in set is compared here: by which letter they are called, and in which line they stand."""

    work: Assignment
    number: int

    @property
    def letter(self) -> str:
        """A, B, C, …; none after Z."""
        return LETTERS[self.number].upper() if self.number < len(LETTERS) else ""

    @property
    def lane(self) -> int | None:
        """Their line under the words, 0 nearest the text; None where there is no room for one."""
        return self.number if self.number < LANES else None


@dataclass(frozen=True)
class Candidate:
    """What one person marked at a place, and what was said of it."""

    person: Person
    span: Span
    line: LabelLine
    quote: str
    comments: list[Comment]


@dataclass(frozen=True)
class Ruling:
    """A standing decision on some spans of a cluster, with its words."""

    decision: Decision
    line: LabelLine | None
    quote: str
    people: list[Person]


@dataclass(frozen=True)
class ClusterLine:
    """One place of the article: what people chose there, their verdict, and what was decided of it."""

    cluster: Cluster
    verdict: Verdict
    choices: list[Choice]
    candidates: list[Candidate]
    without: list[Person]
    rulings: list[Ruling]
    undecided: int
    text: str
    lines: Mapping[str, LabelLine]

    @property
    def pk(self) -> int:
        """The lowest id of its spans names it, as long as the sets stay as they are."""
        return min(self.span_ids)

    @cached_property
    def span_ids(self) -> tuple[int, ...]:
        """Its spans."""
        return tuple(sorted(span.id for _person, span in self.cluster.spans))

    @property
    def standing(self) -> list[int]:
        """The decisions that stand of its spans: what a reviewer who decides now has seen."""
        return [ruling.decision.pk for ruling in self.rulings]

    @property
    def agreed(self) -> bool:
        """Whether everybody who finished the article has it alike, but for what is tolerated."""
        return self.verdict is Verdict.AGREED

    @property
    def outcome(self) -> str:
        """open (something is undecided), gold, or rejected."""
        if self.undecided:
            return "open"
        return "gold" if any(ruling.decision.label_id for ruling in self.rulings) else "rejected"

    @property
    def untouched(self) -> bool:
        """Whether nothing was decided here, so that a stroke over many may decide it."""
        return not self.rulings

    @property
    def union(self) -> Extent:
        """All that somebody marked here."""
        return self.cluster.union

    @cached_property
    def common(self) -> Extent | None:
        """What all who marked here have in common, without white space at its borders; None where that is nothing."""
        shared = self.cluster.intersection
        try:
            return None if shared is None else shared.trim(self.text)
        except NoExtent:
            return None

    @property
    def quote(self) -> str:
        """The words of all that somebody marked here."""
        return self.union.quote(self.text)

    @property
    def chosen(self) -> list[tuple[LabelLine, list[Person]]]:
        """The labels that people chose here, with who did, the most frequent first."""
        person_of = {candidate.person.work.analyst_id: candidate.person for candidate in self.candidates}
        found: dict[str, list[Person]] = {}
        for choice in self.choices:
            found.setdefault(choice.label, []).extend(person_of[pk] for pk in choice.people)
        return [
            (self.lines[label], sorted(people, key=lambda person: person.number)) for label, people in found.items()
        ]

    # What the buttons of a page stand for.

    def most(self) -> Proposal:
        """What most chose here."""
        return self._propose(self.choices[0].label, self.choices[0].extent)

    def of(self, span_id: int) -> Proposal | None:
        """One person's, for all; None where this is no span of the cluster."""
        span = next((span for _person, span in self.cluster.spans if span.id == span_id), None)
        return None if span is None else self._propose(span.label, span.extent)

    def widest(self) -> Proposal:
        """All that somebody marked, as what it is labelled now."""
        return replace(self.relabelled(self._label_now), extent=self.union, quote=self.quote)

    def narrowest(self) -> Proposal | None:
        """What all have in common; None where that is nothing."""
        if self.common is None:
            return None
        return replace(self.relabelled(self._label_now), extent=self.common, quote=self.common.quote(self.text))

    def set_to(self, extent: Extent, quote: str) -> Proposal:
        """What somebody selected in the text."""
        return replace(self.relabelled(self._label_now), extent=extent, quote=quote)

    def relabelled(self, label: Label) -> Proposal:
        """Another label on the extent that stands, or that most chose."""
        gold = self._gold
        extent = gold.extent if gold is not None else self.choices[0].extent
        return Proposal(self.span_ids, label, extent, extent.quote(self.text))

    def each(self) -> list[Proposal]:
        """Every answer, kept as it is."""
        found = []
        for choice in self.choices:
            ids = tuple(span.id for person, span in self.cluster.spans if person in choice.people)
            found.append(replace(self._propose(choice.label, choice.extent), span_ids=ids))
        return found

    def none(self) -> Proposal:
        """Nothing of it."""
        return Proposal(self.span_ids, None, self.union, self.quote)

    def _propose(self, key: str, extent: Extent) -> Proposal:
        return Proposal(self.span_ids, self.lines[key].label, extent, extent.quote(self.text))

    @property
    def _gold(self) -> Decision | None:
        gold = [ruling.decision for ruling in self.rulings if ruling.decision.label_id is not None]
        return gold[0] if len(gold) == 1 else None

    @property
    def _label_now(self) -> Label:
        gold = self._gold
        label = gold.label if gold is not None else None
        return label or self.lines[self.choices[0].label].label


def cluster_lines(
    people: Sequence[Person],
    spans: Iterable[Span],
    *,
    lines: Mapping[str, LabelLine],
    decision_of: Mapping[int, Decision],
    comments_of: Mapping[int, list[Comment]],
    text: str,
    tolerance: Tolerance,
    language: str,
) -> list[ClusterLine]:
    """The clusters of these people's spans, in reading order. `decision_of` is by span what stands of it."""
    person_of = {person.work.pk: person for person in people}
    by_id = {span.pk: span for span in spans}
    sets: dict[int, list[continuum.Span]] = {person.work.analyst_id: [] for person in people}
    for span in by_id.values():
        analyst = person_of[span.assignment_id].work.analyst_id
        sets[analyst].append(continuum.Span(span.extent, span.label.key, span.pk))
    found = []
    for cluster in find_clusters(sets):
        here = [by_id[span.id] for _person, span in cluster.spans]
        here.sort(key=lambda span: person_of[span.assignment_id].number)
        candidates = [
            Candidate(
                person_of[span.assignment_id], span, lines[span.label.key], span.extent.quote(text),
                comments_of.get(span.pk, []),
            )
            for span in here
        ]  # fmt: skip
        found.append(
            ClusterLine(
                cluster=cluster,
                verdict=judge(cluster, sets, text, tolerance, language=language),
                choices=choices(cluster, text, tolerance, language=language),
                candidates=candidates,
                without=[person for person in people if person.work.analyst_id not in cluster.people],
                rulings=_rulings(candidates, decision_of, lines, text),
                undecided=sum(span.pk not in decision_of for span in here),
                text=text,
                lines=lines,
            )
        )
    return found


def _rulings(
    candidates: Sequence[Candidate], decision_of: Mapping[int, Decision], lines: Mapping[str, LabelLine], text: str
) -> list[Ruling]:
    found: dict[int, Ruling] = {}
    for candidate in candidates:
        decision = decision_of.get(candidate.span.pk)
        if decision is None:
            continue
        line = lines[decision.label.key] if decision.label else None
        ruling = found.setdefault(decision.pk, Ruling(decision, line, decision.extent.quote(text), []))
        ruling.people.append(candidate.person)
    return list(found.values())
