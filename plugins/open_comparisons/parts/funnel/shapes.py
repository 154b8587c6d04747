"""The geometry of a funnel: its axes and its limit curves."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from open_comparisons.estimates.comparison import LEVELS, UNKNOWN
from open_comparisons.estimates.limits import control_limits
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.site.source import Control, Span
from open_comparisons.site.words import Words

MANY_TIMES_MEDIAN: Final = 12
"""Largest size, as a multiple of the median, for a linear axis; beyond it most providers would crowd a corner."""

_MAX_STEPS: Final = 6
_STEP_SIZES: Final = (1, 2, 2.5, 5)
_LOG_STEPS: Final = (2, 5, 10)
_FIRST_STEPS: Final = 20
# Invisible difference in a drawing, as a fraction of its width or height.
_UNSEEN: Final = 0.0007


@dataclass(frozen=True, slots=True)
class AxisScale:
    """
    An axis of a funnel.

    Attributes:
        low, high: Its ends.
        steps: Values of its labels, from low to high and evenly spaced on the axis.
        times: Factor between steps; 0 on a linear axis.
    """

    low: float
    high: float
    steps: tuple[float, ...]
    times: int = 0

    def position(self, value: float) -> float:
        """The position of a value: 0 at the low end, 1 at the high end, and beyond."""
        if self.times:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def positions(self, values: np.ndarray) -> np.ndarray:
        """The positions of many values; NaN where missing."""
        positions: np.ndarray = (
            np.log(values / self.low) / math.log(self.high / self.low)
            if self.times
            else (values - self.low) / (self.high - self.low)
        )
        return positions


def value_scale(values: np.ndarray, *, lowest: float, highest: float) -> AxisScale:
    """A linear axis in round steps that covers all values; `lowest` and `highest` bound every possible value."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low == high:
        room = (abs(low) or 1.0) / 10
        low, high = max(low - room, lowest), min(high + room, highest)
    return _linear(*_round_steps(low, high))


def size_scale(sizes: np.ndarray) -> AxisScale:
    """The axis of sizes: linear from zero, or logarithmic where the largest is much larger than most."""
    largest, smallest = float(sizes.max()), float(sizes.min())
    if largest <= MANY_TIMES_MEDIAN * float(np.median(sizes)):
        return _linear(*_round_steps(0.0, largest))
    low = max(
        step for power in range(-3, 10) for step in (10.0**power * lead for lead in (1, 2, 5)) if step <= smallest
    )
    for times in _LOG_STEPS:
        count = max(math.ceil(math.log(largest / low) / math.log(times) - 1e-9), 1)
        if count <= _MAX_STEPS:
            break
    steps = tuple(low * times**step for step in range(count + 1))
    return AxisScale(low, steps[-1], steps, times)


def limit_curves(
    limits: Callable[[np.ndarray], np.ndarray],
    scales: tuple[AxisScale, AxisScale],
    sizes: np.ndarray,
    values: np.ndarray,
    *,
    start: float,
    whole: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Sizes to draw the limits at, close enough for straight lines between them to look like the limits.

    Each provider is left on its own side of those lines.

    Args:
        limits: Gives the limits at sizes of shape (n,): columns lower 99.8 %, lower 95 %, upper 95 %, upper 99.8 %.
        scales: The axes of sizes and of values.
        sizes, values: Of the providers drawn; shape (n,).
        start: The smallest size to draw the limits at.
        whole: True where limits exist only for whole sizes.

    Returns:
        The sizes in order, shape (m,), and the limits at them, shape (m, 4).
    """
    level, upright = scales
    at = np.geomspace(start, level.high, _FIRST_STEPS)
    at = np.unique(np.maximum(np.rint(at), 1)) if whole else at
    at_limits, own_limits = limits(at), limits(sizes)
    while True:
        middles = ((at[1:] + at[:-1]) / 2)[np.diff(level.positions(at)) > _UNSEEN]
        middles = np.setdiff1d(np.rint(middles), at) if whole else middles
        exact, drawn = limits(middles), _between(middles, at, at_limits, level)
        missed = np.abs(exact.clip(upright.low, upright.high) - drawn.clip(upright.low, upright.high))
        bent = (missed > _UNSEEN * (upright.high - upright.low)).any(axis=1)
        wrong = sides(values, _between(sizes, at, at_limits, level)) != sides(values, own_limits)
        wrong &= ~np.isin(sizes, at)
        if not bent.any() and not wrong.any():
            return at, at_limits
        at, places = np.unique(np.concatenate([at, middles[bent], sizes[wrong]]), return_index=True)
        at_limits = np.concatenate([at_limits, exact[bent], own_limits[wrong]])[places]


def _between(sizes: np.ndarray, at: np.ndarray, limits: np.ndarray, level: AxisScale) -> np.ndarray:
    """The limits at some sizes, interpolated between drawn ones; shape (n, 4)."""
    places, drawn_at = level.positions(sizes), level.positions(at)
    return np.column_stack([np.interp(places, drawn_at, curve) for curve in limits.T])


def sides(values: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Sides of the limits, from -2 (below 99.8 %) over 0 (inside 95 %) to 2; columns of limits as in `limit_curves`."""
    column = values[:, None]
    result: np.ndarray = (column > limits[:, 2:]).sum(axis=1) - (column < limits[:, :2]).sum(axis=1)
    return result


def _round_steps(low: float, high: float) -> tuple[int, int, float]:
    """The first and the last step of an axis as multiples of the step, and the smallest round step with few enough."""
    size = 10.0 ** math.floor(math.log10((high - low) / _MAX_STEPS))
    for step in (size * lead * more for more in (1, 10) for lead in _STEP_SIZES):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= _MAX_STEPS:
            break
    return first, last, step


def _linear(first: int, last: int, step: float) -> AxisScale:
    steps = tuple(round(number * step, 10) for number in range(first, last + 1))
    return AxisScale(steps[0], steps[-1], steps)


@dataclass(frozen=True, slots=True)
class FunnelData:
    """
    The data of the funnel of a measure.

    Attributes:
        words: Words of the measure.
        span: The period.
        control: Parameters of the limits besides the group value.
        rows: The rows drawn: protected ranges, then judged values, each from small to large.
        left_out: The other rows.
        absent: Number of providers without a row.
    """

    words: Words
    span: Span
    control: Control
    rows: tuple[ComparedRow, ...]
    left_out: tuple[ComparedRow, ...]
    absent: int

    @property
    def reference(self) -> float:
        """The group value."""
        return float(self.rows[0].reference)

    @property
    def judged(self) -> Counter[str]:
        """Number of drawn rows per category; ranges that cover several categories are not counted."""
        return Counter(row.category for row in self.rows if row.category != UNKNOWN)

    def limits(self, sizes: np.ndarray) -> np.ndarray:
        """The limits at some sizes, in the columns of `limit_curves`."""
        ends = {name: self._limits_at(sizes, level) for name, level in LEVELS.items()}
        return np.column_stack([ends["998"]["lower"], ends["95"]["lower"], ends["95"]["upper"], ends["998"]["upper"]])

    def _limits_at(self, sizes: np.ndarray, level: float) -> pd.DataFrame:
        measure = self.words.measure
        return control_limits(
            measure.kind.name,
            pd.Series(sizes, dtype=float) / measure.per,
            self.reference,
            standard_deviation=self.control.deviation,
            tau_squared=self.control.tau_squared,
            providers=self.control.spread_providers,
            confidence_level=level,
        )
