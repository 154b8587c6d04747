"""
Ranges of hidden counts from published sums: bound propagation, sharpened by exact elimination.

The attacker's problem in its plainest form (METHODS section 2, "Audit"): a range for each count, and sums and
inequalities between them. Ranges derived here always contain the true range. For the chains and trees of sums that the
rows of one provider make they equal it; for tightly coupled tables they may be wider than what linear programs find.

The literature calls this the attacker's or the interval problem: Hundepool et al. (2012), Statistical Disclosure
Control, chapter 4; propagation of bounds as in Savelsbergh (1994), ORSA Journal on Computing 6, 445-454. Nothing here
looks inside a count, which only serves as a name.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from open_comparisons.disclosure.counts import Count

    Number: TypeAlias = int | Fraction
    Terms: TypeAlias = dict[Count, Number]

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
    """An inequality: the part is at most the whole."""

    part: Count
    whole: Count

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
class _Linear:
    """A linear constraint: lowest <= the sum of factor times count over all terms <= highest."""

    terms: tuple[tuple[Count, int], ...]
    lowest: float
    highest: float


def derive_bounds(
    bounds: Mapping[Count, Bounds],
    sums: Iterable[Sum],
    orders: Iterable[AtMost] = (),
    *,
    eliminate: bool = True,
) -> dict[Count, Bounds]:
    """
    The range of whole values that each count can still have, given everything published.

    Args:
        bounds: The ranges known beforehand. A count of a sum or order that is not here is 0 or more.
        sums, orders: The equations and inequalities.
        eliminate: Also combine the sums with each other, which finds counts that only several sums together give away.

    Returns:
        The range of each count; equal ends where it can be worked out.

    Raises:
        ContradictionError: No whole numbers fit.
    """
    ties = Ties(sums, orders)
    narrowed = ties.propagate(bounds)
    return ties.eliminate(narrowed) if eliminate else narrowed


class Ties:
    """Sums and orders prepared once, for narrowing the same counts from several starting points."""

    def __init__(self, sums: Iterable[Sum], orders: Iterable[AtMost] = ()) -> None:
        self.all: tuple[Tie, ...] = (*sums, *orders)
        self._constraints = [_linear(tie) for tie in self.all]
        self._users = _users(self._constraints)

    def indexes_of(self, count: Count) -> Sequence[int]:
        """The positions in `all` of the ties that a count is a member of."""
        return self._users.get(count, ())

    def sums_and_orders(self, indexes: Iterable[int]) -> tuple[list[Sum], list[AtMost]]:
        """The ties at some positions, by kind."""
        ties = [self.all[index] for index in indexes]
        return [tie for tie in ties if isinstance(tie, Sum)], [tie for tie in ties if isinstance(tie, AtMost)]

    def propagate(self, bounds: Mapping[Count, Bounds], changed: Iterable[Count] | None = None) -> dict[Count, Bounds]:
        """
        The ranges that are left when each sum and order is used by itself, again and again until nothing follows.

        Args:
            bounds: As for `derive_bounds`.
            changed: The counts whose range is narrower than when `bounds` came out of here; None for the first time.

        Raises:
            ContradictionError: No whole numbers fit.
        """
        narrowed = dict(bounds)
        if changed is not None:
            start = dict.fromkeys(index for count in changed for index in self.indexes_of(count))
            _propagate(narrowed, self._constraints, self._users, start)
            return narrowed
        for count in self._users:
            narrowed.setdefault(count, ANY_COUNT)
        _propagate(narrowed, self._constraints, self._users, range(len(self._constraints)))
        return narrowed

    def eliminate(self, bounds: Mapping[Count, Bounds]) -> dict[Count, Bounds]:
        """
        The ranges that are left when sums are combined with each other as well.

        Args:
            bounds: What came out of `propagate`: with an unknown count, all counts that it is tied to.

        Raises:
            ContradictionError: No whole numbers fit.
        """
        narrowed = dict(bounds)
        unknown = [count for count, (low, high) in bounds.items() if low != high]
        near = sorted({index for count in unknown for index in self.indexes_of(count)})
        constraints = [self._constraints[index] for index in near]
        combined = _combinations([each for each in constraints if each.lowest == each.highest], narrowed)
        # The published constraints have been used up by `propagate`: only the new ones need to be looked at first.
        constraints = combined + constraints
        _propagate(narrowed, constraints, _users(constraints), range(len(combined)))
        return narrowed


def _linear(tie: Tie) -> _Linear:
    if isinstance(tie, Sum):
        return _Linear((*((part, 1) for part in tie.parts), (tie.total, -1)), 0, 0)
    return _Linear(((tie.part, 1), (tie.whole, -1)), -math.inf, 0)


def _users(constraints: Sequence[_Linear]) -> dict[Count, list[int]]:
    users: dict[Count, list[int]] = defaultdict(list)
    for index, constraint in enumerate(constraints):
        for count, _ in constraint.terms:
            users[count].append(index)
    return dict(users)


def _propagate(
    bounds: dict[Count, Bounds],
    constraints: Sequence[_Linear],
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
        changed = _tighten(bounds, constraints[index])
        if changed and any(abs(factor) != 1 for _, factor in constraints[index].terms):
            # Rounding to whole numbers can let a constraint with larger factors say more the second time; one with
            # factors of 1 alone says everything at once.
            waiting.discard(index)
        for count in changed:
            fresh = [user for user in users[count] if user not in waiting]
            queue.extend(fresh)
            waiting.update(fresh)
        waiting.discard(index)


def _tighten(bounds: dict[Count, Bounds], constraint: _Linear) -> list[Count]:
    """
    Narrow each count of one constraint to what the others leave for it; the counts that changed.

    For a sum of terms with a highest value H: a term is at most H less the least that all others come to. If one term
    has no least value, that says something of this term alone; if several have none, of no term. The same from below.
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


def _reach(bounds: Mapping[Count, Bounds], constraint: _Linear) -> tuple[float, int, float, int, float]:
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


def _combinations(sums: Iterable[_Linear], bounds: Mapping[Count, Bounds]) -> list[_Linear]:
    """
    The sums over the counts still unknown, in reduced row echelon form (Gauss-Jordan elimination).

    Each is an equation that nobody published but that follows. Factors are exact fractions: a rounding error would be a
    wrong claim about somebody's data.
    """
    pivots: dict[Count, tuple[Terms, Number]] = {}
    for equation in sums:
        row, right = _unknowns(equation, bounds)
        for count in [name for name in row if name in pivots]:
            row, right = _subtract(row, right, row.get(count, 0), *pivots[count])
        if not row:
            continue
        pivot = next(iter(row))
        factor = row[pivot]
        if factor != 1:  # nearly always -1, so that numbers stay whole
            share = -1 if factor == -1 else 1 / Fraction(factor)
            row, right = {name: value * share for name, value in row.items()}, right * share
        for count, (other, other_right) in pivots.items():
            if pivot in other:
                pivots[count] = _subtract(other, other_right, other[pivot], row, right)
        pivots[pivot] = (row, right)
    return [_whole(row, right) for row, right in pivots.values()]


def _unknowns(equation: _Linear, bounds: Mapping[Count, Bounds]) -> tuple[Terms, Number]:
    """A sum with its known counts moved to the right-hand side."""
    row: Terms = {}
    right: Number = 0
    for count, factor in equation.terms:
        low, high = bounds[count]
        if low == high:
            right -= factor * int(low)
        else:
            row[count] = row.get(count, 0) + factor
    return {name: value for name, value in row.items() if value}, right


def _subtract(row: Terms, right: Number, times: Number, other: Terms, other_right: Number) -> tuple[Terms, Number]:
    result = dict(row)
    for name, value in other.items():
        remaining = result.get(name, 0) - times * value
        if remaining:
            result[name] = remaining
        else:
            result.pop(name, None)
    return result, right - times * other_right


def _whole(row: Terms, right: Number) -> _Linear:
    """The same equation with whole coefficients."""
    scale = math.lcm(*(value.denominator for value in row.values()), right.denominator)
    constant = int(right * scale)
    return _Linear(tuple((name, int(value * scale)) for name, value in row.items()), constant, constant)
