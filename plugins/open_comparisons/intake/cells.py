"""From cells of text to a table by role: numbers, codes kept as text, and what each column demands of its cells."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.raw.codes import is_code, repair_codes, restore_area_codes
from open_comparisons.intake.raw.column_names import column_problems
from open_comparisons.intake.raw.encodings import garbled_word
from open_comparisons.intake.raw.other_sheets import other_sheet
from open_comparisons.intake.reading import RawTable, Reading, read_csv
from open_comparisons.intake.wording import problem, quote_cell, range_in_words
from open_comparisons.intake.workbooks.package import is_workbook
from open_comparisons.intake.workbooks.read import read_workbook
from open_comparisons.messages import message
from open_comparisons.standard.identifiers import CODE_LIST, KOMMUN_KOD, ORGNR_LUHN
from open_comparisons.standard.model import Column, Standard

_NUMBER: Final = re.compile(r"-?\d{1,15}([.,]\d{1,15})?", re.ASCII)
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d{1,15})?", re.ASCII)
_AMBIGUOUS: Final = re.compile(r"-?[1-9]\d{0,2}[.,]000", re.ASCII)
"""Numbers such as 1.000, which may mean one or a thousand."""
_SCIENTIFIC: Final = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d+", re.ASCII)
_THOUSANDS: Final = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d*)?|-?\d{1,3}(?:,\d{3}){2,}(?:\.\d*)?", re.ASCII)
"""Numbers such as 1.359.791, whose thousands are certain to be separated."""
_WITH_UNIT: Final = re.compile(r"[^\W\d_]*\s?-?\d[\d.,\s]*(?:[^\W\d_]+\.?|[%‰]|:-)")
_SPACES: Final = re.compile(r"[ \u00a0\u2009\u202f]")
_OWN_CHECK: Final = frozenset({ORGNR_LUHN, KOMMUN_KOD, CODE_LIST})
"""Checks of identifiers that report malformed cells themselves, so that the column's pattern is not used as well."""
_FEW: Final = 3
"""A file has no headings of the standard where fewer than one in this number of the required columns is found."""
_NO_TABLE: Final = frozenset({"no-headings", "other-sheet"})
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """
    Cells by role.

    Attributes:
        file: Path to use in problems.
        reading: How the file was read.
        rows: Row number of each row, as a spreadsheet shows it.
        columns: Role to one cell per row: text ("" where blank), int or float (None where blank or unreadable).
        declared: The columns that the standard declares for the file.
        unknown: Headings that it does not declare.
    """

    file: str
    reading: Reading
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    declared: Sequence[Column] = ()
    unknown: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def text(self, role: str) -> Sequence[str]:
        """The cells of a text column; all blank where the file has no such column."""
        return self.columns[role] if role in self.columns else [""] * len(self)

    def numbers(self, role: str) -> Sequence[Any]:
        """The cells of a number column; all None where the file has no such column."""
        return self.columns[role] if role in self.columns else [None] * len(self)

    def name(self, role: str) -> str:
        """The column's name in the file."""
        return next((column.name for column in self.declared if column.role == role), role)

    def where(self, role: str, wrong: Callable[[Any], object]) -> Iterator[tuple[int, Any]]:
        """Row number and cell of each cell that is wrong; each different cell is judged once."""
        column = self.columns.get(role, ())
        bad = {cell for cell in set(column) if wrong(cell)}
        if bad:
            yield from ((row, cell) for row, cell in zip(self.rows, column, strict=True) if cell in bad)


def read_table(content: bytes, file: str, columns: Sequence[Column], standard: Standard) -> tuple[Table, list[Problem]]:
    """
    Read a file whose columns the standard declares.

    Args:
        content: The bytes of the file.
        file: Path to use in problems.
        columns: The names of the columns and the values that they accept.
        standard: For its identifier checks and area codes.

    Returns:
        The table, with every cell that could be read, and all problems of reading, structure, type and required cells.
    """
    if is_workbook(content):
        raw, problems = read_workbook(content, file, columns, standard)
    else:
        raw, problems = read_csv(content, file, [column.name for column in columns])
    if not raw.columns:
        return Table(file, raw.reading, (), {}, columns), problems
    sheet = "" if raw.reading.sheet else other_sheet(content, raw.columns, columns, standard)
    if sheet:
        faults = [problem(file, "other-sheet", sheet=message(f"intake.sheet.{sheet}"))]
    else:
        faults = _structure(raw, columns, file)
    problems += faults
    names = {column.name for column in columns}
    unknown = [name for name in raw.columns if name and name not in names]
    table = Table(file, raw.reading, raw.rows, {}, columns, unknown)
    if any(fault.code in _NO_TABLE for fault in faults):
        # Whatever else is wrong with the rows follows from it.
        return replace(table, rows=()), faults
    cells: dict[str, Sequence[Any]] = {}
    marks: dict[str, tuple[int, str]] = {}
    for column in columns:
        if column.name not in raw.columns:
            continue
        texts = raw.columns[column.name]
        if is_code(column, standard):
            reading, texts = repair_codes(table.reading, column, texts, standard)
            table = replace(table, reading=reading)
        if column.type in {"number", "integer"}:
            table, numbers, more = _numbers(table, column, texts, marks)
            cells[column.role] = numbers
        else:
            table, texts, more = _texts(table, column, texts, standard)
            cells[column.role] = texts
        problems += more
    if len(marks) > 1:
        row, name = max(marks.values())
        problems.append(problem(file, "mixed-decimal-marks", row, name))
    mark = next(iter(marks), "") if len(marks) == 1 else ""
    return replace(table, columns=cells, reading=replace(table.reading, decimal_mark=mark)), problems


def _structure(raw: RawTable, columns: Sequence[Column], file: str) -> list[Problem]:
    known = {column.name for column in columns}
    required = [column.name for column in columns if column.required]
    if len(known & raw.columns.keys()) * _FEW < len(required):
        return [problem(file, "no-headings", known=required)]
    return list(column_problems(raw.columns, columns, file, raw.header))


def _numbers(
    table: Table, column: Column, texts: Sequence[str], marks: dict[str, tuple[int, str]]
) -> tuple[Table, Sequence[Any], list[Problem]]:
    """Convert each different cell once; `marks` gathers where each decimal mark was first seen."""
    values: dict[str, int | float | None] = {}
    wrong: dict[str, str] = {}
    seen_marks: dict[str, str] = {}
    for text in set(texts):
        values[text], fault = _number(text, column)
        if fault:
            wrong[text] = fault
        if values[text] is not None and (mark := text.strip("-0123456789 \u00a0\u2009\u202f\u2212")):
            seen_marks[text] = mark
    for mark in set(seen_marks.values()) - marks.keys():
        marks[mark] = next(
            (row, column.name) for row, text in zip(table.rows, texts, strict=True) if seen_marks.get(text) == mark
        )
    if any(map(_GROUPED.fullmatch, set(texts))):
        table = replace(table, reading=table.reading.noting("spaces-in-thousands", column=column.name))
    ends = (column.constraints.get("minimum"), column.constraints.get("maximum"))
    problems = _faults(table, column, texts, wrong, limits=range_in_words(*ends))
    return table, [values[text] for text in texts], problems


def _number(text: str, column: Column) -> tuple[int | float | None, str | None]:
    """The number that a cell holds, if any, and the code of the check that it fails, if any."""
    if not text:
        return None, "missing-value" if column.required else None
    plain = (_SPACES.sub("", text) if _GROUPED.fullmatch(text) else text).replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        return None, _fault_of_text(text)
    if _AMBIGUOUS.fullmatch(plain):
        return None, "ambiguous-number"
    number = float(plain.replace(",", "."))
    low, high = column.constraints.get("minimum", number), column.constraints.get("maximum", number)
    if not low <= number <= high:
        return number, "number-out-of-range"
    if number.is_integer():
        return int(number), None
    return number, "not-a-whole-number" if column.type == "integer" else None


def _fault_of_text(text: str) -> str:
    """The code of the check that a cell of numbers fails when it holds no number."""
    if _SCIENTIFIC.fullmatch(text):
        return "scientific-notation"
    if _THOUSANDS.fullmatch(text):
        return "separated-thousands"
    return "number-with-unit" if _WITH_UNIT.fullmatch(text) else "not-a-number"


def _texts(
    table: Table, column: Column, texts: Sequence[str], standard: Standard
) -> tuple[Table, Sequence[str], list[Problem]]:
    check = standard.identifiers.get(column.role)
    if check == KOMMUN_KOD:
        reading, texts = restore_area_codes(table.reading, column.name, texts, standard.areas)
        table = replace(table, reading=reading)
    constraints = column.constraints
    pattern = constraints.get("pattern") if check not in _OWN_CHECK and column.role != "period" else None
    wrong: dict[str, str] = {}
    garbled = {text: word for text in set(texts) if (word := garbled_word(text))}
    for text in set(texts):
        if not text:
            if column.required:
                wrong[text] = "missing-value"
        # A spreadsheet turns long identifiers into such numbers, and their last digits are lost.
        elif _SCIENTIFIC.fullmatch(text) and pattern is None and "enum" not in constraints and check:
            wrong[text] = "scientific-notation"
        elif text in garbled:
            continue
        elif len(text) > constraints.get("maxLength", len(text)):
            wrong[text] = "text-too-long"
        elif pattern and not re.fullmatch(pattern, text):
            wrong[text] = "malformed-cell"
        elif column.type == "date" and not _is_date(text):
            wrong[text] = "not-a-date"
    problems = _faults(table, column, texts, wrong, length=constraints.get("maxLength"), pattern=pattern)
    return table, texts, [*problems, *_garbled_texts(table, column, texts, garbled)]


def _garbled_texts(table: Table, column: Column, texts: Sequence[str], garbled: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each cell that is among the garbled ones, with the word that shows it."""
    if garbled:
        for row, text in zip(table.rows, texts, strict=True):
            if text in garbled:
                yield problem(table.file, "garbled-text", row, column.name, word=quote_cell(garbled[text]))


def _faults(
    table: Table, column: Column, texts: Sequence[str], wrong: Mapping[str, str], **values: object
) -> list[Problem]:
    if not wrong:
        return []
    return [
        problem(table.file, wrong[text], row, column.name, about=column.description, **values)
        for row, text in zip(table.rows, texts, strict=True)
        if text in wrong
    ]


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
