"""Control limits: how far from the group value chance alone takes a provider of a given size."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats


def proportion_limits(denominator: pd.Series, target: pd.Series | float, *, confidence_level: float) -> pd.DataFrame:
    """
    Exact binomial control limits with interpolation; 11 persons at a target of 0.806 and 0.95 give 0.494 to 0.976.

    Args:
        denominator: Count of persons per provider; shape (n,), missing where unknown.
        target: The group value as a fraction, one for all rows or one per row.
        confidence_level: Coverage as a fraction between 0 and 1, such as 0.95 or 0.998.

    Returns:
        Columns "lower" and "upper", fractions within 0-1; shape (n, 2), same index, missing where an input is missing.

    Raises:
        ValueError: The level is not between 0 and 1.

    Source: Spiegelhalter (2005), Stat. Med. 24, 1185-1202, appendix.
    """
    if not 0 < confidence_level < 1:
        message = f"confidence_level is {confidence_level}, but must be between 0 and 1"
        raise ValueError(message)
    base = denominator.to_numpy(dtype=float)
    aim = np.broadcast_to(np.asarray(target, dtype=float), base.shape)
    pairs, places = np.unique(np.column_stack([base, aim]), axis=0, return_inverse=True)
    tail = (1 - confidence_level) / 2
    lower = _limit(pairs[:, 0], pairs[:, 1], tail)[places.ravel()]
    upper = _limit(pairs[:, 0], pairs[:, 1], 1 - tail)[places.ravel()]
    return pd.DataFrame({"lower": lower, "upper": upper}, index=denominator.index)


def _limit(base: np.ndarray, target: np.ndarray, probability: float) -> np.ndarray:
    usable = (base > 0) & (target >= 0) & (target <= 1)
    size, aim = np.where(usable, base, 1.0), np.where(usable, target, 0.5)
    count = stats.binom.ppf(probability, size, aim)
    at = stats.binom.cdf(count, size, aim)
    step = stats.binom.pmf(count, size, aim)
    excess = np.divide(at - probability, step, out=np.zeros_like(at), where=step > 0)
    limit = np.clip((count - excess) / size, 0.0, 1.0)
    # When everyone or no one has the outcome in the group, chance leaves no room either way.
    limit = np.where((aim == 0) | (aim == 1), aim, limit)
    return np.where(usable, limit, np.nan)
