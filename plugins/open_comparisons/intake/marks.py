"""The marks that an official publisher has in place of counts, and from where on it shows a count."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from open_comparisons.standard.statuses import SUPPRESSED

_COUNTS: Final = ("numerator", "rest")
_ENDS: Final = 2


class ReportingLimit(NamedTuple):
    """
    From where on an official publisher shows counts.

    Attributes:
        numerator: The least numerator that it shows; 0 where it shows all of them, or does not say.
        rest: The least rest, the base without the numerator, in the same way.
    """

    numerator: int = 0
    rest: int = 0


def are_marks(value: object) -> bool:
    """True for marks with their meanings, where those that stand for counts say which: `[0, 10]`, both included."""
    return isinstance(value, dict) and all(
        isinstance(mark, dict) and all(_is_range(mark[name]) for name in _COUNTS if mark.get(name) is not None)
        for mark in value.values()
    )


def reporting_limit(marks: object) -> ReportingLimit:
    """
    The limits below which a publisher hides every count, from the marks in a submission's description.

    A mark that hides 0 to 10 gives 11. One that hides 1 to 5, so that 0 is shown, gives no limit.

    Args:
        marks: The field "marks", as `are_marks` asks for it; anything else gives no limit.
    """
    if not are_marks(marks) or not isinstance(marks, dict):
        return ReportingLimit()
    hidden = [mark for mark in marks.values() if mark.get("status") == SUPPRESSED]
    return ReportingLimit(*(_least_shown(hidden, name) for name in _COUNTS))


def weakest(limits: Iterable[ReportingLimit]) -> ReportingLimit:
    """The limits that hold for rows of which it is not known which of several files they are from."""
    listed = list(limits)
    return ReportingLimit(*(min(ends) for ends in zip(*listed, strict=True))) if listed else ReportingLimit()


def _least_shown(hidden: Iterable[Mapping[str, Any]], name: str) -> int:
    least = 0
    for low, high in sorted(mark[name] for mark in hidden if mark.get(name) is not None):
        if low <= least:
            least = max(least, high + 1)
    return least


def _is_range(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == _ENDS
        and all(isinstance(end, int) and not isinstance(end, bool) for end in value)
        and 0 <= value[0] <= value[1]
    )
