"""Which problems of a submission come first in a letter: those that could harm a person, then what hides others."""

from collections.abc import Sequence
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.checks.causes import OF_THE_FILE

_OF_PERSONS: Final = frozenset(
    {
        *("personal-number-in-text", "personal-number-as-identifier", "likely-name-in-text", "name-for-role"),
        "person-rows",
    }
)
_OF_PROTECTION: Final = frozenset(
    {"small-number-shown", "number-in-hidden-row", "small-count-in-text", "small-count-in-answer"}
)
_BY_THE_AUDIT: Final = "audit-"
_OF_WORKBOOKS: Final = "workbook"
"""In the codes of workbooks that are not read."""
_OF_WHAT_CAME: Final = OF_THE_FILE | {
    *("unsafe-zip", "not-one-of-each", "checksum-differs", "broken-json", "empty-json", "missing-file"),
    *("submission-of-another-provider", "not-an-earlier-file", "several-sheets-with-data", "no-sheet-with-data"),
}
_OF_FIGURES: Final = frozenset(
    {
        *("numerator-above-denominator", "persons-above-denominator", "value-disagrees-with-parts", "numbers-swapped"),
        *("total-differs-from-parts", "counts-contradict", "counts-contradict-earlier", "far-from-other-years"),
        *("amount-in-thousands", "implausible-number", "base-differs-between-measures", "base-above-larger-base"),
        *("base-differs-from-larger-base", "base-differs-from-numerator", "rate-differs-from-bases"),
        *("persons-above-larger-base", "response-rate-as-fraction", "negative-number", "headings-swapped"),
        "fraction-for-percent",
    }
)

NAMED: Final = _OF_PERSONS | _OF_PROTECTION | _OF_WHAT_CAME | _OF_FIGURES
"""The codes that are named here."""


def importance(problem: Problem) -> int:
    """
    How early a problem comes in the letter, 0 first.

    0: a person may be named; 1: a number that must be protected is shown or can be worked out; 2: the file as a whole,
    which hides other problems; 3: figures that cannot be right; 4: all else, such as how a code is written.
    """
    code = problem.code
    if code in _OF_PERSONS:
        return 0
    if code in _OF_PROTECTION or code.startswith(_BY_THE_AUDIT):
        return 1
    if code in _OF_WHAT_CAME or _OF_WORKBOOKS in code:
        return 2
    return 3 if code in _OF_FIGURES else 4


def most_important(problems: Sequence[Problem], count: int) -> list[tuple[Problem, int]]:
    """
    The first problem of each of the most important kinds.

    Args:
        problems: All problems of a submission.
        count: How many kinds to give.

    Returns:
        Each with the number of further problems of its kind; of equally important kinds the one with most comes first.
    """
    by_kind: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        by_kind.setdefault(problem.code, []).append(problem)
    kinds = sorted(by_kind.values(), key=lambda same: (importance(same[0]), -len(same), same[0]))
    return [(same[0], len(same) - 1) for same in kinds[:count]]
