"""Pairs of providers that can be told apart from each other."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from open_comparisons.estimates.intervals import proportion_difference_interval


class ShareDifference(NamedTuple):
    """
    Two providers that can be told apart.

    Attributes:
        higher, lower: Their indexes among all that were compared.
        least, most: The interval of the difference; fractions, both above 0.
    """

    higher: int
    lower: int
    least: float
    most: float


def differences(
    numerators: Sequence[float], denominators: Sequence[float], *, confidence_level: float
) -> tuple[ShareDifference, ...]:
    """
    All pairs of proportions whose difference has an interval without 0; of 56/70, 48/80 and 30/50 the first two.

    Args:
        numerators, denominators: Counts known exactly, in the same order. A proportion without a base is never told
            apart.
        confidence_level: Coverage of each interval as a fraction. With many pairs some differ by chance alone.

    Source: Newcombe (1998), method 10.
    """
    counts = pd.DataFrame({"numerator": numerators, "denominator": denominators}, dtype=float)
    left, right = np.triu_indices(len(counts), k=1)
    first, second = counts.iloc[left].reset_index(drop=True), counts.iloc[right].reset_index(drop=True)
    intervals = proportion_difference_interval(
        first["numerator"],
        first["denominator"],
        second["numerator"],
        second["denominator"],
        confidence_level=confidence_level,
    )
    pairs = zip(left.tolist(), right.tolist(), intervals["lower"].tolist(), intervals["upper"].tolist(), strict=True)
    return tuple(
        ShareDifference(i, j, lower, upper) if lower > 0 else ShareDifference(j, i, -upper, -lower)
        for i, j, lower, upper in pairs
        if lower > 0 or upper < 0
    )
