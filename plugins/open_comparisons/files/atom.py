"""
Atom feeds (RFC 4287), written in one place.

`feedgenerator`, which Pelican uses, was tried and left out (2.2): it declares plain summaries to be HTML, so that a "<"
in one is markup to readers' programs; its links to pages have neither a type nor a language; and it stops at the
control characters that a text can hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from posixpath import dirname, relpath
from typing import Final
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from open_comparisons.site.publisher import Publisher, clean

_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Feed:
    """
    A feed without its entries.

    Attributes:
        lang: Its language, and that of its entries.
        name: Its file, relative to the site's root.
        page: The page that it follows, also relative to the root.
        title: Plain text.
        updated: The day of the last change to any entry.
    """

    lang: str
    name: str
    page: str
    title: str
    updated: date


@dataclass(frozen=True, slots=True)
class Entry:
    """
    An entry of a feed.

    Attributes:
        url: Its page, relative to the site's root.
        title, summary: Plain text.
        updated: The day of the last change.
        published: The day it came out; None where that would mislead, as for a webinar announced long before.
        author: A name; "" where it is the publisher.
        html: The whole text; "" for the summary alone.
    """

    url: str
    title: str
    summary: str
    updated: date
    published: date | None = None
    author: str = ""
    html: str = ""


def atom(feed: Feed, entries: Iterable[Entry], publisher: Publisher, zone: ZoneInfo) -> str:
    """
    Write a feed.

    Args:
        feed: Its title and file.
        entries: In the order shown.
        publisher: Gives permanent names, and absolute addresses where the site's own is known.
        zone: The time zone in which a day begins.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, _LANG: feed.lang})
    _add(root, "id", publisher.name(feed.name))
    _add(root, "title", feed.title)
    _add(root, "updated", _midnight(feed.updated, zone))
    _add(ET.SubElement(root, "author"), "name", publisher.title.plain(feed.lang))
    if publisher.address:
        own = publisher.absolute(feed.name)
        ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
        _add_page(root, feed, publisher.absolute(feed.page))
    for entry in entries:
        _add_entry(root, feed, entry, publisher, zone)
    ET.indent(root, space=" ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_entry(root: ET.Element, feed: Feed, entry: Entry, publisher: Publisher, zone: ZoneInfo) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", publisher.name(entry.url))
    _add(element, "title", entry.title)
    if entry.published:
        _add(element, "published", _midnight(entry.published, zone))
    _add(element, "updated", _midnight(entry.updated, zone))
    if entry.author:
        _add(ET.SubElement(element, "author"), "name", entry.author)
    _add(element, "summary", entry.summary)
    _add_page(element, feed, publisher.absolute(entry.url) or f"{relpath(entry.url, dirname(feed.name) or '.')}/")
    if entry.html:
        _add(element, "content", entry.html).set("type", "html")


def _add_page(parent: ET.Element, feed: Feed, page: str) -> None:
    ET.SubElement(parent, "link", {"rel": "alternate", "type": "text/html", "hreflang": feed.lang, "href": page})


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = clean(text)
    return element


def _midnight(day: date, zone: ZoneInfo) -> str:
    """The beginning of a day, in the form of RFC 3339."""
    return datetime.combine(day, time(), tzinfo=zone).isoformat()
