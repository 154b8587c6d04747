"""
Ranges of hidden counts from published sums: bound propagation.

The attacker's problem in its plainest form (METHODS section 2, "Audit"): a range for each count, and sums and
inequalities between them. Ranges derived here always contain the true range. For the chains and trees of sums that the
rows of one provider make they nearly always equal it.

The literature calls such a range the feasibility interval: Hundepool et al. (2012), Statistical Disclosure Control,
chapter 4; propagation of bounds as in Savelsbergh (1994), ORSA Journal on Computing 6, 445-454. Nothing here looks
inside a count, which only serves as a name.
"""

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from open_comparisons.disclosure.counts import Count

Bounds: TypeAlias = tuple[int, float]
"""The lowest and highest value of a count; equal where it is known, `math.inf` for no upper limit."""
ANY_COUNT: Final[Bounds] = (0, math.inf)


@dataclass(frozen=True, slots=True)
class Sum:
    """An equation: the parts add up to the total."""

    total: Count
    parts: tuple[Count, ...]

    @property
    def members(self) -> tuple[Count, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class AtMost:
    """
    An inequality: the part is at most the whole.

    Attributes:
        part, whole: The counts.
        part_times, whole_times: Factors of both, where a rate ties them: part_times x part <= whole_times x whole.
    """

    part: Count
    whole: Count
    part_times: int = 1
    whole_times: int = 1

    @property
    def members(self) -> tuple[Count, ...]:
        """The part and the whole."""
        return (self.part, self.whole)


Tie: TypeAlias = Sum | AtMost
"""What connects counts."""


class ContradictionError(ValueError):
    """No whole numbers satisfy all sums; `count` is where it was noticed. The message holds no number."""

    def __init__(self, count: Count) -> None:
        self.count = count
        super().__init__(f"the published sums contradict each other at the {count}")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear constraint: lowest <= the sum of factor times count over all terms <= highest."""

    terms: tuple[tuple[Count, int], ...]
    lowest: float
    highest: float


def derive_bounds(bounds: Mapping[Count, Bounds], ties: Iterable[Tie]) -> dict[Count, Bounds]:
    """
    The range of whole values that each count can still have, given everything published.

    Args:
        bounds: The ranges known beforehand. A count of a sum or order that is not here is 0 or more.
        ties: The equations and inequalities.

    Returns:
        The range of each count; equal ends where it can be worked out.

    Raises:
        ContradictionError: No whole numbers fit.
    """
    constraints = [linear(tie) for tie in ties]
    users = users_of(constraints)
    narrowed = dict.fromkeys(users, ANY_COUNT) | dict(bounds)
    _propagate(narrowed, constraints, users, range(len(constraints)))
    return narrowed


def linear(tie: Tie) -> Linear:
    """A tie as a linear constraint."""
    if isinstance(tie, Sum):
        return Linear((*((part, 1) for part in tie.parts), (tie.total, -1)), 0, 0)
    return Linear(((tie.part, tie.part_times), (tie.whole, -tie.whole_times)), -math.inf, 0)


def users_of(constraints: Sequence[Linear]) -> dict[Count, list[int]]:
    """The indexes of the constraints that each count is a term of."""
    users: dict[Count, list[int]] = defaultdict(list)
    for index, constraint in enumerate(constraints):
        for count, _ in constraint.terms:
            users[count].append(index)
    return dict(users)


def _propagate(
    bounds: dict[Count, Bounds],
    constraints: Sequence[Linear],
    users: Mapping[Count, Sequence[int]],
    start: Iterable[int],
) -> None:
    """
    Narrow `bounds` in place until no constraint says more.

    Args:
        bounds: The range of every count.
        constraints: All constraints.
        users: The indexes of the constraints that each count is a term of.
        start: The constraints to begin with; the others are looked at once one of their terms has changed.
    """
    queue = deque(start)
    waiting = set(queue)
    while queue:
        index = queue.popleft()
        changed = narrow_by(bounds, constraints[index])
        if changed and any(abs(factor) != 1 for _, factor in constraints[index].terms):
            # Rounding to whole numbers can let a constraint with larger factors say more the second time; one with
            # factors of 1 alone says everything at once.
            waiting.discard(index)
        for count in changed:
            fresh = [user for user in users[count] if user not in waiting]
            queue.extend(fresh)
            waiting.update(fresh)
        waiting.discard(index)


def narrow_by(bounds: dict[Count, Bounds], constraint: Linear) -> list[Count]:
    """
    Narrow each count of one constraint to what the others leave for it; the counts that changed.

    For a sum of terms with a highest value H: a term is at most H less the least that all others come to. If one term
    has no least value, that says something of this term alone; if several have none, of no term. The same from below.

    Raises:
        ContradictionError: No whole number is left for a count.
    """
    least, no_least, most, no_most, widest = _reach(bounds, constraint)
    from_above = no_least <= 1 and constraint.highest != math.inf
    from_below = no_most <= 1 and constraint.lowest != -math.inf
    changed: list[Count] = []
    # Shortcut for nearly all calls: no term is so wide that the others could cut anything off it.
    if not (from_above and (no_least or widest > constraint.highest - least)) and not (
        from_below and (no_most or widest > most - constraint.lowest)
    ):
        return changed
    for count, factor in constraint.terms:
        low, high = bounds[count]
        smallest, largest = (factor * low, factor * high) if factor > 0 else (factor * high, factor * low)
        lowest, highest = -math.inf, math.inf  # what the others leave for the term
        if from_above and no_least == (smallest == -math.inf):
            highest = constraint.highest - (least if no_least else least - smallest)
        if from_below and no_most == (largest == math.inf):
            lowest = constraint.lowest - (most if no_most else most - largest)
        if lowest <= smallest and highest >= largest:
            continue
        narrowed = _within(bounds[count], factor, lowest, highest)
        if narrowed[0] > narrowed[1]:
            raise ContradictionError(count)
        if narrowed != bounds[count]:
            bounds[count] = narrowed
            changed.append(count)
    return changed


def _reach(bounds: Mapping[Count, Bounds], constraint: Linear) -> tuple[float, int, float, int, float]:
    """
    The ends of a constraint's terms, added up.

    Returns:
        The sum of the least values of the terms that have one, the number of terms that have none, the same two for the
        most, and the width of the widest term.
    """
    least: float = 0
    most: float = 0
    widest: float = 0
    no_least = no_most = 0
    for count, factor in constraint.terms:
        low, high = bounds[count]
        if low == high:
            least += factor * low
            most += factor * low
            continue
        smallest, largest = (factor * low, factor * high) if factor > 0 else (factor * high, factor * low)
        if smallest == -math.inf:
            no_least += 1
        else:
            least += smallest
        if largest == math.inf:
            no_most += 1
        else:
            most += largest
        widest = max(widest, largest - smallest)
    return least, no_least, most, no_most, widest


def _within(bounds: Bounds, factor: int, lowest: float, highest: float) -> Bounds:
    """The range of a count whose term may be from lowest to highest, in whole numbers."""
    if factor < 0:
        lowest, highest = -highest, -lowest
    low, high = bounds
    size = abs(factor)
    return (
        low if lowest == -math.inf else max(low, -(int(-lowest) // size)),
        high if highest == math.inf else min(high, int(highest) // size),
    )
