"""Rounding as publishers do it: half away from zero, where Python's own goes to the nearest even digit."""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_CERTAIN: Final = 10
"""Decimals after which a binary fraction says how it came about rather than what it is: 28.499999999999996 is 28.5."""
_SURELY_EXACT: Final = 1e6
_NEAR_A_HALF: Final = 1e-3


def round_half_away(value: float, decimals: int) -> float:
    """
    A number with at most so many decimals; 81.25 is 81.3, and -0.5 is -1.

    Args:
        value: The number; returned as it is where it is not finite.
        decimals: From 0.
    """
    if not math.isfinite(value):
        return value
    if decimals < _CERTAIN and abs(value) < _SURELY_EXACT:
        # Far from a half, Python's own rounding gives the same, 10 times faster: a national site rounds millions.
        steps = abs(value) * 10**decimals
        if abs(steps - math.floor(steps) - 0.5) > _NEAR_A_HALF:
            return round(value, decimals)
    exact = Decimal(repr(round(value, _CERTAIN)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
