"""Time zones as calendars want them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from open_comparisons.files.time_zones import time_zone

pytestmark = pytest.mark.slow

ZONES = ("Europe/Stockholm", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Casablanca", "UTC")


@pytest.mark.parametrize("name", ZONES)
def test_the_rules_give_the_offsets_of_the_zone(name: str) -> None:
    """Whatever the kind of rules, each hour of some years has the offset that the zone itself gives it."""
    zone = ZoneInfo(name)
    by_rules = time_zone(name, 2021, 2026).to_tz(lookup_tzid=False)
    moment = datetime(2021, 1, 1)  # noqa: DTZ001 - read in both zones below
    wrong = []
    while moment.year < 2027:
        # An hour that the clock skips or passes twice has more than one offset.
        if len({(moment + timedelta(hours=hours)).replace(tzinfo=zone).utcoffset() for hours in (-2, 0, 2)}) == 1:
            found = moment.replace(tzinfo=by_rules).utcoffset()
            if found != moment.replace(tzinfo=zone).utcoffset():
                wrong.append(moment)
        moment += timedelta(hours=7)
    assert wrong == []


def test_summer_time_is_given_as_yearly_rules() -> None:
    """Clocks in Sweden are changed on the last Sundays of March and October, at two and three by the clock before."""
    component = time_zone("Europe/Stockholm", 2026, 2026).to_ical().decode()
    assert "DTSTART:20250330T020000" in component
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in component
    assert "DTSTART:20251026T030000" in component
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in component
    assert "RDATE" not in component


def test_a_second_sunday_is_not_taken_for_the_last() -> None:
    """The clocks of New York are changed on the second Sunday of March and the first of November."""
    component = time_zone("America/New_York", 2026, 2026).to_ical().decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in component
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in component


def test_a_zone_without_summer_time_has_one_rule() -> None:
    """Its clocks always show the same."""
    parts = time_zone("Asia/Kolkata", 2026, 2026).subcomponents
    assert [part["TZOFFSETTO"].td for part in parts] == [timedelta(hours=5, minutes=30)]
