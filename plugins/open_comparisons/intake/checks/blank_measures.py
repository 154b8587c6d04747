"""Measures of which no row is filled in: one problem that lists them, where every cell would otherwise be one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.protected_table import NUMBERS
from open_comparisons.intake.wording import named_rows, problem, quote_cell
from open_comparisons.messages import listing, message
from open_comparisons.standard.statuses import OK

_LACKING: Final = frozenset({"missing-number", "missing-instrument"})
"""Codes of the problems that a row has when nothing is filled in."""
_BESIDE: Final = frozenset({"missing-value", "missing-code"})
"""Codes that a blank row may have as well, as long as the provider has not said who it is."""


def join_blank_measures(problems: Sequence[Problem], table: Table) -> list[Problem]:
    """
    The problems of a file, with those of all measures that nobody has filled in as one.

    Args:
        problems: All problems of the file, without those that only follow from another.
        table: The file as it was read.
    """
    codes: dict[int, set[str]] = defaultdict(set)
    for each in problems:
        codes[each.row].add(each.code)
    blank = dict(_blank_measures(table, codes))
    joined = {row for rows in blank.values() for row in rows}
    kept = [each for each in problems if each.row not in joined or each.code not in _LACKING]
    is_workbook = table.reading.sheet is not None
    if blank:
        code = "blank-measures-in-workbook" if is_workbook else "blank-measures"
        listed = listing(
            message("intake.parts", over=quote_cell(measure), rows=named_rows(rows)) for measure, rows in blank.items()
        )
        names = {"status": table.name("status"), "reason": table.name("reason")}
        kept.append(problem(table.file, code, min(joined), table.name("measure_id"), measures=listed, **names))
    return kept


def _blank_measures(table: Table, codes: dict[int, set[str]]) -> Iterator[tuple[str, list[int]]]:
    """Each measure without a number in any row, with its rows; where a number could not be read it has one."""
    given = [any(number is not None for number in row) for row in zip(*map(table.numbers, NUMBERS), strict=True)]
    rows_of: dict[str, list[int]] = defaultdict(list)
    filled: set[str] = set()
    columns = table.rows, table.text("measure_id"), table.text("status"), given
    for row, measure, status, is_given in zip(*columns, strict=True):
        rows_of[measure].append(row)
        if is_given or status != OK or "missing-number" not in codes[row] or not codes[row] <= _LACKING | _BESIDE:
            filled.add(measure)
    yield from ((measure, rows) for measure, rows in rows_of.items() if measure not in filled)
