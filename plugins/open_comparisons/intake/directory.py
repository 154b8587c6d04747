"""The directory of providers, `utforare.csv`."""

from collections import Counter
from datetime import date

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table, read_table
from open_comparisons.intake.checks.codes import code_list_problems, identifier_problems
from open_comparisons.intake.checks.free_text import free_text_problems
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.wording import nearest_codes, problem, quote_cell
from open_comparisons.intake.workbooks.package import is_workbook
from open_comparisons.standard.model import Code, Standard


def read_directory(
    content: bytes, file: str, standard: Standard
) -> tuple[tuple[Provider, ...], Reading, list[Problem]]:
    """
    Read and check the directory.

    Args:
        content: The bytes of the file.
        file: Path to use in problems.
        standard: For the directory's columns, code lists and identifiers.

    Returns:
        The providers in the order of the file, how it was read, and all problems. Rows with problems are included.
    """
    if is_workbook(content):
        return (), Reading(file), [problem(file, "workbook-in-data")]
    table, problems = read_table(content, file, standard.directory_columns, standard)
    terms = Terms(standard, standard.thresholds)
    for check in (identifier_problems, code_list_problems, free_text_problems):
        problems += check(table, terms)
    problems += _unique(table, "provider_id") + _unique(table, "slug") + _references(table, standard)
    return tuple(_providers(table)), table.reading, problems


def _unique(table: Table, role: str) -> list[Problem]:
    times = Counter(cell for cell in table.text(role) if cell)
    first: dict[str, int] = {}
    problems = []
    for row, cell in zip(table.rows, table.text(role), strict=True):
        if times[cell] > 1 and first.setdefault(cell, row) != row:
            problems.append(problem(table.file, "duplicate-provider", row, table.name(role), first=first[cell]))
    return problems


def _references(table: Table, standard: Standard) -> list[Problem]:
    slugs = set(table.text("slug"))
    problems = []
    rows = zip(
        table.rows,
        table.text("successor"),
        table.text("target_groups"),
        table.text("from_date"),
        table.text("to_date"),
        strict=True,
    )
    for row, successors, groups, begins, ends in rows:
        if not slugs.issuperset(successors.split()):
            problems.append(problem(table.file, "unknown-successor", row, table.name("successor")))
        problems += [
            problem(
                table.file,
                "unknown-code",
                row,
                table.name("target_groups"),
                found=quote_cell(group),
                known=nearest_codes(group, (Code(each.id, each.title) for each in standard.target_groups.values())),
            )
            for group in groups.split()
            if group not in standard.target_groups
        ]
        if begins and ends and ends < begins:
            problems.append(problem(table.file, "ends-before-it-begins", row, table.name("to_date")))
    return problems


def _providers(table: Table) -> list[Provider]:
    def day(text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    roles = ("slug", "name", "ownership", "area_code", "from_date", "to_date", "successor")
    more = ("target_groups", "methods", "contact_role", "units")
    columns = (table.text(role) for role in ("provider_id", *roles, *more))
    return [
        Provider(
            provider,
            slug,
            name,
            ownership,
            area,
            day(begins),
            day(ends),
            tuple(successors.split()),
            tuple(groups.split()),
            _split_list(methods),
            contact,
            _split_list(units),
        )
        for provider, slug, name, ownership, area, begins, ends, successors, groups, methods, contact, units in zip(
            *columns, strict=True
        )
    ]


def _split_list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
