"""
Tables that fit all that is published, found by linear and whole-number programs.

Each solution widens the range that is seen of every hidden count at once; a count whose range gets no wider than it
must be is too narrow.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import highspy
import numpy as np

from open_comparisons.disclosure.solve import Part, members_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from open_comparisons.disclosure.propagation import AtMost, Sum
    from open_comparisons.disclosure.solve import Narrow
    from open_comparisons.disclosure.system import Bounds, Variable, Watch

UNDECIDED: Final = "undecided"
"""How a count was found of which no program could show that enough values are left: nothing is published on trust."""

_WHOLE: Final = 1e-6
"""How far from a whole number a solution may be and still be one."""
_MOST: Final = 1_000_000
"""A table with a number this large is as good as one with a larger one."""
_OPTIONS: Final = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_heuristic_run_feasibility_jump": False,  # takes longer than all the rest where a table is small
    "mip_max_nodes": 5_000,  # a bound in branches and not in seconds, so that all machines agree
}


def joined(parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    return Part(
        tuple(variable for part in parts for variable in part.variables),
        tuple(one for part in parts for one in part.sums),
        tuple(one for part in parts for one in part.orders),
        tuple(watch for part in parts for watch in part.watched),
    )


class Programs:
    """The programs of one part: its variables, and the tables that fit what is published."""

    def __init__(self, part: Part, bounds: Mapping[Variable, Bounds]) -> None:
        self.place = {variable: place for place, variable in enumerate(part.variables)}
        ties: list[Sum | AtMost] = [*part.sums, *part.orders]
        known = (end for tie in ties for name in members_of(tie) for end in bounds[name])
        most = max(_MOST, 10 * max((end for end in known if not math.isinf(end)), default=0))
        self.box = [(low, min(high, low + most)) for low, high in (bounds[variable] for variable in part.variables)]
        equal = [self._row((one.total, -1), *((part, 1) for part in one.parts), bounds=bounds) for one in part.sums]
        below = [self._row((one.part, 1), (one.whole, -1), bounds=bounds) for one in part.orders]
        self.model = self._model(
            [(row, right, right) for row, right in equal if row]
            + [(row, -highspy.kHighsInf, right) for row, right in below if row]
        )
        self.solver = _solver(self.model)
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
        """A table that goes as far as it can; None where no table fits."""
        self.solver.changeColsCost(len(aim), np.arange(len(aim), dtype=np.int32), aim)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = np.array(self.solver.getSolution().col_value)
        if np.all(np.abs(solution - np.round(solution)) < _WHOLE):
            whole = np.round(solution)
            self.lowest, self.highest = np.minimum(self.lowest, whole), np.maximum(self.highest, whole)
        return solution

    def _whole(self, place: int, sign: float) -> float | None:
        """One end of a variable's range in whole numbers; None where no table fits or the branches run out."""
        solver = _solver(self.model)
        count = len(self.place)
        solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.ones(count, dtype=np.uint8))
        solver.changeColCost(place, sign)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        end = round(solver.getSolution().col_value[place])
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

    def _model(self, rows: Sequence[tuple[Mapping[int, float], float, float]]) -> highspy.HighsLp:
        """All ties as rows: the factors of the variables, and the lowest and highest that they may come to."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.place), len(rows)
        model.col_cost_ = np.zeros(len(self.place))
        model.col_lower_, model.col_upper_ = (np.array(ends, dtype=float) for ends in zip(*self.box, strict=True))
        model.row_lower_ = np.array([low for _, low, _ in rows])
        model.row_upper_ = np.array([high for _, _, high in rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, _, _ in rows)])
        model.a_matrix_.index_ = np.array([place for row, _, _ in rows for place in row], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row, _, _ in rows for factor in row.values()], dtype=float)
        return model


def _solver(model: highspy.HighsLp) -> highspy.Highs:
    """A solver of a model, in one thread: with threads of its own it would stand still in a forked process."""
    solver = highspy.Highs()
    for option, setting in _OPTIONS.items():
        solver.setOptionValue(option, setting)
    solver.passModel(model)
    return solver


def _up(number: float) -> float:
    return number if math.isinf(number) else math.ceil(number - _WHOLE)


def _down(number: float) -> float:
    return number if math.isinf(number) else math.floor(number + _WHOLE)
