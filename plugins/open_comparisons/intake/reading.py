"""
From the bytes of a file to columns of cells, with a record of how they were read.

Every repair is noted, and anything that would have to be guessed is a problem. Any bytes at all give cells or
problems, never an exception.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Self

from open_comparisons.errors import Problem
from open_comparisons.intake.wording import problem, quote_cell
from open_comparisons.messages import message, say, say_in_each
from open_comparisons.standard.model import Text

_BOMS: Final = (  # UTF-32 before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
_MARKS: Final = {",": "comma", ".": "point"}
_CHUNK: Final = 10_000
_GARBLED: Final = re.compile("\ufffd|Ã[\u0080-\u00bf\u2013-\u203a]|â€")
_SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetRead:
    """The sheet of a workbook that was read: its name, the row of its headings, the letters of each column by name."""

    name: str
    header: int
    letters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """
    A record of how a file was read, for people to look over.

    Attributes:
        file: Path as the caller wrote it.
        encoding: "utf-8", "utf-16", "utf-32" or "windows-1252"; "" when the bytes could not be read.
        bom: True where the file began with a byte order mark.
        delimiter: ",", ";" or a tab; "" when there was no header.
        decimal_mark: "." or ","; "" when no number had decimals.
        rows: Number of rows with data.
        notes: The repairs, in the order they were made.
        sheet: The sheet that was read; None where the file is no workbook.
    """

    file: str
    encoding: str = ""
    bom: bool = False
    delimiter: str = ""
    decimal_mark: str = ""
    rows: int = 0
    notes: tuple[Text, ...] = ()
    sheet: SheetRead | None = None

    def noting(self, note: str, **values: object) -> Self:
        """The same record with one more note, a key of `intake.note`."""
        return replace(self, notes=(*self.notes, Text(*say_in_each(f"intake.note.{note}", **values))))

    def as_text(self, lang: str) -> str:
        """The record as lines of plain text."""
        if self.sheet:
            summary = say(lang, "intake.reading.workbook", file=self.file, sheet=self.sheet.name, count=self.rows)
            return "\n".join([summary, *(f"    {note.plain(lang)}" for note in self.notes)])
        encoding = self.encoding or say(lang, "intake.reading.unknown-encoding")
        summary = say(
            lang,
            "intake.reading.bom" if self.bom else "intake.reading.no-bom",
            file=self.file,
            encoding=encoding,
            delimiter=message(f"intake.delimiter.{_DELIMITERS.get(self.delimiter, 'unknown')}"),
            mark=message(f"intake.mark.{_MARKS.get(self.decimal_mark, 'none')}"),
            count=self.rows,
        )
        return "\n".join([summary, *(f"    {note.plain(lang)}" for note in self.notes)])


@dataclass(frozen=True, slots=True)
class RawTable:
    """
    Cells as text, column by column.

    Attributes:
        reading: How the file was read.
        rows: For each data row, its number as a spreadsheet shows it; the header is 1.
        columns: Header name, in lower case, to one stripped cell per row; "" where blank. Equal cells are one object.
    """

    reading: Reading
    rows: Sequence[int]
    columns: Mapping[str, Sequence[str]]


def read_csv(content: bytes, file: str, known: Collection[str]) -> tuple[RawTable, list[Problem]]:
    """
    Read a file of comma, semicolon or tab separated values.

    Args:
        content: The bytes of the file.
        file: Path to use in problems.
        known: Column names of the standard, which decide between delimiters.

    Returns:
        The cells of all rows as wide as the header, and all problems.
    """
    reading, text, problems = _decode(content, Reading(file))
    if problems:
        return RawTable(reading, (), {}), problems
    text, delimiter = _delimiter(text, known)
    reading = replace(reading, delimiter=delimiter)
    records = _Records(text, delimiter, file)
    header = next(records.sound(), (1, []))[1]
    if not header:
        return RawTable(reading, (), {}), [*records.problems, problem(file, "empty-file")]
    names, reading, problems = _names(header, reading)
    columns: list[list[str]] = [[] for _ in names]
    rows: list[int] = []
    cells = _Cells()
    sound = records.sound()
    while chunk := list(islice(sound, _CHUNK)):
        rows.extend(number for number, _ in chunk)
        for column, new_cells in zip(columns, zip(*(record for _, record in chunk), strict=True), strict=True):
            column.extend(map(cells.__getitem__, new_cells))
    if not rows and not records.problems:
        problems.append(problem(file, "no-rows"))
    if records.trimmed:
        reading = reading.noting("empty-columns")
    if records.blank:
        reading = reading.noting("empty-rows", count=records.blank)
    return RawTable(replace(reading, rows=len(rows)), rows, dict(zip(names, columns, strict=True))), [
        *records.problems,
        *problems,
    ]


class _Cells(dict[str, str]):
    """Stripped cells by the text read; equal cells are one object, which saves memory in large files."""

    def __missing__(self, cell: str) -> str:
        clean = cell.strip()
        self[cell] = clean if clean == cell else self[clean]
        return self[cell]


class _Records:
    """
    The records of a text, the header first, with counts of everything left out on the way.

    Attributes:
        width: Number of cells of the header, without empty ones at its end; 0 before it has been read. A row may
            have as many empty cells beyond them as the header has, and no more: one
            too many is a sign of shifted cells.
        blank: Number of empty rows that have other rows after them.
        trimmed: True where empty cells beyond the header were left out.
        problems: Rows that could not be read.
    """

    def __init__(self, text: str, delimiter: str, file: str) -> None:
        self.width = self._widest = self.blank = 0
        self.trimmed = False
        self.problems: list[Problem] = []
        self._file = file
        self._numbered = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1)

    def sound(self) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells of each further row that is not empty and as wide as the header."""
        empty = number = 0
        try:
            for number, record in self._numbered:
                if record and len(record) == self.width and record[0]:
                    self.blank, empty = self.blank + empty, 0
                    yield number, record
                elif not any(map(str.strip, record)):
                    empty += 1
                elif fitted := self._fit_to_header(number, record):
                    self.blank, empty = self.blank + empty, 0
                    yield number, fitted
        except csv.Error:
            self.problems.append(problem(self._file, "broken-quoting", number + 1))

    def _fit_to_header(self, number: int, record: list[str]) -> list[str]:
        """The row without empty cells beyond the header; [], with a problem, where its width still differs."""
        if not self.width:
            self._widest = len(record)
            self.width = max(place for place, name in enumerate(record, 1) if name.strip())
        if not self.width <= len(record) <= self._widest or any(map(str.strip, record[self.width :])):
            width_problem = problem(self._file, "wrong-number-of-cells", number, found=len(record), expected=self.width)
            self.problems.append(width_problem)
            return []
        self.trimmed |= len(record) > self.width
        return record[: self.width]


def _decode(content: bytes, reading: Reading) -> tuple[Reading, str, list[Problem]]:
    """The text of a file; windows-1252 only when it is not UTF-8, since hardly any such text is both."""
    if not content.strip():
        return reading, "", [problem(reading.file, "empty-file")]
    mark, marked = next(((mark, name) for mark, name in _BOMS if content.startswith(mark)), (b"", ""))
    reading = replace(reading, bom=bool(mark))
    for name in (marked,) if marked else ("utf-8", "windows-1252"):
        try:
            text = content[len(mark) if name == "utf-8" else 0 :].decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        reading = replace(reading, encoding=name)
        if name == "windows-1252":
            reading = reading.noting("windows-1252")
        return reading, text, []
    return reading, "", [problem(reading.file, "not-a-text-file")]


def _delimiter(text: str, known: Collection[str]) -> tuple[str, str]:
    """The text without Excel's `sep=` line, and the delimiter that finds most of the known columns in the header."""
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        return text[declared.end() :], declared[1]
    header = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0][:100_000]
    names = set(known)

    def fitness(delimiter: str) -> tuple[int, int]:
        cells = [_name(cell.strip('"')) for cell in header.split(delimiter)]
        return len(names.intersection(cells)), len(cells)

    return text, max(_DELIMITERS, key=fitness)


def _name(cell: str) -> str:
    return re.sub(r"[\s_]+", "_", cell.strip().lower())


def _names(header: list[str], reading: Reading) -> tuple[list[str], Reading, list[Problem]]:
    names = [_name(cell) for cell in header]
    if names != header:
        reading = reading.noting("column-names")
    problems = [
        problem(reading.file, "column-without-name", 1, place=place) for place, name in enumerate(names, 1) if not name
    ]
    repeated = {name for name in names if name and names.count(name) > 1}
    problems += [problem(reading.file, "duplicate-column", 1, quote_cell(name)) for name in sorted(repeated)]
    return names, reading, problems


def looks_garbled(text: str) -> bool:
    """True where a text looks as if its encoding was mistaken before the file was saved ("Ã¥" for "å")."""
    return bool(_GARBLED.search(text))
