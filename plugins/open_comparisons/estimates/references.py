"""The group value that each provider is compared with."""

import numpy as np
import pandas as pd

from open_comparisons.standard.kinds import kinds_where
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, OK


def count_range(
    numerator: pd.Series, denominator: pd.Series, status: pd.Series, thresholds: Thresholds
) -> tuple[np.ndarray, np.ndarray]:
    """
    The lowest and highest count that each row allows: its own when shown, the ends of its band when banded.

    Returns:
        Two arrays of shape (n,), NaN where the row shows neither a count nor a band.
    """
    count, base = numerator.to_numpy(dtype=float), denominator.to_numpy(dtype=float)
    band = thresholds.min_count - 1
    few, all_but_few, exact = (status == FEW).to_numpy(), (status == ALL_BUT_FEW).to_numpy(), (status == OK).to_numpy()
    lowest = np.select([exact, few, all_but_few], [count, np.zeros_like(base), base - band], np.nan)
    highest = np.select([exact, few, all_but_few], [count, np.minimum(band, base), base], np.nan)
    return lowest, highest


def pooled(lowest: np.ndarray, highest: np.ndarray, base: np.ndarray, groups: np.ndarray) -> pd.DataFrame:
    """
    The values of many groups at once: sums of counts (or of values times their n) over sums of bases.

    A banded row enters with the middle of its band (2 of n, or n - 2 of n), and the value with the ends of all bands
    is kept as the range. Rows without a count or a base are left out, above and below the line.

    Args:
        lowest, highest: The range of each provider's count, both the same where it is known; NaN where it has none.
        base: Its denominator or n; a provider without one is left out. All of shape (n,).
        groups: The number of each row's group, from 0; negative for rows that belong to none.

    Returns:
        One row per group number, with value, low and high (fractions for shares, else the measure's unit; NaN where no
        provider has a usable number), providers (their number), denominator (the sum of their bases) and largest_share
        (the largest single provider's part of that sum, 0-1; NaN where there is none).
    """
    usable = ~np.isnan(lowest) & (base > 0) & (groups >= 0)
    count = _group_count(groups)
    of_row, size = groups[usable], base[usable]
    denominator, largest = _sums(size, of_row, count), np.zeros(count)
    np.maximum.at(largest, of_row, size)
    whole = np.where(denominator > 0, denominator, np.nan)
    low, high = _sums(lowest[usable], of_row, count), _sums(highest[usable], of_row, count)
    return pd.DataFrame(
        {
            "value": (low + high) / 2 / whole,
            "low": low / whole,
            "high": high / whole,
            "providers": np.bincount(of_row, minlength=count),
            "denominator": denominator,
            "largest_share": largest / whole,
        }
    )


def pooled_deviations(
    mean: np.ndarray, standard_deviation: np.ndarray, base: np.ndarray, groups: np.ndarray
) -> pd.DataFrame:
    """
    The standard deviations of many groups at once, each that of all single values of its providers.

    That is the squares within the providers and those between them, over the number of values less one.

    Args:
        mean, standard_deviation, base: Per provider, shape (n,); a provider that lacks any of them is left out.
        groups: The number of each row's group, from 0; negative for rows that belong to none.

    Returns:
        One row per group number and the columns standard_deviation, NaN where no provider states its own, and
        with_deviation, the number of providers that do.
    """
    usable = ~(np.isnan(mean) | np.isnan(standard_deviation)) & (base > 0) & (groups >= 0)
    count = _group_count(groups)
    of_row, size, middle = groups[usable], base[usable], mean[usable]
    values = _sums(size, of_row, count)
    group_mean = _sums(size * middle, of_row, count) / np.where(values > 0, values, np.nan)
    within = (size - 1) * standard_deviation[usable] ** 2
    between = size * (middle - group_mean[of_row]) ** 2
    squares = _sums(within + between, of_row, count)
    deviation = np.sqrt(squares / np.where(values > 1, values - 1, np.nan))
    return pd.DataFrame({"standard_deviation": deviation, "with_deviation": np.bincount(of_row, minlength=count)})


def pooled_rows(frame: pd.DataFrame, groups: np.ndarray, thresholds: Thresholds) -> pd.DataFrame:
    """
    The values of many groups of rows at once, each row pooled by its kind of measure.

    Args:
        frame: Columns kind, per, status, numerator, denominator, value and standard_deviation; shape (n,). Rows of
            kinds that are not pooled are left out: a mean of medians, of risk-standardised values or of stars misleads.
        groups: The number of each row's group, from 0; negative for rows that belong to none. Shape (n,).
        thresholds: Gives the width of a band.

    Returns:
        As `pooled` and `pooled_deviations`.
    """
    counted = frame["kind"].isin(kinds_where(lambda kind: kind.pooling == "sum")).to_numpy()
    averaged = frame["kind"].isin(kinds_where(lambda kind: kind.pooling == "mean")).to_numpy()
    lowest, highest = count_range(frame["numerator"], frame["denominator"], frame["status"], thresholds)
    base, per = frame["denominator"].to_numpy(dtype=float), frame["per"].to_numpy(dtype=float)
    value = frame["value"].to_numpy(dtype=float)
    total = np.where(averaged, value * base, np.nan)
    references = pooled(
        np.where(counted, lowest * per, total),
        np.where(counted, highest * per, total),
        base,
        np.where(counted | averaged, groups, -1),
    )
    deviation = frame["standard_deviation"].to_numpy(dtype=float)
    return references.join(pooled_deviations(value, deviation, base, np.where(averaged, groups, -1)))


def _group_count(groups: np.ndarray) -> int:
    return int(groups.max(initial=-1)) + 1


def _sums(parts: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(groups, weights=parts, minlength=count)
