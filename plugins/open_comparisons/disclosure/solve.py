"""Deductions from the sums of a system, in the standard library alone: the part of the attack that runs anywhere."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from open_comparisons.disclosure.counts import RowCount
from open_comparisons.disclosure.pieces import DisjointSets, Exposure, Piece
from open_comparisons.disclosure.propagation import ContradictionError, derive_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from open_comparisons.disclosure.counts import Count
    from open_comparisons.disclosure.propagation import AtMost, Bounds, Sum, Tie
    from open_comparisons.disclosure.system import System, Watch


@dataclass(frozen=True, slots=True)
class Solved:
    """
    The ranges that sums leave in a system.

    Attributes:
        bounds: The range that is left of each count.
        contradictions: One count of each piece where what is published cannot all be true.
        contradicted: All counts of such pieces; their ranges are the narrowest that a single sum gives.
    """

    bounds: Mapping[Count, Bounds]
    contradictions: tuple[Count, ...]
    contradicted: frozenset[Count]


def solve(system: System, *, eliminate: bool = False) -> Solved:
    """
    Narrow the ranges of a system piece by piece.

    Args:
        system: Everything published.
        eliminate: Also combine sums with each other; see `propagation.derive_bounds`.
    """
    bounds = dict(system.bounds)
    contradictions: list[Count] = []
    contradicted: set[Count] = set()
    for piece in components(system, system.bounds, watched_only=False):
        try:
            bounds |= derive_bounds(piece.bounds, piece.sums, piece.orders, eliminate=eliminate)
        except ContradictionError as error:
            contradictions.append(error.count)
            contradicted.update(piece.counts)
            bounds |= _narrow_by_single_sums(piece)
    return Solved(bounds, tuple(contradictions), frozenset(contradicted))


def _narrow_by_single_sums(piece: Piece) -> dict[Count, Bounds]:
    """The narrowest range that any single sum leaves of each count; sums that cannot be true are left out."""
    bounds = {count: piece.bounds[count] for count in piece.counts}
    for equation in piece.sums:
        try:
            alone = derive_bounds({m: piece.bounds[m] for m in equation.members}, [equation], eliminate=False)
        except ContradictionError:
            continue
        for count, (low, high) in alone.items():
            if count in bounds and high - low < bounds[count][1] - bounds[count][0]:
                bounds[count] = (low, high)
    return bounds


def components(system: System, bounds: Mapping[Count, Bounds], *, watched_only: bool = True) -> list[Piece]:
    """
    The connected components of the unknown counts of a system: known counts say nothing new, so they separate.

    Args:
        system: Everything published.
        bounds: The ranges of its counts.
        watched_only: Leave out components without a watched count.
    """
    ties: tuple[Tie, ...] = (*system.sums, *system.orders)
    unknown_in = {tie: _unknown(tie.members, bounds) for tie in ties}
    sets: DisjointSets[Count] = DisjointSets()
    for counts in unknown_in.values():
        if counts:
            sets.join(counts)
    root_of = sets.roots()
    members: dict[Count, list[Count]] = defaultdict(list)
    for count, root in root_of.items():
        members[root].append(count)
    sums: dict[Count, list[Sum]] = defaultdict(list)
    orders: dict[Count, list[AtMost]] = defaultdict(list)
    watched: dict[Count, list[Watch]] = defaultdict(list)
    roots: dict[Count, None] = {}  # in the order in which the ties of a component are met
    for equation in system.sums:
        if counts := unknown_in[equation]:
            roots.setdefault(root_of[counts[0]])
            sums[root_of[counts[0]]].append(equation)
    for order in system.orders:
        if counts := unknown_in[order]:
            roots.setdefault(root_of[counts[0]])
            orders[root_of[counts[0]]].append(order)
    for watch in system.watched:
        if watch.count in root_of:
            watched[root_of[watch.count]].append(watch)
    return [
        Piece.of(members[root], bounds, sums[root], orders[root], watched[root])
        for root in roots
        if watched[root] or not watched_only
    ]


def _unknown(counts: Iterable[Count], bounds: Mapping[Count, Bounds]) -> list[Count]:
    return [count for count in dict.fromkeys(counts) if bounds[count][0] != bounds[count][1]]


def narrow_by_sums(system: System, bounds: Mapping[Count, Bounds]) -> list[Exposure]:
    """The watched counts whose range, as `propagation.derive_bounds` gives it, is too narrow."""
    left = ((watch, bounds[watch.count]) for watch in system.watched)
    return [Exposure(watch, between, "sums") for watch, between in left if watch.is_narrow(between)]


def exposed_to_a_person(system: System, bounds: Mapping[Count, Bounds]) -> Iterator[Exposure]:
    """
    The counts that somebody who is the only person in a cell can work out from a single sum.

    METHODS section 2, "A true 1 known to the person in it". She knows that her own cell holds one. That is too much
    where it leaves a single value for another cell and the value is small enough to be hidden for its own sake; that
    a large cell becomes known to her is not.
    """
    watches: dict[Count, list[Watch]] = defaultdict(list)
    for watch in system.watched:
        watches[watch.count].append(watch)
    for equation in system.sums:
        for single in equation.parts:
            low, high = bounds[single]
            if single not in watches or low == high or not low <= 1 <= high:
                continue
            for count, left in _bounds_beside(equation, single, bounds).items():
                # A total of one is herself, and so is the cell she is in.
                is_herself = count == single or (count == equation.total and left[1] == 1)
                if is_herself or left[0] != left[1] or bounds[count][0] == bounds[count][1]:
                    continue
                for watch in watches[count]:
                    small = watch.matters_below if watch.rule in {"base", "unlisted"} else watch.needed
                    # Other counts of her own row are about herself as well.
                    if not _is_in_scope(single, watch) and 0 < left[1] < small:
                        yield Exposure(watch, left, "person")


def _is_in_scope(count: Count, watch: Watch) -> bool:
    return isinstance(count, RowCount) and count.scope == watch.key.scope


def _bounds_beside(equation: Sum, single: Count, bounds: Mapping[Count, Bounds]) -> dict[Count, tuple[float, float]]:
    """The range that one sum leaves for each of its members where one part holds exactly one; {} where it cannot."""
    lows = [1 if part == single else bounds[part][0] for part in equation.parts]
    highs = [1 if part == single else bounds[part][1] for part in equation.parts]
    least, most = sum(lows), sum(highs)
    low, high = max(bounds[equation.total][0], least), min(bounds[equation.total][1], most)
    if low > high:
        return {}
    left: dict[Count, tuple[float, float]] = {equation.total: (low, high)}
    unlimited = highs.count(math.inf)
    limited = sum(end for end in highs if end != math.inf) if unlimited else most
    for part, part_low, part_high in zip(equation.parts, lows, highs, strict=True):
        # The most that the other parts can come to: no limit where one of them has none.
        finite = limited if part_high == math.inf else limited - part_high
        others = math.inf if unlimited - (part_high == math.inf) else finite
        left[part] = (max(part_low, low - others), min(part_high, high - (least - part_low)))
    return left
