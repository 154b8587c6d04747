"""Atom feeds (RFC 4287): articles, webinars, the magazine, and all together, in each language."""

from __future__ import annotations

from posixpath import dirname, relpath
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from open_comparisons.files.atom import add, add_author, moment, new_feed, written
from open_comparisons.parts.text_frame import address_of, feed_name, feed_sections, feed_title, named
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import File, FileDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from open_comparisons.parts.text_frame import Proses
    from open_comparisons.site.publisher import Publisher
    from open_comparisons.site.source import Source
    from open_comparisons.site.texts import Document, Library, Work

MOST: Final = 50
"""A feed has its newest texts; all of them are on the site."""


def feed_drafts(
    sources: Sequence[Source], library: Library, proses: Proses, publisher: Publisher, zone: str
) -> Iterator[FileDraft]:
    """
    The feeds of each language.

    Args:
        sources: One per language.
        library: What is out.
        proses: The texts as HTML.
        publisher: Who publishes.
        zone: Where a day begins.
    """
    for source in sources:
        for section in feed_sections(library):
            yield _draft(source, section, _works(library, section), proses, publisher, ZoneInfo(zone))


def _works(library: Library, section: str) -> tuple[Work, ...]:
    of_sections = {"articles": library.articles, "webinars": library.webinars, "magazine": library.issues}
    return of_sections.get(section) or (*library.articles, *library.webinars, *library.issues)


def _draft(
    source: Source, section: str, works: Sequence[Work], proses: Proses, publisher: Publisher, zone: ZoneInfo
) -> FileDraft:
    name = feed_name(source.locale.lang, section)

    def make() -> list[File]:
        return [File(name, feed(source, section, works, proses, publisher, zone))]

    return FileDraft((name,), "", make)


def feed(
    source: Source, section: str, works: Sequence[Work], proses: Proses, publisher: Publisher, zone: ZoneInfo
) -> str:
    """A feed of the texts that exist in the source's language, the last changed first."""
    lang = source.locale.lang
    found = [work.versions[lang] for work in works if lang in work.versions]
    documents = sorted(found, key=lambda document: (document.modified, document.day, document.slug), reverse=True)
    # A feed that has nothing yet was last changed when the first text in any language was.
    newest = documents or [work.any for work in works]
    own = feed_name(lang, section)
    root = new_feed(
        lang,
        own,
        address(lang, section),
        title=feed_title(source, section),
        updated=moment(max(document.modified for document in newest), zone),
        publisher=publisher,
    )
    for document in documents[:MOST]:
        _entry(root, source, section, document, proses, publisher, zone)
    return written(root)


def _entry(
    root: ET.Element,
    source: Source,
    section: str,
    document: Document,
    proses: Proses,
    publisher: Publisher,
    zone: ZoneInfo,
) -> None:
    """One text; its HTML only where the site's address is known, since its links would lead nowhere without it."""
    url, own = address_of(document), feed_name(source.locale.lang, section)
    entry = ET.SubElement(root, "entry")
    add(entry, "id", publisher.name(url))
    add(entry, "title", named(source.locale, document))
    if document.kind != "webinar":
        add(entry, "published", moment(document.day, zone))
    add(entry, "updated", moment(document.modified, zone))
    if "author" in document.values:
        add_author(entry, document.values["author"])
    add(entry, "summary", _summary(source, document))
    page = publisher.absolute(url) or relpath(url, dirname(own) or ".") + "/"
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "hreflang": document.lang, "href": page})
    if publisher.address:
        html = proses(document).html(lambda target: publisher.absolute(target, url if target.startswith("#") else ""))
        add(entry, "content", html).set("type", "html")


def _summary(source: Source, document: Document) -> str:
    """What it is about; of a webinar also when it is."""
    locale = source.locale
    parts = [locale.t("knowledge.example-text")] if document.is_example else []
    if document.kind == "webinar":
        parts.append(f"{locale.weekday(document.day).capitalize()}.")
    return " ".join([*parts, document.summary])
