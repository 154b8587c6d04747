"""
From the bytes of a file to columns of cells, with a record of how they were read.

Every repair is noted, and anything that would have to be guessed is a problem. Any bytes at all give cells or
problems, never an exception.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Self

from open_comparisons.errors import Problem
from open_comparisons.intake.raw.cleaning import REPAIRS, clean_text
from open_comparisons.intake.raw.encodings import decode
from open_comparisons.intake.raw.kinds_of_file import kind_of_file
from open_comparisons.intake.raw.layout import DELIMITERS, find_layout, heading_name
from open_comparisons.intake.raw.records import Records
from open_comparisons.intake.wording import problem, quote_cell
from open_comparisons.messages import message, say, say_in_each
from open_comparisons.standard.text import Text

_MARKS: Final = {",": "comma", ".": "point"}
_CHUNK: Final = 10_000
_BYTE_ORDER_MARK: Final = "\ufeff"
_NAMED: Final = ("declared", "used")
"""Placeholders of notes about delimiters."""


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
        encoding: "utf-8", "utf-16", "utf-32", "windows-1252", "mac-roman", "cp850" or "cp437"; "" when the bytes could
            not be read.
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

    @property
    def is_read(self) -> bool:
        """False where nothing could be read: then there is nothing to say but the problem."""
        return bool(self.encoding or self.sheet)

    def noting(self, note: str, **values: object) -> Self:
        """The same record with one more note, a key of `intake.note`."""
        return replace(self, notes=(*self.notes, Text(*say_in_each(f"intake.note.{note}", **values))))

    def summary(self, lang: str) -> str:
        """How the file was read, in one sentence and without the notes."""
        if self.sheet:
            return say(lang, "intake.reading.workbook", file=self.file, sheet=self.sheet.name, count=self.rows)
        return say(
            lang,
            "intake.reading.bom" if self.bom else "intake.reading.no-bom",
            file=self.file,
            encoding=self.encoding,
            delimiter=message(f"intake.delimiter.{DELIMITERS.get(self.delimiter, 'unknown')}"),
            mark=message(f"intake.mark.{_MARKS.get(self.decimal_mark, 'none')}"),
            count=self.rows,
        )

    def as_text(self, lang: str) -> str:
        """The record as lines of plain text."""
        return "\n".join([self.summary(lang), *(f"    {note.plain(lang)}" for note in self.notes)])


@dataclass(frozen=True, slots=True)
class RawTable:
    """
    Cells as text, column by column.

    Attributes:
        reading: How the file was read.
        rows: For each data row, its number as a spreadsheet shows it.
        columns: Header name, in lower case, to one clean cell per row; "" where blank. Equal cells are one object.
        header: Row number of the headings, 1 in a file as it should be.
    """

    reading: Reading
    rows: Sequence[int]
    columns: Mapping[str, Sequence[str]]
    header: int = 1


def read_csv(content: bytes, file: str, known: Collection[str]) -> tuple[RawTable, list[Problem]]:
    """
    Read a file of comma, semicolon or tab separated values.

    Args:
        content: The bytes of the file.
        file: Path to use in problems.
        known: Column names of the standard, which decide between delimiters, and by which the headings are found.

    Returns:
        The cells of all rows as wide as the header, and all problems.
    """
    reading, text, problems = _decode(content, Reading(file))
    if problems:
        return RawTable(reading, (), {}), problems
    layout = find_layout(text, known)
    reading = replace(reading, delimiter=layout.delimiter)
    for note, marks in layout.notes:
        named = {name: message(f"intake.delimiter.{mark}") for name, mark in zip(_NAMED, marks, strict=False)}
        reading = reading.noting(note, **named)
    records = Records(layout, file)
    header = records.headings()
    if not header:
        return RawTable(reading, (), {}), [*records.problems, problem(file, "empty-file")]
    names, reading, problems = _names(header, records.header, reading)
    columns: list[list[str]] = [[] for _ in names]
    rows: list[int] = []
    cells = _Cells()
    sound = records.sound()
    while chunk := list(islice(sound, _CHUNK)):
        rows.extend(number for number, _ in chunk)
        by_column = zip(*(record for _, record in chunk), strict=True)
        for name, column, new_cells in zip(names, columns, by_column, strict=True):
            column.extend(map(cells.__getitem__, new_cells))
            cells.count_repairs(name, new_cells)
    if not rows and not records.problems:
        problems.append(problem(file, "no-rows"))
    if records.trimmed:
        reading = reading.noting("empty-columns")
    if records.blank:
        reading = reading.noting("empty-rows", count=records.blank)
    for repair, count, repaired in cells.repaired():
        reading = reading.noting(f"cleaned.{repair}", count=count, columns=repaired)
    return RawTable(replace(reading, rows=len(rows)), rows, dict(zip(names, columns, strict=True)), records.header), [
        *records.problems,
        *problems,
    ]


class _Cells(dict[str, str]):
    """Clean cells by the text read; equal cells are one object, which saves memory in large files."""

    def __init__(self) -> None:
        super().__init__()
        self._repairs: dict[str, tuple[str, ...]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def __missing__(self, cell: str) -> str:
        clean, repairs = clean_text(cell)
        if repairs:
            self._repairs[cell] = repairs
        self[cell] = self.setdefault(clean, clean)
        return self[cell]

    def count_repairs(self, column: str, cells: Sequence[str]) -> None:
        """Count the repaired cells among those of a column."""
        if self._repairs:
            for cell in filter(self._repairs.__contains__, cells):
                self._counts.update((repair, column) for repair in self._repairs[cell])

    def repaired(self) -> Iterator[tuple[str, int, list[str]]]:
        """Each repair made, with the number of cells and the columns that they are in."""
        for repair in REPAIRS:
            by_column = {column: count for (name, column), count in self._counts.items() if name == repair}
            if by_column:
                yield repair, sum(by_column.values()), list(by_column)


def _decode(content: bytes, reading: Reading) -> tuple[Reading, str, list[Problem]]:
    """The text of a file, or the problem for which it cannot be read."""
    if not content.strip():
        return reading, "", [problem(reading.file, "empty-file")]
    kind = kind_of_file(content)
    if kind:
        what, how = (message(f"intake.kind.{kind}.{part}") for part in ("what", "how"))
        return reading, "", [problem(reading.file, "not-a-table", what=what, how=how)]
    decoded = decode(content)
    reading = replace(reading, encoding=decoded.encoding, bom=decoded.bom)
    if decoded.fault:
        return reading, "", [problem(reading.file, decoded.fault, word=quote_cell(decoded.word))]
    if not decoded.encoding.startswith("utf"):
        reading = reading.noting(decoded.encoding)
    text = decoded.text.lstrip(_BYTE_ORDER_MARK)
    return reading if text == decoded.text else reading.noting("more-marks"), text, []


def _names(header: list[str], row: int, reading: Reading) -> tuple[list[str], Reading, list[Problem]]:
    names = [heading_name(cell) for cell in header]
    if names != header:
        hidden = any({"invisible", "control"}.intersection(clean_text(cell)[1]) for cell in header)
        reading = reading.noting("hidden-in-names" if hidden else "column-names")
    problems = [
        problem(reading.file, "column-without-name", row, place=place)
        for place, name in enumerate(names, 1)
        if not name
    ]
    repeated = {name for name in names if name and names.count(name) > 1}
    problems += [problem(reading.file, "duplicate-column", row, quote_cell(name)) for name in sorted(repeated)]
    return names, reading, problems
