"""The records of a text, with everything that is no row of data left out and reported."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.raw.layout import Layout
from open_comparisons.intake.wording import problem

_TOTALS: Final = frozenset({"summa", "totalt", "total", "totalsumma", "totals", "sum", "grand total"})
_NARROW: Final = 3
"""Columns of a table in which a row with one filled cell may be data."""


class Records:
    """
    The records of a text, the headings first, with counts of everything left out on the way.

    Attributes:
        header: Row number of the headings; 0 before they have been read.
        width: Number of cells of the header, without empty ones at its end; 0 before it has been read. A row may have
            as many empty cells beyond them as the header has, and no more: one too many is a sign of shifted cells.
        blank: Number of empty rows that have other rows after them.
        trimmed: True where empty cells beyond the header were left out.
        problems: Rows that could not be read, or that are no data.
    """

    def __init__(self, layout: Layout, file: str) -> None:
        self.header = self.width = self._widest = self.blank = 0
        self.trimmed = False
        self.problems: list[Problem] = []
        self._file = file
        self._first = layout.first_row
        self._number = layout.first_row - 1
        lines = csv.reader(io.StringIO(layout.text, newline=""), delimiter=layout.delimiter, strict=True)
        self._numbered = enumerate(lines, layout.first_row)
        self._above = layout.above
        self._headings: list[str] = []

    def headings(self) -> list[str]:
        """The cells of the row with the headings; [] where there is none."""
        try:
            for number, _ in islice(self._numbered, self._above):
                self._number = number
        except csv.Error:
            self._break_off()
            return []
        self.header, cells = next(self.sound(), (0, []))
        if self._above and cells:
            self.problems.append(problem(self._file, "headings-not-first", self._first, found=self.header))
        self._headings = cells
        return cells

    def sound(self) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells of each further row of data: not empty, as wide as the header, no total and no note."""
        empty = 0
        try:
            for number, record in self._numbered:
                self._number = number
                if record and len(record) == self.width and record[0] and any(record[1:]):
                    self.blank, empty = self.blank + empty, 0
                    if record[0].strip().rstrip(":").lower() in _TOTALS:
                        self.problems.append(problem(self._file, "totals-row", number))
                    elif record == self._headings:
                        self.problems.append(problem(self._file, "headings-again", number))
                    else:
                        yield number, record
                elif not any(map(str.strip, record)):
                    empty += 1
                elif fitted := self._fit_to_header(number, record):
                    self.blank, empty = self.blank + empty, 0
                    yield number, fitted
        except csv.Error:
            self._break_off()

    def _break_off(self) -> None:
        self.problems.append(problem(self._file, "broken-quoting", self._number + 1))

    def _fit_to_header(self, number: int, record: list[str]) -> list[str]:
        """The row without empty cells beyond the header; [], with a problem, where it is no row of data."""
        if not self.width:
            self._widest = len(record)
            self.width = max(place for place, name in enumerate(record, 1) if name.strip())
        elif code := _what_is_no_data(record, self.width):
            self.problems.append(problem(self._file, code, number))
            return []
        if not self.width <= len(record) <= self._widest or any(map(str.strip, record[self.width :])):
            width_problem = problem(self._file, "wrong-number-of-cells", number, found=len(record), expected=self.width)
            self.problems.append(width_problem)
            return []
        self.trimmed |= len(record) > self.width
        return record[: self.width]


def _what_is_no_data(record: Sequence[str], width: int) -> str:
    """The code of the problem of a row of totals or a note, in a table of this width; "" where it may be data."""
    filled = [cell for cell in map(str.strip, record) if cell]
    if filled[0].rstrip(":").lower() in _TOTALS:
        return "totals-row"
    # A sentence with the delimiter in it is cut in pieces; an identifier has no spaces.
    is_sentence = len(record) <= width // 2 and " " in filled[0]
    return "note-row" if width > _NARROW and (len(filled) == 1 or is_sentence) else ""
