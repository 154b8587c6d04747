"""Periods, both ends included: the spans that a file may name, and the canonical spelling of each."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

YEARS: Final = "ar"
"""The code of the catalogue for adding over years (in `adds_over`)."""

_DATE = r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"
_PERIOD: Final = re.compile(rf"{_DATE}(?:/{_DATE})?", re.ASCII)


class Span(NamedTuple):
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def months(self) -> int:
        """Length in whole months; 0 when the span does not begin and end with a month."""
        start, end = self
        if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
            return 0
        return (end.year - start.year) * 12 + end.month - start.month + 1

    def overlaps_partly(self, other: "Span") -> bool:
        """True where the two share days although neither is within the other."""
        first, second = sorted((self, other))
        return first.start < second.start <= first.end < second.end

    def years(self) -> tuple["Span", ...]:
        """The twelve-month spans that make up this one; empty when it is not a whole number of them."""
        if not self.months or self.months % 12:
            return ()
        starts = [self.start.replace(year=self.start.year + step) for step in range(self.months // 12)]
        return tuple(
            Span(start, _last_day(start.year + (start.month > 1), (start.month - 2) % 12 + 1)) for start in starts
        )


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Span:
    """
    The span that a text names.

    Args:
        text: `2021`, `2020/2022`, `2021-04`, `2021-04/2022-03`, `2022-03-31` or `2019-01-01/2019-12-24`.

    Raises:
        ValueError: The text is none of these, names a day that does not exist, has two ends of different kinds, or
            ends before it begins.
    """
    match = _PERIOD.fullmatch(text)
    if not match:
        message = "not a period"
        raise ValueError(message)
    first, last = match.groups()[:3], match.groups()[3:]
    if last[0] is None:
        last = first
    if [part is None for part in first] != [part is None for part in last]:
        message = "the ends are written in different ways"
        raise ValueError(message)
    span = Span(_first_day(*first), _last_day(*(int(part) for part in last if part is not None)))
    if span.end < span.start:
        message = "ends before it begins"
        raise ValueError(message)
    return span


def span_of(text: str) -> Span | None:
    """The span that a cell names; None when it names none."""
    try:
        return parse_period(text)
    except ValueError:
        return None


def months_between(first: date, second: date) -> int:
    """Number of whole months from one day to another."""
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)


@lru_cache(maxsize=4096)
def canonical_period(span: Span) -> str:
    """The shortest spelling of a span; two texts name the same span exactly when this is equal."""
    start, end = span
    if start == end:
        return start.isoformat()
    if not span.months:
        return f"{start.isoformat()}/{end.isoformat()}"
    ends = [f"{day.year:04}-{day.month:02}" for day in span]
    if start.month == 1 and end.month == 12:
        ends = [end[:4] for end in ends]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _first_day(year: str, month: str | None, day: str | None) -> date:
    return date(int(year), int(month or 1), int(day or 1))


def _last_day(year: int, month: int = 12, day: int | None = None) -> date:
    if not 1 <= month <= 12:
        message = "month must be in 1..12"
        raise ValueError(message)
    return date(year, month, day or monthrange(year, month)[1])
