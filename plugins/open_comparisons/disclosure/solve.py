"""Deductions from the ties of a system, in the standard library alone: the part of the attack that runs anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from open_comparisons.disclosure.counts import Count
from open_comparisons.disclosure.pieces import Exposure, Piece, components
from open_comparisons.disclosure.propagation import Bounds, ContradictionError, derive_bounds
from open_comparisons.disclosure.system import System, Watch


@dataclass(frozen=True, slots=True)
class Solved:
    """
    The ranges that ties leave in a system.

    Attributes:
        bounds: The range that is left of each count.
        contradictions: One count of each piece where what is published cannot all be true.
        contradicted: All counts of such pieces; their ranges are the narrowest that a single tie gives.
    """

    bounds: Mapping[Count, Bounds]
    contradictions: tuple[Count, ...]
    contradicted: frozenset[Count]

    def exposures(self, watched: tuple[Watch, ...]) -> list[Exposure]:
        """The exposures of watches that ranges alone judge: their counts are known, or contradict each other."""
        exposures = []
        for watch in watched:
            ranges = [self.bounds[count] for count in watch.counts]
            is_settled = all(
                low == high or count in self.contradicted
                for count, (low, high) in zip(watch.counts, ranges, strict=True)
            )
            if is_settled and watch.is_narrow(*ranges):
                exposures.append(Exposure(watch, ranges[0], "sums"))
        return exposures


def solve(system: System) -> Solved:
    """Narrow the ranges of a system piece by piece."""
    bounds = dict(system.bounds)
    contradictions: list[Count] = []
    contradicted: set[Count] = set()
    for piece in components(system, system.bounds):
        try:
            bounds |= derive_bounds(piece.bounds, piece.ties)
        except ContradictionError as error:
            contradictions.append(error.count)
            contradicted.update(piece.counts)
            bounds |= _narrow_by_single_ties(piece)
    for tie in system.ties:
        # A tie of known counts alone is in no piece.
        if all(bounds[count][0] == bounds[count][1] for count in tie.members):
            try:
                derive_bounds({count: bounds[count] for count in tie.members}, [tie])
            except ContradictionError as error:
                contradictions.append(error.count)
    return Solved(bounds, tuple(contradictions), frozenset(contradicted))


def _narrow_by_single_ties(piece: Piece) -> dict[Count, Bounds]:
    """The narrowest range that any single tie leaves of each count; ties that cannot be true are left out."""
    bounds = {count: piece.bounds[count] for count in piece.counts}
    for tie in piece.ties:
        try:
            alone = derive_bounds({member: piece.bounds[member] for member in tie.members}, [tie])
        except ContradictionError:
            continue
        for count, (low, high) in alone.items():
            if count in bounds and high - low < bounds[count][1] - bounds[count][0]:
                bounds[count] = (low, high)
    return bounds
