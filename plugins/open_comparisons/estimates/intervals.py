"""
Confidence intervals, vectorised over whole columns.

Every function takes columns of one shape and index and gives a frame with the columns "lower" and "upper" on that
index, missing where an input is missing. All raise `ValueError` when indexes differ, a number cannot be (negative, or
a part above its whole), or the confidence level is not between 0 and 1.
"""

from typing import Final

import numpy as np
import pandas as pd
from scipy import special

EXACT_BELOW: Final = 10
"""Fewer events than this get exact limits for their rate; from here on Byar's approximation is as good."""


def wilson_interval(numerator: pd.Series, denominator: pd.Series, *, confidence_level: float) -> pd.DataFrame:
    """
    Two-sided Wilson score interval for one proportion per row; 31 of 40 at 0.95 gives 0.625 to 0.877.

    Args:
        numerator: Count with the outcome; shape (n,), missing where suppressed.
        denominator: Count of persons who could have it; shape (n,), same index.
        confidence_level: Coverage as a fraction between 0 and 1, such as 0.95.

    Returns:
        Fractions; missing also where the denominator is 0.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    count, base = _counts(numerator, denominator)
    z = critical_value(confidence_level)
    share = count / base
    spread = z * np.sqrt(share * (1 - share) / base + z**2 / (4 * base**2))
    scale = 1 + z**2 / base
    middle = share + z**2 / (2 * base)
    # At 0 of n and n of n the limit is exact; the formula alone leaves a rounding error of either sign.
    lower = np.where(count == 0, 0.0, (middle - spread) / scale)
    upper = np.where(count == base, 1.0, (middle + spread) / scale)
    return _limits(lower, upper, numerator, missing=np.isnan(share))


def byar_interval(count: pd.Series, *, confidence_level: float) -> pd.DataFrame:
    """
    Byar's interval for a count; 65 at 0.95 gives 50.2 to 82.8.

    Args:
        count: Events; shape (n,).
        confidence_level: Coverage as a fraction.

    Returns:
        Events. The lower limit is missing where the approximation would be negative: at no events, and at very few
        with a wide interval.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69.
    """
    events = _not_negative(count)
    z = critical_value(confidence_level)
    above = events + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return _limits(np.where(lower < 0, np.nan, lower), upper, count, missing=np.isnan(events))


def exact_poisson_interval(count: pd.Series, *, confidence_level: float) -> pd.DataFrame:
    """
    Exact interval for a count, from the chi-square distribution; 5 at 0.95 gives 1.62 to 11.67, 0 gives 0 to 3.69.

    Args:
        count: Events; shape (n,).
        confidence_level: Coverage as a fraction.

    Returns:
        Events.

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    events = _not_negative(count)
    tail = _tail(confidence_level)
    lower = np.where(events == 0, 0.0, special.gammaincinv(events, tail))
    upper = np.asarray(special.gammaincinv(events + 1, 1 - tail))
    return _limits(lower, upper, count, missing=np.isnan(events))


def rate_interval(
    count: pd.Series, exposure: pd.Series, *, multiplier: float = 1, confidence_level: float
) -> pd.DataFrame:
    """
    Interval for a rate, exact below ten events and Byar's from ten; 5 per 100 at 0.95 gives 1.62 to 11.67 per 100.

    Args:
        count: Events; shape (n,).
        exposure: Their exposure: persons, days, or the expected count of a ratio; same index.
        multiplier: The amount of exposure that the rate is given for, such as 1,000 days.
        confidence_level: Coverage as a fraction.

    Returns:
        Events per `multiplier` of exposure; missing also where there is no exposure.

    Source: as `exact_poisson_interval` and `byar_interval`.
    """
    events, base = _same_index(count, exposure)
    base = np.where(base > 0, base, np.nan)
    exact = exact_poisson_interval(count, confidence_level=confidence_level)
    byar = byar_interval(count, confidence_level=confidence_level)
    events_limits = exact.where(pd.Series(events < EXACT_BELOW, index=count.index), byar)
    return events_limits.mul(multiplier / base, axis=0)


def mean_interval(
    mean: pd.Series, standard_deviation: pd.Series, n: pd.Series, *, confidence_level: float
) -> pd.DataFrame:
    """
    Student's interval for a mean; 53.70 with standard deviation 20.98 and n of 8 at 0.95 gives 36.17 to 71.24.

    Args:
        mean: In the measure's unit; shape (n,).
        standard_deviation: Of the single values, same unit and index.
        n: Number of values; same index.
        confidence_level: Coverage as a fraction.

    Returns:
        In the measure's unit; missing also for n of 1 or less.

    Source: Student (1908), Biometrika 6, 1-25.
    """
    middle, size = _same_index(mean, n)
    _, spread = _same_index(mean, standard_deviation)
    if np.any(spread < 0):
        message = "a standard deviation is negative"
        raise ValueError(message)
    size = np.where(size > 1, size, np.nan)
    reach = special.stdtrit(size - 1, 1 - _tail(confidence_level)) * spread / np.sqrt(size)
    return _limits(middle - reach, middle + reach, mean, missing=np.isnan(reach))


def proportion_difference_interval(
    first_numerator: pd.Series,
    first_denominator: pd.Series,
    second_numerator: pd.Series,
    second_denominator: pd.Series,
    *,
    confidence_level: float,
) -> pd.DataFrame:
    """
    Newcombe's interval for the difference of two proportions; 56 of 70 less 48 of 80 at 0.95 gives 0.052 to 0.334.

    Both proportions must be known exactly: protected ranges cannot be used. The two can be told apart when
    the interval does not contain 0.

    Args:
        first_numerator, first_denominator, second_numerator, second_denominator: Counts; shape (n,), same index.
        confidence_level: Coverage as a fraction.

    Returns:
        The first proportion less the second, from -1 to 1; missing also where a denominator is 0.

    Source: Newcombe (1998), Stat. Med. 17, 873-890, method 10.
    """
    _same_index(first_numerator, second_numerator)
    first, second = _counts(first_numerator, first_denominator), _counts(second_numerator, second_denominator)
    p, q = first[0] / first[1], second[0] / second[1]
    of_first = wilson_interval(first_numerator, first_denominator, confidence_level=confidence_level)
    of_second = wilson_interval(second_numerator, second_denominator, confidence_level=confidence_level)
    lower, upper = difference_limits(
        np.array([p, of_first["lower"], of_first["upper"]]), np.array([q, of_second["lower"], of_second["upper"]])
    )
    return _limits(lower, upper, first_numerator, missing=np.isnan(p - q))


def difference_limits(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Limits of the difference of two estimates, from those of each: the distances to the limits, squared and added.

    Args:
        first, second: Estimate, lower and upper limit of each; shape (3, n).

    Returns:
        Lower and upper limit of the first less the second; shape (n,), NaN where an input is.

    Source: Newcombe (1998), as above, for shares; Zou and Donner (2008), Stat. Med. 27, 1693-1702, for any.
    """
    (p, lower, upper), (q, other_lower, other_upper) = first, second
    return p - q - np.hypot(p - lower, other_upper - q), p - q + np.hypot(upper - p, q - other_lower)


def critical_value(confidence_level: float) -> float:
    """Half width of a two-sided interval, in standard deviations: 1.96 at 0.95, 3.09 at 0.998."""
    return float(special.ndtri(1 - _tail(confidence_level)))


def _tail(confidence_level: float) -> float:
    if not 0 < confidence_level < 1:
        message = f"confidence_level is {confidence_level}, but must be between 0 and 1"
        raise ValueError(message)
    return (1 - confidence_level) / 2


def _same_index(first: pd.Series, second: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    if not first.index.equals(second.index):
        message = "the columns have different indexes"
        raise ValueError(message)
    return first.to_numpy(dtype=float), second.to_numpy(dtype=float)


def _counts(numerator: pd.Series, denominator: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Counts of a proportion and their bases; a base of 0 is missing."""
    count, base = _same_index(numerator, denominator)
    if np.any(count > base) or np.any(count < 0):
        message = "a numerator is negative or exceeds its denominator"
        raise ValueError(message)
    return count, np.where(base > 0, base, np.nan)


def _not_negative(count: pd.Series) -> np.ndarray:
    events = count.to_numpy(dtype=float)
    if np.any(events < 0):
        message = "a count is negative"
        raise ValueError(message)
    return events


def _limits(lower: np.ndarray, upper: np.ndarray, like: pd.Series, *, missing: np.ndarray) -> pd.DataFrame:
    limits = {"lower": np.where(missing, np.nan, lower), "upper": np.where(missing, np.nan, upper)}
    return pd.DataFrame(limits, index=like.index)
