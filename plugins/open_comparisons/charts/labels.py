"""Where texts beside marks find room: no script can move them, so they are placed to cover as little as possible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

# How wide a bold letter is on average, as a part of the size of the type, where fonts are wide.
_LETTER: Final = 0.62


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
        clear: Whether it can be seen all the time: it touches no other such text, and hides no mark.
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
    *((11, 0, "start", 0.3, _LINE), (-11, 0, "end", 0.3, _LINE)),
    *((0, -9, "middle", 0, -_LINE), (0, 9, "middle", 0.8, _LINE)),
    *((8, -5, "start", 0, -_LINE), (-8, -5, "end", 0, -_LINE)),
    *((8, 5, "start", 0.8, _LINE), (-8, 5, "end", 0.8, _LINE)),
)
# To touch a standing text is as bad as to cover so many marks, and so is to be moved so far.
_TEXT_COSTS: Final = 20.0
_MOVED_LIKE_MARK: Final = 2.0


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
        inside = (marks[:, 0] > left) & (marks[:, 0] < right) & (marks[:, 1] > top) & (marks[:, 1] < bottom)
        covered = int(inside.sum())
        touched = sum(_touch(box, other) for other in texts)
        beyond = max(-top, 0) + max(bottom - frame[1], 0)
        cost = covered + _TEXT_COSTS * touched + beyond + abs(moved) / _MOVED_LIKE_MARK
        tried.append((cost, replace(label, clear=not touched and not covered)))
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
