"""γ's best alignment: which spans of different people are taken for the same one, at the least disorder.

Mathet, Widlöcher & Métivier 2015, "The Unified and Holistic Method Gamma (γ) for Inter-Annotator Agreement Measure and
Alignment", Computational Linguistics 41(3), J15-3003, sections 4.2–4.4 and 5.1.

An alignment puts every span into exactly one tuple with at most one span a person; who has none there has an *empty*
place. A tuple's disorder is the mean dissimilarity of its n(n−1)/2 pairs of places, that of an alignment the sum over
its tuples divided by the mean number of spans a person. A pair with an empty place counts Δ, two empty places too: so a
span left alone costs Δ, and so the published example comes out (disorder 0.960625).

The paper searches all tuples whose disorder is at most n·Δ by an integer programme. Seen from what is saved against
leaving every span alone, the same search is much smaller: two parts joined save, in n(n−1)/2-ths,
`n(n−1)/2 · Δ + Σ (Δ − d)` over the pairs across, and a tuple of which some cut in two saves as much is never needed
(which implies the paper's bound). Two people make an assignment problem. More make a set packing over the few tuples
left, whose optimum HiGHS proves; both come from SciPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotate.agreement.disorder import Weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_TUPLES = 2_000_000
"""More candidate tuples than this are not tried: with many people on a crowded text they grow without measure."""

_OPTIMAL = 0
_TIE = 1e-6
"""Of alignments that are as good to a millionth of Δ (nearer no solver promises), the one that joins more is best."""


class TooManyTuples(Exception):
    """The exact best alignment is out of reach: too many people marked too many overlapping spans."""


class NotSolved(Exception):
    """The solver gave no proven optimum; its own words are the argument."""


@dataclass(frozen=True, slots=True)
class Track:
    """One person's spans as γ sees them: outer borders in code points, and a number for each label."""

    starts: Floats
    ends: Floats
    labels: Ints

    @classmethod
    def of(cls, spans: Sequence[tuple[float, float, int]]) -> Track:
        """The track of `(start, end, label number)`, in their order."""
        columns = np.array(spans, dtype=np.float64).reshape(-1, 3)
        return cls(columns[:, 0], columns[:, 1], columns[:, 2].astype(np.int64))

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best alignment: `tuples[t][p]` is the index of person p's span in tuple t, or −1 where they have none there.

    `cost` is the sum of the tuples' disorders, so that costs of several articles can be added.
    """

    tuples: Ints
    cost: float
    spans_per_person: float

    @property
    def disorder(self) -> float | None:
        """The paper's δ: the cost per span of an average person; None where nobody marked anything."""
        return self.cost / self.spans_per_person if self.spans_per_person else None


def position_dissimilarity(one: Track, other: Track) -> Floats:
    """d_pos of every pair, without Δ: `((|Δstart| + |Δend|) / (length + length))²` (section 4.2.2)."""
    apart = np.abs(one.starts[:, None] - other.starts) + np.abs(one.ends[:, None] - other.ends)
    lengths = (one.ends - one.starts)[:, None] + (other.ends - other.starts)
    return np.asarray((apart / lengths) ** 2)


def dissimilarity(one: Track, other: Track, weights: Weights) -> Floats:
    """d of every pair: Δ · (α · d_pos + β · whether the labels differ) (section 4.2.4)."""
    differs = one.labels[:, None] != other.labels
    return np.asarray(weights.empty * (weights.alpha * position_dissimilarity(one, other) + weights.beta * differs))


def best_alignment(tracks: Sequence[Track], weights: Weights) -> Alignment:
    """The alignment of least disorder, proven; two people at least.

    TooManyTuples or NotSolved where it is out of reach.
    """
    savings = _Savings(tracks, weights)
    chosen = _assign(savings) if len(tracks) == 2 else _pack(savings)
    cost = sum(_tuple_disorder(members, savings, weights) for members in chosen)
    cost += (savings.count - sum(map(len, chosen))) * weights.empty
    return Alignment(savings.rows(chosen), float(cost), savings.count / len(tracks))


def _tuple_disorder(members: Sequence[int], savings: _Savings, weights: Weights) -> float:
    """The mean over all pairs of places; those with an empty place count Δ."""
    places = len(savings.offsets) - 1
    pairs = places * (places - 1) / 2
    return weights.empty - float(sum(savings.across[pair] for pair in combinations(members, 2))) / pairs


class _Savings:
    """What joining spans saves, times n(n−1)/2; by running numbers over all spans. Those of one person never join."""

    def __init__(self, tracks: Sequence[Track], weights: Weights) -> None:
        sizes = [len(track) for track in tracks]
        self.offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self.count = int(self.offsets[-1])
        self.people = np.repeat(np.arange(len(tracks)), sizes)
        self.joining = (len(tracks) * (len(tracks) - 1) / 2 + _TIE) * weights.empty
        """Saved by every joining of two parts, whatever they are."""
        self.across = np.full((self.count, self.count), -np.inf)
        """Saved, or lost, by each pair that comes together: Δ − d."""
        for (i, one), (j, other) in combinations(enumerate(tracks), 2):
            block = weights.empty - dissimilarity(one, other, weights)
            rows, columns = slice(*self.offsets[i : i + 2]), slice(*self.offsets[j : j + 2])
            self.across[rows, columns] = block
            self.across[columns, rows] = block.T

    def rows(self, chosen: Sequence[Sequence[int]]) -> Ints:
        """The tuples and the spans left alone, as indices a person, in order of the spans' numbers."""
        joined = {member for members in chosen for member in members}
        alone = [(member,) for member in range(self.count) if member not in joined]
        rows = np.full((len(chosen) + len(alone), len(self.offsets) - 1), -1, dtype=np.int64)
        for at, members in enumerate(sorted([*map(tuple, chosen), *alone])):
            for member in members:
                person = self.people[member]
                rows[at, person] = member - self.offsets[person]
        return rows


def _assign(savings: _Savings) -> list[list[int]]:
    """Two people: the assignment problem on what joining saves, at least nothing."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # SciPy takes a third of a start; few ask for γ

    first = int(savings.offsets[1])
    saved = savings.joining + savings.across[:first, first:]
    rows, columns = linear_sum_assignment(np.maximum(saved, 0.0), maximize=True)
    return [[int(i), first + int(j)] for i, j in zip(rows, columns, strict=True) if saved[i, j] > 0]


def _pack(savings: _Savings) -> list[list[int]]:
    """More people: the tuples that save most in all, no span in two."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # as above
    from scipy.sparse import coo_array  # noqa: PLC0415

    levels = _useful_tuples(savings)
    if not levels:
        return []
    saved = np.concatenate([values for _, values in levels])
    rows = np.concatenate([members.ravel() for members, _ in levels])
    sizes = np.concatenate([np.full(len(members), members.shape[1]) for members, _ in levels])
    columns = np.repeat(np.arange(len(saved)), sizes)
    once = coo_array((np.ones(len(rows)), (rows, columns)), shape=(savings.count, len(saved))).tocsc()
    found = milp(
        -saved,
        integrality=np.ones(len(saved)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(once, -np.inf, 1),
        options={"mip_rel_gap": 0},
    )
    if found.status != _OPTIMAL:
        raise NotSolved(found.message)
    members = [row.tolist() for level, _ in levels for row in level]
    return [members[at] for at in np.flatnonzero(found.x > 0.5)]


def _useful_tuples(savings: _Savings) -> list[tuple[Ints, Floats]]:
    """All tuples that no cut in two can replace without a loss, by size, each with what it saves.

    Every cut of a useful tuple crosses a pair that on its own would be worth joining; so each is reached by adding, to
    a tuple that hangs together by such pairs, a span with such a pair to one of its members.
    """
    near = savings.joining + savings.across > 0
    members: Ints = np.argwhere(np.triu(near)).astype(np.int64)
    levels = [_saved(members, savings)] if len(members) else []
    while len(members) and members.shape[1] < len(savings.offsets) - 1:
        members = _one_more(members, near, savings.people)
        useful = members[_loses_by_every_cut(members, savings)]
        if len(useful):
            levels.append(_saved(useful, savings))
    return levels


def _saved(members: Ints, savings: _Savings) -> tuple[Ints, Floats]:
    size = members.shape[1]
    pairs = [savings.across[members[:, i], members[:, j]] for i, j in combinations(range(size), 2)]
    return members, (size - 1) * savings.joining + np.sum(pairs, axis=0)


def _one_more(members: Ints, near: NDArray[np.bool_], people: Ints) -> Ints:
    """The tuples with one member more that hang together, each once, members ascending."""
    reached = near[members].any(axis=1)
    for column in range(members.shape[1]):
        reached &= people != people[members[:, column]][:, None]
    if np.count_nonzero(reached) > MAX_TUPLES:
        raise TooManyTuples
    old, new = np.nonzero(reached)
    return np.unique(np.sort(np.column_stack((members[old], new)), axis=1), axis=0)


def _loses_by_every_cut(members: Ints, savings: _Savings) -> NDArray[np.bool_]:
    """Which tuples save more than both parts of any cut in two."""
    size = members.shape[1]
    useful = np.ones(len(members), dtype=np.bool_)
    pairs = {(i, j): savings.across[members[:, i], members[:, j]] for i, j in combinations(range(size), 2)}
    for part in range(1, 2 ** (size - 1)):
        across = [values for (i, j), values in pairs.items() if (part >> i & 1) != (part >> j & 1)]
        useful &= savings.joining + np.sum(across, axis=0) > 0
    return useful
