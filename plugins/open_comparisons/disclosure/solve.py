"""What single sums give away of a system, in the standard library alone: the part of the attack that runs anywhere."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from open_comparisons.disclosure.propagation import AtMost, ContradictionError, Sum, derive_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from open_comparisons.disclosure.system import Bounds, System, Variable, Watch

Narrow: TypeAlias = "tuple[Watch, tuple[float, float], str]"
"""A variable that can be worked out too closely, the range that is left of it, and how that was found."""


@dataclass(frozen=True, slots=True)
class Solved:
    """
    What sums alone say of a system.

    Attributes:
        bounds: The range that is left of each variable.
        contradictions: A variable of each part where what is published cannot all be true.
        contradicted: All variables of such parts; their ranges are the narrowest that a single sum gives.
    """

    bounds: Mapping[Variable, Bounds]
    contradictions: tuple[Variable, ...]
    contradicted: frozenset[Variable]


def solve(system: System, *, eliminate: bool = False) -> Solved:
    """
    Narrow the ranges of a system part by part.

    Args:
        system: All that is published.
        eliminate: Also combine sums with each other; see `propagation.derive_bounds`.
    """
    bounds = dict(system.bounds)
    contradictions: list[Variable] = []
    contradicted: set[Variable] = set()
    for part in components(system, system.bounds, watched_only=False):
        ties: list[Sum | AtMost] = [*part.sums, *part.orders]
        known = {name: bounds[name] for tie in ties for name in members_of(tie)}
        try:
            bounds |= derive_bounds(known, part.sums, part.orders, eliminate=eliminate)
        except ContradictionError as error:
            contradictions.append(error.variable)
            contradicted.update(part.variables)
            bounds |= _one_by_one(part, known)
    return Solved(bounds, tuple(contradictions), frozenset(contradicted))


def _one_by_one(part: Part, known: Mapping[Variable, Bounds]) -> dict[Variable, Bounds]:
    """The narrowest range that any single sum leaves of each variable."""
    found = {name: known[name] for name in part.variables}
    for one in part.sums:
        try:
            alone = derive_bounds({name: known[name] for name in members_of(one)}, [one], eliminate=False)
        except ContradictionError:
            continue
        for name, (low, high) in alone.items():
            if name in found and high - low < found[name][1] - found[name][0]:
                found[name] = (low, high)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Variables that are not known yet and hang together, with all that ties them."""

    variables: tuple[Variable, ...]
    sums: tuple[Sum, ...]
    orders: tuple[AtMost, ...]
    watched: tuple[Watch, ...]


def members_of(tie: Sum | AtMost) -> tuple[Variable, ...]:
    """The variables that a sum or an order ties."""
    return (tie.total, *tie.parts) if isinstance(tie, Sum) else (tie.part, tie.whole)


def components(system: System, bounds: Mapping[Variable, Bounds], *, watched_only: bool = True) -> list[Part]:
    """
    The system taken apart where known numbers separate it.

    Args:
        system: All that is published.
        bounds: Ranges of its variables; one value means known.
        watched_only: Leave out the parts that nothing watched lies in.
    """
    ties: list[tuple[Any, list[Variable]]] = [(one, _unknown(members_of(one), bounds)) for one in system.sums]
    orders: list[tuple[Any, list[Variable]]] = [(one, _unknown(members_of(one), bounds)) for one in system.orders]
    groups = Groups()
    for _, variables in (*ties, *orders):
        if variables:
            groups.join(variables)
    leader = groups.all()
    members: dict[Variable, dict[Variable, None]] = defaultdict(dict)
    for variable, root in leader.items():
        members[root][variable] = None
    parts: dict[Variable, tuple[list[Any], list[Any], list[Watch]]] = defaultdict(lambda: ([], [], []))
    for kind, found in enumerate((ties, orders)):
        for one, variables in found:
            if variables:
                parts[leader[variables[0]]][kind].append(one)
    for watch in system.watched:
        if watch.variable in leader:
            parts[leader[watch.variable]][2].append(watch)
    return [
        Part(tuple(members[root]), tuple(sums), tuple(inequalities), tuple(watched))
        for root, (sums, inequalities, watched) in parts.items()
        if watched or not watched_only
    ]


def _unknown(variables: Iterable[Variable], bounds: Mapping[Variable, Bounds]) -> list[Variable]:
    return [variable for variable in dict.fromkeys(variables) if bounds[variable][0] != bounds[variable][1]]


class Groups:
    """Things that hang together, each group by one of them."""

    def __init__(self) -> None:
        self._leader: dict[Variable, Variable] = {}

    def of(self, variable: Variable) -> Variable:
        """The one that stands for the group of another."""
        leader = self._leader
        above = leader.setdefault(variable, variable)
        while above != variable:
            leader[variable] = leader[above]
            variable, above = above, leader[above]
        return variable

    def join(self, variables: Sequence[Variable]) -> None:
        """Make one group of those of some."""
        root = self.of(variables[0])
        for variable in variables[1:]:
            self._leader[self.of(variable)] = root

    def all(self) -> dict[Variable, Variable]:
        """For each that was named, the one that stands for its group."""
        return {variable: self.of(variable) for variable in list(self._leader)}


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
