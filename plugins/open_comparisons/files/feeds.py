"""The feeds of texts: articles, webinars, the magazine, and all together, in each language."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from open_comparisons.files.atom import Entry, Feed, atom
from open_comparisons.parts.text_frame import Proses, address_of, feed_name, feed_sections, feed_title, full_title
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Library, Work

MOST: Final = 50
"""Number of texts in a feed, the newest; the site has all of them."""


def feed_drafts(
    sources: Sequence[Source], library: Library, proses: Proses, publisher: Publisher, zone: str
) -> Iterator[FileDraft]:
    """
    The feeds of each language.

    Args:
        sources: One per language.
        library: The texts that are out.
        proses: Gives the prose of a text.
        publisher: The publisher.
        zone: The time zone in which a day begins.
    """
    for source in sources:
        for section in feed_sections(library):
            make = partial(feed, source, section, _works(library, section), proses, publisher, ZoneInfo(zone))
            yield FileDraft.single(feed_name(source.locale.lang, section), make)


def _works(library: Library, section: str) -> tuple[Work, ...]:
    by_section = {"articles": library.articles, "webinars": library.webinars, "magazine": library.issues}
    return by_section.get(section) or (*library.articles, *library.webinars, *library.issues)


def feed(
    source: Source, section: str, works: Sequence[Work], proses: Proses, publisher: Publisher, zone: ZoneInfo
) -> str:
    """A feed of the texts that exist in the source's language, the last changed first."""
    lang = source.locale.lang
    versions = [work.versions[lang] for work in works if lang in work.versions]
    documents = sorted(versions, key=lambda document: (document.modified, document.day, document.slug), reverse=True)
    # A feed that has nothing yet was last changed when the first text in any language was.
    newest = documents or [work.any for work in works]
    updated = max(document.modified for document in newest)
    head = Feed(lang, feed_name(lang, section), address(lang, section), feed_title(source, section), updated)
    return atom(head, (_entry(source, document, proses, publisher) for document in documents[:MOST]), publisher, zone)


def _entry(source: Source, document: Document, proses: Proses, publisher: Publisher) -> Entry:
    """One text; its HTML only where the site's address is known, since its links would lead nowhere without it."""
    url = address_of(document)

    def href(target: str) -> str:
        return publisher.absolute(target, url if target.startswith("#") else "")

    return Entry(
        url=url,
        title=full_title(source.locale, document),
        summary=_summary(source, document),
        updated=document.modified,
        published=None if document.kind == "webinar" else document.day,
        author=document.values.get("author", ""),
        html=proses(document).html(href) if publisher.address else "",
    )


def _summary(source: Source, document: Document) -> str:
    """The summary, after a note where the text is invented, and the day of a webinar."""
    locale = source.locale
    parts = [locale.t("knowledge.example-text")] if document.is_example else []
    if document.kind == "webinar":
        parts.append(f"{locale.weekday(document.day).capitalize()}.")
    return " ".join([*parts, document.summary])
