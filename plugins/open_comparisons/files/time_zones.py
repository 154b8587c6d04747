"""
A time zone for calendar files: the rules by which its clocks change.

The changes of the zone itself are looked up over some years. They become yearly rules where the clocks follow one,
since some calendar programs read no other form, and dates where a rule was changed in those years.

icalendar's own zones (`Calendar.add_missing_timezones`, 7.3) were tried and left out. They give the start of summer
time by the clock after the change, where RFC 5545 has the clock before it, so that summer time begins an hour late;
they are dates only; and they are wrong for weeks in zones whose clocks follow the moon, such as Africa/Casablanca.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_YEARS_AFTER: Final = 8
"""Enough years to distinguish the last Sunday of a month from the fourth."""
_WEEK: Final = 7
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Change(NamedTuple):
    """A change of clocks: offsets before and after, the name of the time after it, and whether that is summer time."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@cache
def time_zone(name: str, first_year: int, last_year: int) -> Timezone:
    """
    The rules of a zone for the times of some years.

    Args:
        name: Its name, such as Europe/Stockholm.
        first_year, last_year: The years of the times.
    """
    zone = ZoneInfo(name)
    start = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last_year + _YEARS_AFTER, 1, 1, tzinfo=UTC)
    moments: dict[_Change, list[datetime]] = defaultdict(list)
    for moment in _changes(zone, start, end):
        before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
        change = _Change(_offset(before), _offset(after), after.tzname() or name, bool(after.dst()))
        moments[change].append((moment + change.before).replace(tzinfo=None))
    if not moments:
        here = start.astimezone(zone)
        moments[_Change(_offset(here), _offset(here), here.tzname() or name, bool(here.dst()))].append(
            here.replace(tzinfo=None)
        )
    component = Timezone()
    component.add("TZID", name)
    for change, times in moments.items():
        component.add_component(_observance(change, times))
    return component


def _observance(change: _Change, times: Sequence[datetime]) -> TimezoneStandard | TimezoneDaylight:
    """A component for one kind of change; `times` are by the clock before each change."""
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("DTSTART", times[0])
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    rule = _rule(times)
    if rule:
        part.add("RRULE", rule)
    elif times[1:]:
        part.add("RDATE", list(times[1:]))
    return part


def _rule(times: Sequence[datetime]) -> dict[str, object]:
    """The yearly rule that the times follow; {} where they follow none."""
    same_weekday = len({(time.month, time.weekday(), time.time()) for time in times}) == 1
    yearly = [time.year for time in times] == list(range(times[0].year, times[0].year + len(times)))
    if not same_weekday or not yearly or len(times) < _YEARS_AFTER:
        return {}
    ordinals = {-1 if (time + timedelta(days=_WEEK)).month != time.month else 0 for time in times}
    if ordinals != {-1}:
        ordinals = {(time.day - 1) // _WEEK + 1 for time in times}
    if len(ordinals) != 1:
        return {}
    return {"freq": "yearly", "bymonth": times[0].month, "byday": f"{ordinals.pop()}{_WEEKDAYS[times[0].weekday()]}"}


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments when clocks change."""
    while start < end:
        tomorrow = start + timedelta(days=1)
        if start.astimezone(zone).utcoffset() != tomorrow.astimezone(zone).utcoffset():
            low, high = start, tomorrow
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                same = start.astimezone(zone).utcoffset() == middle.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        start = tomorrow


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
