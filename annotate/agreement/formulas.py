"""The coefficients as formulas of sums, each with its source. NaN where one is undefined; none leaves the room.

All take arrays whose last axes are the sums and work on any number of them before, so that a thousand resampled sums
cost one call. Articles are added before the formula, never after: a mean of coefficients is not the coefficient.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NOTHING = 1e-12
"""Below this a whole is nothing but rounding."""


Formula = Callable[[Floats], Floats]
"""Sums along the last axis to numbers."""


def undefined(shape: tuple[int, ...]) -> Floats:
    """No number, as often as asked."""
    return np.full(shape, np.nan)


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole; NaN where there is no whole."""
    filled = undefined(np.broadcast_shapes(part.shape, whole.shape))
    return np.divide(part, whole, out=filled, where=whole > _NOTHING)


def mean_defined(values: Floats) -> Floats:
    """The mean over the last axis of what is defined; NaN where nothing is."""
    defined = ~np.isnan(values)
    return ratio(np.where(defined, values, 0.0).sum(axis=-1), defined.sum(axis=-1).astype(np.float64))


def chance_corrected(observed: Floats, expected: Floats) -> Floats:
    """(P_o − P_e) / (1 − P_e); NaN where chance alone would agree always."""
    return ratio(observed - expected, 1.0 - expected)


def f1(shared: Floats, first: Floats, second: Floats) -> Floats:
    """2 · shared / (first + second), Dice's coefficient; precision and recall of either against the other, in one.

    Van Rijsbergen 1979; for agreement Hripcsak & Rothschild 2005 (doi 10.1197/jamia.M1733).
    """
    return ratio(2 * shared, first + second)


def cohen_kappa(
    same: Floats, units: Floats, first: Floats, second: Floats, *, distance: Floats | None = None
) -> Floats:
    """Cohen's κ of two people: chance from each one's own margins (the last axis of `first` and `second`).

    Cohen 1960, Educational and Psychological Measurement 20:37–46. With a `distance` of the values, `same` is the
    weighted agreement Σ (1 − distance): Cohen's weighted κ (1968, Psychological Bulletin 70:213–220).
    """
    alike = first if distance is None else first @ (1.0 - distance)
    by_chance = (alike * second).sum(axis=-1)
    return chance_corrected(ratio(same, units), ratio(by_chance, units**2))


def largest_kappa(units: Floats, first: Floats, second: Floats) -> Floats:
    """The largest κ that these margins allow (Cohen 1960, p. 42).

    It is below 1 where two people use a label unequally often.
    """
    by_chance = ratio((first * second).sum(axis=-1), units**2)
    return chance_corrected(ratio(np.minimum(first, second).sum(axis=-1), units), by_chance)


def fleiss_kappa(agreeing: Floats, units: Floats, shares: Floats) -> Floats:
    """Fleiss' κ of any number of people: chance from the margins of all together; of two people Scott's π.

    Fleiss 1971, Psychological Bulletin 76:378–382; Scott 1955, Public Opinion Quarterly 19:321–325. `agreeing` is Σ
    over units of the share of its pairs of people that agree, `shares` Σ over units of the share of its people that
    gave each value; with the same number of people on every unit this is Fleiss' formula, with unequal numbers Gwet's
    extension of it (Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 2).
    """
    return chance_corrected(ratio(agreeing, units), (ratio(shares, units[..., None]) ** 2).sum(axis=-1))


def gwet_ac1(agreeing: Floats, units: Floats, shares: Floats) -> Floats:
    """Gwet's AC1, which stays steady where one value is very rare or very common, as κ does not.

    Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29–48. Sums as for Fleiss' κ.
    """
    likely = ratio(shares, units[..., None])
    by_chance = (likely * (1 - likely)).sum(axis=-1) / max(shares.shape[-1] - 1, 1)
    return chance_corrected(ratio(agreeing, units), by_chance)


def krippendorff_alpha(differing: Floats, values: Floats, *, distance: Floats) -> Floats:
    """Krippendorff's α: 1 − D_o / D_e, for any number of people, missing work, and any distance of values.

    Krippendorff 2004, Content Analysis, 2nd ed., ch. 11. `differing` is Σ over units of the distances of its ordered
    pairs of values, divided by one less than its people; `values` how often each value was given on units that two
    people or more saw. D_e pairs all values with all, in the small-sample form n(n − 1).
    """
    given = values.sum(axis=-1)
    by_chance = ((values @ distance) * values).sum(axis=-1)
    observed, expected = ratio(differing, given), ratio(by_chance, given * (given - 1))
    return 1.0 - ratio(observed, expected)


def alpha_of_coincidences(coincidences: Floats, *, distance: Floats) -> Floats:
    """The same of the matrix of coincidences (the last two axes), where the distance may be another for every matrix:
    that of ranks depends on how often each value was given."""
    values = coincidences.sum(axis=-1)
    given = values.sum(axis=-1)
    by_chance = (values[..., :, None] * values[..., None, :] * distance).sum(axis=(-2, -1))
    observed = ratio((coincidences * distance).sum(axis=(-2, -1)), given)
    return 1.0 - ratio(observed, ratio(by_chance, given * (given - 1)))


def alpha_u(observed: Floats, expected: Floats) -> Floats:
    """Krippendorff's α_U: 1 − D_o / D_e (Krippendorff 1995; 2004, ch. 11), of one label or the sums of several."""
    return 1.0 - ratio(observed, expected)


def u_alpha(agreed: Floats, lengths: Floats, squares: Floats) -> Floats:
    """uα of Krippendorff, Mathet, Bouvry & Widlöcher 2016: 1 − (ℓ − Σ o_cc) / (ℓ − Σ e_cc).

    e_cc = ℓ · (ℓ_c² − q_c) / (ℓ² − Σ q). The last axis of `lengths` (ℓ_c) and `squares` (q_c) are the values, gaps
    among them. Undefined where one value covers everything.
    """
    whole = lengths.sum(axis=-1)
    ways = whole**2 - squares.sum(axis=-1)
    expected = ratio(whole * (lengths**2 - squares).sum(axis=-1), ways)
    return 1.0 - ratio(whole - agreed, whole - expected)


def boundary_similarity(edits: Floats, borders: Floats) -> Floats:
    """Fournier's B: 1 − weighted edits / (edits + borders that match), 2013 (ACL, P13-1167)."""
    return 1.0 - ratio(edits, borders)
