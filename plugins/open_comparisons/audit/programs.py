"""
Linear and whole-number programs for the counts that the search for tables leaves undecided.

METHODS section 2, "Audit". A linear program bounds a count from outside: fractions can only widen its range, so a range
that is narrow with them is narrow. Whole-number programs then look for tables with further values. A solution proves a
value only when it fits all ties in whole numbers, and the absence of one only when solving again without presolve
agrees: solvers have been seen to cut off whole solutions.
"""

import math
from collections.abc import Sequence
from typing import Final

import highspy
import numpy as np

from open_comparisons.disclosure.counts import Count
from open_comparisons.disclosure.judge import Goal
from open_comparisons.disclosure.pieces import Exposure, Piece
from open_comparisons.disclosure.propagation import Bounds, Linear, linear
from open_comparisons.disclosure.system import Watch

_WHOLE: Final = 1e-6
"""Tolerance of the solver: a solution this close to a whole number is that number."""
_MOST: Final = 1_000_000
"""Stands for infinity: no rule asks whether a count may be larger than this, and solvers want finite ranges."""
_VALUES_PER_NEED: Final = 4
"""Values of a count to try one by one, for each that it needs."""
_MOST_SOLVED: Final = 120
"""Whole-number programs for one piece: what they do not decide is refused."""
_OPTIONS: Final = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_heuristic_run_feasibility_jump": False,  # takes longer than all the rest where a table is small
    "mip_max_nodes": 2_000,  # a bound in branches and not in seconds, so that all machines agree
    "simplex_iteration_limit": 50_000,
}


class Programs:
    """
    The programs of one piece, one column per unknown count.

    A table that was found for one count is looked at for all that follow.
    """

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.column_of = {count: column for column, count in enumerate(piece.counts)}
        ends = [end for tie in piece.ties for member in tie.members for end in piece.bounds[member]]
        most = max(_MOST, 10 * max((end for end in ends if not math.isinf(end)), default=0))
        self.box = [(low, min(high, low + most)) for low, high in (piece.bounds[count] for count in piece.counts)]
        self._solved = 0
        self._tables: list[list[int]] = []
        self._rows = [self._row(tie) for tie in map(linear, piece.ties)]
        self.model = self._model()

    def can_be(self) -> bool:
        """False where not even a table of fractions fits: what is published cannot all be true."""
        solvers = [self._solver(presolve=presolve) for presolve in (True, False)]
        for solver in solvers:
            solver.run()
        return any(solver.getModelStatus() != highspy.HighsModelStatus.kInfeasible for solver in solvers)

    def decide(self, watch: Watch) -> Exposure | None:
        """The exposure of an undecided count; None where it is proven to hold."""
        outer = [self._bound_from_outside(count) for count in watch.counts]
        if watch.is_narrow(*outer):
            return Exposure(watch, outer[0], "programs")
        if not watch.matters(*outer):
            return None
        goal = Goal(watch)
        values = self._values_to_try(watch, outer[0])
        self._look_for(goal, values)
        if goal.is_met:
            return None
        is_decided = watch.rule != "mean" and not goal.undecided and len(values) == outer[0][1] - outer[0][0] + 1
        if not is_decided:
            return Exposure(watch, outer[0], "undecided")
        return Exposure(watch, (min(goal.seen, default=0), max(goal.seen, default=0)), "whole numbers")

    def _look_for(self, goal: Goal, values: Sequence[int]) -> None:
        """Look for tables with some values of a count until enough are seen, in the tables found before as well."""
        for table in self._tables:
            self._note(goal, table)
        for value in values:
            if goal.is_met:
                return
            if value in goal.seen and goal.watch.rule != "mean":
                continue
            found = self._table_with(goal.watch.count, value)
            if found is None:
                goal.undecided.add(value)
            elif not found:
                goal.impossible.add(value)
            else:
                self._tables.append(found)
                self._note(goal, found)

    def _values_to_try(self, watch: Watch, outer: Bounds) -> list[int]:
        low, high = outer[0], int(min(outer[1], outer[0] + 10 * _MOST))
        if watch.rule == "mean":
            return sorted({low, high, (low + high) // 2})
        return list(range(low, min(high, low + _VALUES_PER_NEED * watch.needed) + 1))

    def _note(self, goal: Goal, table: Sequence[int]) -> None:
        value, *beside = (
            table[self.column_of[count]] if count in self.column_of else self.piece.bounds[count][0]
            for count in goal.watch.counts
        )
        goal.note(value, beside)

    def _bound_from_outside(self, count: Count) -> Bounds:
        """The range of a count by linear programs; its own range where they find none."""
        if count not in self.column_of:
            return self.piece.bounds[count]
        column = self.column_of[count]
        low, high = self.piece.bounds[count]
        for sign in (1.0, -1.0):
            solver = self._solver(presolve=True)
            solver.changeColCost(column, sign)
            solver.run()
            if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                end = solver.getSolution().col_value[column]
                if sign > 0:
                    low = max(low, math.ceil(end - _WHOLE * max(1, abs(end))))
                elif end < self.box[column][1] - _WHOLE:
                    high = min(high, math.floor(end + _WHOLE * max(1, abs(end))))
        return low, high

    def _table_with(self, count: Count, value: int) -> list[int] | None:
        """A table with one value of a count; [] where there is none, and None where that is not decided."""
        if count not in self.column_of or self._solved >= _MOST_SOLVED:
            return None
        has_none = 0
        for presolve in (True, False):
            self._solved += 1
            solver = self._solver(presolve=presolve)
            columns = len(self.column_of)
            solver.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), np.ones(columns, dtype=np.uint8))
            solver.changeColBounds(self.column_of[count], float(value), float(value))
            solver.run()
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                table = [round(number) for number in solver.getSolution().col_value]
                if table[self.column_of[count]] == value and self.fits(table):
                    return table
            has_none += status == highspy.HighsModelStatus.kInfeasible
        return [] if has_none == 2 else None

    def fits(self, table: Sequence[int]) -> bool:
        """Tell a table that satisfies all ties, in whole numbers."""
        if any(not low <= number <= high for number, (low, high) in zip(table, self.box, strict=True)):
            return False
        return all(
            lowest <= sum(factor * table[column] for column, factor in row.items()) <= highest
            for row, lowest, highest in self._rows
        )

    def _row(self, tie: Linear) -> tuple[dict[int, int], float, float]:
        """A tie by column, with the known counts moved to the other side."""
        row: dict[int, int] = {}
        known = 0
        for count, factor in tie.terms:
            if count in self.column_of:
                column = self.column_of[count]
                row[column] = row.get(column, 0) + factor
            else:
                known += factor * self.piece.bounds[count][0]
        return row, tie.lowest - known, tie.highest - known

    def _model(self) -> highspy.HighsLp:
        """All ties as rows of one model: the factors by column, and the lowest and highest that they may come to."""
        rows = [row for row, _, _ in self._rows]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.column_of), len(rows)
        model.col_cost_ = np.zeros(len(self.column_of))
        model.col_lower_, model.col_upper_ = (np.array(ends, dtype=float) for ends in zip(*self.box, strict=True))
        model.row_lower_ = np.array([_end(low) for _, low, _ in self._rows])
        model.row_upper_ = np.array([_end(high) for _, _, high in self._rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in rows)])
        model.a_matrix_.index_ = np.array([column for row in rows for column in row], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row in rows for factor in row.values()], dtype=float)
        return model

    def _solver(self, *, presolve: bool) -> highspy.Highs:
        """A solver of the model, in one thread: with threads of its own it would hang in a forked process."""
        solver = highspy.Highs()
        for option, setting in _OPTIONS.items():
            solver.setOptionValue(option, setting)
        solver.setOptionValue("presolve", "choose" if presolve else "off")
        solver.passModel(self.model)
        return solver


def _end(number: float) -> float:
    return math.copysign(highspy.kHighsInf, number) if math.isinf(number) else number
