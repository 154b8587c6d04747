"""When webinars are: which are to come and which are past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from open_comparisons.site.texts import Document, Library, Work


def starts(document: Document) -> datetime:
    """When a webinar begins, in its own zone."""
    moment: datetime = document.values["date"]
    return moment


def ends(document: Document) -> datetime:
    """When a webinar ends, in its own zone; its length is true also on a night when clocks are changed."""
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
