"""Krippendorff's coefficients for unitizing: where people put units on a continuum, not what they say of given ones.

α_U: Krippendorff 1995 (Sociological Methodology 25:47–76) in the form of Krippendorff 2004 (Content Analysis, 2nd ed.,
ch. 11; Quality & Quantity 38:787–800). uα: Krippendorff, Mathet, Bouvry & Widlöcher 2016
(doi 10.1007/s11135-015-0266-1).

Each range of an extent is a unit of its own, since a unit of these papers is one stretch. The papers want one
continuum; of many articles the raw sums over articles are divided, which is what one continuum of all would give,
except that no unit is ever compared with, or thrown by chance into, another article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from annotate.agreement.continuum import Continuum, Range


@dataclass(frozen=True, slots=True)
class UnitizedCount:
    """α_U's disagreements for one label in one article, in squared code points: `D · L²`.

    Both are None where somebody's spans of this label overlap: α_U knows no such thing.
    """

    label: str
    observed: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class SharedLengths:
    """What uα needs of one article, in code points. `None` stands for the value of gaps (∅ in the paper).

    `agreed` is Σ_c o_cc; a value's `length` is ℓ_c; `squares` are q_c: Σ length² of units, Σ length of gaps.
    """

    agreed: float
    lengths: tuple[tuple[str | None, int], ...]
    squares: tuple[tuple[str | None, int], ...]


def count_unitized(continuum: Continuum) -> tuple[UnitizedCount, ...]:
    """α_U's disagreements for every label somebody used; nothing where fewer than two people finished."""
    if len(continuum.people) < 2:
        return ()
    found: defaultdict[str, dict[int, list[Range]]] = defaultdict(dict)
    for person in continuum.people:
        for span in continuum.sets[person]:
            found[span.label].setdefault(person, []).extend(span.extent)
    return tuple(
        _count_unitized(label, [sorted(units.get(person, ())) for person in continuum.people], continuum.length)
        for label, units in sorted(found.items())
    )


def _count_unitized(label: str, coders: Sequence[Sequence[Range]], length: int) -> UnitizedCount:
    if any(map(_overlap_themselves, coders)):
        return UnitizedCount(label, None, None)
    gaps = [_gaps(units, length) for units in coders]
    pairs = list(permutations(range(len(coders)), 2))
    differing = sum(_observed(coders[one], gaps[one], coders[other], gaps[other]) for one, other in pairs)
    return UnitizedCount(label, differing / len(pairs), _expected(coders, gaps, length))


def section_distance(one: Range, other: Range, *, is_unit: tuple[bool, bool]) -> int:
    """δ² of two sections, each a unit of the category or a gap, in squared code points (Krippendorff 2004, p. 253).

    Two overlapping units: the squares of how far their begins and their ends are apart. A unit inside the other's gap:
    the square of its length. Everything else, a unit that only partly meets a gap too: 0.
    """
    (start, end), (other_start, other_end) = one, other
    if all(is_unit):
        meets = start < other_end and other_start < end
        return (start - other_start) ** 2 + (end - other_end) ** 2 if meets else 0
    if is_unit[0] and not is_unit[1] and other_start <= start and end <= other_end:
        return (end - start) ** 2
    if is_unit[1] and not is_unit[0] and start <= other_start and other_end <= end:
        return (other_end - other_start) ** 2
    return 0


def _observed(
    units: Sequence[Range], gaps: Sequence[Range], others: Sequence[Range], other_gaps: Sequence[Range]
) -> int:
    """Σ δ² over the sections of one coder and those of another. Two gaps never differ."""
    both = sum(section_distance(one, other, is_unit=(True, True)) for one, other in _meeting(units, others))
    alone = sum(section_distance(one, other, is_unit=(True, False)) for one, other in _meeting(units, other_gaps))
    missed = sum(section_distance(one, other, is_unit=(False, True)) for one, other in _meeting(gaps, others))
    return both + alone + missed


def _meeting(ones: Sequence[Range], others: Sequence[Range]) -> Iterable[tuple[Range, Range]]:
    """The pairs that share a code point, of two sorted lists of disjoint ranges."""
    at = 0
    for one in ones:
        while at < len(others) and others[at][1] <= one[0]:
            at += 1
        there = at
        while there < len(others) and others[there][0] < one[1]:
            yield one, others[there]
            there += 1


def _expected(coders: Sequence[Sequence[Range]], gaps: Sequence[Sequence[Range]], length: int) -> float:
    """`D_e · L²`: the disagreement if the units of all were thrown on the continuum by chance."""
    lengths = [end - start for units in coders for start, end in units]
    all_gaps = Counter(end - start for sections in gaps for start, end in sections)
    thrown = 0.0
    for unit in lengths:
        among_units = (len(lengths) - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit)
        in_gaps = unit**2 * sum((gap - unit + 1) * times for gap, times in all_gaps.items() if gap >= unit)
        thrown += among_units + in_gaps
    places = len(coders) * length
    ways = places * (places - 1) - sum(unit * (unit - 1) for unit in lengths)
    return 2 * length * thrown / ways if ways else 0.0


def count_shared_lengths(continuum: Continuum, *, binary: bool) -> SharedLengths | None:
    """uα's sums; `binary` takes all labels for one, so that only marked and unmarked differ.

    None where somebody's own spans overlap (uα knows no such thing) or fewer than two people finished.
    """
    if len(continuum.people) < 2:
        return None
    sections = [_sections(continuum, person, binary=binary) for person in continuum.people]
    if any(section is None for section in sections):
        return None
    lengths: Counter[str | None] = Counter()
    squares: Counter[str | None] = Counter()
    shared = 0
    whole = [section for section in sections if section is not None]
    for mine in whole:
        for value, ranges in mine.items():
            lengths[value] += sum(end - start for start, end in ranges)
            squares[value] += sum((end - start) ** (1 if value is None else 2) for start, end in ranges)
    for mine, theirs in permutations(whole, 2):
        shared += sum(
            min(one[1], other[1]) - max(one[0], other[0])
            for value in mine.keys() & theirs.keys()
            for one, other in _meeting(mine[value], theirs[value])
        )
    return SharedLengths(shared / (len(whole) - 1), _by_value(lengths), _by_value(squares))


def _sections(continuum: Continuum, person: int, *, binary: bool) -> dict[str | None, list[Range]] | None:
    """A person's units of each value, and the gaps between all units; None where units overlap."""
    found: defaultdict[str | None, list[Range]] = defaultdict(list)
    for span in continuum.sets[person]:
        found["" if binary else span.label].extend(span.extent)
    units = sorted(unit for ranges in found.values() for unit in ranges)
    if _overlap_themselves(units):
        return None
    for ranges in found.values():
        ranges.sort()
    found[None] = _gaps(units, continuum.length)
    return found


def _by_value(counts: Counter[str | None]) -> tuple[tuple[str | None, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (item[0] is not None, item[0] or "")))


def _overlap_themselves(units: Sequence[Range]) -> bool:
    return any(end > start for (_, end), (start, _) in pairwise(units))


def _gaps(units: Sequence[Range], length: int) -> list[Range]:
    """What lies between sorted disjoint units, before the first and after the last."""
    borders = [0, *(border for unit in units for border in unit), length]
    return [(start, end) for start, end in zip(borders[::2], borders[1::2], strict=True) if start < end]
