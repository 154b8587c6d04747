"""The headings of a file held against the columns of the standard: which are missing, misspelt or not in it."""

from collections.abc import Collection, Iterator, Sequence

from open_comparisons.errors import Problem
from open_comparisons.intake.nearness import NEAR, nearest_first, similarity
from open_comparisons.intake.wording import code_text, problem, quote_cell
from open_comparisons.messages import message
from open_comparisons.standard.model import Code, Column


def column_problems(headings: Collection[str], columns: Sequence[Column], file: str, row: int = 1) -> Iterator[Problem]:
    """
    Headings that are not in the standard, and required columns that are missing.

    Args:
        headings: As they were read, in lower case with low lines for spaces; blank ones are left out.
        columns: The columns that the standard declares for the file.
        file: Path to use in problems.
        row: The row of the headings.
    """
    known = {column.name for column in columns}
    unknown = [name for name in headings if name and name not in known]
    missing = {column.name: _names(column) for column in columns if column.name not in headings}
    meant = _match(unknown, missing)
    for name in unknown:
        if name in meant:
            title = next(column.title for column in columns if column.name == meant[name])
            called = code_text(Code(meant[name], title))
            yield problem(file, "misspelt-column", row, quote_cell(name), name=meant[name], meant=called)
        else:
            left = [other for other in nearest_first(name, missing) if other not in meant.values()]
            advice = message("intake.column.rename-or-remove", known=left) if left else message("intake.column.remove")
            yield problem(file, "unknown-column", row, quote_cell(name), advice=advice)
    for column in columns:
        if column.required and column.name in missing and column.name not in meant.values():
            yield problem(file, "missing-column", row, column.name, title=column.title)


def _match(unknown: Sequence[str], missing: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The missing column that each unknown heading is nearest to, where it is near; the nearest pairs first."""
    pairs = sorted(
        (-score, place, heading, name)
        for place, heading in enumerate(unknown)
        for name, names in missing.items()
        if (score := similarity(heading, names)) >= NEAR
    )
    meant: dict[str, str] = {}
    for _, _, heading, name in pairs:
        if heading not in meant and name not in meant.values():
            meant[heading] = name
    return meant


def _names(column: Column) -> tuple[str, ...]:
    return tuple(name for name in (column.name, column.title.sv, column.title.en) if name)
