"""
Tables that fit all that is published, found by linear and whole-number programs.

Each solution widens the range that is seen of every hidden count at once; a count whose range gets no wider than it
must be is too narrow.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from open_comparisons.intake.attack import Part, members_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from open_comparisons.intake.attack import Narrow
    from open_comparisons.intake.propagation import AtMost, Sum
    from open_comparisons.intake.system import Bounds, Variable, Watch

UNDECIDED: Final = "undecided"
"""How a count was found of which no program could show that enough values are left: nothing is published on trust."""

_WHOLE: Final = 1e-6
"""How far from a whole number a solution may be and still be one."""
_MOST: Final = 1_000_000
"""A table with a number this large is as good as one with a larger one."""
_NODES: Final = 20_000
"""How many branches a whole-number program tries. A bound in steps and not in seconds, so that all machines agree."""


def joined(parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    return Part(
        tuple(variable for part in parts for variable in part.variables),
        tuple(one for part in parts for one in part.sums),
        tuple(one for part in parts for one in part.orders),
        tuple(watch for part in parts for watch in part.watched),
    )


class Programs:
    """The linear programs of one part: its variables, and the tables that fit what is published."""

    def __init__(self, part: Part, bounds: Mapping[Variable, Bounds]) -> None:
        self.place = {variable: place for place, variable in enumerate(part.variables)}
        ties: list[Sum | AtMost] = [*part.sums, *part.orders]
        known = (end for tie in ties for name in members_of(tie) for end in bounds[name])
        most = max(_MOST, 10 * max((end for end in known if not math.isinf(end)), default=0))
        self.box = [(low, min(high, low + most)) for low, high in (bounds[variable] for variable in part.variables)]
        equal = [self._row((one.total, -1), *((part, 1) for part in one.parts), bounds=bounds) for one in part.sums]
        below = [self._row((one.part, 1), (one.whole, -1), bounds=bounds) for one in part.orders]
        self.equal, self.below = self._matrix(equal), self._matrix(below)
        self.lowest = np.full(len(self.place), np.inf)
        self.highest = np.full(len(self.place), -np.inf)

    def narrow(self, watched: Sequence[Watch]) -> list[Narrow]:
        """Those of some variables that come out too narrow, each asked for by itself."""
        alone = (self._alone(watch) for watch in watched if not self._is_wide(watch))
        return [found for found in alone if found is not None]

    def not_wide(self, watched: Collection[Watch], turn: int) -> set[Watch]:
        """Those of some variables that two tables, as different as can be, do not show to be wide."""
        mine = [watch for watch in watched if watch.variable in self.place]
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.place))
            for watch in mine:
                # Neighbours in a sum are pulled apart in some turn.
                place = self.place[watch.variable]
                aim[place] = sign if place >> turn & 1 else -sign
            self._solve(aim)
        return {watch for watch in mine if not self._is_wide(watch)}

    def _alone(self, watch: Watch) -> Narrow | None:
        """The range of one variable by itself; None where it is wide enough."""
        place = self.place[watch.variable]
        aim = np.zeros(len(self.place))
        ends = []
        for sign in (1.0, -1.0):
            aim[place] = sign
            solution = self._solve(aim)
            ends.append(float(self.box[place][sign < 0]) if solution is None else float(solution[place]))
        if self._is_wide(watch):
            return None
        outer = (_up(ends[0]), _down(ends[1]))
        if watch.is_narrow(outer):
            return watch, outer, "programs"
        exact = self.exact(watch.variable)
        if exact is None:
            return watch, outer, UNDECIDED
        return (watch, exact, "whole numbers") if watch.is_narrow(exact) else None

    def exact(self, variable: Variable) -> tuple[float, float] | None:
        """The lowest and highest whole value of a variable; None where that cannot be decided."""
        low, high = self._whole(self.place[variable], 1.0), self._whole(self.place[variable], -1.0)
        return None if low is None or high is None else (low, high)

    def _is_wide(self, watch: Watch) -> bool:
        """Whether tables seen so far show that the range is wide enough."""
        place = self.place[watch.variable]
        low, high = self.lowest[place], self.highest[place]
        return bool(low <= high) and not watch.is_narrow((int(low), high))

    def _solve(self, aim: np.ndarray) -> np.ndarray | None:
        """A table that goes as far as it can; None where it can go on for ever."""
        answer = linprog(
            aim,
            A_eq=self.equal[0],
            b_eq=self.equal[1],
            A_ub=self.below[0],
            b_ub=self.below[1],
            bounds=self.box,
            method="highs",
        )
        if answer.status != 0 or answer.x is None:
            return None
        solution: np.ndarray = answer.x
        if np.all(np.abs(solution - np.round(solution)) < _WHOLE):
            whole = np.round(solution)
            self.lowest, self.highest = np.minimum(self.lowest, whole), np.maximum(self.highest, whole)
        return solution

    def _whole(self, place: int, sign: float) -> float | None:
        """One end of a variable's range in whole numbers; None where no table fits or the branches run out."""
        aim = np.zeros(len(self.place))
        aim[place] = sign
        constraints = []
        if self.equal[0] is not None:
            constraints.append(LinearConstraint(self.equal[0], self.equal[1], self.equal[1]))
        if self.below[0] is not None:
            constraints.append(LinearConstraint(self.below[0], -np.inf, self.below[1]))
        low, high = zip(*self.box, strict=True)
        answer = milp(
            aim,
            constraints=constraints,
            integrality=np.ones(len(aim), dtype=int),
            bounds=Box(low, high),
            options={"node_limit": _NODES},
        )
        if answer.status != 0:
            return None
        end = round(sign * answer.fun)
        return math.inf if end >= self.box[place][1] and self.box[place][1] - self.box[place][0] >= _MOST else end

    def _row(self, *terms: tuple[Variable, int], bounds: Mapping[Variable, Bounds]) -> tuple[dict[int, float], float]:
        """Coefficients of the variables that are not known, and what the known ones leave on the other side."""
        row: dict[int, float] = defaultdict(float)
        right = 0.0
        for variable, factor in terms:
            if variable in self.place:
                row[self.place[variable]] += factor
            else:
                right -= factor * bounds[variable][0]
        return row, right

    def _matrix(self, rows: Sequence[tuple[dict[int, float], float]]) -> tuple[Any, Any]:
        rows = [row for row in rows if row[0]]
        if not rows:
            return None, None
        places = [(line, column) for line, (row, _) in enumerate(rows) for column in row]
        values = [value for row, _ in rows for value in row.values()]
        shape = (len(rows), len(self.place))
        return csr_array((values, tuple(zip(*places, strict=True))), shape=shape), np.array(
            [right for _, right in rows]
        )


def _up(number: float) -> float:
    return number if math.isinf(number) else math.ceil(number - _WHOLE)


def _down(number: float) -> float:
    return number if math.isinf(number) else math.floor(number + _WHOLE)
