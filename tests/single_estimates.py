"""One group value, one trend and columns of a few numbers, for functions that work out many at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from open_comparisons.estimates.references import pooled_rows
from open_comparisons.estimates.trends import recent_trends
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.statuses import OK

THRESHOLDS = Thresholds(min_denominator=10, min_count=5, min_response_rate=30)


class Trend(NamedTuple):
    """A trend with its slope, chi-square and spread."""

    trend: str
    slope: float
    chi_square: float
    spread: float


def column(*values: float) -> pd.Series:
    """A column of numbers."""
    return pd.Series(values, dtype=float)


def group_value(kind: str, denominator: Sequence[float], **columns: Sequence[object]) -> pd.Series:
    """The group value of providers, one in each place of the columns; a column that is not given is empty."""
    empty = {"status": OK, "numerator": np.nan, "value": np.nan, "standard_deviation": np.nan}
    given = {"denominator": denominator, **columns}
    frame = pd.DataFrame({"kind": kind, "per": 1.0, **empty, **given}, index=range(len(denominator)))
    return pooled_rows(frame, np.zeros(len(frame), dtype=int), THRESHOLDS).iloc[0]


def one_trend(values: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> Trend:
    """The trend of one set of five points."""
    points = (np.asarray(part, dtype=float)[None, :] for part in (values, lower, upper))
    return Trend(*(found[0] for found in recent_trends(*points)))
