"""A workbook that was read, as the CSV file that is stored in its place."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from open_comparisons.errors import Problem
from open_comparisons.intake.canonical import canonical_cell, number_text, totals_of
from open_comparisons.intake.cells import Table
from open_comparisons.intake.workbooks.read import name_cells
from open_comparisons.standard.model import Measure, Standard


def table_as_csv(table: Table, standard: Standard) -> bytes:
    """
    The rows of a table as CSV text in canonical form, in the order that they have.

    Args:
        table: From `read_table`, without problems.
        standard: The standard of the file.
    """
    totals = totals_of(standard)
    numbers = {column.role for column in standard.columns if column.type in {"number", "integer"}}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in standard.columns])
    measures = [standard.measures.get(name) for name in table.text("measure_id")]
    columns = []
    for column in standard.columns:
        if column.role in numbers:
            cells = zip(table.numbers(column.role), measures, strict=True)
            columns.append([number_text(number, _decimals(column.role, measure)) for number, measure in cells])
        else:
            columns.append([canonical_cell(cell, column.role, totals) for cell in table.text(column.role)])
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def as_in_workbook(problems: Sequence[Problem], stored: str, table: Table) -> tuple[Problem, ...]:
    """
    Problems of the stored CSV file, as problems of the workbook that it was made from.

    Args:
        problems: Problems of any files.
        stored: The name of the CSV file in them.
        table: The workbook as it was read.
    """
    moved = [
        replace(each, file=table.file, row=table.rows[each.row - 2] if each.row > 1 else each.row)
        for each in problems
        if each.file == stored
    ]
    others = [each for each in problems if each.file != stored]
    return tuple(sorted([*name_cells(moved, table.reading), *others]))


def _decimals(role: str, measure: Measure | None) -> int:
    return measure.decimals if measure and role == "value" else 0
