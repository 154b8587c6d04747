"""
The problems that checks report, in the words of `words/problems.<language>.json`, and as people read many of them.

Messages are public. None of them repeats a number from a column of numbers, an identifier that failed its check, or
free text; the content of a cell of codes is repeated through `quote_cell`, which leaves out short numbers and
personal numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.nearness import NEAR, nearest_first, similarity
from open_comparisons.messages import LANGUAGES, Listing, Message, listing, message, say, visible
from open_comparisons.standard.identifiers import has_personal_number
from open_comparisons.standard.model import Code
from open_comparisons.standard.text import Text

_LONGEST_SHOWN: Final = 60
_MOST_CODES: Final = 12
"""A list of codes up to this length is given whole."""
_NEAREST: Final = 5


def quote_cell(cell: str) -> str:
    """A cell in a form that a message may repeat: cut when long, "…" where it may be a count or a personal number."""
    if has_personal_number(cell) or re.fullmatch(r"[-+]?\d{1,3}([.,]\d*)?|\D{0,3}\d{6,8}\D?\d{4}\D{0,3}", cell):
        return "…"
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in visible(cell))
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
    message, remedy = (_say_in_each(f"problems.{code}.{part}", values) for part in ("message", "remedy"))
    return Problem(file, row, column, code, message, remedy)


def _say_in_each(key: str, values: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(
        say(lang, key, **{name: _in_language(value, lang) for name, value in values.items()}) for lang in LANGUAGES
    )


def _in_language(value: object, lang: str) -> object:
    if isinstance(value, Text):
        return value.plain(lang)
    if isinstance(value, Listing):
        return listing(_in_language(part, lang) for part in value.parts)
    return [_in_language(part, lang) for part in value] if isinstance(value, list | tuple) else value


def code_text(code: Code) -> Text:
    """A code with what it means in parentheses, such as "K (Kvinnor)"; the code alone where its title adds nothing."""
    titles = {lang: code.title.plain(lang) for lang in LANGUAGES}
    return Text(
        **{
            lang: f"{code.code} ({title})" if title and title.casefold() != code.code.casefold() else code.code
            for lang, title in titles.items()
        }
    )


def nearest_codes(written: str, codes: Iterable[Code]) -> list[Text]:
    """Codes with what they mean, those near to what was written first: all of a short list, the nearest of a long."""
    listed = {code.code: code for code in codes}
    names = {name: [name, *(code.title.plain(lang) for lang in LANGUAGES)] for name, code in listed.items()}
    ordered = nearest_first(written, names)
    if len(ordered) > _MOST_CODES:
        # One that is meant beyond doubt, such as a municipality by its name, needs no company.
        least = 1.0 if similarity(written, names[ordered[0]]) == 1 else NEAR
        near = [name for name in ordered if similarity(written, names[name]) >= least]
        ordered = (near or ordered)[:_NEAREST]
    return [code_text(listed[name]) for name in ordered]


def row_ranges(rows: Iterable[int]) -> Listing:
    """Row numbers in order, each once, three or more in a row as a range: "2, 5–7 and 9"."""
    listed = set(rows)
    starts = sorted(row for row in listed if row - 1 not in listed)
    ends = sorted(row for row in listed if row + 1 not in listed)
    return listing(
        part
        for start, end in zip(starts, ends, strict=True)
        for part in ((start,) if start == end else (start, end) if end == start + 1 else (f"{start}–{end}",))
    )


def named_rows(rows: Iterable[int]) -> Message:
    """The same after the word for rows: "row 2", "rows 5–7 and 9"."""
    listed = set(rows)
    return message("errors.place.rows", count=len(listed), rows=row_ranges(listed))


def range_in_words(low: float | None, high: float | None) -> Message:
    """What a number must be, where it has a lowest or a highest value: "at least 0 and at most 100"."""
    ends = {name: end for name, end in (("low", low), ("high", high)) if end is not None and isfinite(end)}
    kind = "both" if len(ends) > 1 else "least" if "low" in ends else "most"
    return message(f"intake.range.{kind}", **({"high": high} | ends))


def summarise(problems: Sequence[Problem], lang: str) -> str:
    """All problems as text, each distinct one once, with the number of distinct ones and of the places they are in."""
    return "\n".join([*distinct_problems(problems, lang), number_of_problems(problems, lang)])


def number_of_problems(problems: Sequence[Problem], lang: str) -> str:
    """The number of distinct problems and of the places they are in, as a sentence; or that there are none."""
    if not problems:
        return say(lang, "intake.summary.none")
    distinct = count_distinct(problems)
    total = say(lang, "intake.summary.problems", count=distinct)
    if len(problems) == distinct:
        return total
    return say(lang, "intake.summary.in-places", problems=total, places=len(problems))


def count_distinct(problems: Sequence[Problem]) -> int:
    """The number of problems, the same one in several rows counted once."""
    return len(set(map(_sameness, problems)))


def distinct_problems(problems: Sequence[Problem], lang: str) -> list[str]:
    """Each distinct problem as text, in order, with the numbers of the further rows that have it."""
    lines = []
    for first, more in once_each(problems):
        lines.append(first.as_text(lang))
        if more:
            lines.append("    " + say(lang, "intake.summary.also", count=len(more), rows=row_ranges(more)))
    return lines


def once_each(problems: Sequence[Problem]) -> list[tuple[Problem, frozenset[int]]]:
    """Each distinct problem, in order, with the further rows that have it."""
    groups = [list(same) for _, same in groupby(sorted(problems, key=_sameness), key=_sameness)]
    return [(same[0], frozenset(each.row for each in same) - {same[0].row}) for same in sorted(groups)]


def _sameness(problem: Problem) -> tuple[str, str, str, str]:
    return problem.file, problem.column, problem.code, problem.messages[0]
