"""The trend of a provider's own values over its five newest years: rising, falling or steady."""

from typing import Final, NamedTuple

import numpy as np
from scipy import special

RISING: Final = "okar"
FALLING: Final = "minskar"
STEADY: Final = "ingen-andring"
UNKNOWN: Final = "kan-ej-bedomas"

POINTS: Final = 5
CHI_SQUARE: Final = 3.841458820694124
"""The chi-square value, one degree of freedom, that chance within years exceeds five times in a hundred."""
F_RATIO: Final = 34.11622156452979
"""The F value, 1 and 3 degrees of freedom, that a row of years without direction exceeds once in a hundred times."""
PER_YEAR: Final = 0.05
"""The change per year of a share that `chance_to_tell_trend` is about."""
_NEGLIGIBLE: Final = 1e-9
"""A slope smaller than this part of the slope of all points counts as 0."""
_WIDTH_OF_95: Final = 3.92
"""Width of a 95 % interval, in standard errors."""
_BEND: Final = float(np.sqrt((POINTS - 2) * CHI_SQUARE / F_RATIO))
"""The root of the squares that the spread rests on, below which only chance within years matters."""
_FARTHEST: Final = 12.0
"""A root that chance does not reach."""


class Trends(NamedTuple):
    """
    The trends of many sets of five points; shape (n,) each, NaN where unknown.

    Attributes:
        codes: RISING, FALLING, STEADY or UNKNOWN.
        slopes: Change per year, in the values' scale.
        chi_squares: The distance of the slope from 0, squared, in the standard errors that chance within years gives.
        spreads: The mean square of the years' own distances from the line, in the same standard errors: about 1 where
            years differ by chance alone, more where they swing.
    """

    codes: np.ndarray
    slopes: np.ndarray
    chi_squares: np.ndarray
    spreads: np.ndarray


def recent_trends(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Trends:
    """
    The trends of many sets of five points at once, by weighted least squares.

    There is a trend only when three things are so. The slope is more than chance within years gives, at 5 %. It is more
    than the swings of these very years give, by Student's t with three degrees of freedom at 1 %. And it keeps its sign
    when any one of the five points is left out. The second alone tells a trend that is none once in a hundred times,
    however much years swing; the others take from that (`benchmarks/trends.py`).

    Args:
        values: One per whole year, oldest first; shape (n, 5). A set in which any is missing has no trend.
        lower, upper: Their 95 % limits, on the same scale. An interval of no width cannot be weighed, and the trend is
            then unknown.

    Source: quasi-likelihood with the dispersion of the series itself, McCullagh and Nelder (1989), Generalized Linear
    Models, section 4.5; for five points as the English public health profiles have them ("recent trends").
    """
    weight = 1 / _errors(lower, upper) ** 2
    slope, variance, spread = _line(values, weight)
    left_out = np.array([_line(values, weight * (np.arange(POINTS) != point))[0] for point in range(POINTS)])
    chi_square = slope**2 / variance
    # A slope of 0 comes out of the arithmetic as a rounding error of either sign.
    same_sign = (left_out * np.sign(slope) > _NEGLIGIBLE * np.abs(slope)).all(axis=0)
    sure = (chi_square > CHI_SQUARE) & (chi_square > F_RATIO * spread) & same_sign
    trend = np.where(sure, np.where(slope > 0, RISING, FALLING), STEADY)
    return Trends(np.where(np.isnan(chi_square), UNKNOWN, trend), slope, chi_square, spread)


def chance_to_tell_trend(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """
    How likely a true change of `PER_YEAR` each year, up or down, would be told, where years differ by chance alone.

    Five years of 40 each around 50 % give 0.08, of 200 each 0.40. Where years swing as well, it is less.

    Args:
        lower, upper: The 95 % limits of five shares in a row; shape (n, 5). NaN where any is missing.

    Returns:
        Probabilities; shape (n,).
    """
    weight = 1 / _errors(lower, upper) ** 2
    _, variance, _ = _line(weight, weight)
    distance = PER_YEAR / np.sqrt(variance)
    told: np.ndarray = special.chdtr(POINTS - 2, _BEND**2) * special.ndtr(distance - np.sqrt(CHI_SQUARE))
    # Over all larger spreads, by Gauss and Legendre's points: the root has a chi distribution with three degrees.
    half = (_FARTHEST - _BEND) / 2
    for place, share in zip(*np.polynomial.legendre.leggauss(100), strict=True):
        root = _BEND + half * (1 + place)
        density = np.sqrt(2 / np.pi) * root**2 * np.exp(-(root**2) / 2)
        told += half * share * density * special.ndtr(distance - root * np.sqrt(F_RATIO / (POINTS - 2)))
    return told


def _errors(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    error = (upper - lower) / _WIDTH_OF_95
    return np.where(error > 0, error, np.nan)


def _line(values: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slope, its variance and the spread around a weighted straight line through points one apart; shape (n,) each."""
    when = np.arange(values.shape[1], dtype=float)
    total = weight.sum(axis=1)
    from_middle = when - ((weight * when).sum(axis=1) / total)[:, None]
    from_mean = values - ((weight * values).sum(axis=1) / total)[:, None]
    squares = (weight * from_middle**2).sum(axis=1)
    slope = (weight * from_middle * from_mean).sum(axis=1) / squares
    rest = (weight * (from_mean - slope[:, None] * from_middle) ** 2).sum(axis=1)
    return slope, 1 / squares, rest / (POINTS - 2)
