"""Webinars in time: start, end, upcoming and past."""

from datetime import UTC, datetime, timedelta

from open_comparisons.site.texts import Document, Library, Work


def starts(document: Document) -> datetime:
    """The start of a webinar, in its own time zone."""
    moment: datetime = document.values["date"]
    return moment


def ends(document: Document) -> datetime:
    """The end of a webinar, in its own time zone; right also on a night when clocks change."""
    start = starts(document)
    return (start.astimezone(UTC) + timedelta(minutes=document.values["length"])).astimezone(start.tzinfo)


def zone_name(document: Document) -> str:
    """The name of a webinar's time zone, such as Europe/Stockholm."""
    return str(starts(document).tzinfo)


def upcoming(library: Library) -> tuple[Work, ...]:
    """The webinars that have not ended, soonest first."""
    return tuple(sorted((work for work in library.webinars if not _is_past(work, library)), key=_order))


def past(library: Library) -> tuple[Work, ...]:
    """The webinars that have ended, newest first."""
    return tuple(sorted((work for work in library.webinars if _is_past(work, library)), key=_order, reverse=True))


def _is_past(work: Work, library: Library) -> bool:
    return ends(work.any) <= library.instant


def _order(work: Work) -> tuple[datetime, str]:
    return starts(work.any).astimezone(UTC), work.slug
