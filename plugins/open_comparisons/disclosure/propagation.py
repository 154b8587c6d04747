"""
What published sums say about hidden counts: bound propagation, sharpened by exact elimination.

The attacker's problem in its plainest form: one variable per count, a range for each, and sums and inequalities that
tie them together. Bounds found here always contain the true range; for the chains and trees of sums that one
provider's rows make they equal it, for tightly coupled tables they may be wider than what linear programs find.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Variable: TypeAlias = Any  # whatever can be the key of a dictionary
    Bounds = tuple[int, float]
    Number: TypeAlias = int | Fraction
    Row = dict[Variable, Number]


@dataclass(frozen=True, slots=True)
class Sum:
    """A published sum: the parts add up to the total."""

    total: Variable
    parts: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """A published order: the part is never above the whole."""

    part: Variable
    whole: Variable


class ContradictionError(ValueError):
    """No whole numbers satisfy all sums; `variable` is where it showed. The message holds no number."""

    def __init__(self, variable: Variable) -> None:
        self.variable = variable
        super().__init__(f"the published sums contradict each other at {variable}")


@dataclass(frozen=True, slots=True)
class _Linear:
    """Coefficients times variables, added up, lie between lowest and highest."""

    terms: tuple[tuple[Variable, int], ...]
    lowest: float
    highest: float


def derive_bounds(
    bounds: Mapping[Variable, Bounds],
    sums: Iterable[Sum],
    orders: Iterable[AtMost] = (),
    *,
    eliminate: bool = True,
) -> dict[Variable, Bounds]:
    """
    The range of whole values each variable can still have, given everything published.

    Args:
        bounds: Lowest and highest value known beforehand; the same twice for a shown count, `math.inf` for no limit.
            A variable of a sum or order that is not here is a count of 0 or more.
        sums: Published sums.
        orders: Published inequalities.
        eliminate: Also combine the sums with each other, which finds counts that only several sums together give away.

    Returns:
        Lowest and highest per variable; equal where the count can be worked out.

    Raises:
        ContradictionError: No whole numbers fit.
    """
    ties = Ties(sums, orders)
    found = ties.narrowed(bounds)
    return ties.combined(found) if eliminate else found


class Ties:
    """Sums and orders made ready once, for narrowing the same variables from several starting points."""

    def __init__(self, sums: Iterable[Sum], orders: Iterable[AtMost] = ()) -> None:
        self.all: tuple[Sum | AtMost, ...] = (*sums, *orders)
        self._constraints = [_linear(one) for one in self.all]
        self._users = _users(self._constraints)

    def of(self, variable: Variable) -> Sequence[int]:
        """Where in `all` the ties of a variable are."""
        return self._users.get(variable, ())

    def narrowed(
        self, bounds: Mapping[Variable, Bounds], changed: Iterable[Variable] | None = None
    ) -> dict[Variable, Bounds]:
        """
        The range that single sums and orders leave for each variable.

        Args:
            bounds: As for `derive_bounds`.
            changed: The variables whose range is narrower than when `bounds` came out of here; None for the first time.

        Raises:
            ContradictionError: No whole numbers fit.
        """
        found = dict(bounds)
        if changed is not None:
            start = dict.fromkeys(index for variable in changed for index in self.of(variable))
            _propagate(found, self._constraints, self._users, start)
            return found
        for variable in self._users:
            found.setdefault(variable, (0, math.inf))
        _propagate(found, self._constraints, self._users, range(len(self._constraints)))
        return found

    def combined(self, bounds: Mapping[Variable, Bounds]) -> dict[Variable, Bounds]:
        """
        The range that sums leave when they are combined with each other as well.

        Args:
            bounds: What came out of `narrowed`; with a variable that is not known, all that it is tied to.

        Raises:
            ContradictionError: No whole numbers fit.
        """
        found = dict(bounds)
        unknown = [variable for variable, (low, high) in bounds.items() if low != high]
        near = sorted({index for variable in unknown for index in self.of(variable)})
        constraints = [self._constraints[index] for index in near]
        combined = _combinations([one for one in constraints if one.lowest == one.highest], found)
        constraints = combined + constraints
        _propagate(found, constraints, _users(constraints), range(len(combined)))
        return found


def _linear(tie: Sum | AtMost) -> _Linear:
    if isinstance(tie, Sum):
        return _Linear((*((part, 1) for part in tie.parts), (tie.total, -1)), 0, 0)
    return _Linear(((tie.part, 1), (tie.whole, -1)), -math.inf, 0)


def _users(constraints: Sequence[_Linear]) -> dict[Variable, list[int]]:
    users: dict[Variable, list[int]] = defaultdict(list)
    for index, constraint in enumerate(constraints):
        for variable, _ in constraint.terms:
            users[variable].append(index)
    return dict(users)


def _propagate(
    found: dict[Variable, Bounds],
    constraints: Sequence[_Linear],
    users: Mapping[Variable, Sequence[int]],
    start: Iterable[int],
) -> None:
    """Narrow `found` in place until no constraint says more; a constraint is looked at again when a term changed."""
    queue = deque(start)
    waiting = set(queue)
    while queue:
        index = queue.popleft()
        changed = _tighten(found, constraints[index])
        if changed and any(abs(factor) != 1 for _, factor in constraints[index].terms):
            waiting.discard(index)  # what it narrows to whole numbers can let it say more; a plain sum says all at once
        for variable in changed:
            fresh = [user for user in users[variable] if user not in waiting]
            queue.extend(fresh)
            waiting.update(fresh)
        waiting.discard(index)


def _tighten(found: dict[Variable, Bounds], constraint: _Linear) -> list[Variable]:
    """Narrow each variable of one constraint by what the others leave for it; the variables that changed."""
    least, no_least, most, no_most, widest = _reach(found, constraint)
    from_above = no_least <= 1 and constraint.highest != math.inf
    from_below = no_most <= 1 and constraint.lowest != -math.inf
    changed: list[Variable] = []
    # Nearly all of the time no term is wide enough for the others to say anything of it.
    if not (from_above and (no_least or widest > constraint.highest - least)) and not (
        from_below and (no_most or widest > most - constraint.lowest)
    ):
        return changed
    for variable, factor in constraint.terms:
        low, high = found[variable]
        smallest, largest = (factor * low, factor * high) if factor > 0 else (factor * high, factor * low)
        lowest, highest = -math.inf, math.inf  # what the others leave for the term
        if from_above and no_least == (smallest == -math.inf):
            highest = constraint.highest - (least if no_least else least - smallest)
        if from_below and no_most == (largest == math.inf):
            lowest = constraint.lowest - (most if no_most else most - largest)
        if lowest <= smallest and highest >= largest:
            continue
        narrowed = _within(found[variable], factor, lowest, highest)
        if narrowed[0] > narrowed[1]:
            raise ContradictionError(variable)
        if narrowed != found[variable]:
            found[variable] = narrowed
            changed.append(variable)
    return changed


def _reach(found: Mapping[Variable, Bounds], constraint: _Linear) -> tuple[float, int, float, int, float]:
    """The least and the most of those terms that have them, each with how many have none, and the widest range."""
    least: float = 0
    most: float = 0
    widest: float = 0
    no_least = no_most = 0
    for variable, factor in constraint.terms:
        low, high = found[variable]
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
    """The range of a variable whose term may be from lowest to highest, in whole numbers."""
    if factor < 0:
        lowest, highest = -highest, -lowest
    low, high = bounds
    size = abs(factor)
    return (
        low if lowest == -math.inf else max(low, -(int(-lowest) // size)),
        high if highest == math.inf else min(high, int(highest) // size),
    )


def _combinations(sums: Iterable[_Linear], found: Mapping[Variable, Bounds]) -> list[_Linear]:
    """The sums over the counts still unknown, in reduced row echelon form: each is a sum nobody published."""
    pivots: dict[Variable, tuple[Row, Number]] = {}
    for one in sums:
        row, right = _unknowns(one, found)
        for variable in [name for name in row if name in pivots]:
            row, right = _subtract(row, right, row.get(variable, 0), *pivots[variable])
        if not row:
            continue
        pivot = next(iter(row))
        factor = row[pivot]
        if factor != 1:  # nearly always -1, so that numbers stay whole
            share = -1 if factor == -1 else 1 / Fraction(factor)
            row, right = {name: value * share for name, value in row.items()}, right * share
        for variable, (other, other_right) in pivots.items():
            if pivot in other:
                pivots[variable] = _subtract(other, other_right, other[pivot], row, right)
        pivots[pivot] = (row, right)
    return [_whole(row, right) for row, right in pivots.values()]


def _unknowns(one: _Linear, found: Mapping[Variable, Bounds]) -> tuple[Row, Number]:
    """A sum with its known counts moved to the right-hand side."""
    row: Row = {}
    right: Number = 0
    for variable, factor in one.terms:
        low, high = found[variable]
        if low == high:
            right -= factor * int(low)
        else:
            row[variable] = row.get(variable, 0) + factor
    return {name: value for name, value in row.items() if value}, right


def _subtract(row: Row, right: Number, times: Number, other: Row, other_right: Number) -> tuple[Row, Number]:
    result = dict(row)
    for name, value in other.items():
        remaining = result.get(name, 0) - times * value
        if remaining:
            result[name] = remaining
        else:
            result.pop(name, None)
    return result, right - times * other_right


def _whole(row: Row, right: Number) -> _Linear:
    """The same equation with whole coefficients."""
    scale = math.lcm(*(value.denominator for value in row.values()), right.denominator)
    constant = int(right * scale)
    return _Linear(tuple((name, int(value * scale)) for name, value in row.items()), constant, constant)
