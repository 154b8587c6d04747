"""The calendar files: as a program reads them, and letter by letter by the rules of RFC 5545."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.knowledge_texts import ADDRESS, HOSTILE
from tests.site.pages import document

OF_ALL = {"sv": "webbinarier.ics", "en": "en/webinars.ics"}
LONGEST = 75
REQUIRED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS"}
ESCAPED = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "X-WR-CALNAME"}
# A line: name, parameters whose values are plain or in quotation marks, value.
LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):([^\x00-\x08\x0a-\x1f\x7f]+)')
# Of a text no comma, semicolon or backslash stands by itself.
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])+")
TEXTS = re.compile(rf"{TEXT.pattern}(?:,{TEXT.pattern})*")


def unfolded(content: bytes) -> Iterator[str]:
    """Give the lines of a calendar, having checked how they are cut."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST
    assert all(lines)
    whole: list[str] = []
    for line in lines:
        text = line.decode()  # a character is not cut in two
        if text.startswith(" "):
            whole[-1] += text[1:]
        else:
            whole.append(text)
    return iter(whole)


def strictly(content: bytes) -> list[dict[str, str]]:
    """Check every line of a calendar and how its parts nest, and give the properties of each event."""
    nested, events = [], []
    for line in unfolded(content):
        found = LINE.fullmatch(line)
        assert found is not None, line
        name, parameters, value = found.groups()
        assert value.strip(), line
        if name == "BEGIN":
            nested.append(value)
            if value == "VEVENT":
                events.append({})
            continue
        if name == "END":
            assert nested.pop() == value
            continue
        if name in ESCAPED:
            assert (TEXTS if name == "CATEGORIES" else TEXT).fullmatch(value), line
        if nested[-1] == "VEVENT":
            assert name not in events[-1], f"{name} stands twice"
            events[-1][name] = value
            if name in {"DTSTART", "DTEND"}:
                assert re.fullmatch(r";TZID=[A-Za-z_/]+", parameters), line
                assert re.fullmatch(r"\d{8}T\d{6}", value), line
    assert nested == []
    for event in events:
        assert event.keys() | {"URL"} >= REQUIRED
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert re.fullmatch(r"[a-z0-9-]+@[a-z0-9.-]+", event["UID"])
        assert event["STATUS"] == "CONFIRMED"
    return events


def calendars(site: Path) -> list[Path]:
    """List all calendars of webinars of a site; that of releases has tests of its own."""
    return sorted(path for path in site.rglob("*.ics") if path.stem not in {"utgavor", "releases"})


def events_of(site: Path, name: str) -> dict[str, dict]:
    """Read the events of a calendar by the first part of their names."""
    calendar = Calendar.from_ical((site / name).read_bytes())
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_every_calendar_is_right_to_the_letter(knowledge_site: Path) -> None:
    """Lines end and are cut as they should, parts nest, properties are there, filled, and not twice."""
    files = calendars(knowledge_site)
    assert len(files) == 2 + 5 + 6
    for file in files:
        content = file.read_bytes()
        events = strictly(content)
        names = [event["UID"] for event in events]
        assert len(set(names)) == len(names) > 0
        head = content[: content.index(b"BEGIN:VTIMEZONE")].decode()
        for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN"):
            assert f"{line}\r\n" in head
        assert re.search(r"PRODID:-//\S+//[^/]+//(SV|EN)\r\n", head)


def test_the_strict_check_finds_what_is_wrong(knowledge_site: Path) -> None:
    """A broken calendar is told, so that silence means sound."""
    content = (knowledge_site / OF_ALL["sv"]).read_bytes()
    breaks = (
        (b"\r\n", b"\n"),
        (b"STATUS:CONFIRMED", b"STATUS:"),
        (b"END:VTIMEZONE\r\n", b""),
        (b"\r\nUID:", b"\r\nX-ID:"),
        (b"\\,", b","),
        (b"SUMMARY;", b"SUMMARY;X=" + b"a" * LONGEST + b";"),
        (b";TZID=Europe/Stockholm:", b":"),
    )
    for old, new in breaks:
        assert old in content
        with pytest.raises((AssertionError, KeyError)):
            strictly(content.replace(old, new))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_program_reads_what_was_written(knowledge_site: Path, lang: str) -> None:
    """Every webinar is there with its times, its zone, its language and its page."""
    events = events_of(knowledge_site, OF_ALL[lang])
    assert len(events) == 6
    event = events["att-lasa-ett-intervall"]
    start = event["DTSTART"].dt
    assert start == datetime(2026, 12, 4, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert event["DTEND"].dt - start == timedelta(minutes=45)
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event["SUMMARY"].params["LANGUAGE"] == lang
    assert str(event["SUMMARY"]).startswith({"sv": "Exempel: ", "en": "Example: "}[lang])
    assert "https://anmalan.example/fredag?a=1&b=2" in event["DESCRIPTION"]
    page = str(event["URL"])
    assert page in event["DESCRIPTION"]
    assert (knowledge_site / page.removeprefix(f"{ADDRESS}/") / "index.html").is_file()
    topics = {"sv": "Barn och unga i HVB", "en": "Children and young people in residential homes (HVB)"}
    assert topics[lang] in event["CATEGORIES"].cats
    assert all(event["DTEND"].dt > event["DTSTART"].dt for event in events.values())


def test_a_webinar_in_one_language_is_in_both_calendars(knowledge_site: Path) -> None:
    """Its words say which language they are in, and its address leads to the page that there is."""
    event = events_of(knowledge_site, OF_ALL["sv"])["fran-london"]
    assert event["SUMMARY"].params["LANGUAGE"] == "en"
    assert str(event["URL"]) == f"{ADDRESS}/en/webinars/fran-london/"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert not (knowledge_site / "webbinarier/fran-london").exists()


def test_a_hostile_title_stays_within_its_property(knowledge_site: Path) -> None:
    """Commas, semicolons, backslashes and words that look like properties arrive as they were written."""
    event = events_of(knowledge_site, OF_ALL["sv"])["svart-att-skriva"]
    assert str(event["SUMMARY"]) == " ".join(f"{HOSTILE} (sv)".split())
    assert event["DTEND"].dt.day == 1


def test_stamps_come_from_the_text(knowledge_site: Path) -> None:
    """The stamp is the day of the last change, and its number grows by the day."""
    events = events_of(knowledge_site, OF_ALL["sv"])
    changed, unchanged = events["sma-tal"], events["utan-antal"]
    assert changed["DTSTAMP"].dt == datetime(2026, 10, 12, tzinfo=UTC)
    assert changed["SEQUENCE"] > 0
    assert events["att-lasa-ett-intervall"]["SEQUENCE"] > changed["SEQUENCE"]
    assert unchanged["DTSTAMP"].dt == datetime(2026, 9, 11, tzinfo=UTC)
    assert unchanged["SEQUENCE"] < changed["SEQUENCE"]


def test_the_calendar_of_a_page_has_that_webinar_alone(knowledge_site: Path) -> None:
    """The page links to it, it is that of all cut down, and bears the same name in both languages."""
    for page in knowledge_site.glob("webbinarier/*/index.html"):
        slug = page.parent.name
        links = document(page).xpath("//main//a[contains(@href, '.ics')]/@href")
        assert links == [f"../../webbinarier/{slug}/{slug}.ics"]
        alone = events_of(knowledge_site, f"webbinarier/{slug}/{slug}.ics")
        assert list(alone) == [slug]
        assert alone[slug].to_ical() == events_of(knowledge_site, OF_ALL["sv"])[slug].to_ical()
        assert alone[slug]["UID"] == events_of(knowledge_site, f"en/webinars/{slug}/{slug}.ics")[slug]["UID"]


def test_the_zone_in_the_file_tells_the_right_time(knowledge_site: Path) -> None:
    """A program that knows no zones by name gets the offset of every event from the file's own rules."""
    calendar = Calendar.from_ical((knowledge_site / OF_ALL["sv"]).read_bytes())
    zones = {str(zone["TZID"]): zone for zone in calendar.walk("VTIMEZONE")}
    assert set(zones) == {"Europe/Stockholm", "Europe/London"}
    for event in calendar.walk("VEVENT"):
        start = event["DTSTART"].dt
        by_file = zones[event["DTSTART"].params["TZID"]].to_tz(lookup_tzid=False)
        assert start.replace(tzinfo=by_file).utcoffset() == start.utcoffset()
    assert all("RRULE" in part for zone in zones.values() for part in zone.subcomponents)


def test_calendars_are_whole_where_the_address_is_not_known(site_of: Callable[..., Path]) -> None:
    """Then events are named after the site and lead nowhere, and nothing is empty."""
    site = site_of(address="")
    for file in calendars(site):
        for event in strictly(file.read_bytes()):
            assert event["UID"].endswith("@oppna-utfall")
            assert "URL" not in event
