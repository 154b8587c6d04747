"""Shared by the pages of all kinds of texts: links, addresses, feeds, marks, tags and the frame of a page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from markupsafe import Markup

from open_comparisons.knowledge.markers import FactNote, Figure
from open_comparisons.knowledge.prose import Prose
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Link
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Document, Library, Work
from open_comparisons.standard.model import Standard

Proses: TypeAlias = Callable[[Document], Prose]

SECTIONS_OF: Final = {"article": "articles", "webinar": "webinars", "issue": "magazine"}
"""The section of the site that each kind of text is in."""
MOST: Final = 6
MOST_RELATED: Final = 4
_FEED: Final = {"sv": "flode.xml", "en": "feed.xml"}


@dataclass(frozen=True, slots=True)
class TextFrame:
    """
    The common part of the page of any text.

    Attributes:
        parts: HTML, and between it the charts and tables.
        facts: The facts quoted in it.
        older: Pages with newer figures than the text shows.
        only_here: Note that the text exists in this language only; "" where it exists in both.
        related: Texts about the same things.
        edit_url: The address for changing the text; "" if unknown.
    """

    parts: tuple[Markup | Figure, ...]
    facts: tuple[FactNote, ...]
    older: list[Link]
    title: str
    lead: str
    is_example: bool
    is_draft: bool
    only_here: str
    tags: tuple[Link, ...]
    related: tuple[Link, ...]
    edit_url: str


def address_of(document: Document) -> str:
    """The address of a text, relative to the site's root; for a comment, of its provider's page."""
    if document.kind == "comment":
        return address(document.lang, "providers", document.values["provider"])
    return address(document.lang, SECTIONS_OF[document.kind], document.slug)


def addresses_of(library: Library) -> dict[str, str]:
    """The address of every text by its path in the content folder."""
    return {name: address(lang, section, *parts) for name, (section, parts, lang) in keys_of(library).items()}


def keys_of(library: Library) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """The section, parts and language of every text by its path in the content folder."""
    works = (*library.articles, *library.webinars, *library.issues)
    return {
        document.file.split("/", 1)[1]: (SECTIONS_OF[document.kind], (document.slug,), document.lang)
        for work in works
        for document in work.versions.values()
    }


def feed_name(lang: str, section: str) -> str:
    """The file of a section's feed, relative to the site's root; the home page's feed has all texts."""
    return f"{address(lang, section)}{_FEED[lang]}"


def feed_sections(library: Library) -> tuple[str, ...]:
    """The sections with a feed: sections with texts, and the home page if there are any."""
    by_section = (("articles", library.articles), ("webinars", library.webinars), ("magazine", library.issues))
    filled = tuple(section for section, works in by_section if works)
    return ("home", *filled) if filled else ()


def feed_title(source: Source, section: str) -> str:
    """The title of a section's feed."""
    site = source.standard.site_title.plain(source.locale.lang)
    name = source.library.names.get(section, "")
    return source.locale.t(f"feed.{section}", site=site, name=name)


def feeds_of(source: Source) -> tuple[Link, ...]:
    """The feeds to offer on pages of texts."""
    return tuple(
        Link(feed_title(source, section), feed_name(source.locale.lang, section))
        for section in feed_sections(source.library)
    )


def mark_of(locale: Locale, document: Document) -> str:
    """The mark of a draft, or of an invented text without a title that says so; "" for other texts."""
    if document.is_draft:
        return locale.t("knowledge.draft-mark")
    return locale.t("knowledge.example-mark") if document.is_example and not has_example_title(locale, document) else ""


def full_title(locale: Locale, document: Document) -> str:
    """The title of a text for use away from its page, marked if the text is invented."""
    if not document.is_example or has_example_title(locale, document):
        return document.title
    return locale.t("knowledge.example-name", title=document.title)


def frame_of(source: Source, work: Work, text: Prose) -> TextFrame:
    """The frame of a text."""
    locale, library = source.locale, source.library
    document = work.versions[locale.lang]
    related = [other for other in library.about(*document.tags) if other is not work][:MOST_RELATED]
    others = [lang for lang in LANGUAGES if lang not in work.languages]
    return TextFrame(
        parts=text.drawn(),
        facts=text.facts,
        older=[Link(name, url, locale.t("figure.older", date=day)) for url, name, day in text.older],
        title=document.title,
        lead=document.summary,
        is_example=document.is_example,
        is_draft=document.is_draft,
        only_here=locale.t("knowledge.only-here") if others else "",
        tags=tuple(tag_links(source, document.tags)),
        related=links_to(source, related),
        edit_url=library.edit_address.replace("{}", document.file),
    )


def tag_links(source: Source, tags: tuple[str, ...]) -> Iterator[Link]:
    """Links to the target groups, measures and perspectives that a text is about; a method has a title only."""
    standard, locale = source.standard, source.locale
    perspectives = standard.codes.perspectives
    for tag in tags:
        for section, things in (
            ("target-groups", standard.target_groups),
            ("measures", standard.measures),
            ("perspectives", perspectives),
        ):
            thing: Any = things.get(tag)
            if thing is not None:
                title, lang = thing.title.get(locale.lang)
                yield Link(title, address(locale.lang, section, tag), lang=locale.other(lang))
                break
        else:
            yield Link(tag, "")


def tag_names(standard: Standard, methods: Mapping[str, object]) -> frozenset[str]:
    """The names that tags can have: ids of target groups, measures and perspectives, and methods in the directory."""
    perspectives = standard.codes.perspectives
    return frozenset({*standard.target_groups, *standard.measures, *perspectives, *methods})


def readings(source: Source, *tags: str) -> tuple[Link, ...]:
    """Links to texts with at least one of the tags, newest first, at most MOST."""
    return links_to(source, source.library.about(*tags)[:MOST])


def links_to(source: Source, works: Iterable[Work]) -> tuple[Link, ...]:
    """Links to some texts; a text without a version in the page's language is marked with its own."""
    return tuple(link_to(source, work) for work in works)


def has_example_title(locale: Locale, document: Document) -> bool:
    """True where the title of a text begins with the word "example", so that it needs no other mark."""
    return document.title.startswith(locale.t("knowledge.example-mark"))


def link_to(source: Source, work: Work) -> Link:
    """A link to a text: its title, kind and day, marked if it is invented, a draft or in the other language."""
    locale = source.locale
    document = work.best(locale.lang)
    kind = str(document.values.get("category", document.kind))
    about = f"{locale.t(f'kind.{kind}')}, {locale.date(document.day)}"
    if document.lang != locale.lang:
        about = f"{about}, {locale.t(f'knowledge.in-{document.lang}')}"
    if document.is_example and not has_example_title(locale, document):
        about = locale.t("knowledge.example-name", title=about)
    if document.is_draft:
        about = f"{locale.t('knowledge.draft-mark')}: {about}"
    return Link(
        document.title,
        address(document.lang, SECTIONS_OF[document.kind], document.slug),
        about,
        locale.other(document.lang),
        (document.summary,),
    )
