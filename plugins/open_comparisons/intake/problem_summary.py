"""Problems as people read them: what repeats row after row is told once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from open_comparisons.errors import Problem

_MOST_ROWS: Final = 10


def told_once(problems: Sequence[Problem], lang: str) -> list[str]:
    """Each finding as text, in order; one that repeats is told once, with the number of further rows."""
    lines = []
    groups = [list(same) for _, same in groupby(sorted(problems, key=_sameness), key=_sameness)]
    for same in sorted(groups):
        lines.append(same[0].as_text(lang))
        if len(same) > 1:
            more = [str(found.row) for found in same[1:]]
            shown = [*more[:_MOST_ROWS], "…"] if len(more) > _MOST_ROWS else more
            lines.append(f"    (+ {len(more)}: {', '.join(shown)})")
    return lines


def _sameness(found: Problem) -> tuple[str, str, str, str]:
    return found.file, found.column, found.code, found.message_en
