"""γ's settings and counts: plain values, apart from what computes them, so that reading a number loads no solver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """γ's parameters: of position (α), of category (β), and of an empty place (Δ).

    `alpha=3, beta=1` is what the authors' own software takes, `alpha=1, beta=1` what the paper's examples take.
    """

    alpha: float = 3.0
    beta: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True, slots=True)
class GammaSettings:
    """What γ depends on beside the spans; all of it is printed with the number.

    `apart` is how far, in mean lengths of a span, the shifts of a random continuum's people lie apart at least: 1 in
    the paper, 0.5 in the authors' software.
    """

    weights: Weights = Weights()
    samples: int = 30
    seed: int = 0
    apart: float = 1.0


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """γ-cat's sums over the pairs of joined spans: how much they weigh, and how much of it differs in label.

    A pair weighs `max(0, 1 − d_pos) / (spans of its tuple − 1)`. `label` is None for all pairs (γ-cat), else for those
    of which at least one has the label (γ-k).
    """

    label: str | None
    weight: float
    differing: float


@dataclass(frozen=True, slots=True)
class DisorderCount:
    """A best alignment in sums that add over articles: δ is `cost / spans_per_person`."""

    cost: float
    spans_per_person: float
    categories: tuple[CategoryCount, ...]


@dataclass(frozen=True, slots=True)
class GammaCount:
    """All that γ, γ-cat and γ-k need of one article. `observed` is None where the alignment was out of reach."""

    article: int
    people: tuple[int, ...]
    spans: tuple[tuple[str, int], ...]
    observed: DisorderCount | None
    samples: tuple[DisorderCount, ...]
