"""
The problems that checks report, in the words of `words/problems.<language>.json`, and as people read many of them.

Messages are public. None of them repeats a number from a column of numbers, an identifier that failed its check, or
free text; the content of a cell of codes is repeated through `quote_cell`, which leaves out short numbers and
personal numbers.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.messages import say, say_in_each
from open_comparisons.standard.identifiers import has_personal_number

_LONGEST_SHOWN: Final = 60
_MOST_ROWS: Final = 10


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


def summarise(problems: Sequence[Problem], lang: str) -> str:
    """All problems as text, each distinct one once, with their number."""
    if not problems:
        return say(lang, "intake.summary.none")
    return "\n".join([*distinct_problems(problems, lang), say(lang, "intake.summary.problems", count=len(problems))])


def distinct_problems(problems: Sequence[Problem], lang: str) -> list[str]:
    """Each distinct problem as text, in order, with the numbers of the further rows that have it."""
    lines = []
    groups = [list(same) for _, same in groupby(sorted(problems, key=_sameness), key=_sameness)]
    for same in sorted(groups):
        lines.append(same[0].as_text(lang))
        if len(same) > 1:
            more = [str(problem.row) for problem in same[1:]]
            listed_rows = [*more[:_MOST_ROWS], "…"] if len(more) > _MOST_ROWS else more
            lines.append(f"    (+ {len(more)}: {', '.join(listed_rows)})")
    return lines


def _sameness(problem: Problem) -> tuple[str, str, str, str]:
    return problem.file, problem.column, problem.code, problem.messages[0]
