"""Overdispersion: variation between providers beyond chance, and how surely it is known."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from scipy import special

MIN_PROVIDERS_FOR_OVERDISPERSION: Final = 10
_TENTH: Final = 0.1
"""The part of the residuals at either end that is replaced by the nearest of the others."""
_CUT: Final = 1.2815515655446004
"""The normal residual with a tenth above it."""
_DENSITY: Final = math.exp(-(_CUT**2) / 2) / math.sqrt(2 * math.pi)
_INSIDE: Final = 1 - 2 * _TENTH
_SQUARES: Final = _INSIDE - 2 * _CUT * _DENSITY + 2 * _TENTH * _CUT**2
"""The mean square of normal residuals whose ends are drawn in: 0.679 in place of 1."""
_FOURTH_POWERS: Final = 3 * _INSIDE - 2 * _DENSITY * (_CUT**3 + 3 * _CUT)
"""The mean fourth power of normal residuals, counting only those between the ends."""
_PULL: Final = 2 * _TENTH * _CUT / _DENSITY
"""How much a residual beyond an end changes the mean square by moving that end."""
_MIDDLE: Final = _SQUARES + 2 * _TENTH * _PULL
_SQUARED_INFLUENCE: Final = (
    _FOURTH_POWERS
    - 2 * _MIDDLE * (_INSIDE - 2 * _CUT * _DENSITY)
    + _MIDDLE**2 * _INSIDE
    + 2 * _TENTH * (_CUT**2 - _SQUARES + _INSIDE * _PULL) ** 2
)
_DEGREES: Final = 2 * _SQUARES**2 / _SQUARED_INFLUENCE
"""The degrees of freedom per provider of such a mean square, by its influence function: 0.71 in place of 1."""
_MOST_STEPS: Final = 60
_CLOSE: Final = 1e-13


class Overdispersion(NamedTuple):
    """
    Variation between providers beyond chance.

    Attributes:
        phi: Variance of the z-scores: 1 where chance alone explains their differences, more where it does not; NaN with
            fewer than two.
        phi_low, phi_high: Its 95 % interval; NaN where there is no such variance.
        tau_squared: Variance between providers beyond chance, on the scale of the variances; 0 where there is none.
        providers: Number of providers that it is estimated from.
    """

    phi: float
    phi_low: float
    phi_high: float
    tau_squared: float
    providers: int


def overdispersion(z_scores: np.ndarray, variances: np.ndarray) -> Overdispersion:
    """
    The variation of a group's values beyond chance, resistant to its most extreme tenths.

    The tenth of the residuals at either end is drawn in to the nearest of the others (winsorised), as in Spiegelhalter
    (2005), and the sum of their squares is compared with what normal residuals drawn in likewise would give. Phi is the
    ratio of the two for the z-scores. Tau squared is the variance that, added to that of each provider, makes it 1
    (Paule and Mandel 1982). Without that correction, and by moments, twice as many fall outside the limits as the level
    says; `benchmarks/dispersion.py` measures both.

    Args:
        z_scores: Distance of each provider from the group value, in standard errors; shape (n,).
        variances: The squares of those standard errors; shape (n,). Rows where either is missing are left out.
    """
    z, variance = np.asarray(z_scores, dtype=float), np.asarray(variances, dtype=float)
    known = ~(np.isnan(z) | np.isnan(variance)) & (variance > 0)
    z, variance = z[known], variance[known]
    providers = len(z)
    if providers <= 1:
        return Overdispersion(np.nan, np.nan, np.nan, 0.0, providers)

    def ratio(added: float) -> float:
        """The variance of the residuals, beside what chance would give, with a variance added to each."""
        residuals = z * np.sqrt(variance / (variance + added))
        drawn_in = np.clip(residuals, *np.quantile(residuals, [_TENTH, 1 - _TENTH]))
        return float((drawn_in**2).sum()) / ((providers - 1) * _SQUARES)

    phi = ratio(0.0)
    degrees = _DEGREES * providers
    ends = (special.chdtri(degrees, tail) for tail in (0.025, 0.975))
    low, high = (phi * degrees / end for end in ends)
    tau_squared = _falls_to_one(ratio, float(variance.max()) * (phi - 1)) if phi > 1 else 0.0
    return Overdispersion(phi, float(low), float(high), tau_squared, providers)


def _falls_to_one(ratio: Callable[[float], float], start: float) -> float:
    """
    The number above 0 at which a falling function, above 1 at 0, is 1.

    By false position, with the weight of an end that does not move halved (the Illinois method of Dowell and Jarratt
    1971): a dozen steps instead of the fifty of halving.
    """
    low, at_low, high = 0.0, ratio(0.0) - 1, start
    at_high = ratio(high) - 1
    while at_high > 0:
        low, at_low, high = high, at_high, 2 * high
        at_high = ratio(high) - 1
    for _ in range(_MOST_STEPS):
        between = (low * at_high - high * at_low) / (at_high - at_low)
        here = ratio(between) - 1
        if abs(here) < _CLOSE or not low < between < high:
            return between
        if here > 0:
            low, at_low, at_high = between, here, at_high / 2
        else:
            high, at_high, at_low = between, here, at_low / 2
    return between
