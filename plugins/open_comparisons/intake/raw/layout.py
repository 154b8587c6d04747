"""Where the table is in a text: its delimiter, the row with the headings, and lines that are quoted as a whole."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from open_comparisons.intake.raw.cleaning import clean_text

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
_LOOKED_THROUGH: Final = 20
"""Rows among which the headings are looked for."""
_FIRST_PART: Final = 200_000
"""Characters that are looked through for them."""
_FEWEST_HEADINGS: Final = 3
"""Known names that make a row the headings, though it is not the first."""
_SEPARATOR_LINE: Final = re.compile(
    r'(?P<line>"? *sep *= *(?P<mark>[,;\t]) *"?)[,;\t ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Layout:
    """
    How the rows of a table lie in a text.

    Attributes:
        text: The text of the rows, without a line that only names the delimiter.
        delimiter: ",", ";" or a tab.
        first_row: Number of the first row, as a spreadsheet shows it: 2 below a `sep=` line that it shows.
        above: Number of rows above the headings; 0 where they are in the first row that is not empty.
        notes: Key below `intake.note`, with the keys of the delimiters it names.
    """

    text: str
    delimiter: str
    first_row: int = 1
    above: int = 0
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()


def find_layout(text: str, known: Collection[str]) -> Layout:
    """
    Find the table in a text.

    Args:
        text: The text of a file.
        known: Column names of the standard, which decide between delimiters and rows.
    """
    names = frozenset(known)
    declared = _SEPARATOR_LINE.match(text)
    if not declared:
        return _layout(text, "", names)
    found = _layout(text[declared.end() :], declared["mark"], names)
    # A spreadsheet understands the line, and hides it, only when it is written just so.
    if len(declared["line"]) > len("sep=;"):
        found = replace(found, first_row=2, notes=(("separator-line", ()), *found.notes))
    if found.delimiter != declared["mark"]:
        marks = (DELIMITERS[declared["mark"]], DELIMITERS[found.delimiter])
        found = replace(found, notes=(*found.notes, ("separator-wrong", marks)))
    return found


def heading_name(cell: str) -> str:
    """A heading as the standard spells names: lower case, "_" for spaces, nothing that cannot be seen."""
    return re.sub(r"[\s_]+", "_", clean_text(cell)[0].lower())


def _layout(text: str, declared: str, names: frozenset[str]) -> Layout:
    rows = {delimiter: _first_rows(text, delimiter) for delimiter in DELIMITERS}

    def fitness(delimiter: str) -> tuple[int, bool, int]:
        known = max((_known(row, names) for row in rows[delimiter]), default=0)
        return known, delimiter == declared, max(map(len, rows[delimiter][:1]), default=0)

    delimiter = max(DELIMITERS, key=fitness)
    unquoted = _unquote_lines(text, delimiter, rows[delimiter], names)
    if unquoted:
        return replace(_layout(unquoted, "", names), notes=(("quoted-lines", ()),))
    return Layout(text, delimiter, above=_rows_above(rows[delimiter], names))


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text[:_FIRST_PART], newline=""), delimiter=delimiter)
    try:
        rows.extend(islice(reader, _LOOKED_THROUGH))
    except csv.Error:
        return rows
    return rows


def _known(row: Sequence[str], names: frozenset[str]) -> int:
    return len(names.intersection(map(heading_name, row)))


def _rows_above(rows: Sequence[Sequence[str]], names: frozenset[str]) -> int:
    """Number of rows above the headings, where they are lower than the first row with content; else 0."""
    known = [_known(row, names) for row in rows]
    best = max(known, default=0)
    filled = (known[place] for place, row in enumerate(rows) if any(map(str.strip, row)))
    if best < min(_FEWEST_HEADINGS, len(names)) or next(filled, 0) * 2 >= best:
        return 0
    return known.index(best)


def _unquote_lines(text: str, delimiter: str, rows: Sequence[Sequence[str]], names: frozenset[str]) -> str:
    """The text without the marks round each of its lines; "" where the lines are not quoted as a whole."""
    first = next((row[0] for row in rows if row and row[0].strip()), "")
    if not any(_known(row, names) > 1 for other in DELIMITERS for row in _first_rows(first, other)):
        return ""
    try:
        whole = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return ""
    if any(any(row[1:]) for row in whole):
        return ""
    return "\n".join(row[0] if row else "" for row in whole)
