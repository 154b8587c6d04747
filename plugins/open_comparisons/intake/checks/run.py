"""All checks of a submitted table: one list, the same at the provider, in the build and in the browser."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table, read_table
from open_comparisons.intake.checks.blank_measures import join_blank_measures
from open_comparisons.intake.checks.causes import keep_causes
from open_comparisons.intake.checks.codes import (
    code_list_problems,
    dimension_problems,
    directory_problems,
    identifier_problems,
    measure_problems,
    target_group_problems,
)
from open_comparisons.intake.checks.free_text import free_text_problems, names_a_person_column
from open_comparisons.intake.checks.hidden_text import hidden_text_problems
from open_comparisons.intake.checks.keys import (
    canonical_note,
    grid_problems,
    key_problems,
    period_problems,
    price_problems,
)
from open_comparisons.intake.checks.linked_bases import linked_base_problems
from open_comparisons.intake.checks.numbers import (
    person_row_problems,
    response_problems,
    small_number_problems,
    status_problems,
    value_problems,
)
from open_comparisons.intake.checks.plausibility import fraction_problems, range_problems, swap_problems, year_problems
from open_comparisons.intake.checks.small_counts import small_count_problems
from open_comparisons.intake.checks.spreadsheet_traces import blank_cell_problems, day_problems
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.wording import problem, quote_cell
from open_comparisons.intake.workbooks.read import name_cells
from open_comparisons.standard.statuses import OK

CHECKS: Final[tuple[Callable[[Table, Terms], Iterable[Problem]], ...]] = (
    identifier_problems,
    code_list_problems,
    free_text_problems,
    hidden_text_problems,
    small_count_problems,
    target_group_problems,
    measure_problems,
    dimension_problems,
    directory_problems,
    period_problems,
    price_problems,
    status_problems,
    value_problems,
    response_problems,
    small_number_problems,
    person_row_problems,
    fraction_problems,
    swap_problems,
    range_problems,
    year_problems,
    day_problems,
    blank_cell_problems,
    grid_problems,
    key_problems,
    linked_base_problems,
)


def check_file(content: bytes, file: str, terms: Terms) -> tuple[Table, list[Problem]]:
    """
    Read and check a submitted file.

    Args:
        content: The bytes of the file.
        file: Path to use in problems.
        terms: The terms to check against.

    Returns:
        The table, with a record of how it was read, and all problems, sorted. A table without problems may be handed
        to `intake.protected_table.protected_table`.
    """
    table, problems = read_table(content, file, terms.standard.columns, terms.standard)
    if all(column.role != "status" for column in terms.standard.columns):
        table = replace(table, columns={**table.columns, "status": [OK] * len(table)})
    unread = {(fault.row, fault.column) for fault in problems}
    for check in CHECKS:
        problems += [
            fault
            for fault in check(table, terms)
            if fault.code != "missing-number" or (fault.row, fault.column) not in unread
        ]
    problems += [
        problem(file, "person-rows", 1, quote_cell(name)) for name in table.unknown if names_a_person_column(name)
    ]
    note = canonical_note(table)
    if note:
        table = replace(table, reading=table.reading.noting("period-spelling", **note))
    causes = keep_causes(name_cells(problems, table.reading), table.declared)
    return table, sorted(name_cells(join_blank_measures(causes, table), table.reading))
