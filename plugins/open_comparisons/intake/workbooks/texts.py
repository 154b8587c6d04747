"""The text of one cell of a workbook, as a person reads it on the sheet, with what was done to it."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from open_comparisons.intake.workbooks.formats import (
    NumberFormat,
    day_of,
    form_of_pattern,
    in_form,
    plain_number,
    stored_number,
    typed_before,
)
from open_comparisons.intake.workbooks.sheets import DAY, FAULT, NO_RESULT, WORDS, SheetCell
from open_comparisons.standard.model import Column

_NUMBER: Final = re.compile(r"-?\d{1,3}(?:[ \u00a0\u2009\u202f]?\d{3}){0,4}\d*(?:[.,]\d{1,15})?", re.ASCII)
_AMBIGUOUS: Final = re.compile(r"-?[1-9]\d{0,2}[.,]000", re.ASCII)
"""Numbers such as 1.000, which may mean one or a thousand: left as they are, for the checks to ask about."""
_FAULT: Final = re.compile(r"#[A-Z0-9/_]+[!?]?")


class CellText(NamedTuple):
    """
    A cell as text.

    Attributes:
        text: Its text; "" where the cell does not give one.
        note: What was repaired, a key of `intake.note`; "" where nothing was.
        problem: Why not, a key of `words/problems.<language>.json`; "" where it can.
        values: For the placeholders of the note or the problem.
    """

    text: str
    note: str = ""
    problem: str = ""
    values: Mapping[str, object] = {}


def text_of(cell: SheetCell, column: Column | None, *, from_1904: bool) -> CellText:
    """
    The text of a cell.

    Args:
        cell: A cell that is not blank.
        column: The column of the standard that it is in; None where it is in none.
        from_1904: True where the workbook counts its days from 1904.
    """
    wants_number = column is not None and column.type in {"number", "integer"}
    if cell.kind == WORDS:
        return _number_in_words(cell.content) if wants_number else CellText(cell.content)
    if column is None:
        return CellText("" if cell.kind in {FAULT, NO_RESULT} else cell.content)
    if cell.kind == NO_RESULT:
        return CellText("", problem="formula-without-result")
    if cell.kind == FAULT:
        shown = cell.content if _FAULT.fullmatch(cell.content) else "#"
        return CellText("", problem="error-in-cell", values={"shown": shown})
    if cell.kind == DAY:
        return _text_of_day(_iso_day(cell.content), Decimal(0), "ymd", column)
    number = stored_number(cell.content)
    if number is None:
        return CellText("", problem="error-in-cell", values={"shown": "#"})
    if cell.format.date_parts:
        return _text_of_day(day_of(number, from_1904=from_1904), number, cell.format.date_parts, column)
    return _shown_number(number, cell.format) if wants_number else _number_as_text(number, cell.format, column)


def _number_in_words(text: str) -> CellText:
    """A number that is stored as text, with a point before its decimals as all other numbers of a workbook have."""
    if not _NUMBER.fullmatch(text.strip()):
        return CellText(text)
    plain = text if _AMBIGUOUS.fullmatch(text.strip()) else text.replace(",", ".")
    return CellText(plain, "text-numbers")


def _shown_number(number: Decimal, shown: NumberFormat) -> CellText:
    """
    A number of a column of numbers.

    Decimals are cut as the sheet shows them, since nobody sees the others, but never all of them: a share of 77.5 that
    is shown as 78 would then disagree with its parts.
    """
    if shown.is_percent:
        return CellText(plain_number(number * 100), "percent-cells")
    if shown.decimals and -number.as_tuple().exponent > shown.decimals:  # type: ignore[operator]  # it is finite
        rounded = number.quantize(Decimal(1).scaleb(-shown.decimals), ROUND_HALF_UP)
        return CellText(plain_number(rounded), "rounded-cells")
    return CellText(plain_number(number))


def _number_as_text(number: Decimal, shown: NumberFormat, column: Column) -> CellText:
    """A number in a column of text, with the zeros and hyphens that it lost when it became a number."""
    plain = plain_number(number)
    for form in filter(None, (shown.form, form_of_pattern(str(column.constraints.get("pattern", ""))))):
        if whole := in_form(plain, form):
            return CellText(whole, "digits-in-form", values={"form": form}) if whole != plain else CellText(plain)
    if shown.is_percent:
        return CellText(f"{plain_number(number * 100)} %")
    if shown.decimals and "." not in plain:
        return CellText(f"{plain}.{'0' * shown.decimals}")
    return CellText(plain)


def _text_of_day(day: datetime | None, serial: Decimal, date_parts: str, column: Column) -> CellText:
    if day is None:
        return CellText("", problem="error-in-cell", values={"shown": "####"})
    written = day.date().isoformat()
    if column.type == "date":
        return CellText(written)
    if column.role != "period":
        return CellText("", problem="date-in-cell")
    typed = typed_before(day, serial, date_parts)
    return CellText(typed, problem="period-became-date", values={"day": written, "typed": typed})


def _iso_day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
