"""Each provider's own series of years: its length without gaps, and its trend."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from open_comparisons.estimates.trends import POINTS, UNKNOWN, chance_to_tell_trend, recent_trends
from open_comparisons.standard.kinds import kinds_where
from open_comparisons.standard.statuses import OK

TOO_FEW_YEARS: Final = "for-fa-ar"
NO_INTERVAL: Final = "inget-intervall"
_YEARS: Final = 10_000
"""Room for a year beside the number of a series, so that both fit in one number."""


def with_trends(frame: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    """
    Add to each row the trend of the five whole years that end when its period does.

    The years must follow one another, belong to the same provider, unit, breakdown, instrument and version of the
    measure, and each have a value with an interval: a protected range is no point, and leaving its year out
    would favour the high years or the low ones.

    Args:
        frame: As `comparison.compare` makes it, with values and 95 % limits.
        dimensions: Names of the breakdown columns.

    Returns:
        The frame with trend (a code of `trends`), trend_reason ("inget-intervall" where the row's value has none,
        "for-fa-ar" where years are missing, else ""), trend_years_missing (number of further years needed, 0-5) and
        tell_trend_5 (of shares, the probability that a change of 5 points a year would be told; NaN without a trend).
    """
    series = series_numbers(frame, dimensions)
    year = np.array([end.year for end in frame["end"]], dtype=np.int64)
    points = np.flatnonzero(_is_point(frame))
    keys = series[points] * _YEARS + year[points]
    order = np.argsort(keys, kind="stable")
    points, keys = points[order], keys[order]
    # For each row, the positions in the frame of its year and the four before it; -1 where a year is not a point.
    places = np.full((len(frame), POINTS), -1, dtype=np.int64)
    for back in range(POINTS if len(keys) else 0):
        wanted = series * _YEARS + year - back
        nearest = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        places[:, POINTS - 1 - back] = np.where(keys[nearest] == wanted, points[nearest], -1)
    in_a_row = np.cumprod(places[:, ::-1] >= 0, axis=1).sum(axis=1)
    trend = np.full(len(frame), UNKNOWN, dtype=object)
    told = np.full(len(frame), np.nan)
    whole = np.flatnonzero(in_a_row == POINTS)
    if len(whole):
        values, lower, upper = (
            frame[name].to_numpy(dtype=float)[places[whole]] for name in ("value", "lower_95", "upper_95")
        )
        trend[whole] = recent_trends(values, lower, upper).codes
        shares = frame["kind"].isin(kinds_where(lambda kind: kind.is_share)).to_numpy()[whole]
        told[whole] = np.where(shares, chance_to_tell_trend(lower, upper), np.nan)
    reason = np.where(in_a_row < POINTS, TOO_FEW_YEARS, "")
    # More years do not help a kind that has no interval, or a mean whose spread is not stated.
    without = frame["kind"].isin(kinds_where(lambda kind: kind.is_reported)) | (
        (frame["status"] == OK) & frame["upper_95"].isna()
    )
    reason = np.where((in_a_row < POINTS) & without, NO_INTERVAL, reason)
    return frame.assign(
        trend=trend,
        trend_reason=reason.astype(object),
        trend_years_missing=POINTS - in_a_row,
        tell_trend_5=told,
    )


def series_numbers(frame: pd.DataFrame, dimensions: Sequence[str]) -> np.ndarray:
    """A number for each provider's rows that differ in their period alone and end on the same day of the year."""
    columns = ["provider_id", "unit_id", "target_group", "measure_id", "measure_version", "instrument", *dimensions]
    codes = np.zeros(len(frame), dtype=np.int64)
    days = [(end.month, end.day) for end in frame["end"]]
    for column in [*(frame[name] for name in columns), pd.Series(days, dtype=object)]:
        numbers, names = pd.factorize(column.to_numpy())
        # Numbering only the pairs that occur keeps the numbers small.
        codes = np.unique(codes * len(names) + numbers, return_inverse=True)[1].ravel()
    return codes


def _is_point(frame: pd.DataFrame) -> np.ndarray:
    periods = list(zip(frame["start"], frame["end"], strict=True))
    whole = {period: _is_whole_year(*period) for period in set(periods)}
    has_interval = frame["value"].notna() & frame["upper_95"].notna() & frame["lower_95"].notna()
    point: np.ndarray = (
        np.array([whole[period] for period in periods], dtype=bool)
        & ((frame["status"] == OK) & has_interval).to_numpy()
    )
    return point


def _is_whole_year(start: date, end: date) -> bool:
    """True where a period is twelve whole months."""
    after = end + timedelta(days=1)
    return start.day == 1 and (after.year - 1, after.month, after.day) == (start.year, start.month, start.day)
