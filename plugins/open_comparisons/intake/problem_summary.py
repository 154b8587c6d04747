"""Problems as people read them: a problem repeated row after row is stated once."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.messages import say

_MOST_ROWS: Final = 10


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
