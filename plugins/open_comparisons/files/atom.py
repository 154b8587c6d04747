"""The parts of Atom feeds (RFC 4287) that all feeds have in common."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from open_comparisons.site.publisher import clean

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from open_comparisons.site.publisher import Publisher

_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def new_feed(lang: str, own: str, page: str, *, title: str, updated: str, publisher: Publisher) -> ET.Element:
    """
    A feed without entries.

    Args:
        lang: Its language.
        own: Where it is, relative to the site's root.
        page: The page that it follows, likewise.
        title: What it is called.
        updated: When its newest entry was, as `moment` writes it.
        publisher: Who publishes.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, _LANG: lang})
    add(root, "id", publisher.name(own))
    add(root, "title", title)
    add(root, "updated", updated)
    add_author(root, publisher.title.plain(lang))
    if publisher.address:
        here, there = publisher.absolute(own), publisher.absolute(page)
        ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
        ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "hreflang": lang, "href": there})
    return root


def add_author(parent: ET.Element, name: str) -> None:
    """Say who has written a feed or an entry."""
    add(ET.SubElement(parent, "author"), "name", name)


def add(parent: ET.Element, name: str, text: str) -> ET.Element:
    """Add an element with a text."""
    element = ET.SubElement(parent, name)
    element.text = clean(text)
    return element


def moment(day: date, zone: ZoneInfo) -> str:
    """The beginning of a day, as RFC 3339 writes it."""
    return datetime.combine(day, time(), tzinfo=zone).isoformat()


def written(root: ET.Element) -> str:
    """A feed as its file has it."""
    ET.indent(root, space=" ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
