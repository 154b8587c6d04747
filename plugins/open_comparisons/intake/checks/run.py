"""All checks of a submitted table: one list, the same at the provider, in the build and in the browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from open_comparisons.intake.cells import read_table
from open_comparisons.intake.checks.codes import (
    code_list_problems,
    dimension_problems,
    directory_problems,
    identifier_problems,
    measure_problems,
    target_group_problems,
)
from open_comparisons.intake.checks.free_text import free_text_problems, names_a_person_column
from open_comparisons.intake.checks.keys import (
    canonical_note,
    grid_problems,
    key_problems,
    period_problems,
    price_problems,
)
from open_comparisons.intake.checks.numbers import (
    person_row_problems,
    response_problems,
    small_number_problems,
    status_problems,
    value_problems,
)
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import OK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.checks.terms import Terms


CHECKS: Final[tuple[Callable[[Table, Terms], Iterable[Problem]], ...]] = (
    identifier_problems,
    code_list_problems,
    free_text_problems,
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
    grid_problems,
    key_problems,
)


def check_file(content: bytes, file: str, terms: Terms) -> tuple[Table, list[Problem]]:
    """
    Read and check a submitted file.

    Args:
        content: The bytes of the file.
        file: Path to use in problems.
        terms: What to check against.

    Returns:
        The table, with a record of how it was read, and all problems, sorted. A table without problems may be handed
        to `intake.disclosure.protected_table`.
    """
    table, problems = read_table(content, file, terms.standard.columns, terms.standard)
    if all(column.role != "status" for column in terms.standard.columns):
        table = replace(table, columns={**table.columns, "status": [OK] * len(table)})
    unread = {(found.row, found.column) for found in problems}
    for check in CHECKS:
        problems += [
            found
            for found in check(table, terms)
            if found.code != "missing-number" or (found.row, found.column) not in unread
        ]
    problems += [
        problem(file, "person-rows", 1, found.column)
        for found in problems
        if found.code == "unknown-column" and names_a_person_column(found.column)
    ]
    note = canonical_note(table)
    if note:
        table = replace(table, reading=table.reading.noting("period-spelling", **note))
    return table, sorted(problems)
