"""The spread of many providers' values: quartiles, histograms, and a pooled value for a set of them."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import pandas as pd

from open_comparisons.estimates.references import pooled_rows
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.statuses import OK, WITH_FIGURE

Key = TypeVar("Key", bound=Hashable)

MAX_STEPS: Final = 24
"""The largest number of steps in a histogram."""
_STEP_SIZES: Final = (1, 2, 5)
_FAR_OUT: Final = 3
_QUARTERS: Final = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75}


@dataclass(frozen=True, slots=True)
class Spread:
    """
    The spread of some providers' values. Values are fractions for shares, else in the measure's unit.

    Attributes:
        figures: Number of providers with a figure: a value of their own or a protected range.
        valued: Number of providers with a value of their own; the next five attributes are about these alone.
        lowest, lower_quartile, median, upper_quartile, highest: Values that providers have; NaN where none has any.
        value, low, high: The value of these providers together, with the range that protected figures leave open; NaN
            for kinds of measures that have none.
        providers: Number of providers in that value.
        categories: Number of providers in each category of the comparison.
    """

    figures: int
    valued: int
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    value: float
    low: float
    high: float
    providers: int
    categories: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Histogram:
    """
    Numbers of values in equal steps.

    Attributes:
        low: The start of the first step.
        step: The width of a step.
        counts: Values per step. A step includes its lower end and not its upper; the last includes both.
        single: True where each step is a single value, `low` being the first.
        below, above: Numbers of values outside the steps, which are counted in the first or the last step.
    """

    low: float
    step: float
    counts: tuple[int, ...]
    single: bool
    below: int
    above: int

    @property
    def high(self) -> float:
        """The end of the last step."""
        return self.low + self.step * len(self.counts)


def spreads(frame: pd.DataFrame, keys: Sequence[Key | None], thresholds: Thresholds) -> dict[Key, Spread]:
    """
    The spread of many sets of providers at once.

    A quartile is the smallest value that at least a quarter, a half or three quarters of the providers have or are
    below, so that it is always a value that some provider has. A protected figure counts as a figure and is in the
    pooled value, as in `references.pooled`, but has no value to be ordered by.

    Args:
        frame: Rows as `comparison.compare` gives them, at most one per provider in a set; shape (n,).
        keys: The set each row belongs to; None for rows that belong to none.
        thresholds: Gives the width of a band.
    """
    numbers = {key: number for number, key in enumerate(dict.fromkeys(key for key in keys if key is not None))}
    groups = np.array([-1 if key is None else numbers[key] for key in keys], dtype=int)
    pooled = pooled_rows(frame, groups, thresholds).reindex(range(len(numbers))).fillna({"providers": 0})
    references = {name: pooled[name].to_numpy() for name in ("value", "low", "high", "providers")}
    categories = frame["category"].to_numpy()
    figure = frame["status"].isin(WITH_FIGURE).to_numpy() & (groups >= 0)
    figures = _count_by_group(groups[figure], len(numbers))
    of_category = {
        str(name): _count_by_group(groups[figure & (categories == name)], len(numbers))
        for name in np.unique(categories)
    }
    value = frame["value"].to_numpy(dtype=float)
    has_value = figure & (frame["status"] == OK).to_numpy() & ~np.isnan(value)
    order = np.lexsort((value[has_value], groups[has_value]))
    ordered = value[has_value][order]
    valued = _count_by_group(groups[has_value], len(numbers))
    ends = np.cumsum(valued)
    return {
        key: Spread(
            figures=int(figures[number]),
            valued=int(valued[number]),
            **_quarters(ordered[ends[number] - valued[number] : ends[number]]),
            value=float(references["value"][number]),
            low=float(references["low"][number]),
            high=float(references["high"][number]),
            providers=int(references["providers"][number]),
            categories={name: int(counts[number]) for name, counts in of_category.items() if counts[number]},
        )
        for key, number in numbers.items()
    }


def histogram(values: Sequence[float], *, resolution: float, ceiling: float = math.inf) -> Histogram:
    """
    Count values in equal steps of a round width; values that are spelt alike fall into the same step.

    Values further from the middle half than three times its width do not stretch the steps: they are counted in the
    first or the last.

    Args:
        values: At least one.
        resolution: The smallest difference between two values as they are written.
        ceiling: What no value can exceed, such as 1 for a share.

    Returns:
        At most MAX_STEPS steps. Where they are not single values their number is divisible by four, so that an axis
        has round labels; empty steps are added above, or below where there is no room above.
    """
    places = sorted(round(value / resolution) for value in values)
    # Half stars are written with a decimal, but are five tenths apart.
    apart = math.gcd(*(place - places[0] for place in places)) or 1
    lowest, highest = _near(places)
    if (highest - lowest) // apart < MAX_STEPS:
        return _single(places, lowest, highest, apart, resolution)
    size = next(size for size in _sizes() if highest // size - lowest // size < MAX_STEPS)
    first, steps = lowest // size, highest // size - lowest // size + 1
    top = ceiling / resolution
    if highest >= top and highest % size == 0 and steps > 1:
        steps -= 1  # the ceiling itself belongs to the step below it
    added = -steps % 4
    room = max(round(top / size) - first - steps, 0) if math.isfinite(top) else added
    first -= max(added - room, 0)
    steps += added
    counts = [0] * steps
    for place in places:
        counts[min(max(place // size - first, 0), steps - 1)] += 1
    end = (first + steps) * size
    return Histogram(
        low=first * size * resolution,
        step=size * resolution,
        counts=tuple(counts),
        single=False,
        below=sum(place < first * size for place in places),
        above=sum(place >= end for place in places if place < top),
    )


def _single(places: Sequence[int], lowest: int, highest: int, apart: int, resolution: float) -> Histogram:
    """A step for each value, `apart` from one another."""
    counts = [0] * ((highest - lowest) // apart + 1)
    for place in places:
        counts[(min(max(place, lowest), highest) - lowest) // apart] += 1
    return Histogram(
        low=lowest * resolution,
        step=apart * resolution,
        counts=tuple(counts),
        single=True,
        below=sum(place < lowest for place in places),
        above=sum(place > highest for place in places),
    )


def _near(ordered: Sequence[int]) -> tuple[int, int]:
    """The lowest and highest of the values that are not far out."""
    lower, upper = (ordered[_at(part, len(ordered))] for part in (0.25, 0.75))
    far = _FAR_OUT * (upper - lower)
    if not far:
        return ordered[0], ordered[-1]
    near = [place for place in ordered if lower - far <= place <= upper + far]
    return near[0], near[-1]


def _at(part: float, count: int) -> int:
    """Index of the smallest of `count` ordered values that this part of them are equal to or below."""
    return max(math.ceil(part * count) - 1, 0)


def _count_by_group(groups: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(groups, minlength=count)


def _quarters(ordered: np.ndarray) -> dict[str, float]:
    if not len(ordered):
        return dict.fromkeys(("lowest", *_QUARTERS, "highest"), math.nan)
    middle = {name: float(ordered[_at(part, len(ordered))]) for name, part in _QUARTERS.items()}
    return {"lowest": float(ordered[0]), **middle, "highest": float(ordered[-1])}


def _sizes() -> list[int]:
    return [size * 10**power for power in range(15) for size in _STEP_SIZES]
