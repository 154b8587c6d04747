"""What single sums give away of a system, in the standard library alone: the part of the attack that runs anywhere."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from open_comparisons.intake.propagation import Sum
    from open_comparisons.intake.system import Bounds, System, Variable, Watch

Narrow: TypeAlias = "tuple[Watch, tuple[float, float], str]"
"""A variable that can be worked out too closely, the range that is left of it, and how that was found."""


def narrow_by_sums(system: System, bounds: Mapping[Variable, Bounds]) -> list[Narrow]:
    """The watched variables whose range, as `propagation.derive_bounds` gives it, is too narrow."""
    found = ((watch, bounds[watch.variable]) for watch in system.watched)
    return [(watch, left, "sums") for watch, left in found if watch.is_narrow(left)]


def known_to_a_person(system: System, bounds: Mapping[Variable, Bounds]) -> Iterator[Narrow]:
    """
    What somebody who is the only one in a cell can work out of the others in a sum.

    Such a person knows that her own cell holds one. It is too much where that leaves a single value for another cell,
    and the value is one that would have been hidden for its own sake; that a large cell becomes known to her is not.
    """
    watches: dict[Variable, list[Watch]] = defaultdict(list)
    for watch in system.watched:
        watches[watch.variable].append(watch)
    for one in system.sums:
        for single in one.parts:
            low, high = bounds[single]
            if single not in watches or low == high or not low <= 1 <= high:
                continue
            beside = _beside(one, single, bounds)
            for name, left in beside.items():
                herself = name == single or (name == one.total and left[1] == 1)
                if herself or left[0] != left[1] or bounds[name][0] == bounds[name][1]:
                    continue
                for watch in watches[name]:
                    small = watch.matters_below if watch.rule in {"base", "unlisted"} else watch.needed
                    if watch.key.place != _place(single) and 0 < left[1] < small:
                        yield watch, left, "person"


def _beside(one: Sum, single: Variable, bounds: Mapping[Variable, Bounds]) -> dict[Variable, tuple[float, float]]:
    """What one sum leaves for its members where one part of it holds one; nothing where it cannot."""
    lows = [1 if part == single else bounds[part][0] for part in one.parts]
    highs = [1 if part == single else bounds[part][1] for part in one.parts]
    least, most = sum(lows), sum(highs)
    low, high = max(bounds[one.total][0], least), min(bounds[one.total][1], most)
    if low > high:
        return {}
    left: dict[Variable, tuple[float, float]] = {one.total: (low, high)}
    endless = highs.count(math.inf)
    finite = sum(part for part in highs if part != math.inf) if endless else most
    for part, part_low, part_high in zip(one.parts, lows, highs, strict=True):
        others = finite - part_high if not endless else finite if endless == (part_high == math.inf) else math.inf
        left[part] = (max(part_low, low - others), min(part_high, high - (least - part_low)))
    return left


def _place(variable: Variable) -> object:
    return variable[1] if len(variable) == 3 else None
