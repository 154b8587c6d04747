"""What single sums give away of a system, in the standard library alone: the part of the attack that runs anywhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from open_comparisons.intake.propagation import ContradictionError, derive_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
            members = dict.fromkeys((one.total, *one.parts))
            try:
                beside = derive_bounds(
                    {name: bounds[name] for name in members} | {single: (1, 1)}, [one], eliminate=False
                )
            except ContradictionError:
                continue
            for name in members:
                herself = name == single or (name == one.total and beside[name][1] == 1)
                if herself or bounds[name][0] == bounds[name][1] or beside[name][0] != beside[name][1]:
                    continue
                for watch in watches[name]:
                    small = watch.matters_below if watch.rule in {"base", "unlisted"} else watch.needed
                    if watch.key.place != _place(single) and 0 < beside[name][1] < small:
                        yield watch, beside[name], "person"


def _place(variable: Variable) -> object:
    return variable[1] if len(variable) == 3 else None
