"""
The problems that checks report, in the words of `words/problems.<language>.json`.

Messages are public. None of them repeats a number from a column of numbers, an identifier that failed its check, or
free text; the content of a cell of codes is repeated through `quote_cell`, which leaves out short numbers and
personal numbers.
"""

import re
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.messages import say_in_each
from open_comparisons.standard.identifiers import has_personal_number

_LONGEST_SHOWN: Final = 60


def quote_cell(cell: str) -> str:
    """A cell in a form that a message may repeat: cut when long, "…" where it may be a count or a personal number."""
    if has_personal_number(cell) or re.fullmatch(r"[-+]?\d{1,3}([.,]\d*)?|\D{0,3}\d{6,8}\D?\d{4}\D{0,3}", cell):
        return "…"
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in cell)
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


def problem(file: str, code: str, row: int = 0, column: str = "", **values: object) -> Problem:
    """
    The problem of a code.

    Args:
        file: Path as the caller wrote it.
        code: A key of `words/problems.<language>.json`.
        row: Row as a spreadsheet shows it; 0 where none applies.
        column: Column name; "" where none applies.
        values: For the placeholders of message and remedy.
    """
    message, remedy = (say_in_each(f"problems.{code}.{part}", **values) for part in ("message", "remedy"))
    return Problem(file, row, column, code, message, remedy)
