"""The sheets of a workbook as they are stored: cells with their formats, merged and hidden ones, and no calculation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from open_comparisons.intake.workbooks.formats import GENERAL, NumberFormat, formats_of
from open_comparisons.intake.workbooks.package import WorkbookPackage
from open_comparisons.intake.workbooks.xml_parts import RefusedWorkbookError, parse_xml

NUMBER: Final = "number"
WORDS: Final = "words"
FAULT: Final = "fault"
DAY: Final = "day"
NO_RESULT: Final = "no-result"
"""Kinds of cells: a number, text, an error such as #REF!, a day in words, a formula whose result is not stored."""

_MOST_SHEETS: Final = 100
_MOST_CELLS: Final = 1_000_000
_MOST_LETTERS: Final = 50_000_000
"""Letters of all cells; a text that many cells share counts once for each."""
_LONGEST: Final = 32_767
"""Letters that Excel has room for in a cell."""
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED: Final = re.compile(r"_x(?!0000)([0-9A-Fa-f]{4})_")
_KINDS: Final[Mapping[str, str]] = {"n": NUMBER, "e": FAULT, "d": DAY}


class SheetCell(NamedTuple):
    """A cell that is not blank: its kind, its content as stored, and its number format."""

    kind: str
    content: str
    format: NumberFormat


class MergedCells(NamedTuple):
    """A rectangle of cells that look like one; its ends are included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """
    A sheet.

    Attributes:
        rows: Cells by row and column, both from 1, in order; blank ones are left out.
        merged: Cells that are merged.
        hidden_rows: Rows that are hidden, as by a filter.
        hidden_columns: Columns that are hidden, as first and last of each stretch.
    """

    name: str
    rows: Mapping[int, Mapping[int, SheetCell]]
    merged: tuple[MergedCells, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """All sheets of a workbook, and whether its days are counted from 1904 rather than 1900."""

    sheets: tuple[WorkbookSheet, ...]
    from_1904: bool = False


def read_sheets(package: WorkbookPackage) -> WorkbookContent:
    """
    Read all sheets with cells, those that are shown before hidden ones.

    Raises:
        RefusedWorkbookError: A part is missing, damaged or unsafe, or there are too many cells.
    """
    named: list[tuple[bool, str, str]] = []
    from_1904 = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            named.append((hidden, attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    parse_xml(package.read(package.main), start)
    parts = package.related(package.main)
    in_order = [(name, parts.get(key)) for _, name, key in sorted(named, key=lambda each: each[0])]
    places = [(name, part.path) for name, part in in_order if part and part.kind == "worksheet"]
    if len(places) > _MOST_SHEETS:
        raise RefusedWorkbookError("workbook-too-large")
    by_kind = {part.kind: part.path for part in parts.values()}
    texts = _shared_texts(package.read(by_kind["sharedStrings"])) if "sharedStrings" in by_kind else ()
    formats = _cell_formats(package.read(by_kind["styles"])) if "styles" in by_kind else ()
    reader = _SheetReader(tuple(texts), formats)
    return WorkbookContent(tuple(reader.read(name, package.read(path)) for name, path in places), from_1904)


def column_letters(column: int) -> str:
    """The letters of a column as a spreadsheet shows them: 28 is AB."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


@cache
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _unescape(text: str) -> str:
    """Control characters in texts are written _x000D_."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _shared_texts(content: bytes) -> list[str]:
    """The texts that cells refer to by number, without formatting and guides to pronunciation."""
    found: list[str] = []
    pieces: list[str] = []
    within: list[str] = []

    def start(tag: str, _: Mapping[str, str]) -> None:
        within.append(tag)
        if tag == "si":
            pieces.clear()

    def end(tag: str) -> None:
        within.pop()
        if tag == "si":
            found.append(_unescape("".join(pieces)))
            if len(found) > _MOST_CELLS:
                raise RefusedWorkbookError("workbook-too-large")

    def text(piece: str) -> None:
        if within[-1] == "t" and "rPh" not in within:
            pieces.append(piece)

    parse_xml(content, start, end, text)
    return found


def _cell_formats(content: bytes) -> tuple[NumberFormat, ...]:
    """The number format of each style that cells refer to by number."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    within: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in within:
            styles.append(_whole(attributes.get("numFmtId", "0")))
        within.append(tag)

    def end(_: str) -> None:
        within.pop()

    parse_xml(content, start, end)
    return formats_of(styles, codes)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RefusedWorkbookError("broken-workbook")
    return int(text)


@dataclass(slots=True)
class _Reading:
    """What is gathered of one sheet while it is parsed."""

    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    merged: list[MergedCells] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    row: int = 0
    column: int = 0
    type: str = ""
    style: int = 0
    has_formula: bool = False
    taking: bool = False
    in_guide: bool = False  # to pronunciation, which is beside the text of a cell
    pieces: list[str] = field(default_factory=list)


class _SheetReader:
    """Reads the sheets of one workbook, and counts their cells together."""

    def __init__(self, texts: tuple[str, ...], formats: tuple[NumberFormat, ...]) -> None:
        self._texts, self._formats = texts, formats
        self._cells = self._letters = 0

    def read(self, name: str, content: bytes) -> WorkbookSheet:
        """The sheet in a part."""
        found = _Reading()
        starts = {
            "row": self._row,
            "c": self._cell,
            "mergeCell": self._merge,
            "col": self._columns,
            "v": self._take,
            "t": self._take,
            "f": self._formula,
            "rPh": self._guide,
        }
        ends = {"c": self._finish, "v": self._stop, "t": self._stop, "rPh": self._end_guide}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag in starts:
                starts[tag](found, attributes)

        def end(tag: str) -> None:
            if tag in ends:
                ends[tag](found)

        def text(piece: str) -> None:
            if found.taking:
                found.pieces.append(piece)

        parse_xml(content, start, end, text)
        rows = {number: dict(sorted(cells.items())) for number, cells in sorted(found.rows.items())}
        hidden = frozenset(found.hidden_rows)
        return WorkbookSheet(name, rows, tuple(found.merged), hidden, tuple(found.hidden_columns))

    def _take(self, found: _Reading, _: Mapping[str, str]) -> None:
        found.taking = not found.in_guide

    def _stop(self, found: _Reading) -> None:
        found.taking = False

    def _formula(self, found: _Reading, _: Mapping[str, str]) -> None:
        found.has_formula = True

    def _guide(self, found: _Reading, _: Mapping[str, str]) -> None:
        found.in_guide = True

    def _end_guide(self, found: _Reading) -> None:
        found.in_guide = False

    def _row(self, found: _Reading, attributes: Mapping[str, str]) -> None:
        found.row = _whole(attributes["r"]) if "r" in attributes else found.row + 1
        found.column = 0
        if not 1 <= found.row <= _LAST_ROW:
            raise RefusedWorkbookError("broken-workbook")
        if attributes.get("hidden") in {"1", "true"}:
            found.hidden_rows.add(found.row)

    def _cell(self, found: _Reading, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            found.row, found.column = _place(attributes["r"])
        else:
            found.column += 1
        found.type, found.style = attributes.get("t", "n"), _whole(attributes.get("s", "0"))
        found.has_formula = found.taking = False
        found.pieces.clear()

    def _merge(self, found: _Reading, attributes: Mapping[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        found.merged.append(MergedCells(*_place(first), *_place(last or first)))

    def _columns(self, found: _Reading, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            found.hidden_columns.append((_whole(attributes.get("min", "")), _whole(attributes.get("max", ""))))

    def _finish(self, found: _Reading) -> None:
        stored = "".join(found.pieces)
        if not stored and (not found.has_formula or found.type == "str"):
            return
        kind, content = self._content(found.type, stored)
        if kind == WORDS and not content.strip():
            return
        style = self._formats[found.style] if found.style < len(self._formats) else GENERAL
        found.rows.setdefault(found.row, {})[found.column] = SheetCell(kind, content, style)
        self._cells += 1
        self._letters += len(content)
        if self._cells > _MOST_CELLS or self._letters > _MOST_LETTERS or len(content) > _LONGEST:
            raise RefusedWorkbookError("workbook-too-large")

    def _content(self, kind: str, stored: str) -> tuple[str, str]:
        if not stored:
            return NO_RESULT, ""
        if kind == "s":
            number = _whole(stored)
            if number >= len(self._texts):
                raise RefusedWorkbookError("broken-workbook")
            return WORDS, self._texts[number]
        if kind == "b":
            return WORDS, "TRUE" if stored == "1" else "FALSE"
        return (_KINDS[kind], stored) if kind in _KINDS else (WORDS, _unescape(stored))


def _place(reference: str) -> tuple[int, int]:
    """Row and column of a cell such as B7."""
    match = _PLACE.fullmatch(reference.replace("$", ""))
    if not match or int(match[2]) > _LAST_ROW or (column := _column_number(match[1])) > _LAST_COLUMN:
        raise RefusedWorkbookError("broken-workbook")
    return int(match[2]), column
