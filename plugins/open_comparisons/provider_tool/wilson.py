"""The interval of a share with nothing but the standard library; `estimates.intervals` has it for whole columns."""

import math
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95


def wilson(count: float, base: float, *, confidence_level: float = CONFIDENCE) -> tuple[float, float]:
    """
    Two-sided Wilson score interval for one proportion; 31 of 40 at 0.95 gives 0.625 to 0.877.

    Args:
        count: Number with the outcome.
        base: Number who could have it.
        confidence_level: Coverage as a fraction between 0 and 1.

    Returns:
        Its lower and upper end, as fractions.

    Raises:
        ValueError: The base is not above 0, or the count is not between 0 and the base.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    if not 0 <= count <= base or base <= 0:
        raise ValueError
    z = NormalDist().inv_cdf((1 + confidence_level) / 2)
    share = count / base
    spread = z * math.sqrt(share * (1 - share) / base + z**2 / (4 * base**2))
    scale = 1 + z**2 / base
    middle = share + z**2 / (2 * base)
    # At 0 of n and n of n the limit is exact; the formula alone leaves a rounding error of either sign.
    lower = 0.0 if count == 0 else (middle - spread) / scale
    upper = 1.0 if count == base else (middle + spread) / scale
    return lower, upper
