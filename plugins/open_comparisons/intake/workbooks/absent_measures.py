"""
The measures that a provider does not have, said once for each on a sheet of their own.

The sheet is known by its headings, whatever it is called: those of the measure and of the reason, without that of the
status. Each row of such a measure, on the sheet with the figures, is read as missing for that reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.wording import code_text, problem, quote_cell
from open_comparisons.intake.workbooks.formats import GENERAL
from open_comparisons.intake.workbooks.sheets import FAULT, NO_RESULT, WORDS, SheetCell, WorkbookSheet, column_letters
from open_comparisons.intake.workbooks.tables import SheetTable, heading_key
from open_comparisons.messages import LANGUAGES
from open_comparisons.standard.model import Column, Standard
from open_comparisons.standard.statuses import MISSING, OK

_ROWS_SEARCHED: Final = 60
_ROLES: Final = ("measure_id", "reason", "status")
_NUMBERS: Final = frozenset({"number", "integer"})

_Cells = Mapping[int, SheetCell]


@dataclass(frozen=True, slots=True)
class AbsentMeasures:
    """
    What a sheet says about measures that the provider does not have.

    Attributes:
        sheet: Its name.
        reasons: The code of the reason for each measure, by the measure's id.
        written: The reason as it is written, in lower case, by the measure's id.
        cells: The cell with the reason, such as "C7", by the measure's id.
        problems: Measures and reasons that the standard does not have.
    """

    sheet: str
    reasons: Mapping[str, str]
    written: Mapping[str, str]
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledTable:
    """
    A table with its missing rows filled in.

    Attributes:
        table: The table.
        rows: How many rows the sheet of absent measures accounts for.
        problems: Rows that have numbers all the same, and measures without rows; those of one cell name it.
    """

    table: SheetTable
    rows: int = 0
    problems: tuple[Problem, ...] = ()


def find_absent_measures(
    sheets: Sequence[WorkbookSheet], table: SheetTable, columns: Sequence[Column], standard: Standard, file: str
) -> AbsentMeasures | None:
    """
    Find the sheet and read it.

    Args:
        sheets: All sheets of the workbook.
        table: The table with the figures, which is on another sheet.
        columns: The columns that the standard declares for the file.
        standard: For its measures and reasons.
        file: Path to use in problems.

    Returns:
        What the sheet says; None where there is no such sheet, or the file has no measures.
    """
    names = {column.role: column.name for column in columns}
    if not names.keys() >= set(_ROLES):
        return None
    for sheet in sheets:
        if sheet is table.sheet:
            continue
        for row, cells in islice(sheet.rows.items(), _ROWS_SEARCHED):
            places = _headings(cells)
            if {names["measure_id"], names["reason"]} <= places.keys() and names["status"] not in places:
                at = places[names["measure_id"]], places[names["reason"]]
                return _read(sheet, row, at, standard, file)
    return None


def _read(sheet: WorkbookSheet, header: int, at: tuple[int, int], standard: Standard, file: str) -> AbsentMeasures:
    spellings = _spellings(standard)
    reasons: dict[str, str] = {}
    as_written: dict[str, str] = {}
    places: dict[str, str] = {}
    problems = []
    for row, cells in sheet.rows.items():
        measure, written = (cells[column].content.strip() if column in cells else "" for column in at)
        if row <= header or not measure or not written:
            continue
        place = f"{column_letters(at[1])}{row}"
        where: dict[str, object] = {"sheet": quote_cell(sheet.name), "place": place}
        if measure not in standard.measures:
            problems.append(problem(file, "unknown-absent-measure", 0, "", **where, found=quote_cell(measure)))
            continue
        as_written[measure], places[measure] = written.casefold(), place
        if written.casefold() not in spellings:
            known = [code_text(code) for code in standard.codes.reasons.values()]
            problems.append(
                problem(file, "unknown-absent-reason", 0, "", **where, found=quote_cell(written), known=known)
            )
        # Where the reason is unknown any other will do: the file is refused, and its rows are not problems as well.
        reasons[measure] = spellings.get(written.casefold(), next(iter(standard.codes.reasons), ""))
    return AbsentMeasures(sheet.name, reasons, as_written, places, tuple(problems))


def _spellings(standard: Standard) -> dict[str, str]:
    """The code of each reason by how it may be written: the code itself, or its title in any language."""
    found: dict[str, str] = {}
    for code in standard.codes.reasons.values():
        found |= {code.title.plain(lang).casefold(): code.code for lang in LANGUAGES}
        found[code.code.casefold()] = code.code
    return found


def fill_absent_measures(
    table: SheetTable, absent: AbsentMeasures, columns: Sequence[Column], file: str
) -> FilledTable:
    """
    Give the rows of measures that the provider does not have their status and reason.

    A row that has a status or a reason of its own keeps it. A row with a number is a problem and never emptied: either
    the number or the sheet is wrong, and only the provider knows which.

    Args:
        table: The table with the figures.
        absent: From `find_absent_measures`.
        columns: The columns that the standard declares for the file.
        file: Path to use in problems.
    """
    headings = _headings(table.sheet.rows[table.header])
    names = {column.role: column.name for column in columns}
    at = {role: headings[names[role]] for role in _ROLES if names[role] in headings}
    if len(at) < len(_ROLES):
        return FilledTable(table)
    numbers = {headings[c.name]: c.name for c in columns if c.type in _NUMBERS and c.name in headings}
    rows = dict(table.sheet.rows)
    seen: set[str] = set()
    problems: list[Problem] = []
    filled = 0
    for row in table.rows:
        cells = rows[row]
        measure = cells[at["measure_id"]].content.strip() if at["measure_id"] in cells else ""
        if measure not in absent.reasons:
            continue
        seen.add(measure)
        reason = absent.reasons[measure]
        if not _is_open(cells, at, {"", reason, absent.written[measure]}):
            continue
        given = [column for column in numbers if column in cells and cells[column].kind not in {NO_RESULT, FAULT}]
        where = {"sheet": quote_cell(absent.sheet), "place": absent.cells[measure]}
        if given:
            column = given[0]
            found = problem(file, "figures-of-absent-measure", row, numbers[column], **where)
            problems.append(replace(found, cell=f"{column_letters(column)}{row}"))
            rows[row] = _with(cells, {at["status"]: OK, at["reason"]: ""})
        else:
            filled += 1
            blank = dict.fromkeys(numbers, "")
            rows[row] = _with(cells, blank | {at["status"]: MISSING, at["reason"]: reason})
    problems += [
        problem(file, "absent-measure-without-rows", sheet=quote_cell(absent.sheet), place=place, measure=measure)
        for measure, place in absent.cells.items()
        if measure not in seen
    ]
    return FilledTable(replace(table, sheet=replace(table.sheet, rows=rows)), filled, tuple(problems))


def _headings(cells: _Cells) -> dict[str, int]:
    """The first column of each heading."""
    found: dict[str, int] = {}
    for column, cell in cells.items():
        if cell.kind == WORDS:
            found.setdefault(heading_key(cell.content), column)
    return found


def _is_open(cells: _Cells, at: Mapping[str, int], reasons: Collection[str]) -> bool:
    """True where a row says nothing of its own: it is blank, "ok", or has what the template's formulas took over."""
    status, own = (_words(cells, at[role]).casefold() for role in ("status", "reason"))
    return status in {"", OK, MISSING} and own in reasons


def _words(cells: _Cells, column: int) -> str:
    """The text of a cell; "" for a formula without a result, which says nothing."""
    cell = cells.get(column)
    return cell.content.strip() if cell and cell.kind not in {NO_RESULT, FAULT} else ""


def _with(cells: _Cells, changed: Mapping[int, str]) -> _Cells:
    """The cells of a row with other texts, in order; "" removes a cell."""
    kept = {column: cell for column, cell in cells.items() if column not in changed}
    kept |= {column: SheetCell(WORDS, text, GENERAL) for column, text in changed.items() if text}
    return dict(sorted(kept.items()))
