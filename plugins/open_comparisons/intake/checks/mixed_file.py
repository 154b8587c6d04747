"""Checks of a file as a whole that a provider hands in: it has the rows of one provider, for one dataset."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.wording import named_rows, problem, quote_cell
from open_comparisons.messages import listing, message
from open_comparisons.standard.identifiers import ORGNR_LUHN, orgnr_fault
from open_comparisons.standard.model import Standard


def mixed_file_problems(table: Table, standard: Standard) -> Iterator[Problem]:
    """
    A file of several providers, or for several datasets, which nobody can receive as it is.

    Cells that are wrong by themselves are told elsewhere, and are no provider and no target group here.
    """
    is_checked = standard.identifiers.get("provider_id") == ORGNR_LUHN
    cells = table.text("provider_id")
    providers = ["" if orgnr_fault(cell) else cell for cell in cells] if is_checked else list(map(quote_cell, cells))
    yield from _mixed(table, "several-providers", "provider_id", providers)
    groups = standard.target_groups
    datasets = [groups[cell].dataset if cell in groups else "" for cell in table.text("target_group")]
    yield from _mixed(table, "several-datasets", "target_group", datasets)


def _mixed(table: Table, code: str, role: str, names: Sequence[str]) -> Iterator[Problem]:
    """The problem of a file whose rows have more than one of some names; "" is none."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, name in zip(table.rows, names, strict=True):
        if name:
            rows_of[name].append(row)
    if len(rows_of) > 1:
        found = listing(message("intake.parts", over=name, rows=named_rows(rows)) for name, rows in rows_of.items())
        second = sorted(rows[0] for rows in rows_of.values())[1]
        yield problem(table.file, code, second, table.name(role), found=found)
