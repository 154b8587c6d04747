"""
Tables that fit everything published, found by linear and whole-number programs.

METHODS section 2, "Audit": each solution widens the range seen of every hidden count at once, so few programs are
needed; a count whose range gets no wider than it must be is too narrow. A linear program's solution need not be whole;
only one that is shows a table that could have been counted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import highspy
import numpy as np

from open_comparisons.disclosure.pieces import Exposure, Piece

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from open_comparisons.disclosure.counts import Count
    from open_comparisons.disclosure.pieces import Method
    from open_comparisons.disclosure.system import Watch

UNDECIDED: Final[Method] = "undecided"
"""The method of a count of which no program could show that enough values are left: nothing is published on trust."""

_WHOLE: Final = 1e-6
"""Tolerance of the solver: a solution this close to a whole number is that number."""
_MOST: Final = 1_000_000
"""Stands for infinity: no rule asks whether a count may be larger than this, and solvers want finite ranges."""
_OPTIONS: Final = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_heuristic_run_feasibility_jump": False,  # takes longer than all the rest where a table is small
    "mip_max_nodes": 5_000,  # a bound in branches and not in seconds, so that all machines agree
}


def join_pieces(pieces: Sequence[Piece]) -> Piece:
    """Several pieces as one."""
    return Piece(
        tuple(count for piece in pieces for count in piece.counts),
        {count: left for piece in pieces for count, left in piece.bounds.items()},
        tuple(equation for piece in pieces for equation in piece.sums),
        tuple(order for piece in pieces for order in piece.orders),
        tuple(watch for piece in pieces for watch in piece.watched),
    )


class Programs:
    """
    The programs of one piece, one column per unknown count.

    Attributes:
        column_of: The column of each unknown count.
        box: The range of each column.
        lowest, highest: The ends of the range that tables have shown of each column so far.
    """

    def __init__(self, piece: Piece) -> None:
        self.column_of = {count: column for column, count in enumerate(piece.counts)}
        self._bounds = piece.bounds
        ends = [end for tie in piece.ties for member in tie.members for end in piece.bounds[member]]
        most = max(_MOST, 10 * max((end for end in ends if not math.isinf(end)), default=0))
        self.box = [(low, min(high, low + most)) for low, high in (piece.bounds[count] for count in piece.counts)]
        equal = [self._row((each.total, -1), *((part, 1) for part in each.parts)) for each in piece.sums]
        below = [self._row((each.part, 1), (each.whole, -1)) for each in piece.orders]
        self.model = self._model(
            [(row, right, right) for row, right in equal if row]
            + [(row, -highspy.kHighsInf, right) for row, right in below if row]
        )
        self.solver = _solver(self.model)
        self.lowest = np.full(len(self.column_of), np.inf)
        self.highest = np.full(len(self.column_of), -np.inf)

    def find_narrow(self, watched: Sequence[Watch]) -> list[Exposure]:
        """The watched counts whose range is too narrow, each solved for by itself."""
        exposures = (self._solve_alone(watch) for watch in watched if not self._is_seen_wide(watch))
        return [exposure for exposure in exposures if exposure is not None]

    def not_seen_wide(self, watched: Collection[Watch], turn: int) -> set[Watch]:
        """
        The watches that two more tables, as different from each other as possible, do not show to be wide enough.

        Args:
            watched: The watches in question.
            turn: 0, 1, 2 ...: each turn pulls the counts apart in another combination.
        """
        mine = [watch for watch in watched if watch.count in self.column_of]
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.column_of))
            for watch in mine:
                # One bit of the column number per turn, so that any two parts of a sum go apart in some turn.
                column = self.column_of[watch.count]
                aim[column] = sign if column >> turn & 1 else -sign
            self._solve(aim)
        return {watch for watch in mine if not self._is_seen_wide(watch)}

    def _solve_alone(self, watch: Watch) -> Exposure | None:
        """
        The exposure of one count, from its lowest and highest value; None where its range is wide enough.

        Fractions can only widen a range: one that is narrow with them is narrow. One that is wide with them is decided
        by whole numbers.
        """
        column = self.column_of[watch.count]
        aim = np.zeros(len(self.column_of))
        ends = []
        for sign in (1.0, -1.0):
            aim[column] = sign
            solution = self._solve(aim)
            ends.append(float(self.box[column][sign < 0]) if solution is None else float(solution[column]))
        if self._is_seen_wide(watch):
            return None
        outer = (_up(ends[0]), _down(ends[1]))
        if watch.is_narrow(outer):
            return Exposure(watch, outer, "programs")
        exact = self.exact_range(watch.count)
        if exact is None:
            return Exposure(watch, outer, UNDECIDED)
        return Exposure(watch, exact, "whole numbers") if watch.is_narrow(exact) else None

    def exact_range(self, count: Count) -> tuple[float, float] | None:
        """The lowest and highest whole value of a count; None where that cannot be decided."""
        low, high = self._whole(self.column_of[count], 1.0), self._whole(self.column_of[count], -1.0)
        return None if low is None or high is None else (low, high)

    def _is_seen_wide(self, watch: Watch) -> bool:
        """Tell a range that the tables seen so far show to be wide enough."""
        column = self.column_of[watch.count]
        low, high = self.lowest[column], self.highest[column]
        return bool(low <= high) and not watch.is_narrow((int(low), high))

    def _solve(self, aim: np.ndarray) -> np.ndarray | None:
        """The table with the lowest sum of `aim` times counts; None where no table fits."""
        self.solver.changeColsCost(len(aim), np.arange(len(aim), dtype=np.int32), aim)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = np.array(self.solver.getSolution().col_value)
        if np.all(np.abs(solution - np.round(solution)) < _WHOLE):
            whole = np.round(solution)
            self.lowest, self.highest = np.minimum(self.lowest, whole), np.maximum(self.highest, whole)
        return solution

    def _whole(self, column: int, sign: float) -> float | None:
        """One end of a count's range in whole numbers; None where no table fits or the branches run out."""
        solver = _solver(self.model)
        count = len(self.column_of)
        solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.ones(count, dtype=np.uint8))
        solver.changeColCost(column, sign)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        end = round(solver.getSolution().col_value[column])
        return math.inf if end >= self.box[column][1] and self.box[column][1] - self.box[column][0] >= _MOST else end

    def _row(self, *terms: tuple[Count, int]) -> tuple[dict[int, float], float]:
        """The factors of the unknown counts by column, and what the known ones add up to on the other side."""
        row: dict[int, float] = defaultdict(float)
        right = 0.0
        for count, factor in terms:
            if count in self.column_of:
                row[self.column_of[count]] += factor
            else:
                right -= factor * self._bounds[count][0]
        return row, right

    def _model(self, rows: Sequence[tuple[Mapping[int, float], float, float]]) -> highspy.HighsLp:
        """All ties as rows of one model: the factors by column, and the lowest and highest that they may come to."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.column_of), len(rows)
        model.col_cost_ = np.zeros(len(self.column_of))
        model.col_lower_, model.col_upper_ = (np.array(ends, dtype=float) for ends in zip(*self.box, strict=True))
        model.row_lower_ = np.array([low for _, low, _ in rows])
        model.row_upper_ = np.array([high for _, _, high in rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, _, _ in rows)])
        model.a_matrix_.index_ = np.array([column for row, _, _ in rows for column in row], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row, _, _ in rows for factor in row.values()], dtype=float)
        return model


def _solver(model: highspy.HighsLp) -> highspy.Highs:
    """A solver of a model, in one thread: with threads of its own it would hang in a forked process."""
    solver = highspy.Highs()
    for option, setting in _OPTIONS.items():
        solver.setOptionValue(option, setting)
    solver.passModel(model)
    return solver


def _up(number: float) -> float:
    return number if math.isinf(number) else math.ceil(number - _WHOLE)


def _down(number: float) -> float:
    return number if math.isinf(number) else math.floor(number + _WHOLE)
