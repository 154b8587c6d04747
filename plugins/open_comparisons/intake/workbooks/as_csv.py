"""A workbook that was read, as the CSV file that is stored in its place."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.workbooks.read import name_cells
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.periods import canonical_period, span_of


def table_as_csv(table: Table, standard: Standard) -> bytes:
    """
    The rows of a table as CSV text in canonical form, in the order that they have.

    Args:
        table: From `read_table`, without problems.
        standard: The standard of the file.
    """
    totals = {dimension.name: dimension.total for dimension in standard.dimensions}
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
            columns.append([_plain_text(cell, column.role, totals) for cell in table.text(column.role)])
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def number_text(number: float | None, decimals: int = 0) -> str:
    """A number with at least these decimals, more where it has more; "" where there is none."""
    if number is None:
        return ""
    fixed = f"{number:.{decimals}f}"
    return fixed if float(fixed) == number else repr(number)


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


def _plain_text(cell: str, role: str, totals: dict[str, str]) -> str:
    if role == "period":
        span = span_of(cell)
        return canonical_period(span) if span else cell
    return cell or totals.get(role, "")
