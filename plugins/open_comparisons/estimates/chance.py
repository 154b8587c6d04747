"""
The part that chance plays: how often a value falls outside its limits, and how often a true difference would show.

Both are exact for shares, rates and ratios, where the count takes whole values only: a small provider falls outside its
95 % limits far less often than one time in twenty, and seldom shows a difference that is there.
"""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from open_comparisons.standard.kinds import Interval

_HAIR: Final = 1e-9
"""A limit this close to a whole count is that count, which is then inside."""


def chance_outside(
    interval: Interval, base: pd.Series, target: pd.Series, limits: pd.DataFrame, *, confidence_level: float
) -> np.ndarray:
    """
    The probability of each value to fall outside its control limits though the provider is as the group.

    Args:
        interval: The interval of the kind of value.
        base: Denominator, expected count, n, or the exposure in the rate's own unit; shape (n,).
        target: The group value on the scale of the value; shape (n,).
        limits: Columns "lower", "upper" and "is_widened": true where the limits are widened for overdispersion, so that
            they hold ordinary differences between providers beside chance; shape (n, 3).
        confidence_level: That of the limits.

    Returns:
        Probabilities of shape (n,); missing where a limit is. Where limits are widened or those of a mean, it is what
        the level leaves, since these follow from the normal distribution.
    """
    low, high = limits["lower"].to_numpy(dtype=float), limits["upper"].to_numpy(dtype=float)
    size, aim = base.to_numpy(dtype=float), target.to_numpy(dtype=float)
    nominal = limits["is_widened"].to_numpy(dtype=bool) | (interval not in {"share", "events"})
    exact = chance_below(interval, size, aim, low) + chance_above(interval, size, aim, high)
    outside: np.ndarray = np.where(nominal, 1 - confidence_level, exact)
    return np.where(np.isnan(low) | np.isnan(high), np.nan, outside)


def expected_outside(chances: Iterable[float]) -> float:
    """
    The number of values that fall outside their limits by chance alone.

    Args:
        chances: The probability of each judged value, as `chance_outside` gives it.
    """
    return math.fsum(chances)


def chance_to_tell(denominator: pd.Series, target: pd.Series, limits: pd.DataFrame, difference: float) -> pd.DataFrame:
    """
    The probability that a true difference of a share from the group value would show.

    With 20 persons, a group value of 0.7 and the limits of 0.95, a difference of 0.2 gives 0.41 lower and
    0.39 higher. To show means to fall outside the limits, on the side of the difference.

    Args:
        denominator: Persons or placements of each provider; shape (n,).
        target: The group value as a fraction; shape (n,).
        limits: Columns "lower" and "upper": the limits outside which a provider is called lower or higher.
        difference: As a fraction, such as 0.2 for 20 points.

    Returns:
        Columns "lower" and "higher": for a provider that truly is that much lower or higher; missing where there is no
        such share, or where an input is missing.
    """
    size, aim = denominator.to_numpy(dtype=float), target.to_numpy(dtype=float)
    low, high = (limits[end].to_numpy(dtype=float) for end in ("lower", "upper"))
    # A share that would be below 0 or above 1 has no probability: the difference is not possible.
    told = {
        "lower": chance_below("share", size, aim - difference, low),
        "higher": chance_above("share", size, aim + difference, high),
    }
    return pd.DataFrame(told, index=denominator.index)


def chance_below(interval: Interval, base: np.ndarray, rate: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """
    The probability of a value below a limit.

    Args:
        interval: "share" or "events".
        base: The base of each value; shape (n,).
        rate: The probability of the outcome, or the rate of events per unit of the base; shape (n,).
        limit: The limits, on the scale of the value; shape (n,).
    """
    return _upto(interval, base, rate, np.ceil(limit * base - _HAIR) - 1)


def chance_above(interval: Interval, base: np.ndarray, rate: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """The probability of a value above a limit; as `chance_below`."""
    above: np.ndarray = 1 - _upto(interval, base, rate, np.floor(limit * base + _HAIR))
    return above


def _upto(interval: Interval, base: np.ndarray, rate: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The probability of a count, or fewer; missing where the base, the rate or the count is."""
    known = (base > 0) & (rate >= 0) & ~np.isnan(count) & ((rate <= 1) | (interval == "events"))
    whole, chance = np.where(known, np.maximum(count, 0), 0), np.where(known, rate, 0.5)
    size = np.where(known, base, 1.0)
    if interval == "share":
        upto = special.bdtr(np.minimum(whole, size), size.astype(np.int64), chance)
    else:
        upto = special.pdtr(whole, size * chance)
    found: np.ndarray = np.where(known, np.where(count < 0, 0.0, upto), np.nan)
    return found
