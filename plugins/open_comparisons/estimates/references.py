"""The group value that each provider is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from open_comparisons.intake.standard import ALL_BUT_FEW, FEW, OK

if TYPE_CHECKING:
    from open_comparisons.intake.standard import Thresholds


AS_REPORTED: Final = ("reported", "rating")
"""Kinds that stand alone: a mean of medians, of risk-standardised values or of stars would mislead."""


@dataclass(frozen=True, slots=True)
class Reference:
    """
    A group value with the range that banded rows leave open.

    Attributes:
        value, low, high: Fractions for shares, else the measure's unit; NaN where no provider has a usable number.
        providers: How many providers the value is made of.
        denominator: Sum of their bases.
        largest_share: The largest single provider's part of that sum, 0-1; NaN where there is none.
    """

    value: float
    low: float
    high: float
    providers: int
    denominator: float
    largest_share: float


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
    few, all_but_few, shown = (status == FEW).to_numpy(), (status == ALL_BUT_FEW).to_numpy(), (status == OK).to_numpy()
    lowest = np.select([shown, few, all_but_few], [count, np.zeros_like(base), base - band], np.nan)
    highest = np.select([shown, few, all_but_few], [count, np.minimum(band, base), base], np.nan)
    return lowest, highest


def pooled_proportion(
    numerator: pd.Series, denominator: pd.Series, status: pd.Series, thresholds: Thresholds
) -> Reference:
    """
    The group's share: sum of numerators over sum of denominators.

    A banded row enters with the middle of its band (2 of n, or n - 2 of n), and the value with the ends of all bands
    is kept as the range. Rows that show no count are left out, above and below the line.

    Args:
        numerator, denominator, status: One row per provider, shape (n,), same index.
        thresholds: Gives the width of a band.
    """
    lowest, highest = count_range(numerator, denominator, status, thresholds)
    return _one(pooled(lowest, highest, denominator.to_numpy(dtype=float), np.zeros(len(denominator), dtype=int)))


def pooled_mean(value: pd.Series, denominator: pd.Series) -> Reference:
    """
    The group's mean: each provider's mean weighted by its n. Rows without a mean or an n are left out.

    Args:
        value: Mean or amount per provider, in the measure's unit; shape (n,).
        denominator: Its n; shape (n,), same index.
    """
    base = denominator.to_numpy(dtype=float)
    total = value.to_numpy(dtype=float) * base
    return _one(pooled(total, total, base, np.zeros(len(base), dtype=int)))


def pooled(lowest: np.ndarray, highest: np.ndarray, base: np.ndarray, groups: np.ndarray) -> pd.DataFrame:
    """
    The values of many groups at once: sums of counts (or of values times their n) over sums of bases.

    Args:
        lowest, highest: The range of each provider's count, both the same where it is known; NaN where it has none.
        base: Its denominator or n; a provider without one is left out. All of shape (n,).
        groups: The number of each row's group, from 0; negative for rows that belong to none.

    Returns:
        One row per group number and the columns value, low, high, providers, denominator and largest_share, as
        `Reference` describes them.
    """
    usable = ~np.isnan(lowest) & (base > 0) & (groups >= 0)
    count = int(groups.max(initial=-1)) + 1
    of_row, size = groups[usable], base[usable]

    def total(parts: np.ndarray) -> np.ndarray:
        return np.bincount(of_row, weights=parts, minlength=count)

    denominator, largest = total(size), np.zeros(count)
    np.maximum.at(largest, of_row, size)
    whole = np.where(denominator > 0, denominator, np.nan)
    low, high = total(lowest[usable]), total(highest[usable])
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


def pooled_rows(frame: pd.DataFrame, groups: np.ndarray, thresholds: Thresholds) -> pd.DataFrame:
    """
    The values of many groups of rows at once, each row pooled as its kind of measure is.

    Args:
        frame: Columns kind, status, numerator, denominator and value; shape (n,). Kinds in AS_REPORTED are left out.
        groups: The number of each row's group, from 0; negative for rows that belong to none. Shape (n,).
        thresholds: Gives the width of a band.

    Returns:
        As `pooled`.
    """
    share = (frame["kind"] == "share").to_numpy()
    lowest, highest = count_range(frame["numerator"], frame["denominator"], frame["status"], thresholds)
    base = frame["denominator"].to_numpy(dtype=float)
    total = frame["value"].to_numpy(dtype=float) * base
    groups = np.where(frame["kind"].isin(AS_REPORTED), -1, groups)
    return pooled(np.where(share, lowest, total), np.where(share, highest, total), base, groups)


def _one(groups: pd.DataFrame) -> Reference:
    if groups.empty:
        return Reference(np.nan, np.nan, np.nan, 0, 0.0, np.nan)
    value, low, high, providers, denominator, largest = groups.iloc[0]
    return Reference(value, low, high, int(providers), denominator, largest)
