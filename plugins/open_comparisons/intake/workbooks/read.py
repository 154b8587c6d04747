"""
From the bytes of a workbook to the same columns of text that a CSV file gives, so that all checks work unchanged.

The table is written as CSV text and read like any other, so headings, blank rows and characters are judged once, in
`intake.reading`. What only workbooks have is judged here: dates, formulas, formats, merged and hidden cells.
"""

import csv
import io
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.reading import RawTable, Reading, SheetRead, read_csv
from open_comparisons.intake.wording import problem, quote_cell
from open_comparisons.intake.workbooks.absent_measures import FilledTable, fill_absent_measures, find_absent_measures
from open_comparisons.intake.workbooks.package import open_workbook
from open_comparisons.intake.workbooks.sheets import (
    MergedCells,
    SheetCell,
    WorkbookContent,
    WorkbookSheet,
    column_letters,
    read_sheets,
)
from open_comparisons.intake.workbooks.tables import SheetTable, find_table, heading_key
from open_comparisons.intake.workbooks.texts import CellText, text_of
from open_comparisons.intake.workbooks.xml_parts import RefusedWorkbookError
from open_comparisons.standard.model import Column, Standard

_MOST_FILLED: Final = 100_000
"""Blank rows of merged cells that are filled in; merged cells are a problem in any case."""


@dataclass(frozen=True, slots=True)
class _Written:
    """The lines of a table as text, the notes (key, column, value) with how many cells they are of, and problems."""

    lines: Sequence[Sequence[str]]
    notes: Mapping[tuple[str, str, str], int]
    problems: Sequence[Problem]


def read_workbook(
    content: bytes, file: str, columns: Sequence[Column], standard: Standard
) -> tuple[RawTable, list[Problem]]:
    """
    Read the table of a workbook.

    Args:
        content: The bytes of a file that `is_workbook` is true for.
        file: Path to use in problems.
        columns: The columns that the standard declares for the file.
        standard: For the measures that a sheet says are missing.

    Returns:
        The cells as text, with the numbers of rows that the sheet shows, and all problems. Those of one cell name it.
    """
    known = {column.name: column for column in columns}
    try:
        book = read_sheets(open_workbook(content))
        table = find_table(book.sheets, known)
    except RefusedWorkbookError as refused:
        return RawTable(Reading(file), (), {}), [problem(file, refused.code, 0, "", **refused.values)]
    original, headings = table, _headings(table)
    merged = _merged_problems(table, headings, file)
    table = replace(table, sheet=_fill_merged(table))
    absent = find_absent_measures(book.sheets, original, columns, standard, file)
    filled = fill_absent_measures(table, absent, columns, file) if absent else FilledTable(table)
    table = filled.table
    written = _write(table, headings, known, book, file)
    raw, problems = read_csv(_as_csv(written.lines), file, known)
    below = table.header - 1
    problems = [replace(each, row=each.row + below) if each.row else each for each in problems]
    letters = tuple((name, column_letters(column)) for column, name in headings.items() if name)
    reading = Reading(file, rows=raw.reading.rows, sheet=SheetRead(table.sheet.name, table.header, letters))
    if absent and filled.rows:
        reading = reading.noting("absent-measures", count=filled.rows, sheet=quote_cell(absent.sheet))
    for (note, name, value), count in written.notes.items():
        reading = reading.noting(note, column=name, count=count, form=value)
    for note, count in _sheet_notes(table):
        reading = reading.noting(note, count=count)
    reading = replace(reading, notes=(*reading.notes, *raw.reading.notes))
    return RawTable(reading, [row + below for row in raw.rows], raw.columns), [
        *merged,
        *(absent.problems if absent else ()),
        *filled.problems,
        *written.problems,
        *problems,
    ]


def name_cells(problems: Sequence[Problem], reading: Reading) -> list[Problem]:
    """
    Problems with the cell that each is of, as a spreadsheet names it; unchanged where the file is no workbook.

    Args:
        problems: All problems of a file. Those that reading the workbook found name their cell already, and what else
            was found in that cell follows from them, so it is left out.
        reading: How the file was read.
    """
    sheet = reading.sheet
    if sheet is None:
        return list(problems)
    letters = dict(sheet.letters)
    explained = {(each.row, each.column) for each in problems if each.cell}
    named = []
    for each in problems:
        if each.cell:
            named.append(each)
        elif (each.row, each.column) not in explained:
            row = sheet.header if each.row == 1 else each.row
            cell = f"{letters[each.column]}{row}" if row and each.column in letters else ""
            named.append(replace(each, row=row, cell=cell))
    return named


def _headings(table: SheetTable) -> dict[int, str]:
    """The heading of each column of the table, in the form of names of columns."""
    cells = table.sheet.rows[table.header]
    return {
        column: heading_key(cells[column].content) if column in cells else ""
        for column in range(table.first, table.last + 1)
    }


def _write(
    table: SheetTable, headings: Mapping[int, str], known: Mapping[str, Column], book: WorkbookContent, file: str
) -> _Written:
    """Write the headings and all rows to the last one, blank ones too, so that rows keep their numbers."""
    header = table.sheet.rows[table.header]
    lines = [[header[column].content if column in header else "" for column in headings]]
    notes: Counter[tuple[str, str, str]] = Counter()
    problems: list[Problem] = []
    declared = {column: known.get(name) for column, name in headings.items()}
    texts: dict[tuple[int, SheetCell], CellText] = {}
    for row in table.rows:
        cells = table.sheet.rows[row]
        lines += [[]] * (row - table.header - len(lines))
        line = [""] * len(headings)
        for column, cell in cells.items():
            if column not in headings:
                problems.append(replace(problem(file, "cell-beside-table", row), cell=f"{column_letters(column)}{row}"))
                continue
            if (column, cell) not in texts:
                texts[column, cell] = text_of(cell, declared[column], from_1904=book.from_1904)
            text, note, fault, values = texts[column, cell]
            line[column - table.first] = text
            if note:
                notes[note, headings[column], str(values.get("form", ""))] += 1
            if fault:
                found = problem(file, fault, row, headings[column], **values)
                problems.append(replace(found, cell=f"{column_letters(column)}{row}"))
        lines.append(line)
    return _Written(lines, notes, problems)


def _as_csv(lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8", "replace")


def _in_table(table: SheetTable) -> Iterator[MergedCells]:
    """Cells of the table that are merged."""
    for merged in table.sheet.merged:
        single = merged.first_row == merged.last_row and merged.first_column == merged.last_column
        outside = merged.last_row < table.header or merged.last_column < table.first or merged.first_column > table.last
        if not single and not outside:
            yield merged


def _merged_problems(table: SheetTable, headings: Mapping[int, str], file: str) -> list[Problem]:
    """One problem for each column with merged cells, which lists them."""
    by_column: dict[int, list[MergedCells]] = {}
    for merged in sorted(_in_table(table)):
        by_column.setdefault(max(merged.first_column, table.first), []).append(merged)
    problems = []
    for column, places in by_column.items():
        names = [
            f"{column_letters(first_column)}{first_row}:{column_letters(last_column)}{last_row}"
            for first_row, first_column, last_row, last_column in places
        ]
        found = problem(file, "merged-cells", places[0].first_row, headings[column], cells=names, count=len(names))
        problems.append(replace(found, cell=names[0].partition(":")[0]))
    return problems


def _fill_merged(table: SheetTable) -> WorkbookSheet:
    """The sheet with the content of merged cells in each of their rows, so that they are one problem and not many."""
    rows = dict(table.sheet.rows)
    numbers = table.rows
    left = _MOST_FILLED
    for merged in _in_table(table):
        cell = rows.get(merged.first_row, {}).get(merged.first_column)
        if cell is None or merged.first_row <= table.header:
            continue
        covered = numbers[bisect_right(numbers, merged.first_row) : bisect_right(numbers, merged.last_row)]
        left -= len(covered)
        if left < 0:
            break
        for row in covered:
            rows[row] = dict(sorted({merged.first_column: cell, **rows[row]}.items()))
    return replace(table.sheet, rows=rows)


def _sheet_notes(table: SheetTable) -> Iterator[tuple[str, int]]:
    """What about the sheet was passed over, as keys of `intake.note` with how many rows or columns it was."""
    above = sum(row < table.header for row in table.sheet.rows)
    hidden = sum(row in table.sheet.hidden_rows for row in table.rows)
    columns = sum(
        max(0, min(last, table.last) - max(first, table.first) + 1) for first, last in table.sheet.hidden_columns
    )
    notes = (("rows-above", above), ("hidden-rows", hidden), ("hidden-columns", columns))
    yield from (each for each in notes if each[1])
