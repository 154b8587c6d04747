"""Place texts beside marks. No script moves them later, so they are placed to cover as little as possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

# Average width of a bold letter in a wide font, as a fraction of the size of the type.
_LETTER: Final = 0.62


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """
    A text of two lines to place beside a mark.

    Attributes:
        x, y: The middle of the mark.
        letters: Number of letters in the longer line.
        standing: True for a text that is always visible, so that others keep clear of it.
    """

    x: float
    y: float
    letters: int
    standing: bool


@dataclass(frozen=True, slots=True)
class Label:
    """
    The position of a text.

    Attributes:
        x, y: The start, end or middle of its lines, as `anchor` says.
        anchor: SVG's `text-anchor`: start, middle or end.
        shift: Distance in em that its first line, the one nearer to the mark, is moved down.
        onwards: Distance in em from its first line down to its second; negative where the text is above the mark.
        clear: True where it can always be visible: it touches no other such text, and hides no mark.
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
# Beside the mark, above and below it, and at its corners: offset right and down, anchor, shift and `onwards`.
_POSITIONS: Final = (
    *((11, 0, "start", 0.3, _LINE), (-11, 0, "end", 0.3, _LINE)),
    *((0, -9, "middle", 0, -_LINE), (0, 9, "middle", 0.8, _LINE)),
    *((8, -5, "start", 0, -_LINE), (-8, -5, "end", 0, -_LINE)),
    *((8, 5, "start", 0.8, _LINE), (-8, 5, "end", 0.8, _LINE)),
)
# Costs of a position, in covered marks: of touching a standing text, and the distance of a move that costs one.
_TOUCH_COST: Final = 20.0
_MOVE_OF_ONE_MARK: Final = 2.0


def place_labels(
    wanted: Sequence[LabelRequest], marks: np.ndarray, *, width: float, height: float, wide: float, narrow: float
) -> list[Label]:
    """
    Put each text where it covers the fewest marks and stays inside the drawing.

    Args:
        wanted: The texts.
        marks: The middles of all marks, shape (n, 2).
        width, height: Of the drawing.
        wide, narrow: The size of the type in the drawing's units, on a wide screen and on a phone. A text stays inside
            at both, and keeps clear of marks and standing texts at the first.
    """
    texts: list[Box] = []
    labels: dict[int, Label] = {}
    for place in sorted(range(len(wanted)), key=lambda place: not wanted[place].standing):
        label = _place_label(wanted[place], marks, texts, (width, height), (wide, narrow))
        labels[place] = label
        if wanted[place].standing and label.clear:
            texts.append(_box(label, wanted[place].letters, wide))
    return [labels[place] for place in range(len(wanted))]


def _place_label(
    text: LabelRequest, marks: np.ndarray, texts: Sequence[Box], frame: tuple[float, float], types: tuple[float, float]
) -> Label:
    candidates = []
    for across, down, anchor, shift, onwards in _POSITIONS:
        label = Label(text.x + across, text.y + down, anchor, shift, onwards)
        left, _, right, _ = _box(label, text.letters, types[1])
        moved = max(-left, 0) - max(right - frame[0], 0)
        label = replace(label, x=label.x + moved)
        left, top, right, bottom = box = _box(label, text.letters, types[0])
        inside = (marks[:, 0] > left) & (marks[:, 0] < right) & (marks[:, 1] > top) & (marks[:, 1] < bottom)
        covered = int(inside.sum())
        touched = sum(_touch(box, other) for other in texts)
        beyond = max(-top, 0) + max(bottom - frame[1], 0)
        cost = covered + _TOUCH_COST * touched + beyond + abs(moved) / _MOVE_OF_ONE_MARK
        candidates.append((cost, replace(label, clear=not touched and not covered)))
    label = min(candidates, key=lambda pair: pair[0])[1]
    return replace(label, x=round(label.x, 1), y=round(label.y, 1))


def _box(label: Label, letters: int, size: float) -> Box:
    wide = letters * _LETTER * size
    left = label.x - wide * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    first = label.y + label.shift * size
    lines = first, first + label.onwards * size
    return left, min(lines) - 0.8 * size, left + wide, max(lines) + 0.2 * size


def _touch(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
