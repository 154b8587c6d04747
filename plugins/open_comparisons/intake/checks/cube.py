"""The rows of a table laid out by series, split and period, so that a neighbouring cell is found without a search."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from open_comparisons.intake.cells import Table
from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import span_of

_Cell = TypeVar("_Cell")


class Cube:
    """
    An index of the rows of a table by key.

    A series is a key without period and dimensions; a split is the codes of all dimensions, a blank cell being the
    total; a period is its span, in whatever spelling. Each is numbered from 0.

    Attributes:
        series, split, period: The numbers of each row; shape (n,).
        roles, names: The roles that make a series, and the cells of each series in their order.
        splits: The codes of each split, in the order of the standard's dimensions.
        spans: The span of each period, or the text of the cell where it names none.
        first: Index of the first row with each key.
        keys: The key of each row as one number; shape (n,).
    """

    def __init__(self, table: Table, standard: Standard) -> None:
        names = [dimension.name for dimension in standard.dimensions]
        totals = [dimension.total for dimension in standard.dimensions]
        fixed = [role for role in standard.key if role != "period" and role not in names]
        self.series, self.names = _number_cells(_rows(table, fixed))
        self.roles = fixed
        self.split, self.splits = _number_cells(
            _translate_cells(
                _rows(table, names),
                lambda codes: tuple(code or total for code, total in zip(codes, totals, strict=True)),
            )
        )
        self.period, self.spans = _number_cells(
            _translate_cells(table.text("period"), lambda cell: span_of(cell) or cell)
        )
        splits, spans = len(self.splits), len(self.spans)
        rows = zip(self.series, self.split, self.period, strict=True)
        self.keys = [(series * splits + split) * spans + period for series, split, period in rows]
        # From the end, so that the first row with a key is the last to be entered, and stays.
        self.first = dict(zip(reversed(self.keys), range(len(self.keys) - 1, -1, -1), strict=True))

    def find(self, series: int, split: int, period: int) -> int | None:
        """Index of the first row with this key; None when there is none."""
        return self.first.get((series * len(self.splits) + split) * len(self.spans) + period)


def _rows(table: Table, roles: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*map(table.text, roles), strict=True) if roles else [()] * len(table)


def _translate_cells(cells: Iterable[_Cell], translate: Callable[[_Cell], Any]) -> list[Any]:
    """Each cell translated, and each different one once."""
    cells = list(cells)
    meanings = {cell: translate(cell) for cell in set(cells)}
    return list(map(meanings.__getitem__, cells))


def _number_cells(cells: Iterable[Any]) -> tuple[list[int], list[Any]]:
    """A number from 0 for each cell, the same for equal cells, and the cell of each number."""
    cells = list(cells)
    different = list(dict.fromkeys(cells))
    number_of = {cell: number for number, cell in enumerate(different)}
    return list(map(number_of.__getitem__, cells)), different
