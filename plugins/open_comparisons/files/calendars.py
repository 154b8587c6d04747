"""Webinars as calendar files (RFC 5545): one file for each, and one for all."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final

from icalendar import Calendar, Event, vText

from open_comparisons.files.time_zones import time_zone
from open_comparisons.knowledge.schedule import ends, starts, zone_name
from open_comparisons.parts.text_frame import address_of, feed_title, full_title, tag_links
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.publisher import Publisher, clean
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Library

_FIRST_DAY: Final = date(2020, 1, 1)
"""Revisions are numbered by the days since then, so that a later revision has a higher number."""


def calendar_name(lang: str, slug: str = "") -> str:
    """The calendar file of a webinar, or of all webinars, relative to the site's root."""
    if slug:
        return f"{address(lang, 'webinars', slug)}{slug}.ics"
    return f"{address(lang, 'webinars').rstrip('/')}.ics"


def calendar_drafts(sources: Sequence[Source], library: Library, publisher: Publisher) -> Iterator[FileDraft]:
    """The calendars in each language; the one of all webinars also has those in the other language only."""
    for source in sources if library.webinars else ():
        lang = source.locale.lang
        make = partial(calendar, source, [work.best(lang) for work in library.webinars], publisher)
        yield FileDraft.single(calendar_name(lang), make)
        for work in library.webinars:
            if lang in work.versions:
                make = partial(calendar, source, [work.versions[lang]], publisher)
                yield FileDraft.single(calendar_name(lang, work.slug), make)


def calendar(source: Source, documents: Sequence[Document], publisher: Publisher) -> str:
    """
    A calendar file.

    Args:
        source: In the language of the calendar's own words.
        documents: Webinars.
        publisher: The publisher, for names and addresses.
    """
    file = new_calendar(feed_title(source, "webinars"), source.locale.lang, publisher)
    years: dict[str, list[int]] = {}
    for document in documents:
        years.setdefault(zone_name(document), []).append(starts(document).year)
    for zone, in_zone in sorted(years.items()):
        file.add_component(time_zone(zone, min(in_zone), max(in_zone)))
    for document in documents:
        file.add_component(_event(source, document, publisher))
    return serialize(file)


def new_calendar(title: str, lang: str, publisher: Publisher) -> Calendar:
    """A calendar without events."""
    file = Calendar()
    file.add("PRODID", f"-//{publisher.host}//{publisher.title.plain(lang)}//{lang.upper()}")
    file.add("VERSION", "2.0")
    file.add("CALSCALE", "GREGORIAN")
    file.add("METHOD", "PUBLISH")
    file.add("X-WR-CALNAME", vText(clean(title)))
    return file


def revision(day: date) -> int:
    """The number of an event's revision by its day; a later day has a higher number."""
    return max(0, (day - _FIRST_DAY).days)


def serialize(file: Calendar) -> str:
    """The content of a calendar file."""
    content: bytes = file.to_ical(sorted=False)
    return content.decode()


def _event(source: Source, document: Document, publisher: Publisher) -> Event:
    language = {"LANGUAGE": document.lang}
    event = Event()
    event.add("UID", f"{document.slug}@{publisher.host}")
    event.add("DTSTAMP", datetime.combine(document.modified, time(), tzinfo=UTC))
    event.add("SEQUENCE", revision(document.modified))
    event.add("DTSTART", starts(document))
    event.add("DTEND", ends(document))
    event.add("SUMMARY", clean(full_title(source.locale, document)), parameters=language)
    event.add("DESCRIPTION", clean(_description(source, document, publisher)), parameters=language)
    if document.tags:
        event.add("CATEGORIES", [clean(tag.title) for tag in tag_links(source, document.tags)])
    page = publisher.absolute(address_of(document))
    if page:
        event.add("URL", page)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    return event


def _description(source: Source, document: Document, publisher: Publisher) -> str:
    """A line each for the summary, the speakers, the sign-up address and the page."""
    t = source.locale.t
    values = document.values
    speakers = [", ".join(speaker) for speaker in values["speakers"]]
    page = publisher.absolute(address_of(document))
    lines = [
        document.summary,
        t("knowledge.example-text") if document.is_example else "",
        t("calendar.speakers", speakers="; ".join(speakers)),
        t("calendar.sign-up", address=values["sign_up"]) if "sign_up" in values else "",
        t("calendar.page", address=page) if page else "",
    ]
    return "\n".join(line for line in lines if line)
