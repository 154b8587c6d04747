"""Releases as news: an Atom feed, and a calendar of past releases and the next one of each dataset."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from open_comparisons.files.atom import Entry, Feed, atom
from open_comparisons.files.calendars import new_calendar, revision, serialize
from open_comparisons.intake.release import Release
from open_comparisons.parts.text_frame import feed_name
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.publisher import Publisher, clean
from open_comparisons.site.source import Source


def release_feed_name(lang: str) -> str:
    """The feed's file, relative to the site's root."""
    return feed_name(lang, "releases")


def release_calendar_name(lang: str) -> str:
    """The calendar's file, relative to the site's root."""
    return f"{address(lang, 'releases').rstrip('/')}.ics"


def release_feed_title(source: Source) -> str:
    """The title of the feed and the calendar."""
    return source.locale.t("feed.releases", site=source.standard.site_title.plain(source.locale.lang))


def release_news_drafts(
    sources: Sequence[Source], releases: Sequence[Release], publisher: Publisher, zone: str
) -> Iterator[FileDraft]:
    """
    The feed and the calendar, in each language; none before the first release.

    Args:
        sources: One per language.
        releases: The releases that are out.
        publisher: The publisher.
        zone: The time zone in which a day begins.
    """
    for source in sources if releases else ():
        lang = source.locale.lang
        make = partial(release_feed, source, releases, publisher, ZoneInfo(zone))
        yield FileDraft.single(release_feed_name(lang), make)
        yield FileDraft.single(release_calendar_name(lang), partial(release_calendar, source, releases, publisher))


def release_feed(source: Source, releases: Sequence[Release], publisher: Publisher, zone: ZoneInfo) -> str:
    """An entry per release, the newest first."""
    lang = source.locale.lang
    newest = sorted(releases, key=lambda release: (release.released, release.dataset), reverse=True)
    page, updated = address(lang, "releases"), newest[0].released
    head = Feed(lang, release_feed_name(lang), page, release_feed_title(source), updated)
    return atom(head, (_entry(source, release) for release in newest), publisher, zone)


def _entry(source: Source, release: Release) -> Entry:
    lang = source.locale.lang
    return Entry(
        url=address(lang, "releases", release.dataset, release.id),
        title=dated_title(source, release),
        summary=release.notes.plain(lang),
        updated=release.released,
        published=release.released,
    )


def release_calendar(source: Source, releases: Sequence[Release], publisher: Publisher) -> str:
    """A day for each release, and one for the next release of each dataset with a known date."""
    calendar = new_calendar(release_feed_title(source), source.locale.lang, publisher)
    datasets = sorted({release.dataset for release in releases})
    for dataset in datasets:
        by_dataset = [release for release in releases if release.dataset == dataset]
        # A withdrawn release keeps its number, so that the numbers of the others stay the same.
        withdrawn_ids = [withdrawn.release for withdrawn in source.data.withdrawn if withdrawn.dataset == dataset]
        numbers = {
            name: number
            for number, name in enumerate(sorted([*withdrawn_ids, *(release.id for release in by_dataset)]), start=1)
        }
        for release in by_dataset:
            url = address(source.locale.lang, "releases", dataset, release.id)
            _add(calendar, source, publisher, release, day=release.released, number=numbers[release.id], url=url)
        last = by_dataset[-1]
        if last.next_release:
            number, url = len(numbers) + 1, address(source.locale.lang, "releases")
            _add(calendar, source, publisher, last, day=last.next_release, number=number, url=url)
    return serialize(calendar)


def _add(
    calendar: Calendar, source: Source, publisher: Publisher, release: Release, *, day: date, number: int, url: str
) -> None:
    """Add a release, or the next one; its UID stays the same, so that calendars move it once it comes out."""
    locale = source.locale
    is_out = day == release.released
    title = dated_title(source, release) if is_out else locale.t("release.due", title=release.title.plain(locale.lang))
    event = Event()
    event.add("UID", f"{release.dataset}-{number}-{locale.lang}@{publisher.host}")
    event.add("DTSTAMP", datetime.combine(release.released, time(), tzinfo=UTC))
    event.add("SEQUENCE", revision(release.released))
    event.add("DTSTART", day)
    event.add("DTEND", day + timedelta(days=1))
    event.add("SUMMARY", clean(title), parameters={"LANGUAGE": locale.lang})
    if publisher.address:
        event.add("URL", publisher.absolute(url))
    event.add("STATUS", "CONFIRMED" if is_out else "TENTATIVE")
    event.add("TRANSP", "TRANSPARENT")
    calendar.add_component(event)


def dated_title(source: Source, release: Release) -> str:
    """The title of a release with its date, for use away from its page."""
    locale = source.locale
    return locale.t("title.release", title=release.title.plain(locale.lang), date=locale.date(release.released))
