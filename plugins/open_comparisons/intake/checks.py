"""All checks of a submitted table: one list, the same at the provider, in the build and in the browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from open_comparisons.intake.cells import read_table
from open_comparisons.intake.checks_codes import (
    code_list_problems,
    dimension_problems,
    directory_problems,
    identifier_problems,
    measure_problems,
    target_group_problems,
)
from open_comparisons.intake.checks_keys import (
    canonical_note,
    grid_problems,
    key_problems,
    period_problems,
    price_problems,
)
from open_comparisons.intake.checks_numbers import (
    person_row_problems,
    response_problems,
    small_number_problems,
    status_problems,
    value_problems,
)
from open_comparisons.intake.free_text import free_text_problems, names_a_person_column
from open_comparisons.intake.identifiers import ORGNR_LUHN, orgnr_fault
from open_comparisons.intake.standard import OK
from open_comparisons.intake.wording import problem, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.directory import Provider
    from open_comparisons.intake.standard import Standard, Thresholds


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What a file is checked against.

    Attributes:
        standard: Columns, codes, measures and dimensions.
        thresholds: Limits of disclosure control; the standard's, or the release's own.
        providers: The directory by provider id; None when there is none at hand.
        dataset: The dataset the file belongs to; None when unknown.
        latest: Last day that a period may include; None when unknown.
        standard_version: The version the release was made for; older versions of measures are accepted in older ones.
        protected_by: The official publisher whose rule replaces the primary rule; None for our own submitters.
        opened: Grid rules that the release opens with a reason, by the code of the check.
    """

    standard: Standard
    thresholds: Thresholds
    providers: Mapping[str, Provider] | None = None
    dataset: str | None = None
    latest: date | None = None
    standard_version: str | None = None
    protected_by: str | None = None
    opened: frozenset[str] = frozenset()

    @property
    def own_rule(self) -> bool:
        """Whether our primary rule applies."""
        return self.protected_by is None

    def knows_version(self, version: str, current: str) -> bool:
        """Whether a measure's version may be used: the current one, or an earlier one in an earlier release."""
        if version == current:
            return True
        made_for = self.standard_version or self.standard.version
        return _version(made_for) < _version(self.standard.version) and _version(version) < _version(current)

    def key_text(self, table: Table, index: int) -> str:
        """The key of a row as "column=value, ...", for messages; nothing that has to stay hidden is in a key."""
        cells = {role: table.text(role)[index] for role in self.standard.key}
        checked = self.standard.identifiers.get("provider_id") == ORGNR_LUHN
        cells = {
            role: cell if checked and role == "provider_id" and not orgnr_fault(cell) else shown(cell)
            for role, cell in cells.items()
        }
        return ", ".join(f"{table.name(role)}={cell}" for role, cell in cells.items() if cell.strip("…"))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in text.split("."))


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
        table = replace(table, reading=table.reading.noting(*note))
    return table, sorted(problems)
