"""The geometry of a funnel: its axes, its limit curves, and where names find room."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MANY_TIMES_MEDIAN: Final = 12
"""With a provider this many times the size of the median one, a linear axis would press most into a corner."""

_MAX_STEPS: Final = 6
_STEP_SIZES: Final = (1, 2, 2.5, 5)
_LOG_STEPS: Final = (2, 5, 10)
_FIRST_STEPS: Final = 16
# What is not seen of a drawing, as a part of its width or height.
_UNSEEN: Final = 0.0015
# How wide a letter is on average, as a part of the size of the type.
_LETTER: Final = 0.54


@dataclass(frozen=True, slots=True)
class Scale:
    """
    An axis of a funnel.

    Attributes:
        low, high: Its ends.
        steps: What its labels say, from low to high and evenly apart on the axis.
        times: How many times the one before it each step is; 0 on a linear axis.
    """

    low: float
    high: float
    steps: tuple[float, ...]
    times: int = 0

    def position(self, value: float) -> float:
        """Where a value lies, from 0 at the low end to 1 at the high one, and beyond."""
        if self.times:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def positions(self, values: np.ndarray) -> np.ndarray:
        """Where many values lie, likewise; NaN where missing."""
        positions: np.ndarray = (
            np.log(values / self.low) / math.log(self.high / self.low)
            if self.times
            else (values - self.low) / (self.high - self.low)
        )
        return positions


def value_scale(values: np.ndarray, *, highest: float = math.inf) -> Scale:
    """A linear axis in round steps that holds all values; none can be above `highest`."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low == high:
        low, high = low - (abs(low) or 1) / 10, min(high + (abs(high) or 1) / 10, highest)
    return _linear(*_round_steps(low, high))


def size_scale(sizes: np.ndarray) -> Scale:
    """The axis of sizes: linear from zero, or in multiples where the largest is very much larger than most."""
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
    return Scale(low, steps[-1], steps, times)


def limit_curves(
    limits: Callable[[np.ndarray], np.ndarray],
    scales: tuple[Scale, Scale],
    sizes: np.ndarray,
    values: np.ndarray,
    *,
    whole: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Sizes to draw the limits at, so many that straight lines between them look like the limits.

    Each provider is left on its own side of those lines.

    Args:
        limits: Gives the limits at sizes of shape (n,): columns lower 99.8 %, lower 95 %, upper 95 %, upper 99.8 %.
        scales: The axes of sizes and of values.
        sizes, values: Of the providers drawn; shape (n,).
        whole: Whether limits exist for whole sizes alone.

    Returns:
        The sizes in order, shape (m,), and the limits at them, shape (m, 4).
    """
    level, upright = scales
    start = level.low if level.times else float(sizes.min()) / 2
    at = np.geomspace(start, level.high, _FIRST_STEPS)
    at = np.unique(np.maximum(np.rint(at), 1)) if whole else at
    found, own = limits(at), limits(sizes)
    while True:
        middles = ((at[1:] + at[:-1]) / 2)[np.diff(level.positions(at)) > _UNSEEN]
        middles = np.setdiff1d(np.rint(middles), at) if whole else middles
        exact, drawn = limits(middles), _between(middles, at, found, level)
        missed = np.abs(exact.clip(upright.low, upright.high) - drawn.clip(upright.low, upright.high))
        bent = (missed > _UNSEEN * (upright.high - upright.low)).any(axis=1)
        wrong = sides(values, _between(sizes, at, found, level)) != sides(values, own)
        wrong &= ~np.isin(sizes, at)
        if not bent.any() and not wrong.any():
            return at, found
        at, places = np.unique(np.concatenate([at, middles[bent], sizes[wrong]]), return_index=True)
        found = np.concatenate([found, exact[bent], own[wrong]])[places]


def _between(sizes: np.ndarray, at: np.ndarray, found: np.ndarray, level: Scale) -> np.ndarray:
    """The limits at some sizes as straight lines give them; shape (n, 4)."""
    places, drawn_at = level.positions(sizes), level.positions(at)
    return np.column_stack([np.interp(places, drawn_at, curve) for curve in found.T])


def sides(values: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """From -2 (below 99.8 %) over 0 (inside 95 %) to 2 (above 99.8 %); limits in the columns of `limit_curves`."""
    column = values[:, None]
    found: np.ndarray = (column > limits[:, 2:]).sum(axis=1) - (column < limits[:, :2]).sum(axis=1)
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    A text of two lines that wants room beside a mark.

    Attributes:
        x, y: The middle of the mark.
        letters: How many there are in the longer line.
        standing: Whether the text is to be seen all the time, so that others keep clear of it.
    """

    x: float
    y: float
    letters: int
    standing: bool


@dataclass(frozen=True, slots=True)
class Label:
    """
    Where a text is.

    Attributes:
        x, y: Where its lines begin, end or have their middle.
        anchor: Which of these, as SVG calls it.
        shift: How far its first line, which is the nearer one to the mark, is moved down, in em.
        onwards: How far its second line is moved from the first, likewise: up where the text is above the mark.
        clear: Whether it touches no text that is seen all the time.
    """

    x: float
    y: float
    anchor: str
    shift: float
    onwards: float
    clear: bool = True


Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_LINE: Final = 1.2
# Beside the mark, above and below it, and at its corners: offsets, anchor, shift and which way the second line goes.
_TRIED: Final = (
    *(
        (11, 0, "start", 0.3, _LINE),
        (-11, 0, "end", 0.3, _LINE),
        (0, -9, "middle", 0, -_LINE),
        (0, 9, "middle", 0.8, _LINE),
    ),
    *((8, -5, "start", 0, -_LINE), (-8, -5, "end", 0, -_LINE), (8, 5, "start", 0.8, _LINE), (-8, 5, "end", 0.8, _LINE)),
)
# To touch a standing text is as bad as to cover so many marks, and so is to be moved so far.
_TEXT_COSTS: Final = 20.0
_MOVED_LIKE_MARK: Final = 8.0


def place_labels(
    wanted: Sequence[Wanted], marks: np.ndarray, *, width: float, height: float, wide: float, narrow: float
) -> list[Label]:
    """
    Put each text where it covers the fewest marks and stays inside the drawing.

    Args:
        wanted: The texts.
        marks: Where the middles of all marks are, shape (n, 2).
        width, height: Of the drawing.
        wide, narrow: The size of the type in the drawing's units, on a wide screen and on a phone. A text stays inside
            at both, and keeps clear of marks and standing texts at the first.
    """
    texts: list[Box] = []
    found: dict[int, Label] = {}
    for place in sorted(range(len(wanted)), key=lambda place: not wanted[place].standing):
        label = _placed(wanted[place], marks, texts, (width, height), (wide, narrow))
        found[place] = label
        if wanted[place].standing and label.clear:
            texts.append(_box(label, wanted[place].letters, wide))
    return [found[place] for place in range(len(wanted))]


def _placed(
    text: Wanted, marks: np.ndarray, texts: Sequence[Box], frame: tuple[float, float], types: tuple[float, float]
) -> Label:
    tried = []
    for across, down, anchor, shift, onwards in _TRIED:
        label = Label(text.x + across, text.y + down, anchor, shift, onwards)
        left, _, right, _ = _box(label, text.letters, types[1])
        moved = max(-left, 0) - max(right - frame[0], 0)
        label = replace(label, x=label.x + moved)
        left, top, right, bottom = box = _box(label, text.letters, types[0])
        covered = (marks[:, 0] > left) & (marks[:, 0] < right) & (marks[:, 1] > top) & (marks[:, 1] < bottom)
        touched = sum(_touch(box, other) for other in texts)
        beyond = max(-top, 0) + max(bottom - frame[1], 0)
        cost = float(covered.sum()) + _TEXT_COSTS * touched + beyond + abs(moved) / _MOVED_LIKE_MARK
        tried.append((cost, replace(label, clear=not touched)))
    label = min(tried, key=lambda one: one[0])[1]
    return replace(label, x=round(label.x, 1), y=round(label.y, 1))


def _box(label: Label, letters: int, size: float) -> Box:
    wide = letters * _LETTER * size
    left = label.x - wide * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    first = label.y + label.shift * size
    lines = first, first + label.onwards * size
    return left, min(lines) - 0.8 * size, left + wide, max(lines) + 0.2 * size


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_steps(low: float, high: float) -> tuple[int, int, float]:
    """The first and the last step of an axis, and their size: the smallest that needs no more than so many."""
    size = 10.0 ** math.floor(math.log10((high - low) / _MAX_STEPS))
    for step in (size * lead * more for more in (1, 10) for lead in _STEP_SIZES):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= _MAX_STEPS:
            break
    return first, last, step


def _linear(first: int, last: int, step: float) -> Scale:
    steps = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Scale(steps[0], steps[-1], steps)
