"""Response rates as they are written: what their rounding leaves open."""

from __future__ import annotations

import math
from typing import Final

MOST_DECIMALS: Final = 2
"""Decimals of a response rate in percent, at most."""
_CLOSE: Final = 1e-6
"""Tolerance for binary fractions: a limit this close to a whole number is that number."""


def rounding_slack(percent: float) -> float:
    """
    Half a unit of the last decimal of a rate as it is written, in percent.

    It has the fewest decimals that hold the number: 60 is 59.5 to 60.5, and 60.1 is 60.05 to 60.15.
    """
    decimals = (some for some in range(MOST_DECIMALS) if abs(round(percent, some) - percent) < _CLOSE)
    return 0.5 * 10.0 ** -next(decimals, MOST_DECIMALS)


def whole_bounds(part: float, percent: float) -> tuple[int, int | None]:
    """
    The least and the greatest whole number that a part can be this share of.

    Args:
        part: The number of those who answered.
        percent: The response rate as it is written.

    Returns:
        Both ends included; None where there is no greatest. The least is above the greatest where no whole number
        gives the rate.
    """
    slack = rounding_slack(percent)
    least = math.ceil(100 * part / (percent + slack) - _CLOSE)
    if percent <= slack:
        return least, None
    return least, math.floor(100 * part / (percent - slack) + _CLOSE)
