"""Confidence intervals, vectorised over whole columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats


def wilson_interval(numerator: pd.Series, denominator: pd.Series, *, confidence_level: float) -> pd.DataFrame:
    """
    Two-sided Wilson score interval for one proportion per row; 31 of 40 at 0.95 gives 0.625 to 0.877.

    Args:
        numerator: Count with the outcome; shape (n,), missing where suppressed.
        denominator: Count of those who could have it; shape (n,), same index.
        confidence_level: Coverage as a fraction between 0 and 1, such as 0.95.

    Returns:
        Columns "lower" and "upper", fractions; shape (n, 2), same index, missing where an input is missing or the
        denominator is 0.

    Raises:
        ValueError: The indexes differ, a count is negative, a numerator exceeds its denominator, or the level is not
            between 0 and 1.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    if not numerator.index.equals(denominator.index):
        message = "numerator and denominator have different indexes"
        raise ValueError(message)
    if not 0 < confidence_level < 1:
        message = f"confidence_level is {confidence_level}, but must be between 0 and 1"
        raise ValueError(message)
    count = numerator.to_numpy(dtype=float)
    base = denominator.to_numpy(dtype=float)
    if np.any(count > base) or np.any(count < 0):
        message = "a numerator is negative or exceeds its denominator"
        raise ValueError(message)
    base = np.where(base > 0, base, np.nan)
    z = stats.norm.ppf((1 + confidence_level) / 2)
    share = count / base
    spread = z * np.sqrt(share * (1 - share) / base + z**2 / (4 * base**2))
    scale = 1 + z**2 / base
    middle = share + z**2 / (2 * base)
    # At 0 of n and n of n the limit is exact; the formula alone leaves a rounding error of either sign.
    lower = np.where(count == 0, 0.0, (middle - spread) / scale)
    upper = np.where(count == base, 1.0, (middle + spread) / scale)
    missing = np.isnan(share)
    return pd.DataFrame(
        {"lower": np.where(missing, np.nan, lower), "upper": np.where(missing, np.nan, upper)}, index=numerator.index
    )
