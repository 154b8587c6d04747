"""The trend of a provider's own values over its five newest years: rising, falling or steady."""

from typing import Final

import numpy as np

RISING: Final = "okar"
FALLING: Final = "minskar"
STEADY: Final = "ingen-andring"
UNKNOWN: Final = "kan-ej-bedomas"

POINTS: Final = 5
CHI_SQUARE: Final = 9.54953570608324
"""The chi-square value, one degree of freedom, that chance exceeds twice in a thousand times."""
_NEGLIGIBLE: Final = 1e-9
"""A slope smaller than this part of the slope of all points counts as 0."""
_WIDTH_OF_95: Final = 3.92
"""Width of a 95 % interval, in standard errors."""


def recent_trends(
    values: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    The trends of many sets of five points at once, by weighted least squares.

    There is a trend only when its slope is further from 0 than chance takes it twice in a thousand times, and keeps its
    sign when any one of the five points is left out.

    Args:
        values: One per whole year, oldest first; shape (n, 5). A set in which any is missing has no trend.
        lower, upper: Their 95 % limits, on the same scale. An interval of no width cannot be weighed, and the trend is
            then unknown.

    Returns:
        The codes (RISING, FALLING, STEADY or UNKNOWN), the slopes (change per year, in the values' scale) and the
        chi-squares (their distance from 0, squared, in standard errors); shape (n,) each, NaN where unknown.

    Source: method of the English public health profiles ("recent trends"): five points, chi-square with alpha 0.002.
    """
    error = (upper - lower) / _WIDTH_OF_95
    weight = 1 / np.where(error > 0, error, np.nan) ** 2
    slope, variance = _slope(values, weight)
    left_out = np.array([_slope(values, weight * (np.arange(POINTS) != point))[0] for point in range(POINTS)])
    chi_square = slope**2 / variance
    # A slope of 0 comes out of the arithmetic as a rounding error of either sign.
    same_sign = (left_out * np.sign(slope) > _NEGLIGIBLE * np.abs(slope)).all(axis=0)
    sure = (chi_square > CHI_SQUARE) & same_sign
    trend = np.where(sure, np.where(slope > 0, RISING, FALLING), STEADY)
    return np.where(np.isnan(chi_square), UNKNOWN, trend), slope, chi_square


def _slope(values: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and its variance of a weighted straight line through points one apart; shape (n,) each."""
    when = np.arange(values.shape[1], dtype=float)
    total = weight.sum(axis=1)
    from_middle = when - ((weight * when).sum(axis=1) / total)[:, None]
    squares = (weight * from_middle**2).sum(axis=1)
    return (weight * from_middle * values).sum(axis=1) / squares, 1 / squares
