"""The table of a workbook: the sheet it is on, the row of its headings, and its first and last column."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from open_comparisons.intake.wording import quote_cell
from open_comparisons.intake.workbooks.sheets import WORDS, SheetCell, WorkbookSheet
from open_comparisons.intake.workbooks.xml_parts import RefusedWorkbookError

_ROWS_SEARCHED: Final = 30
_FEWEST_HEADINGS: Final = 2
_MOST_PLACES: Final = 5_000_000
"""Rows times columns, blank cells included."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table on a sheet: the row of its headings, and the columns of the first and the last of them."""

    sheet: WorkbookSheet
    header: int
    first: int
    last: int

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows below the headings that are not blank."""
        return [row for row in self.sheet.rows if row > self.header]


def heading_key(text: str) -> str:
    """A heading in the form that names of columns have in the standard."""
    return re.sub(r"[\s_]+", "_", text.strip().lower())


def find_table(sheets: Sequence[WorkbookSheet], known: Collection[str]) -> SheetTable:
    """
    The table to read: where most headings are known, on the first such sheet.

    Our own template has sheets of codes and instructions beside its data, with some of the names of columns too.

    Args:
        sheets: All sheets of the workbook.
        known: Column names of the standard.

    Raises:
        RefusedWorkbookError: No sheet has known headings and there is more than one, or several have a table of data.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise RefusedWorkbookError("empty-file")
    names = set(known)
    scored = [(_best_row(sheet, names), sheet) for sheet in filled]
    (most, header), sheet = max(scored, key=lambda each: each[0][0])
    tables = [
        _table(other, row) for (score, row), other in scored if score >= max(_FEWEST_HEADINGS, most, len(names) / 2)
    ]
    with_rows = [table for table in tables if table.rows]
    if len(with_rows) > 1:
        listed = [quote_cell(table.sheet.name) for table in with_rows]
        raise RefusedWorkbookError("several-sheets-with-data", sheets=listed)
    if with_rows:
        return with_rows[0]
    if most >= _FEWEST_HEADINGS:
        return _table(sheet, header)
    if len(filled) > 1:
        raise RefusedWorkbookError("no-sheet-with-data", sheets=[quote_cell(sheet.name) for sheet in filled])
    return _table(filled[0], next(iter(filled[0].rows)))


def _best_row(sheet: WorkbookSheet, known: set[str]) -> tuple[int, int]:
    """How many known headings the row with most of them has, and its number; among the first rows."""
    counts = [
        (len(known.intersection(_headings(cells).values())), row)
        for row, cells in islice(sheet.rows.items(), _ROWS_SEARCHED)
    ]
    return max(counts, key=lambda each: (each[0], -each[1]))


def _headings(cells: Mapping[int, SheetCell]) -> dict[int, str]:
    return {column: heading_key(cell.content) for column, cell in cells.items() if cell.kind == WORDS}


def _table(sheet: WorkbookSheet, header: int) -> SheetTable:
    columns = sheet.rows[header]
    table = SheetTable(sheet, header, min(columns), max(columns))
    if len(table.rows) * (table.last - table.first + 1) > _MOST_PLACES:
        raise RefusedWorkbookError("workbook-too-large")
    return table
