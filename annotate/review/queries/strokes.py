"""What can be decided over many clusters at one stroke, with its count before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.review.queries.clusters import ClusterLine, Person
from annotate.review.queries.proposals import Proposal

AGREED = "agreed"


@dataclass(frozen=True)
class Stroke:
    """Decisions that can be made as one step. `how` names it; `kinds` counts its clusters by verdict (its name)."""

    how: str
    person: Person | None
    agreeing: int
    of: int
    proposals: list[Proposal]
    kinds: list[tuple[str, int]]

    @property
    def count(self) -> int:
        """How many clusters it decides."""
        return len(self.proposals)


def find_strokes(people: Sequence[Person], clusters: Iterable[ClusterLine]) -> list[Stroke]:
    """The strokes over the clusters on which nothing was decided yet: what all agree on; where k of n chose the same
    and no other answer was chosen as often; all of one person's. Only those that decide something."""
    waiting = [cluster for cluster in clusters if cluster.untouched and _can_stand(cluster)]
    everybody = len(people)
    found = [_stroke(AGREED, [(one, one.most()) for one in waiting if one.agreed], of=everybody)]
    for agreeing in range(everybody - 1, 1, -1):
        where = [(one, one.most()) for one in waiting if _agreeing(one) >= agreeing]
        found.append(_stroke(f"{agreeing} of {everybody}", where, agreeing=agreeing, of=everybody))
    for person in people:
        where = [
            (cluster, proposal)
            for cluster in waiting
            for candidate in cluster.candidates
            if candidate.person is person and (proposal := cluster.of(candidate.span.pk)) is not None
        ]
        found.append(_stroke(f"all of {person.work.analyst.username}", where, person=person, of=everybody))
    return [stroke for stroke in found if stroke.proposals and not (everybody == 1 and stroke.how != AGREED)]


def _agreeing(cluster: ClusterLine) -> int:
    """How many chose what most did; 0 where two answers were chosen equally often, so that none is the most."""
    first, *others = (len(choice.people) for choice in cluster.choices)
    return 0 if others and others[0] == first else first


def _can_stand(cluster: ClusterLine) -> bool:
    """Whether none of its labels is retired: one that is cannot be given any more."""
    return all(cluster.lines[choice.label].label.retired_at is None for choice in cluster.choices)


def _stroke(
    how: str, where: Sequence[tuple[ClusterLine, Proposal]], *, of: int, person: Person | None = None, agreeing: int = 0
) -> Stroke:
    kinds: dict[str, int] = {}
    for cluster, _proposal in where:
        kinds[cluster.verdict.name] = kinds.get(cluster.verdict.name, 0) + 1
    return Stroke(how, person, agreeing, of, [proposal for _cluster, proposal in where], list(kinds.items()))
